"""A machine that is well raises no alarm, and looking at it changes nothing."""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path

from kiosk.devices import open_device
from kiosk.diagnostics import parts
from kiosk.diagnostics.verdict import LEFT_OUT
from kiosk.model import Level
from kiosk.store.journal import Event
from tests.diagnostics.machine import named, now


def test_a_healthy_machine_has_no_alarm(machine):
    report = machine.report()
    assert [(h.name, h.value, h.advice) for h in report if h.result != "pass"] == []
    assert [h.name for h in report] == [
        *("时钟", "数据文件夹", "磁盘空间", "终端登记", "文件权限", "终端证书", "平台 CA 证书"),
        *("域名解析", "连接平台", "加密连接", "平台应答", "数据库", "流水链", "待传申报"),
        *("事项", "设备配置", "字体", "身份证阅读器", "凭条打印机", "文件打印机"),
    ]


def test_a_new_machine_that_never_ran_has_no_alarm(machine):
    machine.config.store.unlink()
    assert [h.name for h in machine.report() if h.result != "pass"] == []
    assert not machine.config.store.exists()


def test_looking_changes_nothing(machine):
    before = fingerprint(machine.config.data)
    machine.report()
    assert fingerprint(machine.config.data) == before


def test_looking_changes_nothing_while_the_terminal_runs(machine):
    store = machine.store()
    store.journal.append(Event.STARTED, now(), "screen")
    before = fingerprint(machine.config.data)
    assert {h.result for h in machine.report()} == {"pass"}
    assert fingerprint(machine.config.data) == before
    store.close()


def test_an_external_check_prints_a_slip(machine, tmp_path):
    report = machine.report(Level.EXTERNAL)
    assert {h.result for h in report if h.code != LEFT_OUT} == {"pass"}
    assert [path.name for path in (tmp_path / "paper").glob("slip-*.png")] == ["slip-0001.png"]


def test_a_device_that_the_terminal_has_in_use_is_not_disturbed(machine):
    entry = next(d for d in machine.config.devices if d.kind == "card_reader")
    held = open_device(entry.kind, entry.adapter, entry.options)
    store = machine.store()
    store.devices.keep("card_reader", held.status(), now())
    store.close()
    try:
        found = named(machine.report(), "设备 card_reader")
    finally:
        held.close()
    assert (found.result, "终端正在使用它" in found.value) == ("pass", True)


def fingerprint(folder: Path) -> dict[str, tuple[int, str]]:
    """Of every file but SQLite's index of its log, in which every reader leaves its mark."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm")]
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in files
    }


def test_devices_that_the_caller_has_open_are_asked_and_left_open(machine):
    entry = next(d for d in machine.config.devices if d.kind == "card_reader")
    held = open_device(entry.kind, entry.adapter, entry.options)
    try:
        names = [h.name for h in machine.report(devices={"card_reader": held}) if h.result == "pass"]
        assert names[-1] == "身份证阅读器"
        assert "凭条打印机" not in names
        assert held.status().ready
    finally:
        held.close()


def test_a_look_at_a_port_leaves_no_lock_even_where_a_child_still_has_it_open(machine, monkeypatch):
    port = next(d for d in machine.config.devices if d.kind == "card_reader").options["port"]
    children = []  # what a process that is forked at this moment holds
    close = os.close
    monkeypatch.setattr(os, "close", lambda found: (children.append(os.dup(found)), close(found)))
    assert not parts._is_locked(port)
    monkeypatch.undo()
    reader = os.open(port, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        fcntl.flock(reader, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises BlockingIOError where it is taken
        assert parts._is_locked(port)
    finally:
        for descriptor in (reader, *children):
            os.close(descriptor)
