"""What stands on the paper, read back by a program that we did not write."""

import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from acceptance import social_insurance
from acceptance.certificate import Certificate, Layout
from acceptance.certificate_pdf import render
from acceptance.keys import Seal
from acceptance.platform import CHINA
from acceptance.social_insurance import NoRecordError
from kiosk.flows.session import Session
from kiosk.forms.fonts import FontError, Fonts, _match
from kiosk.model import Applicant
from kiosk.wire.envelope import SigningKey
from kiosk.wire.papers import PAPER, PaperObject, address, proved
from tests.acceptance.station import FLOW, new_id, person

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=CHINA)
CODE, ADDRESS = "ABCD2345EFGH6789", "https://localhost:8444/verify/ABCD2345EFGH6789"
RARE, LIU, CAI = person("two-rare-planes"), person("liu-yang"), person("retired-cai")
MONTHS = {"period_from": "2023-10", "period_to": "2026-09"}


@pytest.fixture(scope="module")
def layout():
    return Layout(Fonts.find(), Seal("电子专用章", "样例"))


def issue(who, certificate="insured", **answers):
    given = {"region": "330500", "certificate": certificate} | answers
    session = Session(new_id(), FLOW, NOW.date(), given, {})
    return social_insurance.certificate(session, Applicant(who.names[0], who.number), who, NOW)


def text_of(pdf: bytes, folder: Path) -> str:
    (folder / "result.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", str(folder / "result.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def codes(pdf: bytes, folder: Path) -> list[str]:
    (folder / "result.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "100", "-png", str(folder / "result.pdf"), str(folder / "page")]
    subprocess.run(command, check=True)
    with Image.open(folder / "page-1.png") as image:
        return [code.text for code in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize(
    ("who", "answers", "words"),
    [
        (RARE, {"certificate": "insured"}, ("社会保险参保证明", "企业职工基本养老保险", "2010-02", "201")),
        (
            LIU,
            {"certificate": "payments"} | MONTHS,
            ("社会保险缴费明细", "2023-10", "2026-09", "合计 36 个月"),
        ),
        (CAI, {"certificate": "transfer"}, ("基本养老保险参保缴费凭证", "1982", "2013", CAI.number)),
        (
            LIU,
            {"certificate": "entitlements", "region": "310000"},
            ("社会保险个人权益记录单", "2017", "2021", "年末个人账户储存额"),
        ),
        (CAI, {"certificate": "benefits"}, ("社会保险待遇证明", "企业职工基本养老金", "3912.00")),
    ],
    ids=["insured", "payments", "transfer", "entitlements", "benefits"],
)
def test_each_kind_says_what_it_should(layout, tmp_path, who, answers, words):
    document = render(layout, issue(who, **answers), CODE, ADDRESS)
    text = text_of(document.pdf, tmp_path)
    assert document.pages == 1
    for word in (*words, who.names[0], "ABCD-2345-EFGH-6789", "2026年11月21日", "样例"):
        assert word in text
    assert (who.number in text) == (
        answers["certificate"] == "transfer"
    )  # the full number only where an office needs it


def test_the_name_is_drawn_in_every_plane(layout, tmp_path):
    """U+20BB7 and U+2A6A5, which few fonts have."""
    document = render(layout, issue(RARE, "insured"), CODE, ADDRESS)
    assert "𠮷𪚥" in text_of(document.pdf, tmp_path)
    fonts = subprocess.run(
        ["pdffonts", str(tmp_path / "result.pdf")], capture_output=True, text=True, check=True
    ).stdout
    assert "HanaMin" in fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts.splitlines()[2:])  # embedded


def test_a_character_that_no_font_has_becomes_its_code_point(layout, caplog):
    assert layout.fonts.writable("张\U000e0001") == "张〔U+E0001〕"
    strange = replace(issue(LIU, "insured"), pairs=(("姓名", "张\U000e0001"),))
    assert render(layout, strange, CODE, ADDRESS).pdf
    assert caplog.text == ""  # a font that complains would quote a name


def test_the_same_certificate_is_the_same_bytes(layout):
    content = issue(LIU, "insured")
    again = Certificate.read(content.json())
    assert again == content
    assert render(layout, content, CODE, ADDRESS) == render(layout, again, CODE, ADDRESS)


def test_a_phone_can_scan_the_paper(layout, tmp_path):
    assert codes(render(layout, issue(LIU, "insured"), CODE, ADDRESS).pdf, tmp_path) == [ADDRESS]
    with Image.open(tmp_path / "page-1.png") as image:
        red = [p for p in image.convert("RGB").get_flattened_data() if p[0] > 180 and p[1] < 90 and p[2] < 90]
    assert len(red) > 2000  # the seal


def test_a_code_with_the_platforms_word_is_read_at_a_hundred_dots_an_inch(layout, tmp_path):
    content, key = issue(LIU, "insured"), SigningKey.generate()
    who = content.masked_name, content.masked_id
    paper = PaperObject(CODE, content.title, *who, content.authority, content.issued_at)
    told = address("https://platform.example.gov.cn:8444", CODE, key.sign(PAPER, paper.payload()))
    [text] = codes(render(layout, content, CODE, told).pdf, tmp_path)
    assert proved(key.public, text) == replace(paper, issued_at=paper.issued_at.replace(second=0))


def test_a_long_table_goes_on_on_the_next_page(layout):
    content = issue(CAI, "transfer")
    assert render(layout, replace(content, rows=content.rows * 3), CODE, ADDRESS).pages == 3


@pytest.mark.parametrize("kind", ["insured", "payments", "transfer", "entitlements", "benefits"])
def test_where_there_is_no_record_there_is_no_certificate(kind):
    with pytest.raises(NoRecordError):
        issue(LIU, kind, region="320100", **MONTHS)


def test_a_font_that_is_missing_is_named():
    with pytest.raises(FontError, match="No Such Song"):
        _match("song", "No Such Song", "No Such Song")
