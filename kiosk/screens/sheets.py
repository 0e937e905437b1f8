"""Contact sheets: all screens of one variant on one glass side by side, small, each with its name."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from kiosk.ui.gallery import Look

_EDGE, _PAD, _CAPTION = 540, 14, 22  # pixels; of the longer edge of a screen
_ACROSS = 2600  # that a sheet is wide at most
_PAPER, _INK, _BAD = "#d8d8d8", "#101010", "#b00000"


class Sheets:
    def __init__(self, folder: Path) -> None:
        """`folder` is made; sheets of before with the same names are replaced."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._thumbs: dict[str, list[tuple[str, bool, Image.Image]]] = defaultdict(list)

    def add(self, look: Look) -> None:
        grab = look.rgb
        scale = _EDGE / max(grab.width, grab.height)
        size = (round(grab.width * scale), round(grab.height * scale))
        small = grab.resize(size, Image.Resampling.LANCZOS)
        name = f"{look.wall.variant}-{look.wall.geometry}"
        self._thumbs[name].append((look.screen, not look.violations, small))

    def bind(self) -> list[Path]:
        """One picture a variant and geometry. What breaks a rule has a red name."""
        return [self._sheet(name, thumbs) for name, thumbs in self._thumbs.items()]

    def _sheet(self, name: str, thumbs: list[tuple[str, bool, Image.Image]]) -> Path:
        widest = max(thumb.width for _, _, thumb in thumbs) + _PAD
        columns = max(1, min(len(thumbs), _ACROSS // widest))
        rows = -(-len(thumbs) // columns)
        step = max(thumb.height for _, _, thumb in thumbs) + _CAPTION + _PAD
        sheet = Image.new("RGB", (columns * widest + _PAD, rows * step + _PAD), _PAPER)
        draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(16)
        for place, (screen, sound, thumb) in enumerate(thumbs):
            x, y = _PAD + place % columns * widest, _PAD + place // columns * step
            sheet.paste(thumb, (x, y + _CAPTION))
            draw.text((x, y), screen[: thumb.width // 9], _INK if sound else _BAD, font=font)
        path = self._folder / f"{name}.png"
        sheet.save(path)
        return path
