"""A service point without a line for a whole day: one matter for one person after the other, and the line in
the evening. Real store, real bytes of the reader, each principal by a terminal of their own."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from acceptance import staff_tables, tables
from kiosk.devices.virtual import state
from kiosk.model import Role, Status
from kiosk.store import Store
from kiosk.sync import Sync
from kiosk.terminal import Terminal
from kiosk.terminal.words import Site
from kiosk.wire.client import PlatformClient
from tests.devices.rigs import until
from tests.journeys.clerk import CLERK, PIN, has_account, matters
from tests.ui.visitor import DEAD, SLOWEST

PEOPLE = (
    "liu-yang",
    "ouyang-wenjing",
    "chen-wei",
    "wang-fang",
    "shen-guiying",
    "hu-ping",
    "lin-jie",
    "xu-min",
)
ITEM = "si-certificate"


class Day:
    """One disk, and the terminals that follow each other on it."""

    def __init__(self, place, folder):
        self.place, self.folder, self.flows = place, folder, matters()
        self.terminal = None
        self.come()

    def client(self, url):
        return PlatformClient(self.place.identity.endpoint(url), self.place.identity.receipts, SLOWEST)

    def sync(self, url):
        store, client = Store(self.folder / "kiosk.db"), self.client(url)
        Sync(store, self.place.identity, client, self.place.clock).round()
        client.close()
        store.close()

    def come(self):
        """The next process; it takes the devices once the one before has let go of them."""
        if self.terminal is not None:
            self.terminal.close()
            self.terminal.store.close()
        self.terminal = Terminal(
            Site("示范村便民服务点", "0572-12345"),
            self.flows,
            Store(self.folder / "kiosk.db"),
            self.place.identity,
            self.client(DEAD),
            self.place.devices,
            self.place.clock,
            time.monotonic,
        )
        self.terminal.open()

    def lays(self, person):
        """The card, as the reader read it; it is taken away after."""
        states, terminal = self.place.states, self.terminal
        state.update(states, state.CardReaderState, card=person)
        try:
            return terminal.gathering.read(20)
        finally:
            state.update(states, state.CardReaderState, card=None)
            until(lambda: not terminal.card_present())

    def serves(self, person):
        terminal, staff = self.terminal, self.terminal.staff
        session = staff.assisting(terminal.begin(ITEM), Role.ASSIST, self.lays(person), many=True)
        assert staff.take_turn(session, self.lays(person))
        session = terminal.defer_confirmation(terminal.agree(session, "notice"))
        staff.return_turn()
        asked = []
        while session.step is not None and session.step.keys:
            asked.append(session.step.key)
            given = {"region": "330500", "certificate": "insured", "delivery": "later"}
            session = session.answer(session.step.key, {k: given[k] for k in session.step.keys})
        assert staff.take_turn(session, self.lays(person))
        filing = terminal.file(session)
        staff.share(session)
        terminal.end("done")
        ticket = staff.ticket
        self.come()
        assert self.terminal.staff.redeem(ticket)
        return filing, asked

    def platform_has(self, ids):
        with self.place.server.database.reading() as connection:
            filings, acts = tables.filings, staff_tables.acts
            rows = connection.execute(select(filings).where(filings.c.id.in_(ids))).all()
            by = connection.execute(select(acts).where(acts.c.filing.in_(ids))).all()
        numbers = {row.id: row.acceptance_number for row in rows}
        return numbers, {row.filing: row.account for row in by}, len(rows)


@pytest.fixture
def day(place, tmp_path):
    place.heal()
    made = Day(place, tmp_path)
    yield made
    made.terminal.close()
    made.terminal.store.close()


@pytest.mark.parametrize("count", [6, pytest.param(50, marks=pytest.mark.soak)])
def test_off_line_all_day_reconnect_all_delivered_once_and_the_ledger_equals_the_platform(day, place, count):
    account = has_account(place.server)
    day.sync(place.server.url)  # in the morning, before the line goes
    day.terminal.staff.find(day.lays(CLERK))
    day.terminal.staff.sign_in(PIN.encode())
    filed, asked = [], []
    for number in range(count):
        filing, questions = day.serves(PEOPLE[number % len(PEOPLE)])
        filed.append(filing.id)
        asked.append(questions)
        if number % 5 == 4:
            day.sync(DEAD)  # which changes nothing
    assert asked[0] and not any(asked[1:])  # no choice is made twice
    assert {entry.outcome.status for entry in day.terminal.staff.book()} == {Status.HELD}
    assert [entry.filing for entry in day.terminal.staff.book()] == filed[::-1]

    day.place = replace(place, ahead=place.ahead + timedelta(hours=1))  # the wait for the line is over
    deadline = time.monotonic() + 60
    while day.terminal.store.outbox.backlog().queued:
        assert time.monotonic() < deadline
        day.sync(place.server.url)
    day.sync(place.server.url)
    ledger = {entry.filing: entry.outcome.acceptance_number for entry in day.terminal.staff.book()}
    on_platform, by, rows = day.platform_has(filed)
    assert (rows, len(ledger)) == (count, count)
    assert ledger == on_platform
    assert set(by.values()) == {account} and by.keys() == set(filed)
    assert day.terminal.store.journal.verify() is None
