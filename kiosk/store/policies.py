"""What the platform lets this terminal do, as the tokens that it signed. Written by sync."""

from __future__ import annotations

from datetime import datetime

from kiosk.store.database import Database, stamp

FACES = "faces"
STAFF = "staff"  # the clerks of the site
CASHIER = "cashier"  # the address where what was put off is paid


class Policies:
    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, name: str, token: str, now: datetime) -> None:
        with self._db.write() as db:
            db.execute("insert or replace into policy values (?, ?, ?)", (name, token, stamp(now)))

    def token(self, name: str) -> str | None:
        row = self._db.row("select token from policy where name = ?", (name,))
        return str(row["token"]) if row else None
