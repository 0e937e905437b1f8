"""Texts as they come, made fit for search: one script, one width, no glosses, nothing mis-decoded."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache
from pathlib import Path

RESOURCES = Path(__file__).parents[3] / "resources" / "search"

_HAN = r"㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
_MARKS = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
# 務(wù), 別(bié), 行 [xíng háng]: readings put behind a character by a converter. A tone mark tells them from
# other remarks in brackets, such as 乙类(b).
_GLOSS = re.compile(rf"(?<=[{_HAN}])\s?[(\[][a-z {_MARKS}]*[{_MARKS}][a-z {_MARKS}]*[)\]]", re.IGNORECASE)
_TONELESS = re.compile(rf"(?<=[{_HAN}])[(\[](?:[a-z]{{2,6}})[)\]]")  # 的(de): only beside marked ones
_LOST = re.compile(r"�+|\?{2,}")
_LONE = re.compile(rf"(?:^|(?<=[\s{_HAN}]))\?(?=[{_HAN}])")  # one question mark where a character was lost
_FOREIGN = re.compile(
    rf"(?<=[{_HAN}])[\u0370-\u052f\u2500-\u25ff]+|[\u0370-\u052f\u2500-\u25ff]+(?=[{_HAN}])"
)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes) -> str:
    """By its mark, else UTF-8 where it is that throughout, else GB 18030; what is neither is U+FFFD."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def clean(text: str) -> str:
    """Lower case, simplified, in one width, words apart by one space. What cannot be read is a space."""
    text = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode("utf-8"))
    bare = _GLOSS.sub("", text)
    if bare != text:
        bare = _TONELESS.sub("", bare)
    bare = _FOREIGN.sub(" ", _LONE.sub(" ", _LOST.sub(" ", bare)))
    readable = (
        " " if unicodedata.category(character)[0] in "CZ" else character for character in bare.lower()
    )
    return " ".join("".join(readable).translate(simplified()).split())


@cache
def simplified() -> dict[int, str]:
    """From each traditional character to the simplified one."""
    lines = (RESOURCES / "simplified.txt").read_text("utf-8").splitlines()
    pairs = "".join(line for line in lines if not line.startswith("#"))
    return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}
