"""The service stops and comes back, the reader goes, the card is lifted: each has its own sentence."""

from collections import Counter

import pytest

from kiosk.devices._pcsc import trouble
from kiosk.devices._pcsc.trouble import PcscError
from kiosk.devices.social_card_reader import _faults
from kiosk.model import Completion, DeviceError, DeviceState
from tests.devices.rigs import Attempt, until
from tests.devices.social.refusals import named, refusal

PERSON = "liu-yang"
ONE_READ = 16  # answers of the card: two files selected in the application, 7 and 6 records
BYTES = 184


def test_no_service_and_no_reader_are_two_different_things_to_mend(social):
    adapter = social.open()
    social.set(fault="stopped")
    stopped = adapter.status()
    social.set(fault="unplugged")
    unplugged = adapter.status()
    assert stopped.state is unplugged.state is DeviceState.ABSENT
    assert "pcscd 没有运行" in stopped.worst.technician
    assert "智能卡服务在运行，没有找到读卡器" in unplugged.worst.technician
    social.set(fault=None)
    assert adapter.status().ready


@pytest.mark.parametrize("fault", ["stopped", "unplugged"])
def test_who_waits_for_a_card_is_told_and_the_same_object_reads_afterwards(social, fault):
    adapter = social.open()
    attempt = Attempt(adapter.read, 20)
    until(lambda: adapter._access.noticed().readers)
    social.set(fault=fault)
    assert attempt.error().completion is Completion.DEVICE_NOT_READY
    social.set(fault=None, card=PERSON)
    assert adapter.read(10).id_number == social.person().number


def stop_after(social, adapter, answers):
    social.set(card=PERSON, fault=None, stop_after=answers)
    until(lambda: adapter.status().ready)
    error = refusal(adapter.read, 10)
    assert (error.completion, error.fault.code) == (Completion.DEVICE_NOT_READY, "link.absent")
    assert "pcscd" in error.fault.technician
    social.set(fault=None)
    assert adapter.read(10).id_number == social.person().number


@pytest.mark.parametrize("answers", [0, 9])
def test_a_service_that_stops_in_mid_read_is_named_and_the_next_read_works(social, answers):
    stop_after(social, social.open(), answers)


@pytest.mark.soak
def test_a_service_that_stops_at_any_answer_is_named(social):
    adapter = social.open()
    for answers in range(ONE_READ):
        stop_after(social, adapter, answers)


def lift(social, adapter, **where):
    social.set(card=PERSON, **where)
    assert named(adapter.read, 10) == (Completion.USER_ERROR, "card.lifted"), where
    assert social.state().card is None
    social.set(card=PERSON)
    told: Counter[str] = Counter()
    try:
        until(lambda: readable(adapter, told), 40)
    except AssertionError:
        pytest.fail(f"{where}: not read again: {dict(told)}, {social.state()}, {social.device._line}")


def take_away(social, adapter):
    social.set(card=None)
    until(lambda: named(adapter.read, 0) == (Completion.TIME_OUT, "card.none"))


def readable(adapter, told):
    try:
        return adapter.read(10)
    except DeviceError as error:
        told[error.fault.code] += 1
        assert error.fault.code in ("card.lifted", "card.silent", "card.mute", "card.none")
        return None


@pytest.mark.parametrize("where", [{"lift_after": 0}, {"lift_after": 8}, {"unplug_at_byte": 61}], ids=str)
def test_a_card_lifted_in_mid_read_is_named_and_read_when_it_is_back(social, where):
    lift(social, social.open(), **where)


@pytest.mark.soak
def test_a_card_lifted_between_any_two_answers_is_named(social):
    adapter = social.open()
    for answers in range(ONE_READ):
        lift(social, adapter, lift_after=answers)
        take_away(social, adapter)


@pytest.mark.soak
@pytest.mark.timeout(1500)
def test_a_card_lifted_at_any_byte_of_its_answers_is_named(social):
    adapter = social.open()
    for sent in range(BYTES):
        lift(social, adapter, unplug_at_byte=sent)
        take_away(social, adapter)


def test_one_read_is_so_many_answers_and_bytes(social):
    """What the enumerations above count to."""
    social.set(card=PERSON, lift_after=ONE_READ, unplug_at_byte=BYTES)
    adapter = social.open()
    assert adapter.read(5)
    assert (social.device._answers, social.device._sent) == (ONE_READ, BYTES)


def test_close_breaks_a_read_that_a_mute_card_holds_up(social):
    social.set(card=PERSON, fault="mute")
    adapter = social.open(2.0)
    attempt = Attempt(adapter.read, 20)

    def broken():
        adapter.close()
        return attempt.over()

    until(broken)
    assert attempt.error().completion is Completion.CANCELED


def test_a_service_that_keeps_this_user_out_is_not_said_to_be_stopped():
    with pytest.raises(PcscError) as caught:
        trouble.demand(0x8010006A)
    fault = _faults.outcome(caught.value, "*").fault
    assert fault.code == "link.denied"
    assert "没有运行" not in fault.technician and "polkit" in fault.technician
