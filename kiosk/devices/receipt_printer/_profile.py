"""What one family of ESC/POS printers can do, as profiles.yaml beside this module says."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from kiosk.devices import _profiles

_REPERTOIRES = ("ascii", "gb2312", "gbk", "gb18030-2byte", "all")
_LOGOS = ("no", "FS p", "GS ( L")


@dataclass(frozen=True)
class Profile:
    dots: int
    dots_mm: float
    repertoire: str
    chinese: bool
    raster_all: bool
    native_qr: bool
    nv_logo: str
    cutter: bool
    status: bool
    full_status: bool
    deaf: bool
    asb: bool
    identity: bool
    presenter: bool
    ordered_reply: bool
    clears_buffer: bool
    mm_s: float

    @property
    def sane(self) -> bool:
        sizes = self.dots > 0 and self.dots % 8 == 0 and self.mm_s > 0 and self.dots_mm > 0
        words = self.repertoire in _REPERTOIRES and self.nv_logo in _LOGOS
        chinese = self.chinese or self.raster_all or self.repertoire == "ascii"
        return sizes and words and chinese and (self.full_status or not self.presenter)

    def has_glyphs(self, text: str) -> bool:
        """Whether the printer's own font has every character of `text`."""
        return all(_in_repertoire(character, self.repertoire) for character in text)


def named(name: str) -> Profile:
    """Raises ValueError for a profile that does not exist."""
    return _profiles.named(every(), name)


@cache
def every() -> dict[str, Profile]:
    return _profiles.read(__package__, lambda entry: Profile(**entry), lambda profile: profile.sane)


@lru_cache(maxsize=8192)
def _in_repertoire(character: str, repertoire: str) -> bool:
    if character.isascii():
        return True
    if unicodedata.category(character) in ("Co", "Cs", "Cn", "Mn", "Me", "Cf"):
        return False  # private, unassigned or combining: no printer's font is to be trusted with it
    if repertoire == "ascii":
        return False
    raw = character.encode("gb18030")
    if repertoire == "all":
        return True
    return len(raw) == 2 and (repertoire == "gb18030-2byte" or _decodes(raw, repertoire))


def _decodes(raw: bytes, encoding: str) -> bool:
    """By code, not by character: U+00B7 is A1A4 in GB18030, a code that GB2312 has for U+30FB."""
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
