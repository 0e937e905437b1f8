"""kiosk flows walk: items walked to their ends, at random or by every branch."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.cli.output import answer, trouble, with_json
from kiosk.config import RESOURCES

if TYPE_CHECKING:
    from kiosk.flows.survey import Survey

_SHOWN = 12  # branches by name that nobody came to


def add(flows: Any) -> None:
    walk = with_json(flows.add_parser("walk", help="walk items, each to its end or a stop"))
    walk.add_argument("items", nargs="*", metavar="item", help="none: all")
    walk.add_argument("--item", help="one item; with --json its figures alone")
    walk.add_argument("--items", type=Path, default=RESOURCES / "items", dest="folder", metavar="DIR")
    walk.add_argument("--count", "--times", type=int, default=200, help="random walks of each")
    walk.add_argument("--seed", type=int, default=1)
    walk.add_argument("--exhaustive", action="store_true", help="each branch at least once, not at random")
    walk.set_defaults(run=_walk)


def _walk(options: argparse.Namespace) -> int:
    from kiosk.flows import sources
    from kiosk.flows.loader import FlowError, load_items
    from kiosk.flows.survey import every_branch, random_walks

    try:
        flows = load_items(options.folder)
    except FlowError as error:
        return trouble(str(error), options.json)
    wanted = [*([options.item] if options.item else []), *options.items] or sorted(flows)
    if unknown := [item for item in wanted if item not in flows]:
        return trouble(f"没有这个事项：{'、'.join(unknown)}", options.json)
    held = sources.examples(sources.beside(options.folder)[0])
    surveys = [
        every_branch(flows[item], held)
        if options.exhaustive
        else random_walks(flows[item], options.count, options.seed, held)
        for item in wanted
    ]
    told = [survey.told() for survey in surveys]
    lines = "\n".join(line for survey in surveys for line in _lines(survey))
    if options.item and len(told) == 1:
        return answer(told[0], lines, options.json)
    entries = [{"item": survey.item, **entry} for survey, entry in zip(surveys, told, strict=True)]
    return answer({"ok": all(entry["ok"] for entry in told), "items": entries}, lines, options.json)


def _lines(survey: Survey) -> list[str]:
    told, missing = survey.told(), survey.missing
    stops = "，".join(f"{title} {count} 次" for title, count in survey.stops.items()) or "没有停下"
    lines = [f"{survey.item}：走了 {told['walks']} 次，可以提交 {told['filed']} 次，{stops}"]
    whole = survey.whole
    lines.append(
        f"  走到问题 {len(whole.steps) - len(missing.steps)}/{len(whole.steps)}，"
        f"分支 {len(whole.branches) - len(missing.branches)}/{len(whole.branches)}"
    )
    unseen = [*sorted(missing.steps), *sorted(missing.branches)]
    if unseen:
        rest = f" 等 {len(unseen)} 处" if len(unseen) > _SHOWN else ""
        lines.append(f"  没有走到：{'、'.join(unseen[:_SHOWN])}{rest}")
    return lines + [
        f"  第 {failure['walk'] + 1} 次：{failure['says']}" for failure in survey.failures[:_SHOWN]
    ]
