"""How each check of this machine ended last, at each level: for the technician who comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kiosk.model import Health, Level
from kiosk.store.database import Database, stamp


class Checks:
    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, found: Iterable[Health], now: datetime) -> None:
        """Results only: what a check saw is not kept."""
        rows = [(health.name, health.level.value, health.result, stamp(now)) for health in found]
        with self._db.write() as db:
            db.executemany("insert or replace into check_result values (?, ?, ?, ?)", rows)

    def last(self) -> dict[tuple[str, Level], tuple[str, datetime]]:
        """Result and time by name and level; nothing in a store from before there was such a table."""
        if not self._db.rows("select 1 from sqlite_schema where name = 'check_result'"):
            return {}
        return {
            (row["name"], Level(row["level"])): (row["result"], datetime.fromisoformat(row["at"]))
            for row in self._db.rows("select * from check_result")
        }
