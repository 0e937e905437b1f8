"""Slips as ESC/POS bytes: Chinese mode, width in dots, and dots where the printer has no glyph."""

import re

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops

from kiosk.devices.receipt_printer import _encode, _glyphs, _layout, _profile
from kiosk.devices.receipt_printer._layout import TextRow
from kiosk.devices.virtual.escpos_stream import Stream
from kiosk.model import SlipPair, SlipQr, SlipRule, SlipText

WIDE = _profile.named("generic-80")
NARROW = _profile.named("generic-58")
RASTER = b"\x1dv0\x00"


def chunks(*lines, profile=WIDE):
    """Between the start and the cut."""
    found = _encode.encode(lines, profile).chunks
    assert (found[0], found[-1]) == (_encode.START, _encode.CUT)
    return found[1:-1]


class Tape:
    """A mechanism that only listens: what a printer would have been told to print."""

    def __init__(self):
        self.lines, self.rasters, self.codes, self.cuts = [], [], [], 0

    def line(self, cells, align, pitch):
        self.lines.append(("".join(cell.character for cell in cells), align, cells))

    def raster(self, image, align):
        self.rasters.append(image)

    def code(self, payload, image, align):
        self.codes.append(payload)

    def feed(self, dots): ...

    def forget(self): ...

    def cut(self):
        self.cuts += 1

    def transmit(self, what, number): ...


def played(lines, profile=WIDE):
    """What an interpreter written by another reading of the protocol makes of our bytes."""
    stream = b"".join(_encode.encode(lines, profile).chunks)
    tape, at = Tape(), 0

    def take(count):
        nonlocal at
        at += count
        if at > len(stream):
            raise EOFError
        return stream[at - count : at]

    inside = Stream(take, tape)
    while at < len(stream):
        inside.step()
    return tape


def test_a_slip_begins_in_chinese_mode_and_ends_in_a_cut():
    assert bytes.fromhex("1B40 1C26 1B3320") == _encode.START
    assert bytes.fromhex("1B6404 1D564200") == _encode.CUT


@pytest.mark.parametrize(
    ("line", "golden"),
    [
        (SlipText("中文abc"), "D6D0 CEC4 616263 0A"),
        (SlipText("：￥，"), "A3BA A3A4 A3AC 0A"),
        (SlipText("收件", align="center"), "1B6101 CAD5 BCFE 0A 1B6100"),
        (SlipText("收件", bold=True), "1B4501 CAD5 BCFE 0A 1B4500"),
        (SlipText("收件", size=2), "1B3340 1D2111 CAD5 BCFE 0A 1D2100 1B3320"),
        (SlipRule(), "2D" * 48 + "0A"),
        (SlipPair("编号", "7"), "B1E0 BAC5" + "20" * 43 + "37 0A"),
    ],
)
def test_text_is_gb18030_in_whole_lines(line, golden):
    assert b"".join(chunks(line)) == bytes.fromhex(golden)


def test_a_qr_code_is_left_to_the_printer():
    assert chunks(SlipQr("12345"))[0] == bytes.fromhex(
        "1B4A18 1B6101 1D286B0400 31413200 1D286B0300 314308 1D286B0300 314531"
        "1D286B0800 315030 3132333435 1D286B0300 315130 0A 1B6100"
    )


def test_the_size_of_a_code_is_known_without_drawing_it():
    for version, most in enumerate(_encode._QR_CAPACITY, 1):
        for size, wanted in ((most, version), (most + 1, version + 1)):
            if wanted <= 40:
                code = segno.make("a" * size, mode="byte", error="m", micro=False, boost_error=False, mask=0)
                assert code.version == wanted
    with pytest.raises(_encode.PayloadError):
        _encode.encode([SlipQr("a" * (_encode._QR_CAPACITY[-1] + 1))], WIDE)


@pytest.mark.parametrize("text", ["¥100", "张𬭎", "𠮷𪚥", "㐂", "é¥€"])
def test_a_line_with_a_glyph_that_the_font_lacks_goes_out_as_dots(text):
    (drawn,) = chunks(SlipText(text))
    assert drawn.startswith(RASTER + bytes.fromhex("4800 2000"))
    assert len(drawn) == 8 + 72 * 32
    assert any(drawn[8:])


@pytest.mark.parametrize(
    ("profile", "text", "as_text"),
    [
        ("gb2312-80", "政务·办事", True),
        ("gb2312-80", "镕", False),
        ("generic-80", "镕", True),
        ("generic-80", "㐂", False),
        ("gb18030-80", "𬭎㐂", True),
        ("gb18030-80", "\ue000", False),
    ],
)
def test_a_profile_says_which_glyphs_the_printer_has(profile, text, as_text):
    assert _profile.named(profile).has_glyphs(text) is as_text


def test_an_unknown_printer_gets_dots_only():
    found = chunks(SlipText("abc"), SlipRule(), SlipQr("x"), profile=_profile.named("unknown-80"))
    assert all(chunk.startswith(RASTER) for chunk in found)


def test_a_code_page_is_never_selected():
    found = b"".join(chunks(SlipText("¥ é 中 abc ï"), SlipText("混 abc", bold=True, size=2), SlipRule()))
    assert b"\x1bt" not in found


