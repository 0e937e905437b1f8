"""A device that is out of order is said with the matters that are closed for it, as the items have them."""

from __future__ import annotations

import re
import shutil

from kiosk import diagnostics
from kiosk.devices.virtual import state
from kiosk.devices.virtual.state import CardReaderState, ReceiptPrinterState
from kiosk.diagnostics.offer import Offer
from kiosk.flows.loader import load_sound
from kiosk.model import Health, Level
from tests.diagnostics.machine import named

DEAD = Health("扫码器", Level.INTERNAL, "fail", "没有应答", advice="检查电源")


def test_the_matters_that_need_a_dead_reader_are_named_in_its_advice_and_below_the_cause(machine):
    state.write(machine.states, CardReaderState(fault="unplugged"))
    report = machine.report()
    flows, _ = load_sound(machine.config.items)
    titles = [flow.title.zh for flow in flows.values() if "card_reader" in flow.required]
    said, _, rest = named(report, "身份证阅读器").advice.partition("停用后不能办：")[2].partition(" 等 ")
    shown = said.split("、")
    assert shown == titles[: len(shown)] and len(shown) >= 2
    assert rest == (f"{len(titles)} 项" if len(shown) < len(titles) else "")
    assert f"停用后不能办：{titles[0]}" in diagnostics.show(report).splitlines()[1]


def test_a_device_that_no_matter_needs_closes_none(machine):
    state.write(machine.states, ReceiptPrinterState(cover="open"))
    assert named(machine.report(), "凭条打印机").advice == "合上盖子；没有事项因它停办"


def test_a_warning_closes_nothing(machine):
    state.write(machine.states, ReceiptPrinterState(paper="low"))
    assert named(machine.report(), "凭条打印机").advice == "准备更换纸卷"


def test_what_an_item_requires_is_read_from_its_file_and_nowhere_else(machine, tmp_path):
    kept = tmp_path / "resources"
    for name in ("codes", "data", "items"):
        shutil.copytree(machine.config.items.parent / name, kept / name)
    item = kept / "items" / "si-certificate.yaml"
    text = re.sub(
        r"^required: .*$", "required: [card_reader, document_printer]", item.read_text("utf-8"), flags=re.M
    )
    item.write_text(text, "utf-8")
    offer = Offer.read(kept / "items")
    title = load_sound(kept / "items")[0]["si-certificate"].title.zh
    assert offer.without(["document_printer"]) == [title]
    assert offer.told(DEAD, "document_printer").advice == f"检查电源；停用后不能办：{title}"


def test_of_many_matters_some_are_named_and_all_are_counted():
    offer = Offer(tuple((f"事项{place}", frozenset({"code_scanner"})) for place in range(9)))
    advice = offer.told(DEAD, "code_scanner").advice
    assert advice == "检查电源；停用后不能办：事项0、事项1、事项2、事项3、事项4、事项5 等 9 项"
