"""The ladder of a material: what offices hold, then what the person may do, the original last (domain §6.1).

What came of a rung is a fact, `rung:<material>:<n>`: {"state", "arguments", …}. It counts only for the
arguments that it was asked with, so that a changed answer is asked again and nothing need be thrown away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kiosk.flows.definition import Flow, Material, Rung
from kiosk.flows.rules import Context

OFFICES = ("share", "licence", "verify")  # the kinds that an office answers
ASKED = (*OFFICES, "reuse")  # and the platform itself, of what it keeps for the person
PROMISES = ("commit", "defer")  # the kinds that rest on the person's word
CREDIT = "credit"  # the source that says whether a person's word may stand for a paper
CAMERA = "document_camera"


class State(StrEnum):
    """What came of a rung; empty while nothing did."""

    OPEN = ""
    OK = "OK"
    NO_DATA = "NO_DATA"  # the office has nothing
    UNAVAILABLE = "UNAVAILABLE"  # the office cannot be asked just now
    LATER = "LATER"  # no line: the platform asks once it has the filing, and nobody is asked for paper
    NONE = "NONE"  # there is no such licence
    EXPIRED = "EXPIRED"
    SEAL_BAD = "SEAL_BAD"  # its seal does not hold
    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"
    HELD = "HELD"  # the platform keeps one of an earlier filing
    USED = "USED"  # and the person lets it be used
    SIGNED = "SIGNED"
    DEFERRED = "DEFERRED"  # 容缺: promised until a day; granted by the platform alone
    CAPTURED = "CAPTURED"  # photographed: 待核验
    DECLINED = "DECLINED"
    WINDOW = "WINDOW"  # the original is looked at where the person was told


SUFFICIENT = frozenset(
    (State.OK, State.YES, State.LATER, State.USED)
    + (State.SIGNED, State.DEFERRED, State.CAPTURED, State.WINDOW)
)
NO_ANSWER = frozenset((State.UNAVAILABLE, State.UNKNOWN, State.NO_DATA))
UNUSABLE = frozenset((State.NONE, State.EXPIRED, State.SEAL_BAD))
_SILENT = NO_ANSWER | UNUSABLE
_UNDECIDED = frozenset((State.OPEN, State.HELD))


@dataclass(frozen=True)
class _Decision:
    """What a person may decide: on which rungs, in which states, and what it adds to the fact."""

    states: frozenset[State]
    adds: Mapping[str, Any]
    kinds: tuple[str, ...] = ()  # none: any
    needs: str = ""  # what the fact must hold by then
    takes: tuple[str, ...] = ()  # what may be said with it


_OPEN = frozenset((State.OPEN,))
DECISIONS: Mapping[str, _Decision] = {
    "dispute": _Decision(frozenset((State.NO,)), {"disputed": True}, takes=("note",)),
    "pass": _Decision(_SILENT, {"passed": True}),
    "use": _Decision(frozenset((State.HELD,)), {"state": State.USED.value}, ("reuse",)),
    "commit": _Decision(_OPEN, {"state": State.SIGNED.value}, ("commit",)),
    "defer": _Decision(_OPEN, {"state": State.DEFERRED.value}, ("defer",), "due", ("due",)),
    "captured": _Decision(_OPEN, {"state": State.CAPTURED.value, "grade": "C"}, ("capture",), "pages"),
    "decline": _Decision(_UNDECIDED, {"state": State.DECLINED.value}, (*PROMISES, "capture", "reuse")),
    "bring": _Decision(_OPEN, {"state": State.WINDOW.value}, ("original",)),
}
NOTES = ("record_wrong", "changed", "other")  # why a person says that an office's no is wrong


@dataclass(frozen=True)
class Standing:
    """Where a material stands on its ladder."""

    material: Material
    index: int  # of the rung at hand
    state: State
    arguments: Mapping[str, str] = field(repr=False)
    disputed: bool = False  # an office said no before, and the person says otherwise
    next: Rung | None = None  # the way after this one that is open to this person

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


def standings(flow: Flow, facts: Mapping[str, Any], context: Context) -> tuple[Standing, ...]:
    """Every material with a ladder that this case needs."""
    needed = (m for m in flow.materials if m.rungs and (m.when is None or m.when(context)))
    return tuple(_standing(material, facts, context) for material in needed)


def missing(flow: Flow, facts: Mapping[str, Any], context: Context) -> tuple[Material, ...]:
    """What still stands in the way, in the order of the item."""
    open_ones = {s.material.key for s in standings(flow, facts, context) if not s.settled}
    return tuple(m for m in flow.materials if m.key in open_ones or _unsatisfied(m, context))


def _unsatisfied(material: Material, context: Context) -> bool:
    needed = material.when is None or material.when(context)
    return material.satisfied is not None and needed and not material.satisfied(context)


def told(flow: Flow, standings: tuple[Standing, ...], context: Context) -> dict[str, str]:
    """What stands for each material: the same on both sides, and what a signature is bound to."""
    plain = {
        m.key: "FACT" if m.satisfied(context) else ""
        for m in flow.materials
        if m.satisfied is not None and (m.when is None or m.when(context))
    }
    return plain | {s.material.key: f"{s.rung.kind}:{s.state}" for s in standings}


def dues(standings: tuple[Standing, ...], facts: Mapping[str, Any]) -> dict[str, str]:
    """Until which day each material will follow, as promised: ISO dates."""
    return {s.material.key: str(facts[fact_name(s)]["due"]) for s in standings if s.state is State.DEFERRED}


def fact_name(standing: Standing) -> str:
    return f"rung:{standing.material.key}:{standing.index}"


def found(standing: Standing, said: Mapping[str, Any]) -> dict[str, Any]:
    """An office's answer as a fact; `said` has the state, and the statement that proves it."""
    return {**said, "arguments": dict(standing.arguments)}


