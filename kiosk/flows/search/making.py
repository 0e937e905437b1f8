"""Writes resources/search/readings.json from pypinyin: characters, and words that are read otherwise."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from kiosk.flows.search.readings import TABLE

_LENGTHS = (2, 3)


def table() -> dict[str, Any]:
    from pypinyin import lazy_pinyin
    from pypinyin.phrases_dict import phrases_dict

    alone = {character: lazy_pinyin(character)[0] for character in _characters()}
    characters: defaultdict[str, str] = defaultdict(str)
    for character, syllable in alone.items():
        characters[syllable] += character
    words = {}
    for word in sorted(phrases_dict):
        if len(word) in _LENGTHS and all(character in alone for character in word):
            syllables = lazy_pinyin(word)
            if syllables != [alone[character] for character in word]:
                words[word] = " ".join(syllables)
    return {
        "by": "pypinyin (MIT), readings of pinyin-data and phrase-pinyin-data",
        "characters": dict(sorted(characters.items())),
        "words": words,
    }


def written() -> str:
    return json.dumps(table(), ensure_ascii=False, indent=0) + "\n"


def _characters() -> list[str]:
    """The Han characters of GB 2312, which all that is searched is written with."""
    return [c for c in map(chr, range(0x4E00, 0xA000)) if c.encode("gb2312", "ignore")]


if __name__ == "__main__":
    TABLE.write_text(written(), "utf-8")
