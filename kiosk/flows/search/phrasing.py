"""Sentences without what people say around what they look for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from kiosk.flows.search.cleaning import RESOURCES

_STOPS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Phrasing:
    around: re.Pattern[str]
    first: re.Pattern[str]
    last: re.Pattern[str]
    english: frozenset[str]

    @classmethod
    def load(cls, folder: Path = RESOURCES) -> Phrasing:
        entry = yaml.safe_load((folder / "words.yaml").read_text("utf-8"))
        return cls(
            re.compile(_any_of(entry["anywhere"])),
            re.compile(f"^(?:{_any_of(entry['first'])})+"),
            re.compile(f"(?:{_any_of(entry['last'])})+$"),
            frozenset(entry["english"]),
        )

    def forms(self, clean: str) -> list[str]:
        """What was said, and what is left of it; without signs. Nothing of what has no word in it."""
        whole = self._joined(clean)
        left = self.around.sub("", whole)
        left = self.last.sub("", self.first.sub("", left))
        if clean.isascii():
            left = " ".join(self.english_words(clean))
        return list(dict.fromkeys(form for form in (whole, left) if form))

    def english_words(self, clean: str) -> list[str]:
        return [word for word in _STOPS.split(clean) if word and word not in self.english]

    def _joined(self, clean: str) -> str:
        """Chinese is written without spaces, also where somebody put some."""
        words = _STOPS.split(clean)
        return (" " if clean.isascii() else "").join(word for word in words if word)


def _any_of(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