def decided(
    standing: Standing, fact: Mapping[str, Any], decision: str, at: str, said: Mapping[str, str]
) -> dict[str, Any] | None:
    """The fact after a person's decision; None if it does not fit where the material stands. `said`: what was
    said with it, a note or a day."""
    rule = DECISIONS[decision]
    if standing.state not in rule.states or (rule.kinds and standing.rung.kind not in rule.kinds):
        return None
    more = {name: said[name] for name in rule.takes if name in said}
    if rule.needs and not {**fact, **more}.get(rule.needs):
        return None
    return {**fact, **rule.adds, **more, "arguments": dict(standing.arguments), "at": at}


def may_promise(facts: Mapping[str, Any]) -> bool:
    """Whether this person's word may stand for a paper: unless the platform said that it may not."""
    said = facts.get(f"share:{CREDIT}", {})
    value = said.get("value")
    return not (isinstance(value, Mapping) and value.get("promises") == "not_now")


def _standing(material: Material, facts: Mapping[str, Any], context: Context) -> Standing:
    ways = _ways(material, facts, context)
    disputed = False
    for place, index in enumerate(ways):
        rung = material.rungs[index]
        if disputed and rung.kind in PROMISES:  # nobody vouches against what an office holds
            continue
        arguments = {name: str(rule(context)) for name, rule in rung.arguments.items()}
        fact = facts.get(f"rung:{material.key}:{index}", {})
        if fact.get("arguments") != arguments:
            fact = {}
        state = State(fact.get("state", ""))
        barred = PROMISES if disputed or state is State.NO else ()
        later = (material.rungs[number] for number in ways[place + 1 :])
        following = next((way for way in later if way.kind not in barred), None)
        here = Standing(material, index, state, arguments, disputed, following)
        if state is State.NO and fact.get("disputed"):
            disputed = True
        elif not _moves_on(here, fact):
            return here
    return here


def _ways(material: Material, facts: Mapping[str, Any], context: Any) -> list[int]:
    """The rungs that are open in this case, to this person, at this machine."""
    kinds = facts.get("capabilities", {}).get("kinds", ())
    closed = set() if CAMERA in kinds else {"capture"}
    closed |= set() if may_promise(facts) else set(PROMISES)
    return [
        index
        for index, rung in enumerate(material.rungs)
        if (rung.when is None or rung.when(context))
        and (rung.kind not in closed or facts.get(f"rung:{material.key}:{index}", {}).get("pages"))
    ]


def _moves_on(here: Standing, fact: Mapping[str, Any]) -> bool:
    """Silence leads on by itself while another office can be asked; before paper, the person decides."""
    if here.next is None:
        return False
    if here.rung.kind == "reuse":  # it was only a shorter way
        return here.state in _SILENT or here.state is State.DECLINED
    if here.state in _SILENT:
        return here.next.kind in ASKED or bool(fact.get("passed"))
    return here.state is State.DECLINED
