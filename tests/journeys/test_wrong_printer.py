"""The receipt printer before, in and after the slip: what is not printed is never called printed, the number
is there to be photographed, and a slip is printed once."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest

from kiosk.devices.virtual import state
from kiosk.model import Status
from kiosk.store.journal import Event
from tests.journeys.sayings import journal, says_once
from tests.ui.visitor import Visitor

NOTHING, PERHAPS = "回执没有打出来。", "回执可能没有打完，请看一看出纸口。"
STANDS = "您的申请已经收下，不受影响。请拍下或抄下编号，也可以重打一次"


@dataclass(frozen=True)
class Wrong:
    """What is wrong with the printer; what is said to person and technician; the journal's code."""

    case: str
    printer: dict
    says: str
    technician: str
    code: str


CASES = [
    Wrong("no paper", {"paper": "out"}, f"打印纸用完了，{NOTHING}", "凭条纸用完", "media.empty"),
    Wrong(
        "the paper ends in the slip",
        {"paper_out_after_lines": 5},
        f"打印纸用完了，{PERHAPS}",
        "凭条纸用完",
        "media.empty",
    ),
    Wrong(
        "the cover is open", {"cover": "open"}, f"打印机的盖子没有关好，{NOTHING}", "上盖打开", "cover.open"
    ),
    Wrong(
        "the cutter is jammed", {"cutter": "jam"}, f"打印机暂时用不了，{NOTHING}", "切刀卡住", "cutter.jam"
    ),
    Wrong("the head is hot", {"heat": "hot"}, f"打印机太热，要歇一会儿，{NOTHING}", "打印头过热", "head.hot"),
    Wrong(
        "the printer is silent",
        {"fault": "silent"},
        f"打印机暂时用不了，{NOTHING}",
        "没有应答",
        "link.silent",
    ),
    Wrong(
        "the cable is out",
        {"fault": "disconnected"},
        f"打印机暂时用不了，{NOTHING}",
        "端口拒绝连接",
        "link.absent",
    ),
    Wrong(
        "the printer talks nonsense",
        {"fault": "garbage"},
        f"打印机暂时用不了，{NOTHING}",
        "不符合协议",
        "link.garbled",
    ),
]
SAMPLE = ("no paper", "the paper ends in the slip", "the cover is open", "the cable is out")


def slips(visitor):
    """What came out of the mouth so far: whether each is whole."""
    found = sorted(visitor.place.paper.glob("slip-*.json"))
    return [json.loads(path.read_text("utf-8"))["complete"] for path in found]


@pytest.mark.parametrize(
    "wrong",
    [pytest.param(w, id=w.case, marks=[] if w.case in SAMPLE else [pytest.mark.soak]) for w in CASES],
)
def test_a_slip_that_does_not_come_out_is_said_and_can_be_printed_again(offline_visitor, wrong):
    visitor = offline_visitor
    visitor.walks_to_review_without_a_line()
    visitor.tap("submit")
    visitor.sees("Outcome")
    state.update(visitor.place.states, state.ReceiptPrinterState, **wrong.printer)
    before = slips(visitor)
    visitor.tap("slip")
    page = says_once(visitor, wrong.says)
    filing = visitor.shell.session.aftermath.filing
    assert STANDS in page and filing.number in page and "回执没有打印好" in page and "已打印" not in page
    assert filing.number in visitor.scans()
    assert f'"fault":"{wrong.code}"' in "".join(journal(visitor, Event.SLIP_FAILED))
    assert not visitor.terminal.store.filings.slip_is_printed(filing.id)
    assert visitor.terminal.outcome(filing.id).status is Status.HELD
    fault = visitor.terminal.poll_devices()["receipt_printer"].worst
    assert wrong.technician in fault.technician

    state.write(visitor.place.states, state.ReceiptPrinterState())
    slip = visitor.shell.session.aftermath.slip

    def printed():
        if visitor.can_tap("slip.again"):
            visitor.tap("slip.again")
        return slip.property("state") == "printed"

    visitor.until(printed, "the slip")
    assert not visitor.can_tap("slip.again") and "回执已打印" in visitor.reads()
    whole = slips(visitor)[len(before) :]
    assert whole.count(True) == 1 and whole[-1]
    assert visitor.terminal.store.filings.slip_is_printed(filing.id)


def test_paper_that_ends_after_the_slip_is_the_technicians_and_takes_nothing_back(offline_visitor):
    visitor = offline_visitor
    visitor.walks_to_review_without_a_line()
    visitor.tap("submit", "slip")
    slip = visitor.shell.session.aftermath.slip
    visitor.until(lambda: slip.property("state") == "printed", "the slip")
    state.update(visitor.place.states, state.ReceiptPrinterState, paper="out")
    assert "凭条纸用完" in visitor.terminal.poll_devices()["receipt_printer"].worst.technician
    assert "请取走回执" in says_once(visitor, "回执已打印")
    visitor.tap("slip.done")
    visitor.sees("Rating")


def test_a_printer_that_cannot_say_is_not_believed_either_way(place, tmp_path):
    name, options = place.options["receipt_printer"]
    mute = replace(
        place, options=place.options | {"receipt_printer": (name, options | {"profile": "write-only-80"})}
    )
    with Visitor.arrives(mute, tmp_path, online=False) as visitor:
        visitor.walks_to_review_without_a_line()
        visitor.tap("submit", "slip")
        page = says_once(visitor, "请看一看出纸口有没有回执。")
        assert "请看看回执打好没有" in page and STANDS in page and "已打印" not in page
        filing = visitor.shell.session.aftermath.filing
        assert not visitor.terminal.store.filings.slip_is_printed(filing.id)
