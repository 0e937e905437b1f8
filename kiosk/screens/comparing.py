"""How a screen looks beside how it was approved, at a third of its size; edges may differ a little.

Whoever changes a screen on purpose approves it anew (`kiosk screens approve`): its picture is in the change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageFilter

_SHRINK = 3  # to so small a part: letters can be read, and a picture weighs about 20 kB
_COLOURS = 64
_RADIUS = 8  # pixels of the small picture around each, which are judged together: about a letter
TOLERANCE = 10  # of 255, that they may differ in the mean: edges do, a letter more or less does not pass


@dataclass(frozen=True)
class Difference:
    name: str
    wrong: str
    picture: str = ""  # approved, seen, and where they differ

    def told(self) -> dict[str, Any]:
        return asdict(self)


def approve(folder: Path) -> list[Path]:
    """Pictures of before are replaced. Raises GalleryError."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = []
    for name, small in _seen():
        kept.append(folder / f"{name}.png")
        small.quantize(_COLOURS, dither=Image.Dither.NONE).save(kept[-1], optimize=True)
    for left in {*folder.glob("*.png")} - {*kept}:
        left.unlink()
    return kept


def compare(folder: Path, out: Path) -> list[Difference]:
    """What looks otherwise than approved, each with a picture in `out`. Raises GalleryError."""
    found, names = [], set()
    for name, small in _seen():
        names.add(f"{name}.png")
        if (wrong := judged(folder / f"{name}.png", small)) is not None:
            found.append(_kept(name, wrong, folder / f"{name}.png", small, out))
    left = sorted(path.name for path in folder.glob("*.png") if path.name not in names)
    return [*found, *(Difference(name, "没有这个屏幕了") for name in left)]


def judged(approved: Path, small: Image.Image) -> str | None:
    """What is wrong with a picture, or None."""
    if not approved.is_file():
        return "还没有批准"
    before = _opened(approved)
    if before.size != small.size:
        return f"大小 {small.size}，批准的是 {before.size}"
    most = int(_apart(before, small).getextrema()[1])  # type: ignore[arg-type]  # of one band
    return f"最多差 {most}，允许 {TOLERANCE}" if most > TOLERANCE else None


def shrunk(seen: Image.Image) -> Image.Image:
    return seen.reduce(_SHRINK)


def _seen() -> Iterator[tuple[str, Image.Image]]:
    from kiosk.screens import approved
    from kiosk.ui import gallery

    gallery.prepare()
    yield from ((name, shrunk(seen)) for name, seen in approved.pictures())


def _apart(before: Image.Image, after: Image.Image) -> Image.Image:
    """How far around each pixel, 0 to 255."""
    return ImageChops.difference(before, after).convert("L").filter(ImageFilter.BoxBlur(_RADIUS))


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")


def _kept(name: str, wrong: str, approved: Path, small: Image.Image, out: Path) -> Difference:
    out.mkdir(parents=True, exist_ok=True)
    before = _opened(approved) if approved.is_file() else Image.new("RGB", small.size)
    sheet = Image.new("RGB", (3 * small.width, max(before.height, small.height)))
    sheet.paste(before, (0, 0))
    sheet.paste(small, (small.width, 0))
    if before.size == small.size:
        marked = _apart(before, small).point(lambda level: 255 if level > TOLERANCE else 0)
        sheet.paste(
            Image.composite(Image.new("RGB", small.size, "#b00000"), small, marked), (2 * small.width, 0)
        )
    sheet.save(out / f"{name}.png")
    return Difference(name, wrong, str(out / f"{name}.png"))
