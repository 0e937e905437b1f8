"""Both sides walk by the same rules: what any walk comes to, the platform comes to as well; and a filing in
which one thing was altered afterwards is never in order."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any

import pytest

from acceptance import statements
from acceptance.judgement import Arrival, Case, judge
from acceptance.offices import SHARES
from acceptance.platform import CHINA
from acceptance.problems import ProblemError
from acceptance.proofs import MEDIA, Paper
from acceptance.question import Question
from kiosk.flows import fees
from kiosk.flows.definition import Flow
from kiosk.flows.gate import amount, charges, derived, gate
from kiosk.flows.materials import State
from kiosk.flows.said import Said
from kiosk.flows.session import Session, acting, captures, party
from kiosk.flows.walk import World, walk
from kiosk.model import Status
from kiosk.wire import messages
from kiosk.wire.envelope import SigningKey, canonical
from tests import shipped
from tests.acceptance.station import ENROLMENT, FLOW, POPULATION

TERMINAL = "330521-0001-001"
KEY = SigningKey.generate()
SEASON = date(2026, 7, 1)
ITEMS = [FLOW, ENROLMENT]
FILED = [flow for flow in shipped.items().values() if flow.type != "information"]
OTHERS = [flow for flow in FILED if flow not in ITEMS]
IN_ORDER = {"immediate": Status.ACCEPTED, "promised": Status.RECEIVED}
OF_OFFICES = ("share:", "rung:", "authority")  # what is said of a person, as a fact
HELD = {  # what offices hold of the population
    source: [value for who in POPULATION.by_number.values() if (value := share(ask(who)))]
    for source, share in SHARES.items()
    for ask in [partial(Question, population=POPULATION, region="330521", today=SEASON)]
}


@dataclass(frozen=True)
class Walked:
    """A walk's end, as it would be filed."""

    session: Session
    filed_at: datetime
    answers: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)
    derived: dict = field(default_factory=dict)
    papers: dict = field(default_factory=dict)

    @classmethod
    def at_random(cls, flow: Flow, random: Random, number: int) -> Walked:
        day = SEASON + timedelta(days=random.randrange(27))
        filed_at = datetime.combine(day, time(10), CHINA)
        world = World(day, prove, partial(confirm, filed_at), HELD, pay)
        session = walk(flow, random, world, f"walk {number}")
        return cls.of(session, filed_at)

    @classmethod
    def of(cls, session: Session, filed_at: datetime) -> Walked:
        """Through JSON, as over the line."""
        told = acting.sent_facts(session, captures.sent_facts(session, party.sent_facts(session)))
        facts, answers = (json.loads(canonical(v)) for v in (told, session.normal_answers))
        papers = captures.sent_papers(session, party.sent_papers(session))
        return cls(session, filed_at, answers, facts, derived(session), papers)

    def judged(self) -> Case:
        """By the platform. Raises ProblemError."""
        session, flow = self.session, self.session.flow
        applicant, agent = acting.parties(session, vars(session.applicant) if session.applicant else {})
        values = {
            "id": session.id,
            "definition": flow.hash,
            "applicant": applicant,
            "agent": agent,
            "answers": self.answers,
            "facts": self.facts,
            "derived": self.derived,
        }
        body = messages.FilingBody.read(json.loads(canonical(messages.FilingBody(**values).payload())))
        filing = messages.FilingObject(
            id=session.id,
            number="",
            terminal=TERMINAL,
            epoch="",
            seq=1,
            previous=messages.GENESIS,
            item=flow.item,
            definition=flow.hash,
            version=flow.version,
            filed_at=self.filed_at,
            clock=messages.ClockClaim(True, "boot", 1),
            parts=(),
            journal=messages.GENESIS,
        )
        papers = {name: Paper(media_of(name), data) for name, data in self.papers.items()}
        return judge(Arrival(filing, body, self.filed_at, papers), {flow.item: flow}, KEY.public)

    def with_fact(self, name: str, fact: dict) -> Walked:
        return replace(self, facts={**self.facts, name: fact})

    def outcome(self) -> str:
        """In one word: the reason, the problem, or the status."""
        try:
            verdict = self.judged().verdict
        except ProblemError as problem:
            return problem.kind.name
        return verdict.reason or verdict.status.name


def media_of(name: str) -> str:
    return captures.MEDIA if name.startswith(captures.PREFIX) else MEDIA.get(name.split(".")[0], "")


