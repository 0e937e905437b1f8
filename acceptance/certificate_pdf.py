"""A certificate as an A4 PDF. Pure: the same certificate, seal and fonts are the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

import segno
from fpdf import FPDF

from acceptance.certificate import Certificate, Layout
from acceptance.seal import bold, draw_seal
from kiosk.forms.fonts import Fonts

_MARGIN = 20.0  # mm, as all lengths here
_WIDTH = 210 - 2 * _MARGIN
_TABLE_TOP = 83.0
_TABLE_END = 223.0
_ROW_TALL, _ROW_LOW = 8.0, 3.68
_ROWS = int((_TABLE_END - _TABLE_TOP) / _ROW_LOW) - 1  # the head takes one
_INK, _PALE, _LINE = 20, 232, 110  # greys


@dataclass(frozen=True)
class Document:
    pdf: bytes = field(repr=False)
    pages: int


def render(layout: Layout, certificate: Certificate, code: str, address: str) -> Document:
    """`code` is for people to type, `address` for a phone to scan; both tell whether it is genuine."""
    sheets = _sheets(certificate.rows)
    pdf = _blank(layout.fonts, certificate)
    for number, rows in enumerate(sheets, 1):
        pdf.add_page()
        _watermark(pdf, certificate)
        _head(pdf, certificate, layout.fonts, f"第 {number} 页，共 {len(sheets)} 页", code)
        _table(pdf, certificate, rows)
        _foot(pdf, certificate, code, address)
        draw_seal(pdf, layout.seal, x=162, y=252)
    return Document(bytes(pdf.output()), len(sheets))


def _sheets(rows: Sequence[tuple[str, ...]]) -> list[Sequence[tuple[str, ...]]]:
    return [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]


def _blank(fonts: Fonts, certificate: Certificate) -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_creation_date(certificate.issued_at)
    pdf.set_title(certificate.title)
    pdf.set_lang("zh-CN")
    pdf.set_auto_page_break(False)
    pdf.set_margins(_MARGIN, _MARGIN)
    song = fonts.regular
    pdf.add_font("song", "", song.path, collection_font_number=song.index)
    rare = fonts.needed("".join(value for _, value in certificate.pairs))
    for face in rare:
        pdf.add_font(face.name, "", face.path, collection_font_number=face.index)
    pdf.set_fallback_fonts([face.name for face in rare], exact_match=False)
    return pdf


def _watermark(pdf: FPDF, certificate: Certificate) -> None:
    text = f"{certificate.purpose}专用  {certificate.issued_at:%Y-%m-%d}"
    pdf.set_font("song", size=14)
    pdf.set_text_color(_PALE)
    for row in range(6):
        for column in range(2):
            x, y = 12 + column * 98 + (row % 2) * 18, 62 + row * 44
            with pdf.rotation(28, x, y):
                pdf.text(x, y, text)
    pdf.set_text_color(_INK)


def _head(pdf: FPDF, certificate: Certificate, fonts: Fonts, page: str, code: str) -> None:
    pdf.set_xy(_MARGIN, 12)
    pdf.set_font("song", size=9)
    pdf.cell(_WIDTH / 2, 6, page)
    pdf.cell(_WIDTH / 2, 6, f"验证码 {_grouped(code)}", align="R")
    pdf.set_xy(_MARGIN, 26)
    pdf.set_font("song", size=22)
    with bold(pdf, 0.3):
        pdf.cell(_WIDTH, 12, certificate.title, align="C")
    pdf.set_y(45)
    pdf.set_font("song", size=11.5)
    pdf.multi_cell(_WIDTH, 7, certificate.lead)
    pdf.set_y(63)
    for number, (label, value) in enumerate(certificate.pairs):
        pdf.set_xy(_MARGIN + (number % 2) * _WIDTH / 2, 63 + number // 2 * 9)
        with bold(pdf):
            pdf.cell(26, 8, label)
        pdf.cell(_WIDTH / 2 - 26, 8, fonts.writable(value))


def _table(pdf: FPDF, certificate: Certificate, rows: Sequence[tuple[str, ...]]) -> None:
    height = min(_ROW_TALL, (_TABLE_END - _TABLE_TOP) / (len(rows) + 1))
    total = sum(column.weight for column in certificate.columns)
    widths = [_WIDTH * column.weight / total for column in certificate.columns]
    size = 10.5 if height > 6 else 9 if height > 4.4 else 8
    pdf.set_draw_color(_LINE)
    pdf.set_line_width(0.2)
    pdf.set_xy(_MARGIN, _TABLE_TOP)
    pdf.set_font("song", size=size)
    pdf.set_fill_color(241)
    for width, column in zip(widths, certificate.columns, strict=True):
        pdf.cell(width, height, column.title, border=1, align="C", fill=True)
    for number, row in enumerate(rows, 1):
        pdf.set_xy(_MARGIN, _TABLE_TOP + number * height)
        for width, text in zip(widths, row, strict=True):
            pdf.cell(width, height, text, border=1, align="C")


def _foot(pdf: FPDF, certificate: Certificate, code: str, address: str) -> None:
    pdf.set_font("song", size=9.5)
    for number, note in enumerate(certificate.notes, 1):
        pdf.set_xy(_MARGIN, 224 + (number - 1) * 5.5)
        pdf.cell(_WIDTH, 5.5, f"{number}. {note}")
    _qr(pdf, address, x=_MARGIN, y=240, side=37)
    pdf.set_xy(_MARGIN + 39, 247)
    pdf.multi_cell(42, 5.5, f"扫码核验真伪\n验证码\n{_grouped(code)}", align="L")
    pdf.set_font("song", size=11.5)
    pdf.set_xy(100, 246)
    pdf.cell(90, 7, certificate.authority, align="R")
    pdf.set_xy(100, 254)
    pdf.cell(90, 7, f"{certificate.issued_at:%Y年%-m月%-d日}", align="R")
    pdf.set_font("song", size=8)
    pdf.set_text_color(_LINE)
    pdf.set_xy(_MARGIN, 280)
    pdf.cell(_WIDTH, 5, "样例：人员与数据均为虚构，由参考受理平台生成。", align="C")
    pdf.set_text_color(_INK)


def _qr(pdf: FPDF, content: str, x: float, y: float, side: float) -> None:
    rows = segno.make(content, error="m", micro=False).matrix
    dot = side / len(rows)
    pdf.set_fill_color(0)
    for line, row in enumerate(rows):
        column = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                pdf.rect(x + column * dot, y + line * dot, length * dot, dot, style="F")
            column += length


def _grouped(code: str) -> str:
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))
