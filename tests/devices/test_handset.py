"""Whoever calls for help is heard, however short the press and whoever looked meanwhile."""

import pytest

from kiosk.devices.handset import HandsetState, sample
from kiosk.model import Completion, DeviceError, DeviceState, Level
from tests.devices.rigs import Attempt, fixture_of, until
from tests.devices.rigs.boards import HandsetRig

REST = HandsetState(calling=False, presses=0, lifted=False, headphones=False, lamp=False)
QUICK = 0.3


rig = fixture_of(HandsetRig)


def test_a_press_a_lifted_handset_and_headphones_are_told(rig):
    adapter = rig.open()
    assert adapter.state() == REST
    rig.set(call="pressed")
    until(lambda: adapter.state() == HandsetState(True, 1, False, False, False))
    rig.set(call="released", handset="lifted", headphones="in")
    until(lambda: adapter.state() == HandsetState(False, 1, True, True, False))
    assert adapter.status().state is DeviceState.ONLINE


def test_a_press_wakes_whoever_waits(rig):
    adapter = rig.open()
    assert adapter.wait_change(20) == REST
    found = []

    def wait():
        while not (found and found[-1].calling):
            found.append(adapter.wait_change(20))

    attempt = Attempt(wait)
    rig.set(call="pressed")
    until(attempt.over)
    assert found[-1].calling is True


def test_somebody_else_who_looks_takes_no_call_from_whoever_waits(rig):
    adapter = rig.open()
    assert adapter.wait_change(20) == REST
    rig.set(call="pressed")
    until(lambda: adapter.state().calling)
    other = []
    until(Attempt(lambda: other.append(adapter.wait_change(20))).over)
    assert other[0].calling
    assert adapter.wait_change(20).calling


def test_a_press_that_was_over_before_anybody_looked_has_been_counted(rig):
    adapter = rig.open(heartbeat=0.05)
    assert adapter.wait_change(20) == REST
    rig.set(call="pressed")
    until(lambda: rig.state().presses == 1)
    rig.set(call="released")
    until(lambda: adapter.wait_change(1) == HandsetState(False, 1, False, False, False))


def test_the_count_starts_again_after_999(rig):
    rig.set(presses=999)
    adapter = rig.open()
    until(lambda: adapter.state().presses == 999)
    rig.set(call="pressed")
    until(lambda: adapter.state().presses == 0)


def test_the_lamp_shines_when_the_board_says_so(rig):
    adapter = rig.open()
    adapter.ring(True)
    assert rig.state().lamp == "on" and adapter.state().lamp is True
    adapter.ring(True)
    adapter.ring(False)
    assert rig.state().lamp == "off" and adapter.state().lamp is False


def test_a_lamp_that_is_lit_tells_whoever_waits_in_another_thread(rig):
    adapter = rig.open()
    assert adapter.wait_change(20) == REST
    found = []

    def wait():
        while not (found and found[-1].lamp):
            found.append(adapter.wait_change(20))

    attempt = Attempt(wait)
    adapter.ring(True)
    until(attempt.over)
    assert found[-1].lamp is True


def test_a_board_without_a_lamp_says_so_and_the_button_still_works(rig):
    rig.set(lamp="none", call="pressed")
    adapter = rig.open()
    until(lambda: adapter.state().calling and adapter.state().lamp is None)
    with pytest.raises(DeviceError) as refused:
        adapter.ring(True)
    assert refused.value.completion is Completion.UNSUPPORTED
    assert refused.value.fault.citizen and refused.value.fault.technician
    assert adapter.check(Level.EXTERNAL).result == "pass"


def test_a_lamp_of_a_silent_board_is_not_lit(rig):
    adapter = rig.open(QUICK)
    until(lambda: adapter.state() == REST)
    rig.set(fault="silent")
    until(lambda: not adapter.status().ready)
    with pytest.raises(DeviceError) as refused:
        adapter.ring(True)
    assert refused.value.completion in (Completion.TIME_OUT, Completion.DEVICE_NOT_READY)
    assert rig.state().lamp == "off"


def test_a_check_that_may_act_lights_the_lamp_and_leaves_it_as_it_was(rig):
    adapter = rig.open()
    until(lambda: adapter.state().lamp is False)
    assert adapter.check(Level.EXTERNAL).result == "pass"
    assert rig.state().lamp == "off"
    adapter.ring(True)
    assert adapter.check(Level.EXTERNAL).result == "pass"
    assert rig.state().lamp == "on"


def test_a_check_that_asks_the_technician_waits_for_the_button(rig):
    adapter = rig.open()
    until(lambda: adapter.state() == REST)
    found = []
    attempt = Attempt(lambda: found.append(adapter.check(Level.INTERACTIVE)))
    presses = iter(range(1, 900))

    def pressed():
        rig.set(presses=next(presses))
        return attempt.over()

    until(pressed)
    assert found[0].result == "pass"


def test_a_lifted_handset_that_was_unplugged_is_unknown_and_found_again(rig):
    rig.set(handset="lifted")
    adapter = rig.open()
    until(lambda: adapter.state().lifted)
    rig.set(fault="unplugged")
    until(lambda: adapter.state() == HandsetState())
    rig.set(fault=None)
    until(lambda: adapter.state().lifted)


def pulled_at(rig, adapter, byte):
    """The cable goes at that byte of what the board sends, and comes back."""
    rig.set(unplug_at_byte=byte)
    while (found := adapter.state()) != HandsetState():
        assert found == REST, "half of an answer"
    assert adapter.status().worst.code == "link.absent"
    rig.set(fault=None)
    until(lambda: adapter.state() == REST)


def answer_size():
    said = {"call": "released", "presses": "0", "handset": "hung", "headphones": "out", "lamp": "off",
            "beat": "1"}  # fmt: skip
    return sum(len(f"{key}={value}*00\n") for key, value in said.items())


@pytest.mark.parametrize("byte", range(1, answer_size(), 23))
def test_the_cable_may_be_pulled_at_a_byte_and_the_same_object_works_again(rig, byte):
    adapter = rig.open()
    until(lambda: adapter.state() == REST)
    pulled_at(rig, adapter, byte)


@pytest.mark.soak
def test_the_cable_may_be_pulled_at_every_byte_of_an_answer(rig):
    adapter = rig.open()
    until(lambda: adapter.state() == REST)
    for byte in range(answer_size() + 1):
        pulled_at(rig, adapter, byte)


def test_a_technician_is_shown_the_state(rig):
    assert sample(rig.open(), 1) == vars(REST)
