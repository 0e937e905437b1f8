"""A parent at the terminal in July: through the whole of school enrolment, with the platform's offices."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import yaml

from acceptance.platform import CHINA
from acceptance.population import Person
from kiosk.flows import materials
from kiosk.flows.definition import (
    Choose,
    ConfirmByPhone,
    Flow,
    Form,
    Materials,
    Notice,
    ReadCard,
    Sign,
)
from kiosk.flows.session import Session, card_fact
from kiosk.terminal import asking
from tests.acceptance.station import ENROLMENT, Station, applicant, new_id

AT = datetime(2026, 7, 10, 10, 30, tzinfo=CHINA)
LADDER = "school-enrolment-by-two"
PAPERS = {"form": b"%PDF-1.7 a form", "signature": b'<svg><polyline points="1,1 2,2"/></svg>'}
HOME, OTHER_HOME = "浙(2021)德清县0012345", "浙(2019)德清县0020417"
PARENT = {
    "relation": "parent",
    "household": "local",
    "children_count": "1",
    "home": "owned",
    "school": "sample-1",
    "adjust": "yes",
    "delivery": "terminal",
}


def ladder(items: Path) -> None:
    """Puts an item beside the others where a second office can be asked about vaccination and home."""
    item = yaml.safe_load((items / f"{ENROLMENT.item}.yaml").read_text("utf-8"))
    rungs = {material["key"]: material.get("rungs") for material in item["materials"]}
    for material in ("vaccination", "home_owned"):
        rungs[material].insert(1, rungs["parentage"][0])
    text = yaml.safe_dump(item | {"item": LADDER}, allow_unicode=True, sort_keys=False)
    (items / f"{LADDER}.yaml").write_text(text, "utf-8")


@dataclass(frozen=True)
class Visit:
    """What a parent answers and decides. `online`: until when there is a line to ask offices."""

    station: Station
    who: Person
    answers: Mapping[str, str] = field(default_factory=dict)  # by step or field; presets are taken otherwise
    decisions: Mapping[str, str] = field(default_factory=dict)  # by state: dispute, pass, commit …
    token: str | None = None  # none: not confirmed, as off-line
    online: bool = True
    flow: Flow = ENROLMENT

    @classmethod
    def confirmed(cls, station: Station, who: Person, flow: Flow = ENROLMENT, **more) -> Visit:
        return cls(station, who, token=station.confirm(who, flow.item), flow=flow, **more)

    def walk(self, id: str | None = None) -> Session:
        """To the check page, or to where it stops or the parent has no answer."""
        session = Session(id or new_id(), self.flow, AT.date())
        session = session.learn("begun", {"time": f"{AT:%H:%M}"})
        session = session.learn("capabilities", {"kinds": ["card_reader"]})
        return self.on(session)

    def on(self, session: Session) -> Session:
        while session.stop is None and (went := self._go(session)) is not session:
            session = went
        return session

    def _go(self, session: Session) -> Session:
        step, at = session.step, AT.isoformat()
        took = {
            Notice: lambda: session.agree(step.key, at),
            ReadCard: lambda: session.learn("card", card_fact(applicant(self.who))),
            ConfirmByPhone: lambda: self._prove(session),
            Choose: lambda: session.answer(step.key, {step.key: {**PARENT, **self.answers}[step.key]}),
            Form: lambda: self._fill(session, step),
            Materials: lambda: self._climb(session) if session.material else session.see(step.key),
            Sign: lambda: session.sign(step.key, PAPERS, at),
        }.get(type(step))
        return took() if took else session

    def _fill(self, session: Session, form: Form) -> Session:
        known = {key: self.answers[key] for key in form.keys if key in self.answers}
        return session.answer(form.key, {**session.preset(form), **known})

    def _prove(self, session: Session) -> Session:
        if self.token is None:
            return session.learn("confirmation", {"state": "deferred"})
        session = session.learn("confirmation", {"state": "confirmed", "token": self.token})
        with closing(self.station.client) as client:
            for entry in self.flow.prefill if self.online else ():
                said = asking.share(client, session, entry.source, self.token)
                session = session.learn(f"share:{entry.source}", said)
        return session

    def _climb(self, session: Session) -> Session:
        here = session.material
        if not here.to_ask:
            decision = self.decisions.get(here.state or here.rung.kind)
            return session.decide(here.place, decision, AT.isoformat()) if decision else session
        said = {"state": "LATER"}
        if self.token and self.online:
            question = asking.Question(here.rung.kind, here.rung.source, here.arguments)
            with closing(self.station.client) as client:
                said = asking.office(client, session, question, self.token)
        return session.learn(materials.fact_name(here), materials.found(here, said))

    def file(
        self, session: Session | None = None, **changes: object
    ) -> tuple[str, str | None, tuple[str, ...]]:
        """Status, reason and questions of the receipt."""
        made = self.station.make(session or self.walk(), **{"filed_at": AT, **changes})
        receipt = self.station.receipt(self.station.send(made))
        return receipt.status.value, receipt.reason, receipt.questions


def forged(session: Session, name: str, **changes: object) -> Session:
    """The session with a fact that says something else."""
    return replace(session, facts={**session.facts, name: {**session.facts[name], **changes}})
