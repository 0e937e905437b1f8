"""acceptance conformance, fleet simulate: what a platform promises, put to the proof."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from acceptance.failure import StartError

if TYPE_CHECKING:
    from acceptance.conformance import Definition
    from kiosk.wire.identity import Identity


def add(commands: Any) -> None:
    _add_fleet(commands.add_parser("fleet", help="many terminals").add_subparsers(required=True))

    command = commands.add_parser("conformance", help="which promises a platform keeps, seen from the line")
    command.add_argument("--url", required=True, help="of the platform, for terminals")
    command.add_argument("--ca", type=Path, required=True, help="certificate that proves it")
    command.add_argument("--enrol-code", help="one-time code of a terminal that is nobody else's")
    command.add_argument("--public-url", help="where to enrol; without it the port behind that of --url")
    command.add_argument("--identity", type=Path, help="folder of an enrolment that is kept for the next run")
    command.add_argument("--item", type=Path, help="one item as the platform has it")
    command.add_argument("--earlier-item", type=Path, help="the same item as it was one version ago")
    command.add_argument("--only", action="append", metavar="P2", help="one promise; may be repeated")
    command.add_argument("--report", type=Path, help="the same JSON as a file")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_run)


def _add_fleet(fleet: Any) -> None:
    command = fleet.add_parser("simulate", help="its return after an outage, on a clock of its own")
    command.add_argument("--terminals", type=int, default=2000)
    command.add_argument("--filings", type=int, default=20, help="that wait at each of them")
    command.add_argument("--rate", type=float, default=200.0, help="filings a second that the platform takes")
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_simulate)


def _simulate(options: argparse.Namespace) -> int:
    from acceptance.simulation import Fleet, simulate

    if min(options.terminals, options.filings, options.rate) <= 0:
        raise StartError("a fleet has terminals, filings and a rate above 0")
    told = simulate(Fleet(options.terminals, options.filings, options.rate, seed=options.seed))
    if options.json:
        print(json.dumps(told))
    else:
        print(
            f"{told['terminals']} terminals with {told['filings']} filings each, {told['rate']:g}/s:"
            f" drained in {told['drained_s']} s (at best {told['ideal_s']} s),"
            f" {told['rejections_per_terminal']} rejections a terminal,"
            f" {told['lost']} lost, {told['doubled']} doubled"
        )
    return 0 if told["ok"] else 1


def _run(options: argparse.Namespace) -> int:
    """0: all that can be seen is kept. 1: something is broken. 2: there was nothing to judge."""
    from acceptance import conformance
    from kiosk.flows.loader import FlowError
    from kiosk.wire.identity import IdentityError

    try:
        definitions = [_definition(path) for path in (options.item, options.earlier_item) if path]
        with _identity(options) as identity:
            verdicts = conformance.judge(options.url.rstrip("/"), identity, definitions, options.only)
    except (StartError, FlowError, IdentityError, conformance.LineError, conformance.BrokenError) as error:
        if options.json:
            print(json.dumps({"ok": False, "error": str(error)}, ensure_ascii=False))
        print(f"acceptance: nothing to judge: {error}", file=sys.stderr)
        return 2
    report = conformance.told(verdicts)
    if options.report:
        options.report.write_text(conformance.as_file(report), "utf-8")
    print(json.dumps(report, ensure_ascii=False) if options.json else conformance.show(report))
    return 0 if report["ok"] else 1


@contextmanager
def _identity(options: argparse.Namespace) -> Iterator[Identity]:
    """Raises IdentityError."""
    from kiosk.wire.identity import Identity, IdentityError, enrol

    if not options.enrol_code:
        if not options.identity:
            raise IdentityError("either --enrol-code or --identity is needed")
        yield Identity.load(options.identity)
        return
    with tempfile.TemporaryDirectory(prefix="conformance-") as temporary:
        folder = options.identity or Path(temporary) / "identity"
        yield enrol(folder, options.public_url or _next_port(options.url), options.enrol_code, options.ca)


def _next_port(url: str) -> str:
    place = urlsplit(url)
    return f"https://{place.hostname}:{(place.port or 443) + 1}"


def _definition(path: Path) -> Definition:
    """Raises FlowError, StartError."""
    from acceptance.conformance import Definition
    from kiosk.flows.loader import load_items

    flow = load_items(path.parent).get(path.stem)
    if flow is None:
        raise StartError(f"{path}: no item of that name in this folder")
    return Definition(flow.item, flow.version, flow.hash)
