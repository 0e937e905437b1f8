"""What a JSON Schema cannot see in whose matter an item is, and in the step that asks for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.flows.definition.acting import ASKED, LISTED, ORGANISATION, PERSON
from kiosk.flows.found import Found

_KIND = "ActFor"
_QUESTIONS = ("Choose", "Form", "Group", "Party", "Materials")


def mistakes(data: Mapping[str, Any]) -> Iterator[Found]:
    audience, kinds = data.get("for", (PERSON,)), [step["kind"] for step in data["steps"]]
    if ORGANISATION not in audience:
        for index, kind in enumerate(kinds):
            if kind == _KIND:
                yield Found(("steps", index), "for", "nobody asks for whom: write for: [organisation]")
        return
    if kinds.count(_KIND) != 1:
        yield Found(("for",), "for", "an organisation acts through somebody: it needs one ActFor step")
        return
    index = kinds.index(_KIND)
    before = kinds[:index]
    if "ReadCard" not in before or "ConfirmByPhone" not in before:
        yield Found(("steps", index), "order", "put ActFor after ReadCard and ConfirmByPhone")
    if any(kind in _QUESTIONS for kind in before):
        yield Found(("steps", index), "order", "put ActFor before the first question")
    granted = {consent["source"] for step in data["steps"] for consent in step.get("consents", ())}
    for source in (LISTED, ASKED):
        if source not in granted:
            yield Found(("steps", index), "consent", f"no notice asks for consent to {source}")
    if LISTED not in {entry["source"] for entry in data.get("prefill", ())}:
        yield Found(("prefill",), "for", f"the list of organisations is asked for: add source: {LISTED}")
