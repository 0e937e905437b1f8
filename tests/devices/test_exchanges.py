"""The last exchanges of a device: what its technician needs of them, and nothing that is somebody's."""

import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.card_reader import _frame
from kiosk.devices.exchanges import LAST, Exchanges, Keeping
from kiosk.devices.receipt_printer import _encode, _profile
from kiosk.devices.receipt_printer._shown import Shown
from kiosk.model import DeviceError, Level, SlipQr, SlipText
from tests.devices import rigs
from tests.devices.rigs import until
from tests.devices.rigs.code_scanner_hid_pos import HidScannerRig
from tests.devices.rigs.code_scanner_serial import SerialScannerRig
from tests.devices.rigs.code_scanner_wedge import WedgeRig
from tests.devices.rigs.receipt_printer import SlipRig

PERSON = "two-rare-planes"
NUMBER = "CANARY110101199003070000"
NAME = "金丝雀"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
ALL = rigs.found()


def hexed(adapter):
    return [(one.sent, one.hex) for one in adapter.exchanges.last()]


def must_hide(adapter, *secrets):
    """In no form in which somebody could read them: not in the hex, not in what the hex stands for."""
    said = " ".join(one.hex for one in adapter.exchanges.last())
    bare = said.replace(" ", "")
    for secret in secrets:
        assert secret not in said
        for coding in ("utf-8", "gb18030", "utf-16-le"):
            raw = secret.encode(coding)
            assert raw.hex().upper() not in bare
            for at in range(len(raw) - 3):  # nor a part of it
                assert raw[at : at + 4].hex().upper() not in bare


def test_the_last_fifty_are_kept_with_their_time():
    moments = (NOON + timedelta(seconds=second) for second in range(1000))
    found = Exchanges(lambda: next(moments))
    for number in range(60):
        found.sent(bytes([number]))
        found.came(b"\x06", 3)
        found.came(b"")
    kept = found.last()
    assert len(kept) == LAST == 50
    assert [one.sent for one in kept[-2:]] == [True, False]
    assert (kept[-1].hex, kept[-2].hex) == ("06 〔3 字节〕", "3B")
    assert kept[-1].when(UTC) == "04:01:59.000" and kept[-1].way == "收"


def test_what_is_asked_over_and_over_stands_there_once():
    moments = (NOON + timedelta(seconds=second) for second in range(1000))
    found = Exchanges(lambda: next(moments))
    found.sent(b"\x1b@", 20)
    for _ in range(100):
        for question in (1, 2, 3, 4):
            found.sent(bytes((0x10, 0x04, question)))
            found.came(b"\x12")
    found.came(b"\x12", 1)
    kept = [(one.hex, one.times) for one in found.last()]
    assert kept[0] == ("1B 40 〔20 字节〕", 1) and kept[-1] == ("12 〔1 字节〕", 1)
    assert kept[1:3] == [("10 04 01", 100), ("12", 100)] and len(kept) == 10
    assert found.last()[1].way == "发　×100" and found.last()[1].at > NOON + timedelta(seconds=700)


def test_what_is_long_is_counted():
    found = Exchanges()
    found.sent(bytes(1000), 24)
    assert found.last()[0].hex == " ".join(["00"] * 64) + " 〔960 字节〕"


@pytest.mark.parametrize("name", ALL, ids="/".join)
def test_every_adapter_keeps_what_a_look_at_the_device_took(name, tmp_path):
    rig = ALL[name](tmp_path)
    try:
        adapter = rig.open()
        assert isinstance(adapter, Keeping)
        rig.proven(adapter)
        adapter.check(Level.INTERNAL)
        if name[0] != "social_card_reader":  # of it only the service is asked, as long as no card is read
            assert adapter.exchanges.last()
    finally:
        rig.stop()


@pytest.fixture
def scanner(request, tmp_path):
    rig = request.param(tmp_path)
    yield rig
    rig.stop()


@pytest.fixture
def slips(tmp_path):
    rig = SlipRig(tmp_path / "slips")
    yield rig
    rig.stop()


def test_a_card_leaves_heads_and_status_words(reader, caplog):
    caplog.set_level(logging.DEBUG)
    reader.set(card=PERSON)
    adapter = reader.open()
    card = adapter.read(10)
    must_hide(adapter, card.name, card.number, card.address, card.birth)
    assert (True, "AA AA AA 96 69 00 03 30 01 32") in hexed(adapter)
    length = 4 + 256 + len(card.photo) + 4  # behind its own: lengths, text, photo, words and sum
    assert (False, "AA AA AA 96 69 00 04 00 00 90 94") in hexed(adapter)
    head = f"AA AA AA 96 69 {length.to_bytes(2, 'big').hex(' ')} 00 00 90 〔{length - 3} 字节〕".upper()
    assert (False, head) in hexed(adapter)
    assert card.photo[:4].hex(" ").upper() not in str(hexed(adapter))
    assert "〔" not in caplog.text, "it is shown, never logged"


def test_a_card_in_pieces_and_in_noise_is_hidden_all_the_same(reader):
    person = reader.people[PERSON]
    data = bytes(7) + person.name.encode("utf-16-le") + person.number.encode("utf-16-le")
    frame = _frame.request(_frame.Command(data, {}))
    for stream in (frame, frame[3:], frame[:-2], b"\x00\xff" + frame + frame[:9], frame[:6] + frame[7:]):
        kept = Exchanges()
        kept.came(*_frame.shown(stream))
        said = kept.last()[0].hex.replace(" ", "")
        assert person.number.encode("utf-16-le")[:4].hex().upper() not in said
        assert person.name.encode("utf-16-le").hex().upper() not in said


