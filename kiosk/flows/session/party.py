"""Further people in one session: whose card was laid, who signed, who was invited. Derived, and pure.

What is known of them is one fact a step, `party:<step>`: {"people": {<number>: {"state", "card", …}}}. It
counts only for who stands in the group with that number, so that nobody need be thrown out when an entry
changes, and a signature only for what was signed: the answers (`of`), and the very form (`form`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kiosk.flows.definition import Form, Party
from kiosk.flows.path import bare
from kiosk.flows.text import Text

if TYPE_CHECKING:
    from kiosk.flows.session import Session


class Presence(StrEnum):
    MISSING = "missing"
    PRESENT = "present"  # the card was laid, and what is to be signed is not
    SIGNED = "signed"
    INVITED = "invited"  # is asked to sign by phone; the matter may be filed before
    PHONED = "signed_by_phone"
    DECLINED = "declined"  # by phone: must come, or be asked once more
    EXPIRED = "expired"  # was asked by phone, and never answered
    APPLICANT = "applicant"  # laid the first card, and signs at the end


_ASKED = (Presence.INVITED, Presence.PHONED, Presence.DECLINED, Presence.EXPIRED)  # by phone, under one form
_OPEN = (Presence.MISSING, Presence.DECLINED, Presence.EXPIRED)  # may be asked by phone, or once more
_COUNTED = (Presence.SIGNED, Presence.INVITED, Presence.PHONED)  # worth something only under this very form


class PartyError(ValueError):
    """This card will not do here; one sentence, nothing of the card in the exception."""

    def __init__(self, says: Text) -> None:
        super().__init__(says.en)
        self.says = says


@dataclass(frozen=True)
class Attendance:
    """One person of the group, in the order of the entries."""

    entry: str  # key of the entry
    name: str = field(repr=False)
    number: str = field(repr=False)
    presence: Presence
    settled: bool  # whether nothing more is wanted of them here

    @property
    def paper(self) -> str:
        """The name of the paper with their signature."""
        return f"signature.{self.entry}"


_UNKNOWN = Text(
    "名单里没有这张身份证的号码，请核对名单",
    "名单里没有这个人，看看名单",
    "The number of this card is not on the list: compare the list",
)
_OTHER_NAME = Text(
    "名单上的姓名和身份证不一样，请先改名单",
    "名单上的名字不对，先改名单",
    "The name on the list is not that on the card: mend the list first",
)
_EXPIRED = Text(
    "这张身份证过期了，请先换领新证",
    "身份证过期了，先换新的",
    "This card has expired: it must be renewed first",
)


def fact_name(step: Party) -> str:
    return f"party:{step.key}"


def people(step: Party, facts: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = facts.get(fact_name(step), {}).get("people", {})
    return found


def attendances(step: Party, session: Session) -> Iterator[Attendance]:
    """Everybody who stands in the group, in its order."""
    applicant = session.facts.get("card", {}).get("id_number", "")
    known, path = people(step, session.facts), session.walked
    for entry in path.steps:
        if isinstance(entry, Form) and entry.prefix.split(".")[0] == step.group:
            says = bare(entry, path.given)
            name, number = str(says.get(step.name, "")), str(says.get(step.number, ""))
            presence = _presence(known.get(number, {}), number, name, session)
            if number and number == applicant:
                presence = Presence.APPLICANT
            yield Attendance(entry.key, name, number, presence, _settled(step, presence))


def joined(step: Party, session: Session, card: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is known of a person once their card was laid; None for who was here before.

    Raises PartyError.
    """
    there = _there(step, session, card["id_number"])
    if there is None:
        raise PartyError(_UNKNOWN)
    if there.presence not in (*_OPEN, Presence.INVITED):
        return None
    if card["name"] != there.name:
        raise PartyError(_OTHER_NAME)
    if _is_expired(card, session):
        raise PartyError(_EXPIRED)
    return {"state": Presence.PRESENT.value, "card": dict(card)}


@dataclass(frozen=True)
class Invitation:
    """What the platform gave for one person who signs by phone: `url` and `code` lead to the same page."""

    id: str
    url: str = field(repr=False)
    code: str = field(repr=False)
    expires_at: str  # ISO
    form: str  # digest of the form that is to be signed


def invited(
    step: Party, session: Session, number: str, invitation: Invitation, at: str
) -> dict[str, Any] | None:
    there = _there(step, session, number)
    if not step.invites or there is None or there.presence not in _OPEN:
        return None
    bound = {"of": session.fingerprint, "day": session.today.isoformat(), "at": at}
    return {"state": Presence.INVITED.value, **vars(invitation), **bound}


def heard(step: Party, session: Session, number: str, said: Presence, token: str) -> dict[str, Any] | None:
    """What came of an invitation; `token` is the platform's signed word, where somebody signed."""
    there = _there(step, session, number)
    if there is None or there.presence is not Presence.INVITED or said not in _ASKED:
        return None
    return {**people(step, session.facts)[number], "state": said.value, "token": token}


