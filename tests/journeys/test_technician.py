"""A technician at the screen: the cause is the first line, and citizens lose nothing by it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.care.machine import NAMES
from kiosk.devices.virtual import state
from kiosk.diagnostics import readiness
from kiosk.model import Level
from kiosk.store.journal import Event
from tests.journeys.technician import ORDER, TECHNICIAN, configuration, workshop
from tests.ui.visitor import DEAD, PEOPLE

PAGES = ("devices", "outbox", "paper", "rounds", "log", "versions", "drill")


@pytest.fixture
def bench(place, tmp_path):
    place.server.nobody_was_here()
    with workshop(place, tmp_path) as somebody:
        yield somebody


def out_of_paper(bench) -> None:
    state.update(bench.place.states, state.ReceiptPrinterState, paper="out")


def test_out_of_paper_is_the_first_line_and_a_new_roll_puts_it_right(bench, tmp_path):
    out_of_paper(bench)
    bench.comes()
    assert bench.sheet["says"].startswith("原因：凭条打印机没有纸了") and bench.sheet["tone"] == "bad"
    assert "换" in bench.sheet["says"]  # and what to do
    ((account, came),) = bench.noted(Event.CARE_BEGUN)
    assert json.loads(came)["order"] == ORDER
    assert [admitted.id for admitted in bench.staff.told().technicians] == [account]
    said = {}
    for page in PAGES:
        bench.goes_to(page)
        said[page] = bench.whole()
    first = said["devices"]
    assert first.index("凭条打印机") < first.index("身份证阅读器")  # what is wrong stands before what is well
    assert "没有记录" in first
    bench.does("drill.card_reader.absent")
    bench.until(lambda: "读卡" in bench.whole() or "身份证" in bench.whole(), "what home says of it")
    assert "演练中" in bench.sheet["says"] and len(bench.sheet["rows"]) >= 15
    bench.does("right")
    assert bench.terminal.devices()["card_reader"].ready
    state.update(bench.place.states, state.ReceiptPrinterState, paper="full")
    bench.until(lambda: bench.terminal.devices()["receipt_printer"].ready, "the new roll")
    bench.goes_to("paper")
    bench.does("paper.80")
    assert "80 米" in bench.sheet["says"] and "'0 张" in bench.whole().replace('"', "'")
    bench.does("sheets.500")
    bench.does("toner.3000")
    assert "3000 页" in bench.sheet["says"] and "标 500，以来打印 0 页" in bench.whole()
    bench.goes_to("devices")
    bench.does("device.receipt_printer")
    assert bench.sheet["says"].startswith("凭条打印机：通过") and bench.sheet["tone"] == "good"
    assert "刚才" in bench.whole()
    bench.does("exchanges.receipt_printer")
    assert bench.sheet["heading"] == "凭条打印机的最近收发" and len(bench.sheet["rows"]) > 8
    assert "10 04 01" in bench.whole() and "字节〕" in bench.whole()
    bench.does("exchanges")
    assert bench.sheet["heading"] == "设备"
    bench.goes_to("outbox")
    bench.does("sync")
    assert bench.sheet["says"].startswith("送出 0 件")
    done = [subject for subject, _ in bench.noted(Event.CARED)]
    supplies = ["paper.80", "sheets.500", "toner.3000"]
    looked = ["exchanges.receipt_printer", "exchanges"]
    assert done == ["drill.card_reader.absent", "right", *supplies, "device.receipt_printer", *looked, "sync"]
    assert all(account in detail for _, detail in bench.noted(Event.CARED))
    bench.waits(901)
    bench.sees("Home")
    bench.until(lambda: bench.noted(Event.CARE_ENDED), "the end of it")
    assert bench.noted(Event.CARE_ENDED)[0][1].count("idle") == 1
    who = PEOPLE.by_id(TECHNICIAN)
    for text in (*said.values(), json.dumps(bench.noted(Event.CARE_BEGUN))):
        assert who.number not in text and not any(name in text for name in who.names)
    assert bench.store.journal.verify() is None


def test_a_platform_that_is_down_is_the_first_line(place, tmp_path):
    place.server.nobody_was_here()
    with workshop(place, tmp_path, platform=DEAD) as bench:
        bench.comes()
        assert bench.sheet["says"].startswith("原因：平台没有运行，或端口不对")
        bench.tap("care.leave")
        bench.sees("Home")
        bench.until(lambda: bench.noted(Event.CARE_ENDED), "the end of it")


def test_a_printer_that_says_nothing_is_the_first_line_and_the_whole_test_is_signed(bench, tmp_path):
    state.update(bench.place.states, state.ReceiptPrinterState, fault="silent")
    bench.comes()
    assert bench.sheet["says"].startswith("原因：凭条打印机") and "应答" in bench.sheet["says"]
    bench.goes_to("test")
    bench.lays_card("chen-wei")
    bench.does("test")
    assert bench.sheet["says"].startswith("原因：凭条打印机")
    (path,) = (tmp_path / "reports").iterdir()
    report = readiness.verified(configuration(bench.place, tmp_path), path.read_bytes())
    assert report["level"] == Level.INTERACTIVE.value and path.name in bench.whole()
    somebody = PEOPLE.by_id("chen-wei")
    assert somebody.number not in path.read_text() and somebody.names[0] not in bench.whole()
    names = {check["name"] for check in report["findings"]["checks"]}
    assert {NAMES[kind] for kind in bench.place.options} <= names


def test_nobody_comes_without_card_and_fresh_code_and_never_beside_a_citizen(bench):
    bench.tap("item.si-certificate")
    bench.sees("Notice")
    assert not bench.carer.property("canEnter")
    bench.carer.enter()
    bench.time.stop()
    bench.tap(*["mark"] * 6)
    bench.time.go_on()
    bench.sees("Notice")
    bench.tap("home")
    bench.lays_own_card("chen-wei")
    bench.until(lambda: "没有登记为本机的技术员" in bench.reads(), "the word on the card of somebody else")
    bench.lifts_and_lays(TECHNICIAN)
    bench.enters_code(ahead=900)
    bench.until(lambda: "还可以试 4 次" in bench.reads(), "the word on a code of another time")
    bench.tap("back")
    bench.sees("Home")
    bench.comes()
    bench.tap("care.leave")
    bench.sees("Home")
    bench.until(lambda: bench.noted(Event.CARE_ENDED), "the end of it")
    used = bench.store.technicians.used(bench.noted(Event.CARE_BEGUN)[0][0])
    assert used > 0
    bench.lays_own_card()
    bench.enters_code(ahead=-1)  # as good as the one that was used, or older
    bench.until(lambda: "已经用过" in bench.reads(), "the word on a code that was used")
    assert not bench.noted(Event.CARED)


CERTIFICATE = "社保参保证明"
FINE, UP, DOWN = "照常办理", "网络正常", "暂时不通"


@pytest.mark.parametrize(
    ("fault", "above", "certificate", "booking"),
    [
        ("line", DOWN, FINE, "现在网络不通，不能预约和取号"),
        ("disk", UP, "本机现在办不了", FINE),
        ("clock", UP, FINE, FINE),
    ],
)
def test_a_drill_of_the_machine_shows_what_home_would_say_and_changes_nothing(
    bench, fault, above, certificate, booking
):
    bench.until(lambda: bench.terminal.network() == "ok", "the line")
    bench.comes()
    bench.goes_to("drill")
    kept = bench.store._database.rows("select count(*) as n from journal")[0]["n"]
    bench.does(f"drill.{fault}")

    def seen():
        return {row["title"]: row["value"] for row in bench.sheet["rows"]}

    def all_is_said():
        said = seen()
        words = (above, said["屏幕顶上"]), (certificate, said[CERTIFICATE]), (booking, said["预约取号"])
        return all(word in sentence for word, sentence in words)

    bench.until(all_is_said, "what home would say")
    year = bench.place.clock().year + (fault == "clock")
    assert seen()["屏幕顶上"].startswith(f"{year}年") and len(seen()) >= 15
    ((drilled, _),) = bench.noted(Event.CARED)
    assert drilled == f"drill.{fault}"
    assert bench.store._database.rows("select count(*) as n from journal")[0]["n"] == kept + 1
    bench.tap("back")
    bench.is_shown("overview")
    assert bench.terminal.network() == "ok" and bench.terminal.can_file()
    assert bench.shell.view._machine.property("date").startswith(f"{bench.place.clock().year}年")
    assert "演练" not in bench.sheet["says"] and bench.store.journal.verify() is None


def test_a_daily_round_is_ticked_off_point_by_point_and_begins_anew_with_the_day(place, tmp_path):
    place.server.nobody_was_here()
    with workshop(replace(place), tmp_path) as bench:
        bench.comes()
        bench.goes_to("rounds")
        rows = bench.sheet["rows"]
        points = [row["act"] for row in rows]
        assert bench.sheet["says"] == f"今天还有 {len(points)} 项没有做" and all(points)
        assert all("没有记录" in row["value"] for row in rows)
        bench.does(points[0])
        assert bench.sheet["says"] == f"今天还有 {len(points) - 1} 项没有做"
        assert bench.sheet["rows"][0]["act"] == "" and "今天做好了" in bench.sheet["rows"][0]["value"]
        bench.shell.view.carer.act(points[0])  # as by a tap on what the glass showed a moment ago
        for point in points[1:]:
            bench.until(lambda: not bench.carer.property("works"), "the end of it")
            bench.does(point)
        assert [subject for subject, _ in bench.noted(Event.ROUND)] == [p.partition(".")[2] for p in points]
        assert bench.sheet["says"] == "今天的巡检做完了" and bench.sheet["tone"] == "good"
        ((account, _),) = bench.noted(Event.CARE_BEGUN)
        assert all(account in detail for _, detail in bench.noted(Event.CARED))
        bench.place.ahead += timedelta(days=1)
        bench.goes_to("rounds")
        assert [row["act"] for row in bench.sheet["rows"]] == points
        assert all("上次" in row["value"] and "没有记录" not in row["value"] for row in bench.sheet["rows"])
        assert bench.store.journal.verify() is None
