"""A finished session → sealed parts, the facts of its slip, and the signed envelope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

import uuid_utils

from kiosk.flows import appointment, fees, gate, handling, materials
from kiosk.flows.gate import derived
from kiosk.flows.materials import State
from kiosk.flows.savings import savings
from kiosk.flows.session import Session, acting, captures, card_fact, party
from kiosk.flows.text import Text
from kiosk.model import OPERATOR, SealedPart
from kiosk.receipt import APART
from kiosk.store.filings import Place, Prepared
from kiosk.terminal import deferrals
from kiosk.terminal.words import Site
from kiosk.wire import messages
from kiosk.wire.boot import clock_claim
from kiosk.wire.envelope import canonical, digest
from kiosk.wire.identity import Identity

# Who could not confirm yet gets the paper later, whatever was chosen: the slip must not promise otherwise.
_COLLECTED = Text(
    "办好后凭身份证和手机到任一终端打印",
    "办好后带身份证和手机，到哪台机器都能打",
    "Printed at any terminal, with card and phone",
)
_TELLS = {  # what the slip says of a material that is not settled for good
    State.WINDOW: Text("（到窗口看原件）", "（到窗口看）", " (original at the counter)"),
    State.CAPTURED: Text("（已拍照，待核验）", "（拍了照，要核对）", " (photographed, to be checked)"),
    State.DEFERRED: Text("（容缺，%1前补交）", "（%1前补交）", " (to follow by %1)"),
}
_MEDIA = {"form": "application/pdf", "signature": "image/svg+xml"}


@dataclass(frozen=True)
class Maker:
    """Makes filings in the name of one terminal."""

    identity: Identity
    site: Site

    def prepare(self, session: Session, person: str, now: datetime, language: str) -> Prepared:
        """Sealed to the platform: from here on nobody at the terminal can read it.

        `person` is the keyed hash that stands for the applicant.
        """
        applicant = session.applicant
        if applicant is None and session.flow.assurance != "L0":
            raise ValueError("nobody to file for")
        filed_by, agent = acting.parties(session, card_fact(applicant)) if applicant else ({}, {})
        body = messages.FilingBody(
            id=session.id,
            definition=session.flow.hash,
            applicant=filed_by,
            agent=agent,
            answers=session.normal_answers,
            facts=acting.sent_facts(session, captures.sent_facts(session, party.sent_facts(session))),
            derived=derived(session),
            language=language,
        )
        parts = [self._sealed(session, "body", "application/json", canonical(body.payload()))]
        for name, paper in captures.sent_papers(session, party.sent_papers(session)).items():
            taken = name.startswith(captures.PREFIX)
            media = captures.MEDIA if taken else _MEDIA[name.split(".")[0]]
            parts.append(self._sealed(session, name, media, paper))
        return Prepared(
            id=session.id,
            item=session.flow.item,
            person=person,
            filed_at=now,
            parts=tuple(parts),
            slip=self._slip(session, now, language),
            operator=_operator(session),
            saved=asdict(savings(session)),
        )

    def sign(self, session: Session, prepared: Prepared, place: Place) -> str:
        parts = prepared.parts
        filing = messages.FilingObject(
            id=prepared.id,
            number=place.number,
            terminal=self.identity.terminal,
            epoch=place.epoch,
            seq=place.seq,
            previous=place.previous,
            item=prepared.item,
            definition=session.flow.hash,
            version=session.flow.version,
            filed_at=prepared.filed_at,
            clock=clock_claim(),
            parts=tuple(messages.PartRef(p.name, p.media_type, len(p.sealed), p.digest) for p in parts),
            journal=place.journal,
            parent=prepared.parent,
            relation=prepared.relation,
            operator=prepared.operator[0] if prepared.operator else None,
        )
        return self.identity.signing.sign(messages.FILING, filing.payload())

    def rating(self, filing: str, grade: int, reasons: Sequence[str], now: datetime) -> tuple[str, str]:
        """Its id, and the signed object."""
        id = str(uuid_utils.uuid7())
        payload = {"id": id, "filing": filing, "grade": grade, "reasons": list(reasons)}
        return id, self.identity.signing.sign(messages.RATING, payload | {"at": now.isoformat()})

    def _sealed(self, session: Session, name: str, media_type: str, data: bytes) -> SealedPart:
        sealed = self.identity.sealing.seal(data, session.id, name)
        return SealedPart(name, media_type, digest(sealed), sealed)

    def _slip(self, session: Session, now: datetime, language: str) -> dict[str, str]:
        """What paper may say, nobody's name in it."""
        option = handling.delivery(session)
        delivery = option.title.in_(language) if option else "—"
        if (
            session.flow.type == "certificate"
            and session.facts.get("confirmation", {}).get("state") == "deferred"
        ):
            delivery = _COLLECTED.in_(language)
        papers = _materials(session, language)
        return deferrals.slip_facts(session, language) | {
            **_fees(session, language),
            **_acting(session),
            **_visit(session, language),
            "title": session.flow.title.in_(language),
            "filed_at": now.isoformat(timespec="seconds"),
            "materials": papers or "—",
            "delivery": delivery,
            "phone": self.site.phone,
            "place": self.site.place,
            "terminal": self.identity.terminal,
            **_served(session),
        }


