"""What a JSON Schema cannot see in the branches of a matter: who waits for whom, whether anybody begins."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from kiosk.flows import circles
from kiosk.flows.definition.branches import FORM
from kiosk.flows.found import Found

Entries = Sequence[Mapping[str, Any]]


def mistakes(data: Mapping[str, Any], answers: Collection[str]) -> Iterator[Found]:
    """`answers`: the keys of all that is asked."""
    entries: Entries = data.get("branches", ())
    if not entries:
        return
    if data["handling"] == "immediate" and not all("when" in entry for entry in entries):
        remedy = "what departments work on in every case is not decided at once: promised"
        yield Found(("handling",), "branches", remedy)
    yield from _names(entries)
    yield from _departments(data, entries)
    yield from _references(entries)
    yield from _charges(data, entries)
    yield from _uses(entries, answers)
    yield from _circles(entries)
    yield from _start(entries)


def _names(entries: Entries) -> Iterator[Found]:
    for name, rule, what in (("key", "key", "branch"), ("output", "output", "output")):
        seen: dict[str, int] = {}
        for index, entry in enumerate(entries):
            value = entry.get(name)
            if value in seen:
                remedy = f"{what} {value} is that of branch {seen[value] + 1} already"
                yield Found(("branches", index, name), rule, remedy)
            elif value:
                seen[value] = index
    for index, entry in enumerate(entries):
        if entry["key"] == FORM:
            yield Found(("branches", index, "key"), "key", "form is what every branch has: name it otherwise")


def _departments(data: Mapping[str, Any], entries: Entries) -> Iterator[Found]:
    named = [data["departments"]["lead"], *data["departments"].get("cooperating", ())]
    for index, entry in enumerate(entries):
        if entry["department"] not in named:
            remedy = f"{entry['department']['zh-CN']} neither leads nor cooperates: add it to `departments`"
            yield Found(("branches", index, "department"), "department", remedy)


def _references(entries: Entries) -> Iterator[Found]:
    keys, makers = {entry["key"]: entry for entry in entries}, _makers(entries)
    for index, entry in enumerate(entries):
        place = ("branches", index)
        for need in entry["needs"]:
            if need not in keys and need != FORM:
                yield Found((*place, "needs"), "reference", f"no branch {need}")
        for output in entry.get("takes", ()):
            if output not in makers:
                yield Found((*place, "takes"), "reference", f"no branch has the output {output}")
        waits_for = [*(keys[n] for n in entry["needs"] if n in keys), *_taken(entry, makers)]
        for other in waits_for if not entry.get("optional") else ():
            if other.get("optional"):
                remedy = f"the matter ends without {other['key']}, so nothing that it needs may wait for it"
                yield Found((*place, "needs"), "optional", remedy)


def _charges(data: Mapping[str, Any], entries: Entries) -> Iterator[Found]:
    owed = {fee["key"] for fee in data.get("fees", ())}
    for index, entry in enumerate(entries):
        if "charge" in entry and entry["charge"] not in owed:
            yield Found(
                ("branches", index, "charge"), "reference", f"no line {entry['charge']} among the fees"
            )


def _uses(entries: Entries, answers: Collection[str]) -> Iterator[Found]:
    """Where one department says which answers it needs, each does: who said nothing would get them all."""
    if not any("uses" in entry for entry in entries):
        return
    for index, entry in enumerate(entries):
        if "uses" not in entry:
            remedy = f"say which answers {entry['key']} needs: others do, and this branch would get all"
            yield Found(("branches", index), "uses", remedy)
        for key in entry.get("uses", ()):
            if key not in answers:
                yield Found(("branches", index, "uses"), "reference", f"nobody is asked for {key}")


def _circles(entries: Entries) -> Iterator[Found]:
    makers = _makers(entries)
    waits = {e["key"]: [*e["needs"], *(m["key"] for m in _taken(e, makers))] for e in entries}
    told: set[str] = set()
    for index, entry in enumerate(entries):
        circle = circles.shortest(entry["key"], waits)
        if circle and not told & set(circle):
            told |= set(circle)
            remedy = f"each waits for the other: {' needs '.join(circle)}"
            yield Found(("branches", index, "needs"), "circle", remedy)


def _start(entries: Entries) -> Iterator[Found]:
    if not any(set(entry["needs"]) <= {FORM} for entry in entries):
        yield Found(("branches",), "start", "nobody can begin: let one branch need the form alone")


def _makers(entries: Entries) -> dict[str, Mapping[str, Any]]:
    return {entry["output"]: entry for entry in entries if "output" in entry}


def _taken(entry: Mapping[str, Any], makers: Mapping[str, Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    return (makers[output] for output in entry.get("takes", ()) if output in makers)
