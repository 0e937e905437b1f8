"""`acceptance serve` as a process of its own, for the tests."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete

from acceptance import tables
from acceptance.database import Database, database_url
from acceptance.enrolment import new_code
from acceptance.platform import CHINA
from tests.acceptance.nursery import nursery

REGION, SITE = "330521", "0001"


def now() -> datetime:
    return datetime.now(CHINA)


class Server:
    """`acceptance serve` as a process of its own."""

    def __init__(self, data: Path, *options: str, db: str | None = None, at: datetime | None = None) -> None:
        options = (*options, "--now", at.isoformat()) if at else options
        self.data, self.db = data, db
        self.place = ["--data", str(data), *(["--db", db] if db else [])]
        self._lines: list[str] = []
        command = ["serve", "--port", "0", "--public-port", "0", "--exit-with-stdin", *self.place, *options]
        self.process = nursery().start(command)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        line = self.process.stdout.readline()
        assert line, self.stderr
        ready = json.loads(line)
        self.url, self.public_url, self.ca = ready["url"], ready["public_url"], ready["ca"]
        self.console_url = ready.get("console_url")
        self.database = Database(database_url(data, db))

    def _read(self) -> None:
        for line in self.process.stderr:
            self._lines.append(line)

    @property
    def stderr(self) -> str:
        return "".join(self._lines)

    def code(self, number: str | None = None, at: datetime | None = None) -> str:
        """As `acceptance enrol-code` makes one, without the start of another process."""
        return new_code(self.database, (lambda: at) if at else now, REGION, SITE, number).code

    def nobody_was_here(self) -> None:
        """A test's people were here in no test before: no phone was asked too often, nothing is kept."""
        with self.database.writing() as connection:
            connection.execute(delete(tables.attempts))
            connection.execute(delete(tables.wallet))

    def kill(self) -> None:
        self.process.kill()
        self._close()

    def stop(self) -> int:
        """Closes its standard input, which is how a parent that died would look."""
        self.process.stdin.close()
        status = self.process.wait(timeout=20)
        self._close()
        return status

    def _close(self) -> None:
        self.database.close()
        self.process.wait(timeout=20)
        self._reader.join(timeout=10)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()
