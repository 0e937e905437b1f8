"""Several people before one terminal, some of them far away with a phone: a joint request, on the wire."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import requests

from acceptance.population import Person
from kiosk.flows.definition import Party
from kiosk.flows.session import Session, card_fact
from kiosk.flows.session.party import Invitation, Presence, gone_on, people
from kiosk.flows.session.summary import summary
from tests.acceptance.station import Made, Station, applicant, new_id, now, person
from tests.flows.several import FLOWS, listed

JOINT = FLOWS["joint-request"]
STEP = JOINT.step("together")
LIU, OUYANG, CHEN = person("liu-yang"), person("ouyang-wenjing"), person("chen-wei")
FORM, STROKES = b"%PDF-1.7 a joint request", b'<svg><polyline points="1,1 2,2"/></svg>'


@dataclass
class Group:
    station: Station
    session: Session

    @classmethod
    def comes(cls, station: Station, *others: Person, first: Person = LIU) -> Group:
        """Up to the list of people."""
        session = Session(new_id(), JOINT, now().date()).learn("capabilities", {"kinds": ["card_reader"]})
        session = session.agree("notice", now().isoformat()).learn("card", card_fact(applicant(first)))
        everybody = [{"name": p.names[0], "idno": p.number} for p in (first, *others)]
        session = listed(session, "people", everybody).answer("people.entries", {})
        return cls(station, session.answer("topic", {"topic": "lift"}))

    def asked(self, who: Person, **other: object):
        """The terminal's question for a page on this person's phone."""
        question = {
            "id": new_id(),
            "filing": self.session.id,
            "id_number": who.number,
            "name": who.names[0],
            "item": JOINT.item,
            "form": sha256(FORM).hexdigest(),
            "of": self.session.fingerprint,
            "summary": [list(row) for row in summary(self.session)],
        } | other
        return question, self.station.call("POST", "/v1/invitations", question)

    def invites(self, who: Person, **other: object) -> tuple[str, str]:
        """The id of the invitation, and the address for the phone."""
        question, answer = self.asked(who, **other)
        assert answer.status_code == 201, answer.text
        given = answer.json()
        form = question["form"]
        invitation = Invitation(given["id"], given["url"], given["code"], given["expires_at"], form)
        self.session = self.session.invite(STEP.key, who.number, invitation, now().isoformat())
        return given["id"], given["url"]

    def signs_here(self, who: Person) -> None:
        session = self.session.join(STEP.key, card_fact(applicant(who)))
        self.session = session.sign_as(STEP.key, who.number, (FORM, STROKES), now().isoformat())

    def made(self) -> Made:
        """The first person signs, and it is filed."""
        session = gone_on(self.session, STEP.key)
        assert not isinstance(session.step, Party), "somebody is missing"
        session = session.sign("signature", {"form": FORM, "signature": STROKES}, now().isoformat())
        return self.station.make(session)

    def files(self):
        """What the platform says to it."""
        return self.station.receipt(self.station.send(self.made()))

    def state(self, id: str) -> tuple[str, str | None]:
        answer = self.station.call("POST", f"/v1/invitations/{id}/state", {}).json()
        return answer["state"], answer["statement"]

    def hears(self, who: Person) -> None:
        record = people(STEP, self.session.facts)[who.number]
        said, token = self.state(record["id"])
        assert said == "signed"
        self.session = self.session.hear(STEP.key, who.number, Presence.PHONED, token or "")

    def told(self) -> list[tuple[str, str | None]]:
        """Where the filing stands, as the feed tells it, oldest first."""
        events = [event for event in self.station.events() if event.filing == self.session.id]
        return [(event.status.value, event.reason) for event in events]


def on_phone(server, url: str, who: Person | None = None, decision: str = "sign", **fields: str):
    """What the phone shows: once it is opened, or once something was decided on it."""
    if who is None and not fields:
        return requests.get(url, verify=server.ca, timeout=30)
    fields = {"phone_key": who.phone_key if who else "", "decision": decision} | fields
    return requests.post(url, data=fields, verify=server.ca, timeout=30)
