"""The logo above a slip: kept in the printer's memory and called by a few bytes, or sent as dots each time.

FS q / FS p and GS ( L functions 67 and 69, as in Epson's ESC/POS reference. Storing wears the memory out: it
is a technician's order, never part of a slip.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.devices.receipt_printer import _encode
from kiosk.devices.receipt_printer._profile import Profile

if TYPE_CHECKING:
    from PIL import Image

_KEY = b"K1"  # of GS ( L: two characters
_CENTER, _LEFT = b"\x1ba\x01", b"\x1ba\x00"
_NV_MM = 20.0  # about as high as a logo is
_HIGHEST = 255  # dots


class LogoError(Exception):
    """The file holds no picture that can stand above a slip; says why, in the technician's words."""


@dataclass(frozen=True)
class Logo:
    """`head` stands above each slip and takes about `mm` of paper; `store` puts it into the printer."""

    head: tuple[bytes, ...] = field(default=(), repr=False)
    mm: float = 0.0
    path: Path | None = None

    def store(self, profile: Profile) -> bytes:
        """The order that keeps it in the printer. Raises LogoError."""
        if self.path is None:
            raise LogoError("没有写选项 logo：写上图片的完整路径")
        if profile.nv_logo == "no":
            raise LogoError("这种 profile 的打印机没有存标志的地方，不用存：logo 的图片随每张凭条发送")
        picture = _picture(self.path, profile)
        return _define_graphics(picture) if profile.nv_logo == "GS ( L" else _define_bit_image(picture)


def logo(path: str, profile: Profile) -> Logo:
    """Nothing is loaded where the printer keeps the logo. Raises LogoError."""
    if not path:
        return Logo()
    if not Path(path).is_file():
        raise LogoError("没有这个文件")
    if profile.nv_logo == "GS ( L":
        return Logo((_CENTER + b"\x1d(L\x06\x000E" + _KEY + b"\x01\x01" + _LEFT,), _NV_MM, Path(path))
    if profile.nv_logo == "FS p":
        return Logo((_CENTER + b"\x1cp\x01\x00" + _LEFT,), _NV_MM, Path(path))
    picture = _picture(Path(path), profile)
    dots = _encode.raster(picture)
    dots[0], dots[-1] = _CENTER + dots[0], dots[-1] + _LEFT
    return Logo(tuple(dots), picture.height / profile.dots_mm, Path(path))


def _picture(path: Path, profile: Profile) -> Image.Image:
    """Black is 0; both sides a multiple of 8 dots."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as opened:
            found = opened.convert("L").convert("1", dither=Image.Dither.NONE)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        raise LogoError("不是图片") from None
    if found.width > profile.dots or found.height > _HIGHEST:
        raise LogoError(f"太大：最多 {profile.dots}×{_HIGHEST} 点，现在是 {found.width}×{found.height}")
    whole = Image.new("1", (-(-found.width // 8) * 8, -(-found.height // 8) * 8), 1)
    whole.paste(found, (0, 0))
    return whole


def _define_graphics(picture: Image.Image) -> bytes:
    """Rows of dots, black is 1, one colour."""
    size = picture.width.to_bytes(2, "little") + picture.height.to_bytes(2, "little")
    body = b"0C0" + _KEY + b"\x01" + size + b"1" + _black(picture)
    return b"\x1d(L" + len(body).to_bytes(2, "little") + body


def _define_bit_image(picture: Image.Image) -> bytes:
    """Columns of dots from the left, eight dots a byte from the top; the printer starts anew behind it."""
    from PIL import Image

    columns = _black(picture.transpose(Image.Transpose.TRANSPOSE))
    size = (picture.width // 8).to_bytes(2, "little") + (picture.height // 8).to_bytes(2, "little")
    return b"\x1cq\x01" + size + columns


def _black(picture: Image.Image) -> bytes:
    return bytes(byte ^ 0xFF for byte in picture.tobytes())
