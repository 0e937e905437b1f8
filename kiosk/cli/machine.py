"""kiosk doctor, sync, journal, bench: what a technician asks of a machine that stands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.cli import carrying, sending
from kiosk.cli.output import answer, configuration, trouble, unusable, with_config, with_json
from kiosk.cli.parsing import filings, metres
from kiosk.model import Level

if TYPE_CHECKING:
    from kiosk.config import Config

Commands = Any


def add(commands: Commands) -> None:
    doctor = with_json(with_config(commands.add_parser("doctor", help="check this machine")))
    doctor.add_argument("--level", choices=[level.value for level in Level], default=Level.INTERNAL.value)
    doctor.add_argument("--record", action="store_true", help="记下每项的结果（动作检查和人工检查总是记下）")
    doctor.add_argument("--report", type=Path, metavar="FILE", help="签名的检测报告，写成 .pdf 或 .json")
    doctor.add_argument("--roll", type=metres, metavar="METRES", help="新纸卷的长度，用来估算用完的日子")
    doctor.add_argument("--last", action="store_true", help="再说耗材约几天用完，和最近 50 笔流水")
    doctor.add_argument("--verify", type=Path, metavar="FILE", help="只核对一份 .json 报告，不检查机器")
    doctor.set_defaults(run=_doctor)

    sync = commands.add_parser("sync", help="the way to the platform").add_subparsers(required=True)
    sending.add(sync)
    carrying.add(sync)
    process = with_config(sync.add_parser("run", help="the sync process, as the host starts it"))
    process.set_defaults(run=_sync_run)

    journal = commands.add_parser("journal", help="what the terminal did").add_subparsers(required=True)
    verify = with_json(with_config(journal.add_parser("verify", help="prove that nothing was changed")))
    verify.set_defaults(run=_verify)

    bench = with_json(commands.add_parser("bench", help="figures beside their physical limits"))
    bench.add_argument("figure", nargs="*", help="only these")
    bench.add_argument("--images", type=Path, metavar="DIR", help="pictures with codes, for the figure qr")
    bench.add_argument("--filings", type=filings, metavar="N", help="how many sync drains (300)")
    bench.set_defaults(run=_bench)


def _doctor(options: argparse.Namespace) -> int:
    from kiosk import app, diagnostics
    from kiosk.config import ConfigError, load

    if options.verify is not None:
        return _proved(options)
    if options.report is not None and options.report.suffix not in (".pdf", ".json"):
        return trouble("--report 的文件名要以 .pdf 或 .json 结尾", options.json)
    try:
        config = load(options.config)
    except ConfigError as error:
        report = diagnostics.config_mistakes(error)
        return answer(diagnostics.as_json(report), diagnostics.show(report), options.json)
    level, clock = Level(options.level), app.clock(config)
    past = diagnostics.Past.look(config.store, clock())
    report = diagnostics.report(config, level, clock, say=_said)
    told, page = diagnostics.as_json(report, past), diagnostics.show(report, past)
    if options.record or level is not Level.INTERNAL:
        trouble_kept = diagnostics.keep(config.store, report, clock())
        told["recorded"] = not trouble_kept
        page += f"\n{trouble_kept or '结果已记下。'}"
    if options.report is not None and (why := _written(options, config, told, clock())):
        return trouble(why, options.json)
    if options.last:
        from kiosk.diagnostics import counters, lately

        told["counters"] = counters.counters(config, clock(), options.roll)
        page += f"\n\n{lately.page(told['counters'], clock().tzinfo)}"
    return answer(told, page, options.json)


def _said(sentence: str) -> None:
    """On stderr: what somebody has to do now is no part of the answer."""
    print(sentence, file=sys.stderr, flush=True)


def _written(options: argparse.Namespace, config: Config, told: Mapping[str, Any], now: datetime) -> str:
    """Why the report could not be written, or nothing."""
    from kiosk.diagnostics import counters, readiness
    from kiosk.forms.fonts import FontError, Fonts

    try:
        counted = counters.counters(config, now, options.roll)
        report = readiness.payload(config, Level(options.level), told, counted, now)
        file = readiness.signed(config, report)
        if options.report.suffix == ".pdf":
            from kiosk.diagnostics import readiness_sheet

            file = readiness_sheet.render(report, readiness.seal(config, report), file, Fonts.find())
        options.report.write_bytes(file)
    except (readiness.ReadinessError, FontError) as error:
        return f"报告没有写成：{error}"
    except OSError as error:
        return f"报告写不进 {options.report}：{error.strerror}"
    return ""


def _proved(options: argparse.Namespace) -> int:
    from kiosk.diagnostics import readiness

    try:
        file = options.verify.read_bytes()
    except OSError as error:
        return trouble(unusable(error), options.json)
    if file.startswith(b"%PDF"):
        return trouble(
            f"{options.verify} 是给人看的 PDF：签过名的是它的附件 readiness.json，"
            f"在 PDF 阅读器的附件栏里另存，再核对那个文件",
            options.json,
        )
    config = configuration(options.config, options.json)
    try:
        report = readiness.verified(config, file)
    except readiness.ReadinessError as error:
        return answer({"ok": False, "error": str(error)}, str(error), options.json)
    told = {"ok": True, "terminal": report["terminal"], "made_at": report["made_at"],
            "headline": report["findings"]["headline"]}  # fmt: skip
    text = f"报告是终端 {told['terminal']} 在 {told['made_at']} 签的，没有被改过。\n{told['headline']}"
    return answer(told, text, options.json)


def _sync_run(options: argparse.Namespace) -> int:
    from kiosk.app import run_sync

    run_sync(configuration(options.config), options.config)
    return 0


def _verify(options: argparse.Namespace) -> int:
    from kiosk.store import Store

    path: Path = configuration(options.config, options.json).store
    if not path.exists():
        return trouble("这台终端还没有日志", options.json)
    store = Store(path)
    broken, (entries, head) = store.journal.verify(), store.journal.head()
    store.close()
    if broken is None:
        return answer(
            {"ok": True, "entries": entries, "head": head},
            f"日志完整：{entries} 条，链头 {head}",
            options.json,
        )
    told = {"ok": False, "entries": entries, "broken_at": broken.seq, "why": broken.why}
    return answer(told, f"日志在第 {broken.seq} 条被改动：{broken.why}", options.json)


def _bench(options: argparse.Namespace) -> int:
    from kiosk import bench

    result = bench.run(options.figure or None, images=options.images, filings=options.filings)
    return answer(result, bench.show(result), options.json)