def signed(
    step: Party, session: Session, number: str, papers: tuple[bytes, bytes], at: str
) -> dict[str, Any] | None:
    """`papers`: the form and the strokes. None for whoever is not here, or has signed."""
    there = _there(step, session, number)
    if not step.signs or there is None or there.presence is not Presence.PRESENT:
        return None
    form, paper = (sha256(each).hexdigest() for each in papers)
    bound = {"of": session.fingerprint, "form": form, "day": session.today.isoformat()}
    return {**people(step, session.facts)[number], "state": "signed", **bound, "paper": paper, "at": at}


def gone_on(session: Session, step: str) -> Session:
    """From the list that stayed at hand, once nothing more is wanted of anybody here."""
    here = session.step
    if not isinstance(here, Party) or here.key != step or not session.is_done(here):
        return session
    return replace(session, at=None)


def form_day(session: Session) -> date:
    """The day that stands on the form: that of the first who signed it, so that all sign the same one."""
    days = [
        str(people(step, session.facts)[found.number]["day"])
        for step in _asked(session)
        for found in session.attendances(step)
        if found.presence in _COUNTED
    ]
    return date.fromisoformat(min(days)) if days else session.today


def voided(session: Session) -> bool:
    """Whether somebody signed, or was asked to, what is not the form any more."""
    counted = {
        found.number
        for step in _asked(session)
        for found in session.attendances(step)
        if found.presence in (*_COUNTED, *_OPEN[1:])
    }
    return any(
        "of" in people(step, session.facts).get(found.number, {}) and found.number not in counted
        for step in _asked(session)
        for found in session.attendances(step)
    )


def sent_facts(session: Session) -> dict[str, Mapping[str, Any]]:
    """The facts without whoever stands in no entry any more: of them nothing is sent."""
    kept = {name: fact for name, fact in session.facts.items() if not name.startswith("party:")}
    for step in _asked(session):
        numbers = {found.number for found in session.attendances(step)}
        known = {n: record for n, record in people(step, session.facts).items() if n in numbers}
        if known:
            kept[fact_name(step)] = {"people": known}
    return kept


def sent_papers(session: Session) -> dict[str, bytes]:
    signatures = {
        found.paper
        for step in _asked(session)
        for found in session.attendances(step)
        if found.presence is Presence.SIGNED
    }
    return {k: v for k, v in session.papers.items() if not k.startswith("signature.") or k in signatures}


def digests(session: Session) -> dict[str, str]:
    """What each signature of a further person must be, by the name of its paper: lower-case hex SHA-256."""
    return {
        found.paper: str(people(step, session.facts)[found.number]["paper"])
        for step in _asked(session)
        for found in session.attendances(step)
        if found.presence is Presence.SIGNED
    }


def told(session: Session) -> dict[str, str]:
    """How everybody took part, by the key of their entry: the same on both sides."""
    return {
        found.entry: found.presence.value for step in _asked(session) for found in session.attendances(step)
    }


def _asked(session: Session) -> list[Party]:
    return [step for step in session.path if isinstance(step, Party)]


def _there(step: Party, session: Session, number: str) -> Attendance | None:
    return next((found for found in session.attendances(step) if found.number == number), None)


def _presence(record: Mapping[str, Any], number: str, name: str, session: Session) -> Presence:
    valid = record.get("of") == session.fingerprint and _is_the_form(record, session)
    if record.get("state") in _ASKED:
        over = record["state"] == Presence.INVITED and _is_over(record, session)
        return (
            Presence.EXPIRED if valid and over else Presence(record["state"]) if valid else Presence.MISSING
        )
    card = record.get("card", {})
    if not number or card.get("id_number") != number or card.get("name") != name:
        return Presence.MISSING
    if _is_expired(card, session):
        return Presence.MISSING
    return Presence.SIGNED if valid else Presence.PRESENT


def _is_over(record: Mapping[str, Any], session: Session) -> bool:
    """Whether nobody can answer any more, by the day alone: the hour is for the platform to say."""
    expires = str(record.get("expires_at", ""))
    return bool(expires) and expires[:10] < session.today.isoformat()


def _is_the_form(record: Mapping[str, Any], session: Session) -> bool:
    """Whether it is what the applicant signed, too, as far as they have."""
    last = session.facts.get("signature", {})
    return last.get("of") != session.fingerprint or last["papers"].get("form") == record.get("form")


def _is_expired(card: Mapping[str, Any], session: Session) -> bool:
    return bool(card["valid_to"]) and card["valid_to"] < session.today.isoformat()


def _settled(step: Party, presence: Presence) -> bool:
    enough = {Presence.APPLICANT, Presence.SIGNED, Presence.PHONED}
    if not step.signs:
        enough.add(Presence.PRESENT)
    if step.invites:
        enough.add(Presence.INVITED)
    return presence in enough
