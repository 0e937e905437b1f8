"""What a result says, before it is a document: title, facts, one table, notes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acceptance.keys import Seal
    from kiosk.forms.fonts import Fonts


@dataclass(frozen=True)
class Column:
    title: str
    weight: float = 1.0  # share of the width


@dataclass(frozen=True)
class Certificate:
    title: str
    lead: str
    pairs: tuple[tuple[str, str], ...] = field(repr=False)
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    notes: tuple[str, ...]
    authority: str
    purpose: str
    issued_at: datetime
    masked_name: str = field(repr=False, default="")  # for the page that verifies it
    masked_id: str = field(repr=False, default="")

    def json(self) -> str:
        return json.dumps({**asdict(self), "issued_at": self.issued_at.isoformat()}, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Certificate:
        values = json.loads(text)
        return cls(
            **{
                **values,
                "pairs": tuple((label, value) for label, value in values["pairs"]),
                "columns": tuple(Column(**column) for column in values["columns"]),
                "rows": tuple(tuple(row) for row in values["rows"]),
                "notes": tuple(values["notes"]),
                "issued_at": datetime.fromisoformat(values["issued_at"]),
            }
        )


@dataclass(frozen=True)
class Layout:
    """What every document of this platform is drawn with."""

    fonts: Fonts
    seal: Seal
