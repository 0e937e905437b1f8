"""How long people took with each matter at this terminal, from the first page to the number (domain S-17).

Nothing is written for it: the id of a filing says when it was begun, and the filing when it was taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from kiosk.store.database import Database

LEAST = 20  # filings of a matter, below which nobody is told anything from them
_LATEST = 400  # filings of all matters together; what was long ago says little
_LONGEST = 60.0  # minutes; whoever took longer went away in between, and the draft was kept


class Durations:
    def __init__(self, database: Database) -> None:
        self._db = database

    def minutes(self) -> Mapping[str, int]:
        """The median of each matter that was filed often enough, at least 1."""
        sql = "select id, item, filed_at from filing where parent is null order by seq desc limit ?"
        taken: dict[str, list[float]] = {}
        for row in self._db.rows(sql, (_LATEST,)):
            spent = (datetime.fromisoformat(row["filed_at"]).timestamp() - begun(row["id"])) / 60
            if 0 < spent <= _LONGEST:
                taken.setdefault(row["item"], []).append(spent)
        return {item: max(1, round(_median(all))) for item, all in taken.items() if len(all) >= LEAST}


def begun(id: str) -> float:
    """When a UUIDv7 was made, in seconds since 1970; 0.0 of another kind."""
    found = UUID(id)
    return (found.int >> 80) / 1000 if found.version == 7 else 0.0


def _median(values: list[float]) -> float:
    """As in statistics, which takes a while to import."""
    ordered, half = sorted(values), len(values) // 2
    return (ordered[half] + ordered[~half]) / 2
