"""What a technician reads, and what a program reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from kiosk import diagnostics
from kiosk.config import ConfigError
from kiosk.diagnostics.page import width
from kiosk.diagnostics.verdict import unasked
from kiosk.model import Health, Level

GOOD = Health("时钟", Level.INTERNAL, "pass", "与平台一致", "≤ 2 s")
LOW = Health("凭条打印机", Level.INTERNAL, "warn", "凭条纸将尽", advice="准备更换纸卷", code="media.low")
DOWN = Health("连接平台", Level.INTERNAL, "fail", "拒绝连接", advice="平台没有运行")


def test_columns_stand_in_line_though_chinese_is_twice_as_wide():
    lines = diagnostics.show((GOOD, LOW)).splitlines()[3:]
    values = [
        width(line[: line.index(found)]) for line, found in zip(lines, ("与平台", "凭条纸"), strict=False)
    ]
    assert values == [18, 18]


def test_results_are_words_and_advice_follows_what_is_not_well():
    page = diagnostics.show((GOOD, LOW, DOWN))
    lines = page.splitlines()
    assert [line.split()[0] for line in lines[4:9]] == ["通过", "警告", "→", "失败", "→"]
    assert lines[-1] == "1 项通过，1 项警告，1 项失败。先解决“连接平台”。"
    assert "→ 平台没有运行" in page


def test_no_colour_where_nobody_looks():
    assert "\x1b" not in diagnostics.show((GOOD, LOW, DOWN))


def test_colour_in_a_terminal_window():
    """A real pseudo-terminal, not a claim of being one."""
    program = (
        "from kiosk import diagnostics; from kiosk.model import Health, Level;"
        "print(diagnostics.show((Health('磁盘空间', Level.INTERNAL, 'fail', '剩 1 MB'),)))"
    )
    ours, theirs = os.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    subprocess.run([sys.executable, "-c", program], stdout=theirs, check=True, env=environment)
    os.close(theirs)
    shown = os.read(ours, 4096).decode()
    os.close(ours)
    assert shown.startswith("\x1b[1;31m原因：磁盘快满了（剩 1 MB）\x1b[0m")
    assert "\x1b[1;31m失败\x1b[0m  磁盘空间  剩 1 MB" in shown


def test_a_report_as_data():
    told = diagnostics.as_json((GOOD, LOW))
    assert told["ok"] is True
    assert json.loads(json.dumps(told))["checks"][1] == {
        "name": "凭条打印机",
        "level": "internal",
        "result": "warn",
        "value": "凭条纸将尽",
        "limit": "",
        "advice": "准备更换纸卷",
        "code": "media.low",
        "follows": None,
    }
    assert diagnostics.as_json((GOOD, DOWN))["ok"] is False


def test_the_first_line_names_the_cause_and_the_others_follow_worst_first():
    lines = diagnostics.show((GOOD, LOW, DOWN)).splitlines()
    assert lines[:3] == [
        "原因：平台没有运行，或端口不对：拒绝连接",
        "  → 平台没有运行",
        "另外：凭条打印机的纸快用完了，现在还能打印 → 准备更换纸卷",
    ]
    assert diagnostics.show((GOOD,)).splitlines()[0] == "正常：1 项检查都通过"


def test_what_only_follows_from_a_cause_is_no_alarm_of_its_own():
    late = Health("待传申报", Level.INTERNAL, "warn", "3 件，最早的等了2 小时")
    page = diagnostics.show((DOWN, late, unasked("平台应答", "连接平台")))
    assert "随因  待传申报  3 件，最早的等了2 小时（随“连接平台”）" in page
    assert page.splitlines()[-1] == "1 项失败，2 项随因。先解决“连接平台”。"
    told = diagnostics.as_json((DOWN, late, unasked("平台应答", "连接平台")))
    assert [(cause["code"], cause["follows"]) for cause in told["causes"]] == [
        ("line.refused", ("待传申报", "平台应答"))
    ]


def test_a_finding_that_no_row_of_the_table_knows_is_a_cause_of_its_own():
    strange = Health("暖气", Level.INTERNAL, "fail", "太冷", advice="关上门", code="heat.low")
    (cause,) = diagnostics.as_json((GOOD, strange))["causes"]
    assert (cause["code"], cause["sentence"], cause["remedy"]) == ("heat.low", "暖气：太冷", "关上门")


def test_a_warning_is_never_the_cause_of_a_failure():
    unsure = Health("数据库", Level.INTERNAL, "warn", "打不开过一次")
    broken = Health("流水链", Level.INTERNAL, "fail", "从第 3 条起对不上")
    assert [cause["code"] for cause in diagnostics.as_json((unsure, broken))["causes"]] == [
        "journal",
        "store",
    ]


def test_a_configuration_that_cannot_be_used_is_a_report_of_its_own():
    error = ConfigError(["terminal.phone: 写法不对", "platform.url: 缺少这一项"])
    report = diagnostics.config_mistakes(error)
    assert [(h.name, h.result, h.value, h.advice) for h in report] == [
        ("配置文件", "fail", "terminal.phone", "写法不对"),
        ("配置文件", "fail", "platform.url", "缺少这一项"),
    ]
