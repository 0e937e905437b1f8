"""What a card reader tells of cards, and of itself; what holds on every line is in sdt/test_every_line.py."""

import os
import threading
import tty

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.devices.card_reader import _faults
from kiosk.model import Completion, DeviceError, DeviceState, Level
from tests.devices.rigs import HASTY, until


def refusal(adapter, timeout=0.0):
    with pytest.raises(DeviceError) as caught:
        adapter.read(timeout)
    assert caught.value.fault.citizen and caught.value.fault.technician
    return caught.value


def test_a_card_that_comes_while_waiting_is_read(reader):
    adapter, found = reader.open(), []
    waiting = threading.Thread(target=lambda: found.append(adapter.read(20)))
    waiting.start()
    reader.set(card="liu-yang")
    waiting.join(20)
    assert found[0].number == reader.people["liu-yang"].number


def test_no_card_in_time_is_said_kindly(reader):
    error = refusal(reader.open(), 0.03)
    assert (error.completion, error.fault) == (Completion.TIME_OUT, _faults.NO_CARD)


def test_a_reader_that_was_dropped_is_opened_again(reader):
    reader.set(fault="silent", card="liu-yang")
    adapter = reader.open(HASTY)
    for _ in range(4):
        refusal(adapter)
    reader.set(fault=None)
    until(lambda: adapter.status().state is DeviceState.ONLINE)
    assert adapter.status().detail["sam_id"].startswith("05.01-")


@pytest.mark.parametrize("sw3", sorted(_faults._OUTCOMES))
def test_every_listed_sw3_has_two_sentences(sw3):
    error = _faults.outcome(sw3)
    assert error.fault.citizen and f"{sw3:02X}" in error.fault.technician


@pytest.mark.parametrize(
    ("card", "code"), [("bank-card", "card.foreign"), ("work-permit", "card.unsupported")]
)
def test_a_card_that_is_no_identity_card_is_named_and_the_right_one_is_read(reader, card, code):
    reader.set(card=card)
    adapter = reader.open()
    error = refusal(adapter, 10)
    assert (error.completion, error.fault.code) == (Completion.USER_ERROR, code)
    assert "居民身份证" in error.fault.citizen
    assert adapter.present()
    reader.set(card="liu-yang")
    assert adapter.read(10).number == reader.people["liu-yang"].number


def test_a_chip_that_holds_no_text_is_not_guessed_at(reader):
    reader.set(card="liu-yang", fault="scrambled")
    error = refusal(reader.open(), 10)
    assert (error.completion, error.fault.code) == (Completion.USER_ERROR, "card.unreadable")


def test_a_card_that_nobody_has_read_is_present_too(reader):
    reader.set(card="liu-yang")
    adapter = reader.open()
    adapter.read(10)
    reader.set(card="wang-fang")
    assert adapter.present()
    assert adapter.read(10).number == reader.people["wang-fang"].number


def test_a_card_that_cannot_be_verified_is_never_to_be_typed_in_instead(reader):
    reader.set(card="liu-yang", fault="33")
    fault = refusal(reader.open(), 5).fault
    assert "人工窗口" in fault.citizen
    assert "不得改为手工录入" in fault.technician


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.lists(st.binary(max_size=30), min_size=1, max_size=3))
def test_whatever_a_port_answers_is_a_card_or_a_named_error(reader, tmp_path, answers):
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    for answer in answers:
        os.write(ours, answer)
    adapter = reader.open(0.01, port=os.ttyname(theirs))
    echo = threading.Thread(target=lambda: [os.read(ours, 64), os.write(ours, answers[0])])
    echo.start()
    assert not adapter.status().ready
    refusal(adapter)
    echo.join()
    adapter.close()
    os.close(ours)
    os.close(theirs)


def test_a_technician_gets_a_number_and_a_time_but_no_person(reader):
    reader.set(card="liu-yang")
    adapter = reader.open()
    for level in Level:
        health = adapter.check(level)
        assert health.result == "pass" and "ms" in health.value
        assert reader.people["liu-yang"].name not in repr(health)
