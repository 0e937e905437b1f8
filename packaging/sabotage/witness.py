"""A pytest plugin that writes down what became of each test, how, and from where the program was imported."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Generator

import pytest

PLACE = "SABOTAGE_WITNESS"
PROGRAM = ("kiosk", "acceptance")


def _write(**line: object) -> None:
    with open(os.environ[PLACE], "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None]:
    report = (yield).get_result()
    error = call.excinfo
    kind = error.typename if error else ""
    said = next(iter(error.exconly(tryshort=True).splitlines()), "") if error else ""
    _write(test=item.nodeid, when=report.when, outcome=report.outcome, kind=kind, said=said)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _write(test=report.nodeid, when="collect", outcome="failed", kind="", said="")


def pytest_sessionfinish() -> None:
    places = [
        getattr(module, "__file__", None) or ""
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] in PROGRAM
    ]
    _write(imported=[place for place in places if place])
