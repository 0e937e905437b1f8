"""A text file as lines that a slip can show; what paper would drop is refused by its line instead."""

from __future__ import annotations

import unicodedata
from pathlib import Path


def lines(file: Path) -> list[str]:
    """Raises OSError, UnicodeDecodeError, and ValueError with the end of a sentence about the file."""
    text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    if not text.strip():
        raise ValueError("里没有字，没有打印")
    found = text.removesuffix("\n").split("\n")
    for number, line in enumerate(found, 1):
        for character in line:
            if unicodedata.category(character) == "Cc":
                raise ValueError(f"第 {number} 行有打不出的控制字符 {_named(character)}，没有打印")
    return found


def _named(character: str) -> str:
    known = {"\t": "（制表符）", "\x1b": "（ESC）"}
    return f"U+{ord(character):04X}{known.get(character, '')}"