def test_a_slip_leaves_its_orders(slips):
    adapter = slips.open()
    adapter.print(
        "job", [SlipText(NAME, size=2), SlipText(NUMBER), SlipText("㐂" + NAME), SlipQr(NUMBER)], 20
    )
    must_hide(adapter, NAME, NUMBER)
    sent = [hex for is_sent, hex in hexed(adapter) if is_sent]
    assert any(hex.startswith("1B 40 1C 26 1B 33 20") for hex in sent), "the beginning"
    assert any(hex.startswith("1D 76 30 00") and hex.endswith("字节〕") for hex in sent), "dots"
    assert any("31 50 〔" in hex for hex in sent), "a code"
    assert sent.count("10 04 04") > 1 and any(hex.endswith("1D 56 42 00") for hex in sent)
    assert (False, "12") in hexed(adapter)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_an_order_in_two_pieces_hides_what_it_prints(size):
    secret = NUMBER.encode()
    store = b"\x1d(k" + (len(secret) + 3).to_bytes(2, "little") + b"1P0" + secret + b"\n"
    kept, shown = Exchanges(), Shown()
    head, tail = store[: 8 + size], store[8 + size :]
    for piece in (head, tail):
        kept.sent(*shown.sent(piece))
    said = "".join(one.hex for one in kept.last()).replace(" ", "")
    assert b"CANA".hex().upper() not in said and said.startswith("1D286B1B003150")


@cache
def slip_of(profile):
    lines = [SlipText(NUMBER), SlipText(NAME * 4, align="center"), SlipQr(NUMBER)]
    return b"".join(_encode.encode(lines, _profile.named(profile)).chunks)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 60), max_size=80), st.sampled_from(["generic-80", "unknown-80"]))
def test_wherever_a_slip_is_cut_all_of_it_is_counted_and_nothing_of_it_shown(cuts, profile):
    stream = slip_of(profile)
    shown, seen = Shown(), b""
    for cut in [*cuts, len(stream)]:
        pieces = shown.sent(stream[:cut])
        counted = sum(piece if isinstance(piece, int) else len(piece) for piece in pieces)
        assert counted == len(stream[:cut])
        seen += b"".join(piece if isinstance(piece, bytes) else b"\0" for piece in pieces)
        stream = stream[cut:]
    for secret in (NUMBER.encode(), NAME.encode("gb18030")):
        assert not any(secret[at : at + 3] in seen for at in range(len(secret) - 2))


def test_another_device_on_the_line_of_the_printer_is_not_shown():
    kept, shown = Exchanges(), Shown()
    for question in (b"\x10\x04\x01", b"\x10\x04\x14", b"\x1dr\x01" * 5, b"\x1dIB"):
        shown.sent(question)
        kept.came(*shown.came(NUMBER.encode() + b"\r"))
        kept.came(*shown.came(NUMBER[6:10].encode()))
    said = " ".join(one.hex for one in kept.last())
    assert NUMBER.encode()[:2].hex(" ").upper() not in said


@pytest.mark.parametrize("scanner", [SerialScannerRig, HidScannerRig, WedgeRig], indirect=True)
def test_a_code_is_only_counted(scanner):
    adapter = scanner.open()
    scanner.read(adapter, NUMBER)
    must_hide(adapter, NUMBER)
    came = [hex for is_sent, hex in hexed(adapter) if not is_sent]
    assert any("字节〕" in hex for hex in came)
    if scanner.family == "grow":
        assert (True, "7E 00 08 01 00 02 01 AB CD") in hexed(adapter)
        assert "02 00 00 01 00 33 31" in came


def test_a_document_is_only_counted(office):
    adapter = office.open()
    adapter.print("job", b"%PDF-1.4 " + NUMBER.encode() + NAME.encode(), 20)
    must_hide(adapter, NUMBER, NAME)
    assert any(is_sent and hex.startswith(("01 01 00 02 ", "02 00 00 02 "))
               for is_sent, hex in hexed(adapter))  # fmt: skip


def test_what_a_board_says_is_shown_and_what_it_cannot_say_is_not(tmp_path):
    rig = ALL["sensors", "serial_lines"](tmp_path)
    try:
        adapter = rig.open()
        rig.set(door="open")
        assert adapter.readings().door_open
        line = b"door=open*"
        until(lambda: adapter.status().ready)
        assert any(line.hex(" ").upper() in hex for _, hex in hexed(adapter))
    finally:
        rig.stop()


def test_a_silent_device_leaves_only_what_it_was_asked(reader):
    reader.set(fault="silent")
    adapter = reader.open(rigs.HASTY)
    with suppress(DeviceError):
        adapter.present()
    assert hexed(adapter) and all(sent for sent, _ in hexed(adapter))


@pytest.mark.parametrize("fault", ["garbage", "half"])
def test_what_is_no_whole_answer_is_only_counted(reader, fault):
    adapter = reader.open(0.3)
    until(lambda: adapter.status().ready)
    reader.set(card=PERSON, fault=fault)

    def noise():
        with suppress(DeviceError):
            adapter.read(1)
        return any(not sent and hex.startswith("〔") for sent, hex in hexed(adapter))

    until(noise, 30)
    person = reader.people[PERSON]
    must_hide(adapter, person.name, person.number, person.address)
