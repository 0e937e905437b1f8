"""A matter that cannot be begun says which thing does not work, and what else can be done."""

import pytest

from kiosk.model import DeviceState, DeviceStatus, Fault
from kiosk.ui import lacking, wording

WORDING = wording.Wording(wording.load())


def status(code):
    return DeviceStatus(DeviceState.FAULT, faults=(Fault(code, "", ""),))


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        ("card_reader", "link.absent", "这里读不了身份证，请换一台机器"),
        ("receipt_printer", "media.empty", "打印纸用完了，请换一台机器"),
        ("document_printer", "media.jam", "打印机卡纸了，请换一台机器"),
        ("document_printer", "link.silent", "打印机用不了，请换一台机器"),
        ("sensors", "link.silent", "本机现在办不了，请换一台机器"),
    ],
)
def test_the_cause_is_said_and_where_to_go(kind, code, said):
    assert lacking.sentence(WORDING, [kind], {kind: status(code)}) == said


def test_a_device_of_which_nothing_is_known_is_named_all_the_same():
    assert lacking.sentence(WORDING, ["card_reader"], {}) == "这里读不了身份证，请换一台机器"
