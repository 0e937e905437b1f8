"""Who is the applicant: the person, or an organisation for which they act. Derived, and pure.

The organisation is an answer, its code; what is known of the person's authority is one fact, `authority`, and
counts only for that code. OK: the platform says so. LATER: nobody could be asked, so the platform looks once
it has the filing, which until then is only taken in (收件).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kiosk.flows.definition.acting import KEY, LISTED, ActFor
from kiosk.flows.materials import State

if TYPE_CHECKING:
    from kiosk.flows.session import Session

FACT = "authority"
_ENOUGH = (State.OK, State.LATER)


@dataclass(frozen=True)
class Organisation:
    """As the register has it; `name` and `role` are empty where nobody could be asked."""

    uscc: str
    name: str = ""
    role: str = ""  # representative | agent | mandate
    known: bool = False  # the platform says that the person may act for it

    @property
    def masked(self) -> str:
        """For paper and lists: the name covered in the middle, and the end of the code."""
        return f"{mask(self.name)} ****{self.uscc[-4:]}".strip()


def mask(name: str) -> str:
    """Keeps the first two and the last four characters, of a short name only the last two."""
    if len(name) <= 7:
        return "*" * (len(name) - 2) + name[-2:] if len(name) > 2 else "*" * len(name)
    return f"{name[:2]}{'*' * (len(name) - 6)}{name[-4:]}"


def organisation(session: Session) -> Organisation | None:
    """None: the person files for themselves, or has not said yet."""
    code = str(session.normal_answers.get(KEY, ""))
    step = next((step for step in session.path if isinstance(step, ActFor)), None)
    fact = session.facts.get(FACT, {})
    if step is None or not is_settled(code, session.facts) or not code:
        return None
    known = fact["state"] == State.OK
    told = fact.get("value") or {}
    named = (str(told.get("name", "")), str(told.get("role", ""))) if known else ("", "")
    return Organisation(code, *named, known)


def is_settled(code: object, facts: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether the answer `code` counts: nobody's, or one whose authority is known or looked at later."""
    fact = facts.get(FACT, {})
    return code == "" or (fact.get("uscc") == code and fact.get("state") in _ENOUGH)


def listed(session: Session) -> tuple[Mapping[str, str], ...]:
    """The organisations that the register names for the person: uscc, name, role."""
    return tuple(session.facts.get(f"share:{LISTED}", {}).get("value") or ())


def authority(session: Session, code: str) -> dict[str, Any] | None:
    """What the register's list says of that code; none where somebody has to be asked."""
    found = next((one for one in listed(session) if one["uscc"] == code), None)
    if found is None:
        return None
    token = session.facts[f"share:{LISTED}"].get("token", "")
    return fact(code, LISTED, State.OK, found, token)


def fact(
    code: str, source: str, state: State, value: Mapping[str, Any] | None = None, token: str = ""
) -> dict[str, Any]:
    """`value`: uscc, name and role, where the platform said so under `token`."""
    told = {"value": dict(value), "token": token} if value else {}
    return {"uscc": code, "source": source, "state": state.value, **told}


def act(session: Session, step: str, code: str, found: Mapping[str, Any] | None) -> Session:
    """The person files for that organisation, or with an empty `code` for themselves.

    Raises AnswerError. Another `step` than that at hand is a double tap.
    """
    answered = session.answer(step, {KEY: code})
    if answered is session or found is None:
        return answered
    return replace(answered, facts={**answered.facts, FACT: dict(found)})


def parties(session: Session, card: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Applicant and agent, as a filing names them; without an organisation there is no agent."""
    there = organisation(session)
    if there is None:
        return dict(card), {}
    return {"uscc": there.uscc, "name": there.name}, dict(card)


def sent_facts(session: Session, facts: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Without the authority for an organisation that is not the applicant any more."""
    if organisation(session) is not None:
        return dict(facts)
    return {name: known for name, known in facts.items() if name != FACT}
