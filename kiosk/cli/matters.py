"""kiosk flows, search: the service items, checked, drawn and found."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from kiosk.cli import publishing, walking
from kiosk.cli.output import answer, trouble, with_json
from kiosk.config import RESOURCES

Commands = Any


def add(commands: Commands) -> None:
    flows = commands.add_parser("flows", help="service items").add_subparsers(required=True)
    check = with_json(flows.add_parser("check", help="every mistake of every item"))
    check.add_argument("--items", type=Path, default=RESOURCES / "items")
    check.set_defaults(run=_check)
    graph = flows.add_parser("graph", help="an item as a picture, in Mermaid or SVG")
    graph.add_argument("item")
    graph.add_argument("--svg", action="store_true")
    graph.add_argument("--items", type=Path, default=RESOURCES / "items")
    graph.set_defaults(run=_graph)
    walking.add(flows)
    publishing.add(flows)
    search = with_json(commands.add_parser("search", help="matters that fit plain words, pinyin or initials"))
    search.add_argument("words", nargs="+")
    search.add_argument("--items", type=Path, default=RESOURCES / "items")
    search.add_argument("--limit", type=int, default=12)
    search.set_defaults(run=_search)


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
    from kiosk.flows.drawing import svg
    from kiosk.flows.graph import mermaid
    from kiosk.flows.loader import FlowError, load_items

    try:
        flows = load_items(options.items)
    except FlowError as error:
        return trouble(str(error))
    if options.item not in flows:
        return trouble(f"没有这个事项：{options.item}")
    print((svg if options.svg else mermaid)(flows[options.item]))
    return 0


def _search(options: argparse.Namespace) -> int:
    """With --json a list, best first; nothing found is an empty one."""
    from kiosk.flows.loader import load_sound
    from kiosk.flows.search import catalogue
    from kiosk.flows.search.index import Index

    matters, mistakes = catalogue.load()
    flows, _ = load_sound(options.items)  # a broken file closes its own matter, and no other
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    hits = Index(catalogue.offered(matters, flows)).search(" ".join(options.words), options.limit)
    if options.json:
        told = [{"id": hit.matter.id, "name": hit.matter.name.zh, "score": hit.score} for hit in hits]
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for hit in hits:
        place = f"本机可办（{hit.matter.item}）" if hit.matter.item else "本机不能办"
        print(f"{hit.score:.2f}  {hit.matter.id:<12}{hit.matter.name.zh}  {place}")
    if not hits:
        print("没有找到。请换个说法，或打 12345 问一问")
    return 0
