"""The fonts of documents: Song-style Chinese, and two more for the characters that few fonts have."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from functools import cached_property

_SONG = "Noto Serif CJK SC"
_RARE = ("HanaMinA", "HanaMinB")


class FontError(Exception):
    """A font that documents need is not installed."""


@dataclass(frozen=True)
class Face:
    """One face of a font file."""

    name: str
    path: str
    index: int

    @cached_property
    def characters(self) -> frozenset[int]:
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

        with TTFont(self.path, fontNumber=self.index, lazy=True) as font:
            return frozenset(font.getBestCmap())


@dataclass(frozen=True)
class Fonts:
    regular: Face
    rare: tuple[Face, ...] = field(default=())

    @classmethod
    def find(cls) -> Fonts:
        """Raises FontError, naming what to install."""
        return cls(
            regular=_match("song", f"{_SONG}:regular", _SONG),
            rare=tuple(_match(f"rare-{n}", family, family) for n, family in enumerate(_RARE)),
        )

    def needed(self, text: str) -> tuple[Face, ...]:
        """The rare faces that this text needs beside the regular one."""
        missing, needed = {ord(c) for c in text} - self.regular.characters, []
        for face in self.rare if missing else ():
            if missing & face.characters:
                needed.append(face)
                missing -= face.characters
        return tuple(needed)

    def writable(self, text: str) -> str:
        """A character that no face has becomes its code point: on paper it is never silently lost."""
        missing = {ord(c) for c in text} - self.regular.characters
        for face in self.rare if missing else ():
            missing -= face.characters
        return "".join(f"〔U+{ord(c):04X}〕" if ord(c) in missing else c for c in text)


def _match(name: str, pattern: str, family: str) -> Face:
    command = ["fc-match", "--format=%{file}\n%{index}\n%{family}", pattern]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout
    except (OSError, subprocess.SubprocessError):
        raise FontError("fc-match does not run: install fontconfig") from None
    path, index, families = found.split("\n", 2)
    if family not in families.split(","):
        raise FontError(f"{family} is missing: install fonts-noto-cjk and fonts-hanazono")
    return Face(name, path, int(index))
