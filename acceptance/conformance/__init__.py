"""The conformance kit: one terminal's worth of right and wrong requests, against any platform at an address.

It knows the wire and its words, and nothing of the platform beside it: what it says of one it can say of all.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from acceptance.conformance.finding import BrokenError, LineError, Verdict
from acceptance.conformance.line import Line
from acceptance.conformance.probe import Definition, Probe
from acceptance.conformance.promises import promises
from kiosk.wire.identity import Identity

__all__ = ["BrokenError", "Definition", "LineError", "Verdict", "as_file", "judge", "show", "told"]

_WORDS = {True: "kept   ", False: "BROKEN ", None: "not seen"}


def judge(
    url: str,
    identity: Identity,
    definitions: Sequence[Definition] = (),
    only: Collection[str] | None = None,
) -> list[Verdict]:
    """Every promise in turn, or those named. Raises LineError, BrokenError if there is nothing to judge."""
    line = Line(identity.endpoint(url))
    try:
        probe = Probe(line, identity)
        today = probe.beat().get("today")
        counted = today.get("number_seq") if isinstance(today, dict) else 0
        probe.numbered = counted if isinstance(counted, int) else 0
        wanted = [one for one in promises(definitions) if only is None or one.name in only]
        return [promise.judged(probe) for promise in wanted]
    finally:
        line.close()


def told(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """{"ok", "promises": [{"name", "title", "kept", "evidence"}]}"""
    ok = all(verdict.kept is not False for verdict in verdicts)
    return {"ok": ok, "promises": [verdict.told() for verdict in verdicts]}


def show(report: Mapping[str, Any]) -> str:
    lines = [
        f"{one['name']:<4}{_WORDS[one['kept']]:<9}{one['title']}: {one['evidence']}"
        for one in report["promises"]
    ]
    broken = [one["name"] for one in report["promises"] if one["kept"] is False]
    last = f"Broken: {', '.join(broken)}" if broken else "Every promise that can be seen from here is kept."
    return "\n".join([*lines, last])


def as_file(report: Mapping[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