def prove(session: Session, said: Said) -> str:
    number = session.facts["card"]["id_number"]
    answer = {**vars(said), "state": said.state.value, "arguments": dict(said.arguments)}
    return statements.answered(KEY, session.id, number, datetime.now(CHINA), answer)


def confirm(at: datetime, session: Session) -> dict[str, str]:
    agreed = statements.Agreed(f"of {session.id}", TERMINAL, session.flow.item, "", timedelta())
    token = statements.confirm(KEY, agreed, session.facts["card"]["id_number"], at)
    return {"state": "confirmed", "token": token}


def pay(session: Session) -> dict[str, str]:
    lines = {line.fee.key: fees.yuan(line.amount) for line in charges(session)}
    paid = statements.Paid(
        order=f"order of {session.id}",
        case=session.id,
        item=session.flow.item,
        terminal=TERMINAL,
        amount=fees.yuan(amount(session)),
        lines=lines,
        bill="1",
    )
    token = statements.pay(KEY, paid, datetime.combine(session.today, time(10), CHINA))
    return {"state": "confirmed", "order": paid.order, "token": token}


# --- one thing altered afterwards ---


def alter_answer(walked: Walked, random: Random) -> Walked:
    """Under a signature any other answer will do; without one, such as no key of a screen gives."""
    key = random.choice(sorted(walked.answers))
    others = sorted(set(walked.answers.values()) - {walked.answers[key]})
    value = random.choice(others) if "signature" in walked.facts else "\a"
    return replace(walked, answers={**walked.answers, key: value})


def alter_office(walked: Walked, random: Random) -> Walked:
    """Another state, another value, another question, no statement, or one for another filing."""
    told = [name for name, fact in walked.facts.items() if name.startswith(OF_OFFICES) and "token" in fact]
    if not told:
        return walked.with_fact("share:si-places", {"state": "OK", "value": ["330500"]})
    name = random.choice(sorted(told))
    fact = walked.facts[name]
    payload = KEY.public.verify(messages.STATEMENT, fact["token"])
    said = Said(*(payload[key] for key in ("kind", "source")), State(payload["state"]), payload["value"])
    asked = fact.get("arguments", {})
    elsewhere = prove(replace(walked.session, id="another"), replace(said, arguments=payload["arguments"]))
    changes: dict[str, Any] = random.choice(
        (
            {"state": random.choice(sorted(set(State) - {fact["state"], State.LATER, State.OPEN}))},
            {"value": ["330500", "altered"]},
            {"uscc": "altered"} if "uscc" in fact else {"arguments": {**asked, "number": "altered"}},
            {"value": fact.get("value") or ["altered"], "token": None},
            {"token": elsewhere},
        )
    )
    return walked.with_fact(name, fact | changes)


def alter_derived(walked: Walked, random: Random) -> Walked:
    materials = dict(walked.derived["materials"])
    materials[random.choice(sorted(materials) or ["none"])] = "altered"
    path = list(walked.derived["path"])
    path.remove(random.choice(path))
    change = random.choice(
        ({"materials": materials}, {"path": path}, {"fee": "1"}, {"confirmation": "altered"}, {"more": ""})
    )
    return replace(walked, derived=walked.derived | change)


def alter_papers(walked: Walked, random: Random) -> Walked:
    """A paper, its digest, or what the signature is of; where nothing is signed, a paper appears."""
    if "signature" not in walked.facts:
        return replace(walked, papers={random.choice(sorted(MEDIA)): b"altered"})
    name, signed = random.choice(sorted(MEDIA)), walked.facts["signature"]
    others = {key: paper for key, paper in walked.papers.items() if key != name}
    return random.choice(
        (
            replace(walked, papers={**walked.papers, name: walked.papers[name] + b" "}),
            replace(walked, papers=others),
            walked.with_fact("signature", signed | {"papers": {**signed["papers"], name: "0" * 64}}),
            walked.with_fact("signature", signed | {"of": "0" * 64}),
        )
    )


def alter_person(walked: Walked, random: Random) -> Walked:
    """Another card, or another confirmation than the person's own."""
    card = walked.facts.get("card", {})  # nobody's, where none is read
    others = [
        walked.with_fact("card", card | {"id_number": "330521199001010018"}),
        walked.with_fact("card", card | {"valid_to": "2099-12-31"}),
    ]
    if confirmation := walked.facts.get("confirmation"):
        state = "deferred" if confirmation["state"] == "confirmed" else "confirmed"
        others.append(walked.with_fact("confirmation", {"state": state, "token": None}))
    return random.choice(others)


