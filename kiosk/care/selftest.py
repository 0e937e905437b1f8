"""All of it tested, with somebody beside it: three minutes, and a signed report that can be proved later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk import diagnostics
from kiosk.care import overview
from kiosk.care.machine import Machine
from kiosk.care.sheet import WORDS, Act, Row, Sheet
from kiosk.diagnostics import counters, readiness
from kiosk.model import Health, Level

_KEPT = 20  # reports
_AGAIN = (Act("test", "开始检测"),)


def sheet(machine: Machine) -> Sheet:
    lead = "约三分钟。会打印测试凭条，并请您放身份证、测试图；没有要放的，等它自己过去"
    kept = [Row("最近的报告", path.name) for path in _reports(machine)[:3]]
    return Sheet("test", "全部检测", lead, rows=tuple(kept), acts=_AGAIN)


def run(machine: Machine, nothing: str, say: Callable[[str], None]) -> Sheet:
    say("正在检测：网络、数据、设备")
    report = machine.report(Level.INTERACTIVE, say)
    kept = diagnostics.keep(machine.config.store, report, machine.now())
    says, tone, rows = overview.judged(report)
    told = Row("报告", "；".join(filter(None, (_written(machine, report), kept))))
    return Sheet("test", "检测结果", "", says, tone, (told, *rows, *map(_row, _worst_first(report))), _AGAIN)


def folder(machine: Machine) -> Path:
    return machine.config.data / "reports"


def _reports(machine: Machine) -> list[Path]:
    return sorted(folder(machine).glob("readiness-*.json"), reverse=True)


def _written(machine: Machine, report: Sequence[Health]) -> str:
    """Where the signed report lies, or why there is none."""
    now, config = machine.now(), machine.config
    told = diagnostics.as_json(report, machine.past())
    try:
        counted = counters.counters(config, now, None)
        file = readiness.signed(config, readiness.payload(config, Level.INTERACTIVE, told, counted, now))
        folder(machine).mkdir(mode=0o700, exist_ok=True)
        path = folder(machine) / f"readiness-{now:%Y%m%d-%H%M%S}.json"
        path.write_bytes(file)
        for old in _reports(machine)[_KEPT:]:
            old.unlink()
    except readiness.ReadinessError as error:
        return f"没有写成：{error}"
    except OSError as error:
        return f"没有写成：{error.strerror}"
    return f"已签名保存：{path.name}"


def _worst_first(report: Sequence[Health]) -> list[Health]:
    return sorted(report, key=lambda health: ("fail", "warn", "pass").index(health.result))


def _row(health: Health) -> Row:
    limit = f"（标准 {health.limit}）" if health.limit else ""
    return Row(f"{WORDS[health.result]}　{health.name}", f"{health.value}{limit}")
