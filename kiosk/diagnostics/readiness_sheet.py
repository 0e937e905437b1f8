"""The readiness report on sheets of A4. The signed file is attached, so that it can be proved."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import segno
from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from kiosk.diagnostics.forecast import SUPPLIES
from kiosk.diagnostics.page import WORDS
from kiosk.forms.fonts import Fonts

ATTACHMENT = "readiness.json"
_MARGIN, _CODE = 15.0, 55.0  # mm
_SEAL = _CODE + 21.0  # mm that the seal takes, which stays together
_LEVELS = {"internal": "只看，不动设备", "external": "设备动作过", "interactive": "有人在旁边，设备动作过"}


def render(report: Mapping[str, Any], seal: tuple[str, str], attached: bytes, fonts: Fonts) -> bytes:
    """`seal`: the report's digest and the terminal's signature over it."""
    findings = report["findings"]
    pdf = _blank(report, fonts)
    _line(pdf, fonts, "终端检测报告", 20)
    made, level = datetime.fromisoformat(report["made_at"]), _LEVELS[report["level"]]
    _line(pdf, fonts, f"终端 {report['terminal']}　{report['place']}　{made:%Y-%m-%d %H:%M}　{level}", 10)
    _line(pdf, fonts, findings["headline"], 13)
    for cause in findings["causes"]:
        _line(
            pdf, fonts, f"· {cause['sentence']}" + (f"　→ {cause['remedy']}" if cause["remedy"] else ""), 10
        )
    pdf.ln(3)
    _table(pdf, fonts, [("结果", "检查项", "看到的", "上次")] + [_row(check) for check in findings["checks"]])
    _counted(pdf, fonts, report["counters"])
    _sealed(pdf, fonts, *seal)
    pdf.embed_file(bytes=attached, basename=ATTACHMENT, mime_type="application/json")
    return bytes(pdf.output())


def _row(check: Mapping[str, Any]) -> tuple[str, ...]:
    last = check.get("last")
    before = f"{WORDS[last['result']]} {last['at'][:10]}" if last else "没有记录"
    result = "随因" if check["follows"] else WORDS[check["result"]]
    return result, check["name"], check["value"], before


def _counted(pdf: FPDF, fonts: Fonts, counted: Mapping[str, Any] | None) -> None:
    pdf.ln(4)
    if counted is None:
        _line(pdf, fonts, "计数：不知道，数据库读不了或还没有建立", 10)
        return
    failures = "、".join(f"{code} {count}" for code, count in counted["failures"].items()) or "无"
    _line(pdf, fonts, f"办理 {counted['transactions']} 次，收件 {counted['filings']} 件，"
          f"凭条 {counted['slips']} 张；失败：{failures}", 10)  # fmt: skip
    said = "；".join(f"{name} {counted[key]['forecast']}" for key, name in SUPPLIES.items())
    _line(pdf, fonts, f"文件 {counted['pages']} 页。{said}", 10)


def _sealed(pdf: FPDF, fonts: Fonts, digest: str, token: str) -> None:
    if pdf.get_y() + _SEAL > pdf.h - _MARGIN:
        pdf.add_page()
    _line(pdf, fonts, f"内容摘要（SHA-256）：{digest}", 8)
    _line(pdf, fonts, f"终端签名：{token}", 6)
    picture = io.BytesIO()
    segno.make(token, error="m", micro=False).save(picture, kind="png", scale=4, border=4)
    pdf.image(picture, w=_CODE)
    _line(pdf, fonts, f"附件 {ATTACHMENT} 是签过名的原文：kiosk doctor --verify {ATTACHMENT}", 8)


def _blank(report: Mapping[str, Any], fonts: Fonts) -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_creation_date(datetime.fromisoformat(report["made_at"]))
    pdf.set_title("终端检测报告")
    pdf.set_lang("zh-CN")
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.set_auto_page_break(True, _MARGIN)
    pdf.add_font("song", "", fonts.regular.path, collection_font_number=fonts.regular.index)
    rare = fonts.needed("".join(check["value"] for check in report["findings"]["checks"]))
    for face in rare:
        pdf.add_font(face.name, "", face.path, collection_font_number=face.index)
    pdf.set_fallback_fonts([face.name for face in rare], exact_match=False)
    pdf.add_page()
    return pdf


def _line(pdf: FPDF, fonts: Fonts, text: str, size: float) -> None:
    pdf.set_font("song", size=size)
    pdf.multi_cell(0, size * 0.55, fonts.writable(text), align="L", new_x="LMARGIN", new_y="NEXT")


def _table(pdf: FPDF, fonts: Fonts, rows: list[tuple[str, ...]]) -> None:
    pdf.set_font("song", size=9)
    with pdf.table(
        col_widths=(8, 18, 56, 18),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis=None),
        line_height=5,
        text_align="LEFT",
    ) as table:
        for row in rows:
            cells = table.row()
            for text in row:
                cells.cell(fonts.writable(text))
