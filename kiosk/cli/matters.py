"""kiosk flows: the service items, checked and drawn."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kiosk.cli.output import answer, trouble, with_json
from kiosk.config import RESOURCES

Commands = Any


def add(commands: Commands) -> None:
    flows = commands.add_parser("flows", help="service items").add_subparsers(required=True)
    check = with_json(flows.add_parser("check", help="every mistake of every item"))
    check.add_argument("--items", type=Path, default=RESOURCES / "items")
    check.set_defaults(run=_check)
    graph = flows.add_parser("graph", help="an item as a Mermaid picture")
    graph.add_argument("item")
    graph.add_argument("--items", type=Path, default=RESOURCES / "items")
    graph.set_defaults(run=_graph)


def _check(options: argparse.Namespace) -> int:
    from kiosk.flows.loader import FlowError, load_items

    if not options.items.is_dir():
        return trouble(f"没有这个文件夹：{options.items}", options.json)
    count = len(list(options.items.glob("*.yaml")))
    try:
        load_items(options.items)
    except FlowError as error:
        told = {"ok": False, "items": count, "mistakes": [vars(mistake) for mistake in error.mistakes]}
        return answer(told, str(error), options.json)
    return answer({"ok": True, "items": count, "mistakes": []}, f"{count} 个事项，没有错误", options.json)


def _graph(options: argparse.Namespace) -> int:
    from kiosk.flows.graph import mermaid
    from kiosk.flows.loader import FlowError, load_items

    try:
        flows = load_items(options.items)
    except FlowError as error:
        return trouble(str(error))
    if options.item not in flows:
        return trouble(f"没有这个事项：{options.item}")
    print(mermaid(flows[options.item]))
    return 0
