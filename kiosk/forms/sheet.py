"""An application form on sheets of A4."""

from __future__ import annotations

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from kiosk.forms import ApplicationForm, Section
from kiosk.forms.fonts import Fonts

_MARGIN = 20.0  # mm, as all lengths here
_INK, _PALE = 20, 110  # greys
_DECLARATION = "本人已看过以上内容，所填属实，愿意承担相应责任。"


def render(form: ApplicationForm, fonts: Fonts) -> bytes:
    pdf = _blank(form, fonts)
    pdf.add_page()
    pdf.set_font("song", size=22)
    pdf.multi_cell(0, 12, form.title, align="C", new_x="LMARGIN", new_y="NEXT")
    for section in form.sections:
        _section(pdf, section, fonts)
    if form.promises:
        _heading(pdf, "告知承诺")
        for promise in form.promises:
            pdf.multi_cell(0, 7.5, fonts.writable(promise), new_x="LMARGIN", new_y="NEXT")
            pdf.ln(2)
    _heading(pdf, "签名")
    pdf.multi_cell(0, 7.5, _DECLARATION, new_x="LMARGIN", new_y="NEXT")
    pdf.set_text_color(_PALE)
    pdf.set_font("song", size=9)
    made = f"{form.made_at:%Y年%-m月%-d日}由{form.place}终端 {form.terminal} 生成；手写签名与本表的摘要绑定。"
    pdf.multi_cell(0, 6, fonts.writable(made), new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


class _Sheet(FPDF):
    """Numbers its pages."""

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("song", size=9)
        self.set_text_color(_PALE)
        self.cell(0, 6, f"第 {self.page_no()} 页", align="C")
        self.set_text_color(_INK)


def _blank(form: ApplicationForm, fonts: Fonts) -> FPDF:
    pdf = _Sheet(format="A4")
    pdf.set_creation_date(form.made_at)
    pdf.set_title(form.title)
    pdf.set_lang("zh-CN")
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.set_auto_page_break(True, _MARGIN)
    pdf.set_text_color(_INK)
    pdf.add_font("song", "", fonts.regular.path, collection_font_number=fonts.regular.index)
    rare = fonts.needed("".join(value for section in form.sections for _, value in section.rows))
    for face in rare:
        pdf.add_font(face.name, "", face.path, collection_font_number=face.index)
    pdf.set_fallback_fonts([face.name for face in rare], exact_match=False)
    return pdf


def _section(pdf: FPDF, section: Section, fonts: Fonts) -> None:
    _heading(pdf, section.title)
    pdf.set_draw_color(_PALE)
    with pdf.table(
        col_widths=(35, 65),
        borders_layout=TableBordersLayout.ALL,
        first_row_as_headings=False,
        headings_style=FontFace(emphasis=None),
        line_height=7,
        padding=1.5,
        text_align="LEFT",
    ) as table:
        for label, value in section.rows:
            row = table.row()
            row.cell(label)
            row.cell(fonts.writable(value))


def _heading(pdf: FPDF, title: str) -> None:
    pdf.ln(5)
    pdf.set_font("song", size=14)
    pdf.cell(0, 10, title, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("song", size=11.5)
