"""How characters are read, without tones: a table that pypinyin wrote, by `kiosk.flows.search.making`.

To read 60 KB takes a few milliseconds; pypinyin itself takes most of a second, and is not needed here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kiosk.flows.search.cleaning import RESOURCES

TABLE = RESOURCES / "readings.json"
_LONGEST = 3  # characters of a word whose reading is its own
_PLACES = 0xE000  # private use: where a syllable stands as one character
_PIECE = re.compile(r"[a-z]+|[0-9]+|.", re.DOTALL)


@dataclass(frozen=True)
class Sound:
    """A text as it sounds. Characters that are read alike, and sounds that are often confused, are equal."""

    letters: str  # without spaces: kaimianguan
    folded: str  # kaimianguan as many hear it: kaimianguan, zhengming → zenmin
    syllables: str  # folded too, one character for each
    initials: str  # kmg


@dataclass(frozen=True)
class Readings:
    characters: Mapping[str, str]
    words: Mapping[str, str]  # whose characters are read otherwise than alone; syllables apart by spaces
    places: Mapping[str, str]  # of every folded syllable

    def sound(self, text: str) -> Sound:
        """Of a clean text; letters among the characters are letters that were typed for them."""
        spelled: list[str] = []
        at = 0
        while at < len(text):
            length, syllables = self._read(text, at)
            spelled += syllables
            at += length
        return Sound(
            "".join(spelled),
            fold("".join(spelled)),
            "".join(self.places.get(fold(syllable), syllable) for syllable in spelled),
            "".join(syllable[0] for syllable in spelled),
        )

    def _read(self, text: str, at: int) -> tuple[int, list[str]]:
        for length in range(_LONGEST, 1, -1):
            if word := self.words.get(text[at : at + length]):
                return length, word.split()
        if single := self.characters.get(text[at]):
            return 1, [single]
        piece = _PIECE.match(text, at)
        found = piece.group() if piece else text[at]
        return len(found), self.split(found) if found.isalnum() else []

    def split(self, letters: str) -> list[str]:
        """Letters into syllables, as few as possible; those that make none stay together as they are."""
        best: list[list[str] | None] = [[]] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - 6), end):
                before = best[start]
                if before is None or fold(letters[start:end]) not in self.places:
                    continue
                held = best[end]
                if held is None or len(before) + 1 < len(held):
                    best[end] = [*before, letters[start:end]]
        reached = max(end for end, found in enumerate(best) if found is not None)
        rest = [letters[reached:]] if reached < len(letters) else []
        return (best[reached] or []) + rest


def fold(letters: str) -> str:
    """zh and z, sh and s, ch and c, -ng and -n sound alike to many; ü is typed v, or u."""
    return re.sub(r"(?<=[zcs])h", "", letters).replace("ng", "n").replace("v", "u")


@cache
def load(path: Path = TABLE) -> Readings:
    table = json.loads(path.read_text("utf-8"))
    characters = {c: syllable for syllable, all in table["characters"].items() for c in all}
    syllables = sorted({fold(syllable) for syllable in table["characters"]})
    places = {syllable: chr(_PLACES + number) for number, syllable in enumerate(syllables)}
    return Readings(characters, table["words"], places)
