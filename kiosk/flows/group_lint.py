"""What a JSON Schema cannot see in groups and in the people of a party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.flows.found import Found


def mistakes(data: Mapping[str, Any]) -> Iterator[Found]:
    for index, step in enumerate(data["steps"]):
        if step["kind"] == "Group":
            yield from _group(step, ("steps", index))
        elif step["kind"] == "Party":
            yield from _party(data["steps"], index)
            yield from _invites(data, index)


def _group(step: Mapping[str, Any], place: tuple[str | int, ...]) -> Iterator[Found]:
    if "count" in step and ("least" in step or "most" in step):
        yield Found((*place, "count"), "group", "either a rule counts, or the person adds from least to most")
    if step.get("least", 1) > step.get("most", 50):
        yield Found((*place, "least"), "group", "least is more than most")


def _party(steps: list[Mapping[str, Any]], index: int) -> Iterator[Found]:
    step, place = steps[index], ("steps", index)
    group = next((s for s in steps[:index] if s["kind"] == "Group" and s["key"] == step["group"]), None)
    if group is None:
        yield Found((*place, "group"), "reference", f"no group {step['group']} before it")
    types = {field["key"]: field["type"] for field in group["fields"]} if group else {}
    for name, wanted in (("number", "idno"), ("name", "name")):
        if group and types.get(step[name]) != wanted:
            yield Found(
                (*place, name), "reference", f"{step['group']} has no field {step[name]} of type {wanted}"
            )
    kinds = [s["kind"] for s in steps]
    if "ReadCard" not in kinds[:index]:
        yield Found(place, "order", "whoever files lays their card first: put a ReadCard before it")
    if not step.get("signs"):
        return
    if "Sign" not in kinds[index:]:
        yield Found(place, "sign", "whoever files signs last: put a Sign step after it")
    if any(kind in ("Choose", "Form", "Group", "Materials") for kind in kinds[index:]):
        yield Found(
            place, "order", "what is signed is settled first: put it after the last question and Materials"
        )


def _invites(data: Mapping[str, Any], index: int) -> Iterator[Found]:
    step, place = data["steps"][index], ("steps", index, "invites")
    if step.get("invites") and not step.get("signs"):
        yield Found(place, "sign", "what is asked by phone is a signature: write signs: true")
    if step.get("invites") and data["handling"] == "immediate":
        yield Found(place, "handling", "what waits for signatures is not decided at once: handling: promised")
