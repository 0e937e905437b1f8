"""kiosk screens: every screen in every variant on every glass, measured or laid side by side."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from kiosk.cli.output import answer, trouble, with_json

Commands = Any  # argparse has no public name for what add_subparsers returns
_ONLY = "a variant, a geometry, a screen such as 'retire/*', or VARIANT/GEOMETRY/SCREEN; may be repeated"
_SHOWN = 40  # violations by name; --json has all


def add(commands: Commands) -> None:
    screens = commands.add_parser("screens", help="every screen, in every way to read it")
    ways = screens.add_subparsers(required=True, metavar="COMMAND")
    walk = with_json(ways.add_parser("walk", help="hold every screen to the rules of the glass"))
    walk.set_defaults(run=_walk)
    sheet = with_json(ways.add_parser("sheet", help="a contact sheet a variant and geometry"))
    sheet.add_argument("--out", type=Path, default=Path("out/screens"))
    sheet.set_defaults(run=_sheet)
    approve = with_json(ways.add_parser("approve", help="keep how a few screens look as approved"))
    approve.add_argument("--folder", type=Path, default=Path("tests/ui/approved"))
    approve.add_argument("--check", action="store_true", help="only compare; what differs goes to --out")
    approve.add_argument("--out", type=Path, default=Path("out/approved"))
    approve.set_defaults(run=_approve)
    for command in (walk, sheet):
        command.add_argument("--only", action="append", default=[], metavar="WHAT", help=_ONLY)


def _walk(options: argparse.Namespace) -> int:
    return _hung(options, None)


def _sheet(options: argparse.Namespace) -> int:
    return _hung(options, options.out)


def _hung(options: argparse.Namespace, out: Path | None) -> int:
    from kiosk.screens import GalleryError, Selection, walk
    from kiosk.screens.sheets import Sheets

    sheets = Sheets(out) if out is not None else None
    try:
        report = walk(Selection.of(options.only), _say, sheets)
    except GalleryError as error:
        return trouble(str(error), options.json)
    told = report.told()
    if not report.looks:
        return trouble(f"没有这样的屏幕：{'、'.join(options.only)}", options.json)
    text = f"{told['screens']} 个屏幕，看了 {told['looks']} 次，不合规矩 {len(told['violations'])} 处"
    for found in told["violations"][:_SHOWN]:
        where = f"{found['screen']}（{found['variant']}，{found['geometry']}）"
        text += f"\n  {where}{found['rule']}：{found['what']}"
    if sheets is not None:
        told["sheets"] = [str(path) for path in sheets.bind()]
        text += f"\n{len(told['sheets'])} 张总览在 {out}"
    return answer(told, text, options.json)


def _approve(options: argparse.Namespace) -> int:
    from kiosk.screens import GalleryError, comparing

    try:
        if not options.check:
            kept = comparing.approve(options.folder)
            told = {"ok": True, "kept": [path.name for path in kept]}
            return answer(told, f"{len(kept)} 张图存在 {options.folder}，看过再提交", options.json)
        found = comparing.compare(options.folder, options.out)
    except GalleryError as error:
        return trouble(str(error), options.json)
    lines = [f"  {each.name}：{each.wrong}" for each in found]
    text = "\n".join([f"{len(found)} 张和批准的不一样", *lines])
    return answer({"ok": not found, "differs": [each.told() for each in found]}, text, options.json)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
