"""Whatever carries the frames, a card is read, or it is said why not: the same promise on every line."""

import pytest

from kiosk.devices.card_reader import _faults
from kiosk.model import CardKind, Completion, DeviceError, DeviceState, Level, Media
from tests.devices.rigs import HASTY, until


def refusal(adapter, timeout=0.0):
    with pytest.raises(DeviceError) as caught:
        adapter.read(timeout)
    assert caught.value.fault.citizen and caught.value.fault.technician
    return caught.value


@pytest.mark.parametrize(
    ("person", "kind"),
    [
        ("zhang-rare", CardKind.RESIDENT),
        ("two-rare-planes", CardKind.RESIDENT),
        ("hong-kong-ho", CardKind.HK_MACAO_TAIWAN),
        ("foreign-2017-tremblay", CardKind.FOREIGN_2017),
        ("foreign-2023-schneider", CardKind.FOREIGN_2023),
    ],
)
def test_all_four_kinds_of_card_are_read(any_reader, person, kind):
    any_reader.set(card=person)
    card, laid = any_reader.open().read(10), any_reader.people[person]
    assert (card.kind, card.number, card.name) == (kind, laid.number, laid.name)
    assert len(card.photo) == 1024 and not card.portrait


def test_the_newest_address_counts(any_reader):
    any_reader.set(card="chen-wei")
    assert any_reader.open().read(10).address == any_reader.people["chen-wei"].newest_address


def test_a_read_card_is_present_until_it_is_lifted_and_is_not_read_twice(any_reader):
    any_reader.set(card="liu-yang")
    adapter = any_reader.open()
    adapter.read(10)
    assert adapter.status().media is Media.PRESENT
    error = refusal(adapter, 0.03)
    assert (error.completion, error.fault.code) == (Completion.USER_ERROR, "card.not_lifted")
    any_reader.set(card=None)
    assert not adapter.present() and adapter.status().media is Media.NOT_PRESENT
    any_reader.set(card="liu-yang")
    assert adapter.read(10).number == any_reader.people["liu-yang"].number


@pytest.mark.parametrize("step", ["find", "select", "read"])
def test_a_card_lifted_at_any_step_is_the_persons_to_put_right(any_reader, step):
    any_reader.set(card="liu-yang", lift_after=step)
    adapter = any_reader.open()
    error = refusal(adapter, 10)
    assert (error.completion, error.fault.code) == (Completion.USER_ERROR, "card.lifted")
    assert "拿开" in error.fault.citizen
    any_reader.set(card="wang-fang")
    assert adapter.read(10).number == any_reader.people["wang-fang"].number


@pytest.mark.parametrize(
    ("fault", "completion", "code"),
    [
        ("silent", Completion.TIME_OUT, "link.silent"),
        ("slow", Completion.TIME_OUT, "link.silent"),
        ("garbage", Completion.INVALID_DATA, "link.garbled"),
        ("half", Completion.INVALID_DATA, "link.garbled"),
    ],
)
def test_a_reader_that_does_not_answer_properly_is_never_ready(any_reader, fault, completion, code):
    adapter = any_reader.open(HASTY)
    until(lambda: adapter.status().ready)
    any_reader.set(card="liu-yang", fault=fault)
    for _ in range(3):
        error = refusal(adapter)
        assert error.completion in (completion, Completion.DEVICE_NOT_READY)
        assert error.fault.code in (code, "link.garbled")  # an answer that is late is none either
        assert adapter.status().state is DeviceState.FAULT
    assert adapter.check(Level.INTERNAL).result == "fail"
    any_reader.set(fault=None)
    until(lambda: adapter.status().state is DeviceState.ONLINE)


@pytest.mark.parametrize(
    ("sw3", "completion", "code"),
    [
        ("10", Completion.HARDWARE_ERROR, "link.checksum"),
        ("11", Completion.HARDWARE_ERROR, "link.length"),
        ("21", Completion.UNSUPPORTED, "reader.command"),
        ("23", Completion.HARDWARE_ERROR, "reader.forbidden"),
        ("24", Completion.HARDWARE_ERROR, "reader.unknown"),
        ("31", Completion.USER_ERROR, "card.unverified"),
        ("32", Completion.USER_ERROR, "card.unverified"),
        ("33", Completion.USER_ERROR, "card.unverified"),
        ("34", Completion.TIME_OUT, "card.none"),
        ("40", Completion.USER_ERROR, "card.unsupported"),
        ("41", Completion.USER_ERROR, "card.foreign"),
        ("47", Completion.USER_ERROR, "card.lifted"),
        ("60", Completion.DEVICE_NOT_READY, "reader.self_test"),
        ("66", Completion.DEVICE_NOT_READY, "reader.unauthorised"),
        ("80", Completion.TIME_OUT, "card.none"),
        ("81", Completion.USER_ERROR, "card.lifted"),
        ("91", Completion.USER_ERROR, "card.unreadable"),
        ("ff", Completion.HARDWARE_ERROR, "link.failure"),
        ("7e", Completion.INVALID_DATA, "link.garbled"),
    ],
)
def test_each_word_of_the_reader_is_its_own_error(reader, sw3, completion, code):
    reader.set(card="liu-yang", fault=sw3)
    error = refusal(reader.open())
    assert (error.completion, error.fault.code) == (completion, code)


def test_no_word_of_the_reader_is_left_without_a_sentence():
    told = {
        0x10,
        0x11,
        0x21,
        0x23,
        0x24,
        0x31,
        0x32,
        0x33,
        0x40,
        0x41,
        0x47,
        0x60,
        0x66,
        0x80,
        0x81,
        0x91,
        0xFF,
    }
    assert told <= set(_faults._OUTCOMES)
    assert {_faults.outcome(sw3).completion for sw3 in set(range(256)) - set(_faults._OUTCOMES)} == {
        Completion.INVALID_DATA
    }


def test_a_technicians_check_resets_the_module_and_names_it(any_reader):
    any_reader.set(card="liu-yang")
    adapter = any_reader.open()
    adapter.read(10)
    health = adapter.check(Level.EXTERNAL)
    assert health.result == "pass" and "05.01-" in health.value
    assert adapter.read(10).number == any_reader.people["liu-yang"].number, "after a reset the card is new"


def test_a_radio_frame_that_was_set_is_taken_and_one_that_is_refused_is_said(any_reader):
    adapter = any_reader.open(radio_frame=80)
    assert adapter.status().ready
    adapter.close()
    any_reader.set(fault="21")
    assert any_reader.open(radio_frame=80).status().worst.code == "reader.command"
