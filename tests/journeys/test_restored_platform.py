"""A platform that was put back to yesterday's backup gets again what it lost, and nothing twice."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import timedelta

import pytest

from kiosk.bench import machine
from kiosk.store.journal import Event
from kiosk.store.outbox import KEPT_AFTER_RECEIPT
from kiosk.sync import Sync
from kiosk.wire.client import PlatformClient
from kiosk.wire.identity import enrol
from tests.acceptance.server import Server


class Case:
    """One terminal's store and sync, and a platform whose disk can be copied and put back."""

    def __init__(self, folder):
        self.folder, self.data = folder, folder / "platform"
        self.server = Server(self.data)
        self.identity = enrol(folder / "identity", self.server.public_url, self.server.code(), self.server.ca)
        self.terminal = machine.terminal(folder, self.identity)
        self.session = machine.finished(self.terminal)
        self.now = machine.now()

    def file(self, count):
        return [self.terminal.file(machine.anew(self.session)).id for _ in range(count)]

    def sync(self, rounds=2):
        """Rounds a minute apart: each says that the terminal lives. The sync process is a new one."""
        client = PlatformClient(self.identity.endpoint(self.server.url), self.identity.receipts)
        process = Sync(self.terminal.store, self.identity, client, lambda: self.now)
        for _ in range(rounds):
            self.now += timedelta(seconds=61)
            process.round()
        client.close()

    def back_up(self):
        self.server.stop()
        shutil.copytree(self.data, self.folder / "yesterday")
        self.server = Server(self.data)

    def restore(self):
        self.server.kill()
        shutil.rmtree(self.data)
        (self.folder / "yesterday").rename(self.data)
        self.server = Server(self.data)

    def platform_has(self):
        with sqlite3.connect(f"file:{self.data / 'platform.sqlite'}?mode=ro", uri=True) as db:
            found = db.execute("select id, receipt from filings order by seq").fetchall()
        db.close()
        return dict(found)

    def receipts(self):
        rows = self.terminal.store._database.rows("select id, receipt from filing order by seq")
        return {row["id"]: row["receipt"] for row in rows}

    def resent(self):
        rows = self.terminal.store._database.rows(
            "select detail from journal where event = ?", (Event.RESENT.value,)
        )
        return [row["detail"] for row in rows]


@pytest.fixture
def case(tmp_path):
    made = Case(tmp_path)
    yield made
    made.terminal.store.close()
    made.server.stop()


def test_what_a_restored_platform_lost_is_sent_again(case):
    kept = case.file(2)
    case.sync()
    case.back_up()
    lost = case.file(3)
    case.sync()
    assert list(case.platform_has()) == kept + lost
    before = case.receipts()
    case.restore()
    assert list(case.platform_has()) == kept
    case.sync(3)
    assert list(case.platform_has()) == kept + lost
    assert case.terminal.store.outbox.backlog().queued == 0
    after = case.receipts()
    assert after == case.platform_has()  # its present word on each
    assert {id: after[id] for id in kept} == {id: before[id] for id in kept}
    assert case.resent() == ['{"again":3,"gone":0}']
    case.sync(2)
    assert len(case.resent()) == 1


def test_what_was_purged_is_not_made_up_and_the_rest_comes(case):
    case.sync()
    case.back_up()
    gone = case.file(1)
    case.sync()
    case.terminal.store.outbox.purge(case.now + KEPT_AFTER_RECEIPT + timedelta(hours=1))
    lost = case.file(1)
    case.sync()
    case.restore()
    case.sync(3)
    assert list(case.platform_has()) == lost
    assert case.resent() == ['{"again":1,"gone":1}']
    assert case.receipts().keys() == {*gone, *lost}


def test_nothing_is_purged_that_is_on_its_way_again(case):
    case.back_up()
    (lost,) = case.file(1)
    case.sync()
    case.restore()
    case.terminal.store.outbox.resend([(1, 1)], case.now)
    case.terminal.store.outbox.purge(case.now + timedelta(days=3))
    case.sync(3)
    assert list(case.platform_has()) == [lost]