def test_text_cannot_give_the_printer_orders():
    evil = "名\x1b@\x1dV\x00\x10\x04\x01\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08字"
    assert chunks(SlipText(evil)) == chunks(SlipText("名@V字"))
    with pytest.raises(_encode.PayloadError):
        _encode.encode([SlipQr("a\x10\x04\x01")], WIDE)


def test_dots_cannot_spell_a_real_time_order():
    orders = b"\x10\x04\x10\x05\x10\x14\x10\x10\x04"
    kept = _encode._harmless(orders)
    assert not re.search(rb"\x10[\x04\x05\x14]", kept)
    assert all(new & old == old for new, old in zip(kept, orders, strict=True)), "no ink may be lost"


@pytest.mark.parametrize(("profile", "columns"), [(WIDE, 24), (NARROW, 16)])
def test_long_text_breaks_at_the_edge_of_the_paper(profile, columns):
    found = _layout.rows([SlipText("汉" * (columns + 1)), SlipText("大" * columns, size=2)], profile.dots)
    assert [len(row.text) for row in found] == [columns, 1, columns // 2, columns // 2]


def test_no_line_begins_with_a_comma():
    found = _layout.rows([SlipText("汉" * 15 + "字，下一行"), SlipText("汉" * 14 + "字）。")], NARROW.dots)
    assert [row.text for row in found] == ["汉" * 15, "字，下一行", "汉" * 14, "字）。"]
    assert [row.text for row in _layout.rows([SlipText("。" * 17)], NARROW.dots)] == ["。" * 16, "。"]


def test_a_pair_that_does_not_fit_puts_its_value_below():
    value = "浙江省湖州市德清县武康街道千秋街12号3幢201室"
    found = _layout.rows([SlipPair("地址", value)], NARROW.dots)
    assert found[0].text == "地址"
    assert all(row.text.startswith("  ") for row in found[1:])
    assert "".join(row.text.strip() for row in found[1:]) == value


def test_a_mark_stays_with_its_character_and_takes_no_room():
    assert _layout.clusters("e\u0301葛\U000e0100x") == ["é", "葛\U000e0100", "x"]
    assert sum(map(_layout.width, _layout.clusters("葛\U000e0100"))) == 2


def test_a_compatibility_character_of_a_name_is_not_changed_into_its_twin():
    assert _layout.clusters("\uf900") == ["\uf900"]


texts = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=60)
gbk = st.text(st.sampled_from("中文办事凭证镕·，。￥ abcXYZ019-:/"), max_size=60)


@settings(max_examples=60)
@given(st.lists(texts, max_size=4), st.sampled_from([1, 2]), st.sampled_from([384, 576]))
def test_no_row_is_wider_than_the_paper_and_none_is_lost(lines, size, dots):
    for row in _layout.rows([SlipText(text, size=size) for text in lines], dots):
        used = sum(map(_layout.width, _layout.clusters(row.text))) * _layout.HALF_CELL * size
        assert used <= dots
        assert not re.search("[\x00-\x1f\x7f\x80-\x9f]", row.text)


@settings(max_examples=60)
@given(st.lists(gbk.map(str.strip), max_size=5))
def test_what_a_printer_prints_is_what_was_sent(lines):
    tape = played([SlipText(text) for text in lines])
    assert "".join(text for text, _, _ in tape.lines) == "".join(lines)
    assert (tape.rasters, tape.cuts) == ([], 1)


@settings(max_examples=20)
@given(st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_a_qr_payload_reaches_the_printer_unchanged(payload):
    assert played([SlipQr(payload)]).codes == [payload]


@settings(max_examples=25)
@given(st.lists(st.text(max_size=8), max_size=3))
def test_any_text_is_printed_or_its_missing_glyph_is_named(lines):
    try:
        tape = played([SlipText(text) for text in lines])
    except _glyphs.GlyphError as error:
        assert re.fullmatch(r"U\+[0-9A-F]{4,6}", error.code_point)
    else:
        assert tape.cuts == 1


def ink(character, size=1):
    return _glyphs.draw(TextRow(character, size=size), 48).convert("L")


@pytest.mark.parametrize("character", ["𠮷", "𪚥", "𬭎"])
def test_a_rare_character_is_drawn_and_not_as_the_empty_box(character):
    path, index = _glyphs._font_for(character)
    nothing = _glyphs._font(path, index, 24).getmask("\U0010fffd", mode="1")
    something = _glyphs._font(path, index, 24).getmask(character, mode="1")
    assert bytes(something) != bytes(nothing)
    assert ImageChops.invert(ink(character)).getbbox()
    assert ImageChops.difference(ink(character), ink("\u3000")).getbbox()


def test_rare_characters_are_told_from_one_another():
    pictures = {character: ink(character, size=2).tobytes() for character in "𠮷吉𪚥龘𬭎鋐"}
    assert len(set(pictures.values())) == len(pictures)


def test_a_character_that_no_font_holds_is_an_error_and_never_a_blank():
    with pytest.raises(_glyphs.GlyphError) as error:
        _encode.encode([SlipText("名\U0010fffd")], WIDE)
    assert error.value.code_point == "U+10FFFD"
