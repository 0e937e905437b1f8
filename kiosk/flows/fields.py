"""What a person types → a normal form, or a sentence that says what is wrong and how to put it right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from kiosk.flows.definition import Text


class FieldError(ValueError):
    def __init__(self, says: Text) -> None:
        super().__init__(says.en)
        self.says = says


def tidy(text: str) -> str:
    """Full-width digits become digits; spaces at the ends go: people are not told off for either."""
    return unicodedata.normalize("NFKC", text).strip()


def month(text: str) -> str:
    """YYYY-MM, from 202603, 2026-3, 2026.03 or 2026年3月."""
    found = re.fullmatch(r"(\d{4})\s*[-./年]?\s*(\d{1,2})\s*月?", tidy(text))
    if not found or not 1 <= int(found[2]) <= 12 or not 1950 <= int(found[1]) <= 2100:
        raise FieldError(
            Text(
                "请写 4 位年份和 2 位月份，例如 202603",
                "先写年，再写月。例如 202603",
                "Enter four digits of the year and two of the month, for example 202603",
            )
        )
    return f"{found[1]}-{int(found[2]):02d}"


TYPES: Mapping[str, Callable[[str], str]] = {"month": month}


def shown(type: str, value: str, language: str) -> str:
    """A normal form as a person reads it."""
    if type == "month" and language != "en":
        year, number = value.split("-")
        return f"{year}年{int(number)}月"
    return value
