"""What somebody has to do is asked one thing after another, and nobody's doing it is no broken device."""

from __future__ import annotations

import pytest

from kiosk.devices.card_reader import _reader
from kiosk.devices.code_scanner import _scanner
from kiosk.devices.virtual.code_scanner import VirtualCodeScanner
from kiosk.diagnostics import loopbacks
from kiosk.diagnostics.loopbacks import CODE
from kiosk.model import Level
from tests.diagnostics.machine import named


@pytest.fixture
def untouched(machine, tmp_path, monkeypatch):
    """A machine that is well, with a scanner that answers, and nobody in front of it."""
    for module, wait in ((_reader, "_CHECK_WAIT"), (_scanner, "_CHECK_WAIT"), (loopbacks, "_SCAN")):
        monkeypatch.setattr(module, wait, 0.3)
    scanner = VirtualCodeScanner(machine.states, tmp_path / "scanner", family="newland")
    scanner.start()
    machine.with_device("code_scanner", "serial", port=scanner.endpoint, profile="newland")
    yield machine
    scanner.stop()


def test_what_nobody_did_is_a_warning_and_no_failure_of_the_device(untouched):
    report = untouched.report(Level.INTERACTIVE)
    for name in ("身份证阅读器", "扫码器", CODE):
        found = named(report, name)
        assert (found.result, found.value[:4]) == ("warn", "没有操作"), found


def test_each_is_asked_for_by_a_sentence_before_its_wait_and_not_before_the_last_one_is_over(untouched):
    said: list[str] = []
    untouched.report(Level.INTERACTIVE, say=said.append)
    heads = [line.strip()[:12] for line in said]
    assert [line for line in said if "等 30 秒" in line] == said[0::2]
    assert heads[0].startswith("[1/2] 身份证阅读") and heads[2].startswith("[2/2] 扫码器")
    assert "打印扫码回环" in said[4] and "凭条" in said[4]
    assert all(line.strip().startswith("警告 没有操作") for line in said[1::2])


def test_where_nobody_has_to_do_anything_nothing_is_said(untouched):
    said: list[str] = []
    untouched.report(Level.EXTERNAL, say=said.append)
    assert said == []
