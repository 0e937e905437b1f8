"""What is wrong with what was typed, what and how in one sentence; and the writing that all types share."""

from __future__ import annotations

import re

from kiosk.flows.text import Text

# Full-width signs of a Chinese keyboard and their plain fellows; nothing else is changed, no ① becomes a 1.
_PLAIN = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20, 0x3002: 0x2E}


class FieldError(ValueError):
    def __init__(self, says: Text) -> None:
        super().__init__(says.en)
        self.says = says


def tidy(text: str) -> str:
    """Full-width signs become plain ones; spaces at the ends go: people are not told off for either."""
    return text.translate(_PLAIN).strip()


def bare(text: str) -> str:
    """A number as it is printed in groups, without blanks and hyphens, in capitals."""
    return re.sub(r"[\s-]", "", tidy(text)).upper()


def wrong(zh: str, easy: str, en: str) -> FieldError:
    return FieldError(Text(zh, easy, en))


def length(text: str, wanted: int, zh: str, easy: str, en: str) -> FieldError:
    if not text:
        return wrong(f"请写 {wanted} 位{zh}", f"写{easy}", f"{en} is missing: it has {wanted} characters")
    off = wanted - len(text)
    word, simple = ("少", "少写") if off > 0 else ("多", "多写")
    direction = "short" if off > 0 else "long"
    return wrong(
        f"{zh}{word}了 {abs(off)} 位，应为 {wanted} 位",
        f"{easy}{simple}了 {abs(off)} 位",
        f"{en} is {abs(off)} too {direction}: it has {wanted} characters",
    )
