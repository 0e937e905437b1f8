"""Models by name: each entry loads, prints, and promises no more than is known."""

from pathlib import Path

import pytest

from kiosk.devices.receipt_printer import _encode, _profile, escpos
from kiosk.model import DeviceState, SlipPair, SlipQr, SlipText
from tests.devices.rigs import until
from tests.devices.rigs.receipt_printer import SlipRig

SLIP = [SlipText("收件凭证", size=2, align="center"), SlipPair("编号", "7"), SlipQr("12345")]
EVERY = _profile.every()
MODELS = [
    "epson-tm-t88v",
    "epson-tm-t88vi",
    "epson-tm-t20iii",
    "epson-tm-t82",
    "star-escpos-80",
    "citizen-ct-s310ii",
    "bixolon-srp-350iii",
    "xprinter-xp-80t",
    "xprinter-xp-58",
    "gprinter-gp-80",
    "rongta-rp326",
    "rongta-rp80",
    "sprt-sp-pos88",
    "sprt-sp-t12",
    "custom-vkp80ii",
    "custom-vkp80iii",
    "pyramid-reliance",
]


def sent(name, lines=SLIP):
    return b"".join(_encode.encode(lines, EVERY[name]).chunks)


def test_the_models_are_there():
    assert set(MODELS) <= set(EVERY)


def test_each_is_in_the_documentation():
    text = (Path(__file__).parents[2] / "docs/devices.md").read_text("utf-8")
    assert not [name for name in EVERY if f"`{name}`" not in text]


@pytest.mark.parametrize("name", EVERY)
def test_a_slip_of_every_profile_is_read_by_a_printer_of_its_kind(tmp_path, monkeypatch, name):
    monkeypatch.setattr(escpos, "_SLOWER", 0.05)  # this printer takes no time
    profile = EVERY[name]
    rig = SlipRig(
        tmp_path, dots=profile.dots, fixed_bits=name != "pyramid-reliance", presenter=profile.presenter
    )
    try:
        adapter = rig.open(profile=name)
        if not profile.status:
            assert adapter.status().state is DeviceState.ATTENTION, "never shown as healthy"
            return
        assert adapter.status().state is DeviceState.ONLINE
        adapter.print("job", [SlipText("收件凭证")], 20)
        if profile.cutter:
            (slip,) = until(rig.slips)
            assert slip["complete"] and (slip["texts"] == ["收件凭证"] or slip["rasters"])
        else:
            until(lambda: rig.printed_lines() == 1)
    finally:
        rig.stop()


def test_a_printer_without_chinese_mode_is_never_sent_into_it():
    for name, profile in EVERY.items():
        assert (b"\x1c&" in sent(name)) is profile.chinese
        if not profile.chinese:
            assert not any(byte > 0x7F for byte in text_only(sent(name))), "it would print something else"


def text_only(stream):
    """Without the dots of GS v 0."""
    left = bytearray()
    while (at := stream.find(b"\x1dv0\x00")) >= 0:
        across, down = (
            int.from_bytes(stream[at + 4 : at + 6], "little"),
            int.from_bytes(stream[at + 6 : at + 8], "little"),
        )
        left += stream[:at]
        stream = stream[at + 8 + across * down :]
    return left + stream


def test_what_has_no_cutter_is_not_told_to_cut():
    for name, profile in EVERY.items():
        assert (b"\x1dV" in text_only(sent(name))) is profile.cutter


def test_dots_fit_the_paper():
    for name, profile in EVERY.items():
        assert 384 <= profile.dots <= 576
        assert profile.dots / profile.dots_mm <= 72.5, name


@pytest.mark.parametrize(
    ("change", "sane"),
    [
        ({}, True),
        ({"dots": 577}, False),
        ({"dots_mm": 0}, False),
        ({"mm_s": 0}, False),
        ({"repertoire": "latin"}, False),
        ({"nv_logo": "GS L"}, False),
        ({"chinese": False}, False),
        ({"chinese": False, "repertoire": "ascii"}, True),
        ({"presenter": True}, False),
        ({"presenter": True, "full_status": True}, True),
    ],
)
def test_an_entry_that_cannot_be_is_seen(change, sane):
    fields = {name: getattr(EVERY["generic-80"], name) for name in _profile.Profile.__dataclass_fields__}
    assert _profile.Profile(**{**fields, **change}).sane is sane
