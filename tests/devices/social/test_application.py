"""Commands and records byte for byte, from traces of real cards, and whatever else a card may answer."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices._pcsc.pieces import Reply
from kiosk.devices.social_card_reader import PinError, _application, _profile, _text
from kiosk.devices.social_card_reader._application import Application, LockedError, Records
from kiosk.devices.virtual import persons
from kiosk.devices.virtual.social_chip import Chip, Habits
from kiosk.model import DeviceError, SocialCard

SELECT = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
RESIDENTS = [person for person in persons.load().values() if person.kind == "resident"]


def replying(answer):
    """What a connection gives, from a chip's bytes."""

    def transmit(command):
        raw = answer(bytes(command))
        return Reply(int.from_bytes(raw[-2:], "big"), raw[:-2])

    return transmit


def read(transmit, profile="generic"):
    _application.select(transmit)
    application = Application(_profile.named(profile))
    return _text.card(application.issuer(transmit), application.holder(transmit))


def chip(person, **habits):
    return Chip(person, Habits(**habits), 3, lambda left: None)


@pytest.mark.parametrize("profile", ["generic", "by-number", "by-file-id"])
@pytest.mark.parametrize("addressing", ["identifier", "number"])
@pytest.mark.parametrize("person", RESIDENTS, ids=lambda person: person.id)
def test_every_person_is_read_as_they_are(person, addressing, profile):
    card = read(replying(chip(person, addressing=addressing).answer), profile)
    assert (card.name, card.id_number, card.sex) == (person.name, person.number, person.sex)
    assert card.valid_to.replace("-", "") == person.valid_to.replace("长期", "")
    assert card.birth == f"{person.birth[:4]}-{person.birth[4:6]}-{person.birth[6:]}"


def test_the_commands_are_those_of_real_programs():
    sent = []
    answer = chip(RESIDENTS[0]).answer
    read(replying(lambda command: (sent.append(command.hex().upper()), answer(command))[1]))
    assert sent[:4] == [SELECT, "00A4020002EF05", "00B2010012", "00B2020003"]
    assert "00A4020002EF06" in sent and sent[-1] == "00B20D0006"
    sent.clear()
    read(replying(lambda command: (sent.append(command.hex().upper()), answer(command))[1]), "by-number")
    assert "00B2072C0B" in sent and "00B2013414" in sent


def test_the_virtual_card_answers_as_the_traced_one():
    card = chip(RESIDENTS[0])
    assert card.answer(bytes.fromhex(SELECT)).endswith(b"\x90\x00")
    assert card.answer(bytes.fromhex("00A4020002EF05")) == b"\x90\x00"
    assert card.answer(bytes.fromhex("00B2030000")) == bytes.fromhex("0304332E30309000")
    assert card.answer(bytes.fromhex("00B2010000"))[:2] == b"\x01\x10"


def records(**changes):
    values = {1: bytes.fromhex("330300D15600000599110145FFFFFFFF"), 3: b"3.00", 4: b"\x33" * 12,
              5: b"\x20\x18\x05\x10", 6: b"\x20\x28\x05\x10", 7: b"A12345678"}  # fmt: skip
    holder = {8: b"33052119900307001X", 9: "刘洋".encode("gb18030"), 10: b"1", 11: b"\x01",
              13: b"\x19\x90\x03\x07"}  # fmt: skip
    for identifier, value in changes.items():
        place = values if int(identifier[1:]) < 8 else holder
        place[int(identifier[1:])] = value
    return Records(values), Records(holder)


def test_the_traced_record_is_a_region():
    assert _text.card(*records()).region == "330300"


@pytest.mark.parametrize("padding", [b"\x00", b" ", b"\xff"])
def test_padding_is_no_part_of_a_name_or_number(padding):
    card = _text.card(*records(_9="刘洋".encode("gb18030").ljust(30, padding), _7=b"A1234567" + padding))
    assert (card.name, card.card_number) == ("刘洋", "A1234567")


def test_a_name_outside_gbk_is_read():
    assert _text.card(*records(_9="张𬭎".encode("gb18030"))).name == "张𬭎"


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("_8", b"330521199003070011", "id_number"),
        ("_8", b"", "id_number"),
        ("_9", b"\x81", "name"),
        ("_9", b"\x00" * 30, "name"),
        ("_10", b"3", "sex"),
        ("_13", b"\x19\x90\x13\x07", "birth"),
        ("_3", b"abcd", "version"),
        ("_1", b"\xff" * 16, "region"),
    ],
)
def test_what_is_wrong_on_the_card_is_named_without_its_content(field, value, named):
    with pytest.raises(_text.TextError) as caught:
        _text.card(*records(**{field: value}))
    assert str(caught.value) == named


def test_a_card_without_dates_is_still_a_card():
    card = _text.card(*records(_6=b"\x00" * 4, _5=b"\xff" * 4))
    assert (card.valid_from, card.valid_to) == ("", "")


@given(st.lists(st.binary(min_size=2, max_size=40), min_size=1, max_size=8), st.booleans())
def test_whatever_a_card_answers_is_a_card_or_a_named_error(answers, select_works):
    turns = iter(range(10**6))
    picked = lambda command: answers[next(turns) % len(answers)]  # noqa: E731
    first = (lambda command: b"\x90\x00") if select_works else picked
    try:
        transmit = replying(lambda command: (first if command[1] == 0xA4 else picked)(command))
        assert isinstance(read(transmit), SocialCard)
    except (DeviceError, LockedError, _text.TextError) as error:
        assert str(error) or isinstance(error, LockedError)


@given(st.integers(0, 0xFFFF))
def test_every_status_word_after_a_pin_has_a_meaning(sw):
    if sw == 0x9000:
        _application.pin_taken(sw)
        return
    with pytest.raises(DeviceError) as caught:
        _application.pin_taken(sw)
    if sw >> 4 == 0x63C:
        assert isinstance(caught.value, PinError) and caught.value.tries_left == sw & 0x0F


def test_profiles_are_sane_and_pins_are_coded_as_they_say():
    assert all(profile.sane for profile in _profile.every().values())
    bcd = _application.pin_command(bytearray(b"123456"), _profile.named("generic"))
    ascii_digits = _application.pin_command(bytearray(b"123456"), _profile.named("pin-ascii"))
    assert bytes(bcd).hex() == "0020000003123456"
    assert bytes(ascii_digits).hex() == "0020000006313233343536"


def test_nothing_heavy_is_loaded_before_a_reader_is_used():
    program = (
        "import sys; from kiosk.devices import open_device;"
        "open_device('social_card_reader', 'pcsc_social', {});"
        "sys.exit('smartcard' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=60).returncode == 0
