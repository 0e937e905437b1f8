"""What lies below the document camera: a sheet of print on a dark mat, as it is seen. Nobody's paper."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_FRAME, _SHEET = (3264, 2448), (2828, 2000)  # pixels; a lying A4
_MAT, _PAPER, _INK, _STAMP = (40, 40, 38), (228, 226, 220), (30, 30, 30), (200, 40, 50)
_FONT = "NotoSerifCJK-Bold.ttc"
_TITLE = "样张"
_LINE = "本页是虚拟设备用的样张不是任何人的材料仅供演示和测试使用"
_TURN = 1.2  # degrees: nobody lays a sheet down quite straight


def lay_sheet(path: Path) -> Path:
    """Draws it once."""
    if not path.exists():
        sheet = Image.new("RGB", _SHEET, _PAPER)
        _print(ImageDraw.Draw(sheet))
        frame = Image.new("RGB", _FRAME, _MAT)
        mask = Image.new("L", _SHEET, 255).rotate(_TURN, Image.Resampling.BICUBIC, expand=True)
        turned = sheet.rotate(_TURN, Image.Resampling.BICUBIC, expand=True)
        middle = ((_FRAME[0] - turned.width) // 2, (_FRAME[1] - turned.height) // 2)
        frame.paste(turned, middle, mask)
        frame.save(path, quality=92)
    return path


def _print(pen: ImageDraw.ImageDraw) -> None:
    words = ImageFont.truetype(_FONT, 46)
    pen.text((_SHEET[0] / 2, 150), _TITLE, font=ImageFont.truetype(_FONT, 84), fill=_INK, anchor="mm")
    for line in range(18):
        pen.text((220, 280 + 74 * line), _LINE[line:] + _LINE[:line] + _LINE[:12], font=words, fill=_INK)
    pen.ellipse((2100, 1480, 2450, 1830), outline=_STAMP, width=9)
