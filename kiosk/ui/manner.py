"""What somebody has chosen of how the screens read, as a value; each tap changes one thing.

Type is standard, large or that of the 长辈版, which also has plain words, fewer things on a page and twice
the time. High contrast, low controls and English go with each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

UNHURRIED = 2.0  # times as long for whoever reads slowly or sits


@dataclass(frozen=True)
class Manner:
    """What has been chosen; nothing of it is kept when the person goes."""

    type: str = ""  # "", large or elder
    contrast: bool = False
    low: bool = False
    english: bool = False

    @property
    def language(self) -> str:
        if self.english:
            return "en"
        return "zh-easy" if self.type == "elder" else "zh-CN"

    @property
    def pace(self) -> float:
        return UNHURRIED if self.low or self.type == "elder" else 1.0

    def toggled(self, name: str) -> Manner:
        """Raises KeyError for what is no variant."""
        return _TOGGLES[name](self)


_TOGGLES: dict[str, Callable[[Manner], Manner]] = {
    "large": lambda manner: replace(manner, type="" if manner.type == "large" else "large"),
    "elder": lambda manner: replace(manner, type="" if manner.type == "elder" else "elder"),
    "contrast": lambda manner: replace(manner, contrast=not manner.contrast),
    "low": lambda manner: replace(manner, low=not manner.low),
    "language": lambda manner: replace(manner, english=not manner.english),
}

# The variants that every screen is measured in, by the taps that lead to each.
VARIANTS: dict[str, tuple[str, ...]] = {
    "standard": (),
    "large": ("large",),
    "elder": ("elder",),
    "contrast": ("contrast",),
    "low": ("low",),
    "en": ("language",),
}


def manner(variant: str) -> Manner:
    """Of a name in VARIANTS, or of several with a plus between them. Raises KeyError."""
    chosen = Manner()
    for name in variant.split("+"):
        for toggle in VARIANTS[name]:
            chosen = chosen.toggled(toggle)
    return chosen
