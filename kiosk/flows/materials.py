"""The ladder of a material: share, licence, verify, commit, and the original last (domain §6.1). Pure.

What came of a rung is a fact, `rung:<material>:<n>`: {"state", "arguments", …}. It counts only for the
arguments that it was asked with, so that a changed answer is asked again and nothing need be thrown away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kiosk.flows.definition import Flow, Material, Rung

ASKED = ("share", "licence", "verify")  # the kinds that an office answers


class State(StrEnum):
    """What came of a rung; empty while nothing did."""

    OPEN = ""
    OK = "OK"
    NO_DATA = "NO_DATA"  # the office has nothing
    UNAVAILABLE = "UNAVAILABLE"  # the office cannot be asked just now
    LATER = "LATER"  # no line: the platform asks once it has the filing, and nobody is asked for paper
    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"
    SIGNED = "SIGNED"
    DECLINED = "DECLINED"
    WINDOW = "WINDOW"  # the original is looked at where the person was told


SUFFICIENT = frozenset((State.OK, State.YES, State.LATER, State.SIGNED, State.WINDOW))
_SILENT = frozenset((State.NO_DATA, State.UNAVAILABLE, State.UNKNOWN))
_DECISIONS: Mapping[str, tuple[frozenset[State], Mapping[str, Any]]] = {
    # what a person may decide: when, and what it adds to the fact
    "dispute": (frozenset((State.NO,)), {"disputed": True}),
    "pass": (_SILENT, {"passed": True}),
    "commit": (frozenset((State.OPEN,)), {"state": State.SIGNED.value}),
    "decline": (frozenset((State.OPEN,)), {"state": State.DECLINED.value}),
    "bring": (frozenset((State.OPEN,)), {"state": State.WINDOW.value}),
}
_FITS = {"commit": "commit", "decline": "commit", "bring": "original"}  # decision → kind of rung


@dataclass(frozen=True)
class Standing:
    """Where a material stands on its ladder."""

    material: Material
    index: int  # of the rung at hand
    state: State
    arguments: Mapping[str, str] = field(repr=False)
    disputed: bool = False  # an office said no before, and the person says otherwise

    @property
    def rung(self) -> Rung:
        return self.material.rungs[self.index]

    @property
    def settled(self) -> bool:
        return self.state in SUFFICIENT

    @property
    def to_ask(self) -> bool:
        return self.state is State.OPEN and self.rung.kind in ASKED

    @property
    def place(self) -> str:
        """Names the decision at hand, so that a double tap is not taken for the next one."""
        return f"{self.material.key}.{self.index}.{self.state}"

    @property
    def next(self) -> Rung | None:
        """The rung after this one."""
        return next(iter(self.material.rungs[self.index + 1 :]), None)


def standings(flow: Flow, facts: Mapping[str, Any], context: Any) -> tuple[Standing, ...]:
    """Every material with a ladder that this case needs."""
    needed = (m for m in flow.materials if m.rungs and (m.when is None or m.when(context)))
    return tuple(_standing(material, facts, context) for material in needed)


def missing(flow: Flow, facts: Mapping[str, Any], context: Any) -> tuple[Material, ...]:
    """What still stands in the way, in the order of the item."""
    open_ones = {s.material.key for s in standings(flow, facts, context) if not s.settled}
    return tuple(
        material
        for material in flow.materials
        if material.key in open_ones or (material.satisfied is not None and not material.satisfied(context))
    )


def told(flow: Flow, facts: Mapping[str, Any], context: Any) -> dict[str, str]:
    """What stands for each material: the same on both sides, and what a signature is bound to."""
    plain = {
        m.key: "FACT" if m.satisfied(context) else ""
        for m in flow.materials
        if m.satisfied is not None and (m.when is None or m.when(context))
    }
    return plain | {s.material.key: f"{s.rung.kind}:{s.state}" for s in standings(flow, facts, context)}


def fact_name(standing: Standing) -> str:
    return f"rung:{standing.material.key}:{standing.index}"


def found(standing: Standing, said: Mapping[str, Any]) -> dict[str, Any]:
    """An office's answer as a fact; `said` has the state, and the statement that proves it."""
    return {**said, "arguments": dict(standing.arguments)}


def decided(standing: Standing, fact: Mapping[str, Any], decision: str, at: str) -> dict[str, Any] | None:
    """The fact after a person's decision; None if it does not fit where the material stands."""
    when, added = _DECISIONS[decision]
    if standing.state not in when or _FITS.get(decision, standing.rung.kind) != standing.rung.kind:
        return None
    return {**fact, **added, "arguments": dict(standing.arguments), "at": at}


def _standing(material: Material, facts: Mapping[str, Any], context: Any) -> Standing:
    disputed = False
    for index, rung in enumerate(material.rungs):
        if disputed and rung.kind == "commit":  # nobody vouches against what an office holds
            continue
        if rung.when is not None and not rung.when(context):
            continue
        arguments = {name: str(rule(context)) for name, rule in rung.arguments.items()}
        fact = facts.get(f"rung:{material.key}:{index}", {})
        if fact.get("arguments") != arguments:
            fact = {}
        state = State(fact.get("state", ""))
        here = Standing(material, index, state, arguments, disputed)
        if state is State.NO and fact.get("disputed"):
            disputed = True
        elif not _moves_on(here, fact):
            return here
    return here


def _moves_on(here: Standing, fact: Mapping[str, Any]) -> bool:
    """Silence leads on by itself while another office can be asked; before paper, the person decides."""
    if here.next is None:
        return False
    if here.state in _SILENT:
        return here.next.kind in ASKED or bool(fact.get("passed"))
    return here.state is State.DECLINED
