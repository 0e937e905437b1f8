"""What an item may hold that only informs: questions and words, and nothing of what is filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.flows.found import Found

END = "Inform"
_ASKS = ("Notice", "Choose", "Form", "Group", END)
_FILED = (
    *("materials", "prefill", "delivery", "fees", "later_fees", "remind", "limit", "branches"),
    *("afterwards", "before"),
)


def informs(data: Mapping[str, Any]) -> bool:
    return bool(data["type"] == "information")


def mistakes(data: Mapping[str, Any]) -> Iterator[Found]:
    for index, step in enumerate(data["steps"]):
        if step["kind"] == END and not informs(data):
            yield Found(("steps", index, "kind"), "end", "what is filed ends with a Review")
        if step["kind"] not in _ASKS and informs(data):
            yield Found(("steps", index, "kind"), "inform", "what only informs asks nobody who they are")
        if step.get("consents") and informs(data):
            yield Found(("steps", index, "consents"), "inform", "what only informs asks no office")
    if not informs(data):
        return
    if data["assurance"] != "L0":
        yield Found(("assurance",), "inform", "what only informs is for everybody: L0")
    for key in _FILED:
        if data.get(key):
            yield Found((key,), "inform", f"what only informs files nothing: take out {key}")
