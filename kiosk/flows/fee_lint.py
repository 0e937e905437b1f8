"""What a JSON Schema cannot see in fees: a sum without a cashier, a cashier in the wrong place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.flows.found import Found


def mistakes(data: Mapping[str, Any]) -> Iterator[Found]:
    kinds = [step["kind"] for step in data["steps"]]
    costs = "fee" in data or "fees" in data
    if "fee" in data and "fees" in data:
        yield Found(("fees",), "fee", "the fee is the total of its lines: leave out fee")
    for key, times in Counter(line["key"] for line in data.get("fees", ())).items():
        if times > 1:
            yield Found(("fees",), "fee", f"{key} stands twice")
    if costs and kinds.count("Pay") != 1:
        yield Found(("steps",), "fee", "a matter with a fee needs one Pay step")
    if costs and data["assurance"] == "L0":
        yield Found(("assurance",), "fee", "who paid must find their payment again: a fee needs L1 at least")
    for index, step in enumerate(data["steps"]):
        if step["kind"] == "Pay":
            yield from _place(step, index, kinds, costs)


def _place(step: Mapping[str, Any], index: int, kinds: list[str], costs: bool) -> Iterator[Found]:
    place = ("steps", index)
    if not costs:
        yield Found(place, "fee", "nothing is to be paid: say what, under fees")
    if "when" in step:
        yield Found((*place, "when"), "fee", "who owes nothing is not asked: put the rule into the fees")
    if kinds[index + 1 :] != ["Review"]:
        yield Found(place, "order", "what is paid for is settled first: put Pay right before Review")