ALTERATIONS: dict[Callable[[Walked, Random], Walked], set[str] | None] = {
    alter_answer: None,  # whatever the rules make of it, but never in order
    alter_office: {"STATEMENT", "BODY"},  # the latter where the other value is of another shape
    alter_derived: {"RULES_CHANGED"},
    alter_papers: {"PARTS", "SIGNATURE"},
    alter_person: {"BODY", "STATEMENT", "RULES_CHANGED", "SIGNATURE", "INCOMPLETE"},
}


def usual(session: Session) -> Status:
    """What a filing in order is: who was invited signs before anybody is reminded of the fee."""
    if "invited" in party.told(session).values():
        return Status.AWAITING_SIGNATURES
    put_off = session.facts.get(fees.FACT, {}).get("state") == fees.Paying.UNDERTAKEN.value
    if put_off and not fees.apart(session.flow):
        return Status.CORRECTION_REQUIRED
    if "entrusted" in session.normal_answers:  # the one certificate that an office has to make
        return IN_ORDER["promised"]
    return IN_ORDER[session.flow.handling]


def hold(flow: Flow, seeds: range) -> Counter[str]:
    """Makes sure of both for every walk; says how they ended, and what was altered."""
    ends: Counter[str] = Counter()
    for seed in seeds:
        random = Random(f"{flow.item} {seed}")
        walked = Walked.at_random(flow, random, seed)
        session = walked.session
        if session.stop and session.applicant is None and flow.assurance != "L0":
            ends["stopped"] += 1  # before a card was read: nobody can file it
            continue
        case = walked.judged()
        assert case.session.stop == session.stop, seed
        if not any(key.endswith(".live") for key in session.answers):  # a list that was still being filled in
            assert case.session.normal_answers == session.normal_answers, seed
            assert derived(case.session) == derived(session), seed
        if session.stop:
            assert (case.verdict.status, case.verdict.reason) == (Status.REFUSED, "NOT_ELIGIBLE"), seed
            ends["stopped"] += 1
            continue
        assert gate(session, can_queue=True) == (), seed
        assert case.verdict.status is usual(session), (seed, case.verdict)
        alter, expected = random.choice(list(ALTERATIONS.items()))
        outcome = alter(walked, random).outcome()
        assert outcome not in ("ACCEPTED", "RECEIVED", "AWAITING_SIGNATURES"), (seed, alter)
        if expected and "card" not in walked.facts:
            expected = expected | {"BODY"}  # what is said of nobody cannot be read
        assert expected is None or outcome in expected, (seed, alter, outcome)
        ends[alter.__name__] += 1
    return ends


@pytest.mark.parametrize("half", [0, 1], ids=["one half", "the other"])
@pytest.mark.parametrize("flow", ITEMS, ids=lambda flow: flow.item)
def test_both_sides_come_to_the_same_and_an_alteration_is_noticed(flow, half):
    ends = hold(flow, range(half * 250, half * 250 + 250))
    assert set(ends) == {"stopped", *(alter.__name__ for alter in ALTERATIONS)}


@pytest.mark.parametrize("flow", OTHERS, ids=lambda flow: flow.item)
def test_both_sides_come_to_the_same_for_every_other_item(flow):
    assert hold(flow, range(12)).total() == 12


@pytest.mark.soak
@pytest.mark.parametrize("block", range(4))
@pytest.mark.parametrize("flow", [*ITEMS, *OTHERS], ids=lambda flow: flow.item)
def test_both_sides_come_to_the_same_in_a_thousand_walks(flow, block):
    hold(flow, range(1000 + block * 250, 1250 + block * 250))


@pytest.mark.parametrize("seed", range(5))
def test_a_season_that_is_over_is_over_on_both_sides(seed):
    """As when the clock passes midnight between the signature and the submission."""
    walked = Walked.at_random(ENROLMENT, Random(seed), seed)
    late = walked.filed_at.replace(month=8)
    session = replace(walked.session, today=late.date())
    case = replace(walked, session=session, filed_at=late, derived=derived(session)).judged()
    assert case.session.stop == session.stop == ENROLMENT.season.closed
    assert (case.verdict.status, case.verdict.reason) == (Status.REFUSED, "SEASON_CLOSED")
