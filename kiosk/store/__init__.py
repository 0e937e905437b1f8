"""What the terminal must know after a power cut, in one SQLite file; one noun a module, one fact a method.

Each table has one writing process: the screen on stage writes filings, drafts, ratings and devices; sync
writes outcomes, feed, policies, commands and purge; the doctor writes checks; all extend the journal.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import uuid4

from kiosk.store.checks import Checks
from kiosk.store.commands import Commands
from kiosk.store.database import Database, StoreError
from kiosk.store.drafts import Devices, Drafts
from kiosk.store.durations import Durations
from kiosk.store.duties import Duties
from kiosk.store.feed import Feed
from kiosk.store.filings import Filings
from kiosk.store.history import History
from kiosk.store.journal import GENESIS, Journal
from kiosk.store.line import Line
from kiosk.store.matters import Matters
from kiosk.store.outbox import Outbox
from kiosk.store.policies import Policies
from kiosk.store.shifts import Shifts
from kiosk.store.technicians import Technicians

__all__ = ["Store", "StoreError"]

DISK_FLOOR = 256 * 1024 * 1024  # bytes free below which no new filing is begun (reliability.md §3)


class Store:
    def __init__(self, path: Path) -> None:
        """Opens the store, making or upgrading it. Raises StoreError, here and in everything that is asked
        of it, when the file cannot be used at this moment; asked again later, the same store goes on."""
        self._database = Database(path)
        try:
            self._be_somebody()
        except StoreError:
            self._database.close()
            raise
        self.filings = Filings(self._database)
        self.matters = Matters(self._database)
        self.durations = Durations(self._database)
        self.outbox = Outbox(self._database)
        self.feed = Feed(self._database)
        self.line = Line(self._database)
        self.drafts = Drafts(self._database)
        self.devices = Devices(self._database)
        self.checks = Checks(self._database)
        self.commands = Commands(self._database)
        self.policies = Policies(self._database)
        self.shifts = Shifts(self._database)
        self.technicians = Technicians(self._database)
        self.journal = Journal(self._database)
        self.history = History(self._database)
        self.duties = Duties(self._database)

    def _be_somebody(self) -> None:
        """A new store gets its epoch, once."""
        with self._database.write() as db:
            db.execute(
                "insert or ignore into terminal (only, epoch, chain_head) values (1, ?, ?)",
                (uuid4().hex, GENESIS),
            )

    def sequence(self) -> tuple[str, int, str]:
        """Epoch, last sequence number and chain head, for the heartbeat."""
        row = self._database.rows("select epoch, seq, chain_head from terminal")[0]
        return row["epoch"], row["seq"], row["chain_head"]

    def can_queue(self) -> bool:
        """Whether there is room to keep a filing. Said before a person begins, never in the middle."""
        return shutil.disk_usage(self._database.path.parent).free > DISK_FLOOR

    def changed(self) -> bool:
        return self._database.changed()

    def integrity(self) -> str:
        return self._database.integrity()

    def close(self) -> None:
        self._database.close()
