"""Each state that the protocol can tell, on command at the virtual printer, in two people's words."""

import pytest

from kiosk.devices.virtual.mechanism import ReceiptMechanismState
from kiosk.devices.virtual.state import StateError
from kiosk.model import DeviceError, DeviceState, Level, SlipText
from tests.devices.rigs import HASTY, Attempt, until

STATES = [
    ({"cover": "open"}, {}, "cover.open"),
    ({"paper": "low"}, {}, "media.low"),
    ({"paper": "out"}, {}, "media.empty"),
    ({"cutter": "jam"}, {}, "cutter.jam"),
    ({"heat": "hot"}, {}, "head.hot"),
    ({}, {"error": "unrecoverable"}, "printer.unrecoverable"),
    ({}, {"error": "voltage"}, "printer.unrecoverable"),
    ({}, {"error": "recoverable"}, "printer.recoverable"),
    ({}, {"error": "line"}, "printer.recoverable"),
    ({}, {"path": "jam"}, "printer.recoverable"),
    ({}, {"panel": "offline"}, "printer.offline"),
    ({}, {"panel": "feeding"}, "printer.feeding"),
]
WELL = {"cover": "closed", "paper": "full", "cutter": "ok", "heat": "ok", "fault": None}
WELL_TOO = {"error": None, "panel": "ready", "path": "clear", "answers": None}
SLIP = [SlipText("收件凭证")]


@pytest.mark.parametrize(("base", "more", "code"), STATES, ids=[code for _, _, code in STATES])
def test_it_is_told_and_over_when_it_is_over(printer, base, more, code):
    adapter = printer.open()
    printer.set(**base)
    printer.mechanism(**more)
    found = adapter.status()
    assert [fault.code for fault in found.faults] == [code]
    if code == "media.low":
        assert found.state is DeviceState.ATTENTION
    else:
        assert found.state is DeviceState.FAULT
        with pytest.raises(DeviceError) as caught:
            adapter.print("job", SLIP, 10)
        assert caught.value.fault.code == code
        assert not printer.slips()
    assert adapter.check(Level.INTERNAL).result != "pass"
    printer.set(**WELL)
    printer.mechanism(**WELL_TOO)
    assert adapter.status().state is DeviceState.ONLINE
    adapter.print("job", SLIP, 20)
    assert [slip["complete"] for slip in printer.slips()] == [True]


@pytest.mark.parametrize(
    "wrong",
    [
        {"error": "fire"},
        {"panel": 1},
        {"path": None},
        {"output": ""},
        {"answers": "all"},
        {"unplug_at_byte": -1},
    ],
)
def test_a_mechanism_that_cannot_be_is_refused(wrong):
    with pytest.raises(StateError, match=next(iter(wrong))):
        ReceiptMechanismState(**wrong)


def test_the_worst_is_told_first_and_none_is_lost(printer):
    printer.set(paper="low", cover="open", cutter="jam")
    found = printer.open().status()
    assert {fault.code for fault in found.faults} == {"media.low", "cover.open", "cutter.jam"}
    assert found.worst.severity == "error"


@pytest.mark.parametrize("base", [{"fault": "garbage"}, {"fault": "silent"}, {"fault": "slow"}])
def test_what_is_no_answer_is_no_state(printer, base):
    printer.set(**base)
    adapter = printer.open(HASTY)
    assert not adapter.status().ready
    printer.set(**WELL)
    until(lambda: adapter.status().ready)


def test_half_an_answer_is_silence(printer):
    printer.mechanism(answers="half")
    adapter = printer.open(HASTY)
    assert adapter.status().worst.code == "link.silent"
    printer.mechanism(answers=None)
    until(lambda: adapter.status().ready)


@pytest.mark.parametrize("button", [{"panel": "feeding"}, {"panel": "offline"}])
def test_a_hand_at_the_panel_in_mid_slip_fails_it(printer, button):
    printer.set(speed_mm_s=40)
    adapter = printer.open(0.3)
    attempt = Attempt(adapter.print, "job", SLIP * 8, 20)
    until(printer.printed_lines)
    printer.mechanism(**button)
    assert attempt.error().fault.code in ("printer.feeding", "printer.offline")
    assert not printer.slips()
