"""The glass of a terminal: its pixels, how large one is, and how high above the floor it hangs."""

from __future__ import annotations

from dataclasses import dataclass

# A seated person reaches from 380 mm to 1,220 mm above the floor (48 inches, ADA 308 as reported).
REACH_MM = 1220.0


@dataclass(frozen=True)
class Geometry:
    width: int
    height: int
    mm_per_px: float
    bottom_edge_mm: float  # from the floor to the lower edge of what is shown

    def __str__(self) -> str:
        return f"{self.width}x{self.height}@{self.mm_per_px:g}"


GEOMETRIES = {
    "portrait": Geometry(1080, 1920, 0.369, 800),  # 32 inches, upright
    "landscape": Geometry(1920, 1080, 0.248, 1000),  # 21.5 inches on a desk or a wall
    "small": Geometry(1366, 768, 0.252, 1000),  # 15.6 inches
}
DEFAULT = GEOMETRIES["portrait"]
