"""What a check found before stands beside what it finds now; a look keeps nothing by itself."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from kiosk import cli, diagnostics
from kiosk.devices.virtual import state
from kiosk.devices.virtual.state import ReceiptPrinterState
from kiosk.diagnostics import Past
from kiosk.model import Health, Level
from tests.diagnostics.machine import now

PRINTER = "凭条打印机"


def line(page, name):
    return next(text for text in page.splitlines() if f"  {name}  " in text)


def kept(machine, later=timedelta()):
    return Past.look(machine.config.store, now() + later)


def test_a_check_that_nobody_kept_is_a_state_of_its_own(machine):
    report = machine.report()
    assert "［没有记录］" in line(diagnostics.show(report, kept(machine)), PRINTER)
    assert {check["last"] for check in diagnostics.as_json(report, kept(machine))["checks"]} == {None}


def test_results_come_back_with_their_age(machine):
    assert diagnostics.keep(machine.config.store, machine.report(Level.EXTERNAL), now()) == ""
    state.write(machine.states, ReceiptPrinterState(paper="out"))
    page = diagnostics.show(machine.report(), kept(machine, later=timedelta(days=2)))
    assert line(page, PRINTER).startswith("失败")
    assert line(page, PRINTER).endswith("［上次动作检查：通过，2 天前］")
    assert line(page, "磁盘空间").endswith("［上次：通过，2 天前］")


def test_a_slip_that_was_printed_says_more_than_a_later_look(machine):
    store = machine.config.store
    diagnostics.keep(store, (Health(PRINTER, Level.EXTERNAL, "fail", "卡纸"),), now() - timedelta(hours=5))
    diagnostics.keep(store, (Health(PRINTER, Level.INTERNAL, "pass", "在线有纸"),), now())
    assert kept(machine).said(PRINTER) == "上次动作检查：失败，5 小时前"
    assert kept(machine).data(PRINTER)["result"] == "fail"


def test_the_last_result_replaces_the_one_before(machine):
    for result, ago in (("fail", 9), ("pass", 3)):
        health = Health(PRINTER, Level.EXTERNAL, result, "")
        diagnostics.keep(machine.config.store, (health,), now() - timedelta(days=ago))
    assert kept(machine).said(PRINTER) == "上次动作检查：通过，3 天前"


def test_what_was_not_asked_is_no_result(machine):
    machine.with_platform("https://platform.invalid:8443")
    diagnostics.keep(machine.config.store, machine.report(), now())
    assert kept(machine).said("域名解析") == "上次：失败，刚才"
    assert kept(machine).said("平台应答") == "没有记录"


def test_a_store_of_before_there_were_records_has_none(machine):
    with sqlite3.connect(machine.config.store) as db:
        db.execute("drop table check_result")
    db.close()
    assert kept(machine).said(PRINTER) == "没有记录"
    assert [health.name for health in machine.report() if health.result != "pass"] == []


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_store_that_cannot_take_them_is_said_and_not_made(machine, harm):
    machine.config.store.unlink()
    if harm == "damaged":
        machine.config.store.write_bytes(b"not a database" * 300)
    assert "结果没有记下" in diagnostics.keep(machine.config.store, machine.report(), now())
    assert machine.config.store.exists() == (harm == "damaged")
    assert kept(machine).said(PRINTER) == "没有记录"


def test_only_a_look_with_record_is_kept(machine, tmp_path, capsys):
    config = str(tmp_path / "terminal.toml")
    assert cli.main(["doctor", "--config", config]) == 0
    assert kept(machine).said(PRINTER) == "没有记录"
    assert cli.main(["doctor", "--config", config, "--record"]) == 0
    assert "结果已记下。" in capsys.readouterr().out
    assert kept(machine).said(PRINTER) == "上次：通过，刚才"
