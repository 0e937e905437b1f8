"""The frames of the SDT protocol, byte for byte, and what becomes of bytes that are none."""

from functools import reduce
from operator import xor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.card_reader import _frame
from kiosk.devices.card_reader._frame import (
    FIND,
    NEWEST_ADDRESS,
    READ,
    RESET,
    SAM_ID,
    SAM_STATUS,
    SELECT,
    Command,
    Reply,
    replies,
    request,
    set_longest_radio_frame,
    set_rate,
)
from kiosk.devices.virtual import sam

HEAD = "AAAAAA9669"
COMMANDS = {
    "0003 10FF EC": RESET,
    "0003 6000 63": set_rate(115200),
    "0003 6004 67": set_rate(9600),
    "0004 61FF50 CA": set_longest_radio_frame(0x50),
    "0003 11FF ED": SAM_STATUS,
    "0003 12FF EE": SAM_ID,
    "0003 2001 22": FIND,
    "0003 2002 21": SELECT,
    "0003 3001 32": READ,
    "0003 3003 30": NEWEST_ADDRESS,
}
FOUND = bytes.fromhex(HEAD + "0008 00009F 00000000 97")
NONE = bytes.fromhex(HEAD + "0004 000080 84")
SELECTED = bytes.fromhex(HEAD + "000C 000090" + "00" * 8 + "9C")


def framed(body):
    raw = (len(body) + 1).to_bytes(2, "big") + body
    return bytes.fromhex(HEAD) + raw + bytes([reduce(xor, raw)])


@pytest.mark.parametrize("golden", COMMANDS)
def test_each_command_is_the_published_frame(golden):
    assert request(COMMANDS[golden]) == bytes.fromhex(HEAD + golden)


def test_nothing_can_ask_for_fingerprints():
    commands = [value for value in vars(_frame).values() if isinstance(value, Command)]
    assert len(commands) >= 7
    assert b"\x30\x10" not in {command.code for command in commands}


def test_the_published_replies_are_understood():
    stream = bytearray(FOUND + NONE + SELECTED)
    assert replies(stream) == [Reply(0x9F, bytes(4)), Reply(0x80), Reply(0x90, bytes(8))]
    assert not stream.rstrip(b"\xaa\x96\x69")


def test_the_virtual_reader_sends_the_published_replies(reader):
    people = reader.people
    inside = sam.Sam(people)
    assert inside.answer(sam.FIND) == NONE
    inside.lay("liu-yang")
    assert inside.answer(sam.FIND) == FOUND
    assert inside.answer(sam.SELECT) == SELECTED
    read = inside.answer(sam.READ)
    assert len(read) == 1295
    assert read[:14] == bytes.fromhex(HEAD + "0508 000090 0100 0400")
    assert reduce(xor, read[5:]) == 0
    assert inside.answer(sam.ADDRESS) == framed(b"\x00\x00\x91")
    assert inside.answer(sam.FIND) == NONE, "a card that was read must leave the field first"


@pytest.mark.parametrize(
    "noise", [b"\x00", b"\xaa", b"\xaa\xaa\x96", bytes.fromhex("AAAA9669FFFF"), FOUND[:-1] + b"\x00"]
)
def test_noise_before_a_frame_costs_only_the_noise(noise):
    assert replies(bytearray(noise + SELECTED)) == [Reply(0x90, bytes(8))]


def test_a_frame_that_lost_its_first_byte_is_read():
    assert replies(bytearray(SELECTED[1:])) == [Reply(0x90, bytes(8))]


def test_a_frame_may_arrive_byte_by_byte():
    stream, found = bytearray(), []
    for byte in FOUND:
        assert not found
        stream.append(byte)
        found = replies(stream)
    assert found == [Reply(0x9F, bytes(4))]


def test_a_false_length_hides_the_frame_behind_it_only_until_nothing_more_comes():
    stream = bytearray(bytes.fromhex(HEAD + "0FF0 1234") + FOUND)
    assert replies(stream) == []
    assert replies(stream, last=True) == [Reply(0x9F, bytes(4))]


def test_a_late_answer_is_not_taken_for_the_answer_to_another_command():
    late_find, late_status = Reply(0x9F, bytes(4)), Reply(0x90)
    assert FIND.expects(late_find)
    assert not any(command.expects(late_find) for command in (SELECT, READ, NEWEST_ADDRESS))
    assert not any(command.expects(late_status) for command in (SELECT, READ, NEWEST_ADDRESS, SAM_ID))


@settings(max_examples=200)
@given(st.lists(st.one_of(st.binary(max_size=40), st.sampled_from([FOUND, NONE, SELECTED, FOUND[:9]]))))
def test_any_bytes_are_replies_or_nothing(parts):
    whole = b"".join(parts)
    found = replies(bytearray(whole), last=True)
    assert all(0 <= reply.sw3 <= 255 and len(reply.data) < 4089 for reply in found)
    assert len(found) <= whole.count(b"\xaa\xaa\x96\x69")


def test_no_reply_shows_its_data():
    assert "data" not in repr(Reply(0x90, b"secret"))