def _operator(session: Session) -> tuple[str, str] | None:
    """Account and role of the clerk by whose hands it came."""
    fact = session.facts.get(OPERATOR)
    return (fact["account"], fact["role"]) if fact else None


def _served(session: Session) -> dict[str, str]:
    """By whom, as slips say it."""
    fact = session.facts.get(OPERATOR)
    if fact is None:
        return {}
    return {"operator": f"{fact['name']} {fact['account']}", "role": fact["role"]}


def _acting(session: Session) -> dict[str, str]:
    """The organisation, covered like a name; `authority`: that nobody could be asked about it yet."""
    there = acting.organisation(session)
    if there is None:
        return {}
    return {"organisation": there.masked} | ({} if there.known else {"authority": "later"})


def _fees(session: Session, language: str) -> dict[str, str]:
    """What was paid, or is still owed, in yuan; nothing of what costs nothing."""
    if charges := gate.later(session):
        return {"later": fees.yuan(sum((line.amount for line in charges), Decimal(0)))}
    if (due := gate.amount(session)) == 0:
        return {}
    fact, charges = session.facts.get(fees.FACT, {}), gate.charges(session)
    lines = [f"{line.fee.title.in_(language)} {fees.yuan(line.amount)}" for line in charges]
    owed = fees.state(fact, due) is not fees.Paying.CONFIRMED
    told = {"fee": fees.yuan(due), "fees": "、".join(lines) if len(lines) > 1 else ""}
    return told | (
        {"owed": APART if fees.apart(session.flow) else "yes"}
        if owed
        else {"bill": str(fact.get("bill", ""))}
    )


def _visit(session: Session, language: str) -> dict[str, str]:
    """The times that are held for it, each with what it is for, or that they are to be agreed on."""
    fact = session.facts.get(appointment.FACT, {})
    if appointment.of(session.path) is None or "state" not in fact:
        return {}
    lines = [f"{when}｜{name}" for when, name in appointment.times(fact, language)]
    return {"visit": "\n".join(lines), "visit_code": str(fact.get("code", ""))}


def _materials(session: Session, language: str) -> str:
    """Those that this case needs; one that a person must still look at, or bring, says so."""
    standings = {standing.material.key: standing for standing in session.standings}
    dues = materials.dues(session.standings, session.facts)
    told = session.told
    named = []
    for material in (m for m in session.flow.materials if m.key in told):
        standing = standings.get(material.key)
        tells = _TELLS.get(standing.state) if standing else None
        more = tells.in_(language).replace("%1", dues.get(material.key, "")) if tells else ""
        named.append(material.title.in_(language) + more)
    return "、".join(named)
