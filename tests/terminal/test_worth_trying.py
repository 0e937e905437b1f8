"""What nobody can know of before it is used is not offered, and may be tried."""

from kiosk.devices.code_scanner._line_faults import NO_STATUS
from kiosk.model import DeviceState, DeviceStatus
from kiosk.terminal.words import missing, worth_trying


def test_an_unknown_scanner_is_not_ready_and_may_be_tried():
    unsure = DeviceStatus(DeviceState.UNKNOWN, faults=(NO_STATUS,))
    assert missing({"code_scanner": unsure}, ["code_scanner"]) == ["code_scanner"]
    assert worth_trying(unsure)


def test_one_that_was_not_asked_yet_or_is_not_there_is_not_tried():
    assert not worth_trying(None)
    assert not worth_trying(DeviceStatus(DeviceState.UNKNOWN))
    assert not worth_trying(DeviceStatus(DeviceState.ABSENT, faults=(NO_STATUS,)))
