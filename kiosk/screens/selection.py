"""What of all screens, variants and geometries is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from kiosk.config.geometry import GEOMETRIES
from kiosk.ui.gallery import Wall
from kiosk.ui.manner import VARIANTS


@dataclass(frozen=True)
class Selection:
    variants: tuple[str, ...] = tuple(VARIANTS)
    geometries: tuple[str, ...] = tuple(GEOMETRIES)
    screens: tuple[str, ...] = ("*",)

    @classmethod
    def of(cls, only: Sequence[str]) -> Selection:
        """Each a variant, a geometry or a screen, or VARIANT/GEOMETRY/SCREEN; `*` stands for anything."""
        variants, geometries, screens = [], [], []
        for word in only:
            parts = word.split("/", 2)
            whole = len(parts) == 3 and parts[0] in (*VARIANTS, "*") and parts[1] in (*GEOMETRIES, "*")
            for part in parts if whole else [word]:
                if part in VARIANTS:
                    variants.append(part)
                elif part in GEOMETRIES:
                    geometries.append(part)
                elif part != "*":
                    screens.append(part)
        named = (variants or VARIANTS, geometries or GEOMETRIES, screens or "*")
        return cls(*(tuple(dict.fromkeys(names)) for names in named))  # said twice is meant once

    @property
    def walls(self) -> list[Wall]:
        return [Wall(variant, geometry) for geometry in self.geometries for variant in self.variants]

    def takes(self, screen: str) -> bool:
        return any(fnmatchcase(screen, pattern) for pattern in self.screens)

    def may_take(self, prefix: str) -> bool:
        """Whether a screen that begins so could be wanted."""
        begins = (pattern.partition("*")[0].partition("?")[0].partition("[")[0] for pattern in self.screens)
        return any(begin.startswith(prefix) or prefix.startswith(begin) for begin in begins)
