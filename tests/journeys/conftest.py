"""A whole terminal, with its screen or without: real platform process, virtual devices at wire level, a real
store."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kiosk import app
from kiosk.demo.stand import Stand, standing
from kiosk.devices.virtual import state
from kiosk.devices.virtual.handset import HandsetState
from kiosk.devices.virtual.pcscd import PcscdError
from kiosk.dock import line, people, phone
from kiosk.flows.session import Session
from kiosk.model import Filing, Outcome
from kiosk.sync import Sync
from kiosk.terminal import Terminal
from tests.devices.rigs import until
from tests.ui.conftest import offline_visitor, place, server, visitor  # noqa: F401 - the same, with a screen
from tests.ui.place import Place
from tests.ui.visitor import QUICK, Visitor


@pytest.fixture(scope="module")
def stand(tmp_path_factory) -> Iterator[Stand]:
    with standing(tmp_path_factory.mktemp("stand")) as made:
        yield made


@dataclass
class Visit:
    """What people do at this terminal, in the words of a journey."""

    stand: Stand
    terminal: Terminal
    sync: Sync

    def lay(self, person: str) -> None:
        state.update(self.stand.states, state.CardReaderState, card=person)

    def lift(self) -> None:
        state.update(self.stand.states, state.CardReaderState, card=None)

    def printer(self, **changes) -> None:
        state.update(self.stand.states, state.ReceiptPrinterState, **changes)

    def line(self, *, cut: bool) -> None:
        line.update(self.stand.states, cut=cut)
        address = urlsplit(self.stand.config.platform)
        deadline = time.monotonic() + 10
        while reachable(address.hostname, address.port) is cut:
            assert time.monotonic() < deadline

    def sync_line(self) -> None:
        """A round a minute later: the wait after a lost line is over."""
        clock = self.sync.clock
        self.sync.clock = lambda: clock() + timedelta(minutes=1)
        self.sync.round()
        self.sync.clock = clock

    def identify(self, person: str, item: str = "si-certificate") -> Session:
        """Agrees to the notice and lays down the card."""
        session = self.terminal.begin(item)
        session = self.terminal.agree(session, "notice")
        self.lay(person)
        try:
            return self.terminal.read_card(session, 10)
        finally:
            self.lift()
            until(
                lambda: not self.terminal.card_present()
            )  # whoever lays the same card again lifted it before

    def confirm(self, session: Session, person: str) -> Session:
        asked = self.terminal.ask_confirmation(session, "打印")
        assert self.terminal.confirmation(session, asked) is None
        phone.confirm(asked.url, people.phone_keys(self.stand.population)[person], self.stand.authority)
        confirmed = self.terminal.confirmation(session, asked)
        assert confirmed is not None
        return self.terminal.prefill(confirmed)

    def answer(self, session: Session, **answers: str) -> Session:
        for key, value in ({"region": "310000", "certificate": "insured"} | answers).items():
            session = session.answer(key, {key: value})
        assert session.step is not None and session.step.kind == "Review"
        return session

    def finished(self, person: str, **answers: str) -> Session:
        return self.answer(self.confirm(self.identify(person), person), **answers)

    def outcome(self, filing: Filing) -> Outcome:
        return self.terminal.outcome(filing.id)

    def slips(self) -> list[Path]:
        return sorted(self.stand.paper.glob("slip-*.png"))

    def pages(self) -> list[Path]:
        return sorted(self.stand.paper.glob("doc-*.pdf"))


def reachable(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), 1).close()
    except OSError:
        return False
    return True


@pytest.fixture
def visit(stand) -> Iterator[Visit]:
    terminal, sync = app.terminal(stand.config), app.sync(stand.config)
    terminal.open()
    terminal.poll_devices()
    yield Visit(stand, terminal, sync)
    for kind in (state.CardReaderState, state.ReceiptPrinterState, state.DocumentPrinterState):
        state.write(stand.states, kind())
    line.update(stand.states, cut=False)
    terminal.close()
    terminal.store.close()
    sync.platform.close()
    sync.store.close()


@pytest.fixture(scope="session")
def equipped_place(server, tmp_path_factory) -> Iterator[Place]:  # noqa: F811 - the fixture
    """A terminal that has what not every one has: reader for social-security cards, scanner, call button,
    and a printer that presents its slips."""
    also = ("social_card", "code_scanner", "handset")
    try:
        with Place.open(tmp_path_factory.mktemp("equipped"), server, also=also, presenter=True) as open_place:
            yield open_place
    except PcscdError as error:
        pytest.skip(str(error))


@pytest.fixture
def equipped_visitor(equipped_place, tmp_path) -> Iterator[Visitor]:
    state.write(equipped_place.states, HandsetState())  # whoever came before may have pulled its plug
    # A code that is read as the scanner's light goes out is read for nobody: the light stays on for longer.
    with Visitor.arrives(equipped_place, tmp_path, patience=replace(QUICK, card_slice=1.0)) as somebody:
        yield somebody
