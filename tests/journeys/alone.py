"""A terminal without screens before a platform of its own, whose disk can be copied and put back."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import timedelta

from kiosk.bench import machine
from kiosk.store.journal import Event
from kiosk.sync import Sync
from kiosk.wire.client import PlatformClient
from kiosk.wire.identity import enrol
from tests.acceptance.server import Server


class Alone:
    """One terminal's store and sync, and its platform."""

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

    def noted(self, event: Event):
        """What the journal says of every event of the kind."""
        rows = self.terminal.store._database.rows(
            "select detail from journal where event = ?", (event.value,)
        )
        return [row["detail"] for row in rows]

    def stop(self):
        self.terminal.store.close()
        self.server.stop()
