"""A filing counts by what offices signed and by what its person signed, and by nothing that only says so."""

from dataclasses import replace

import pytest

from kiosk.flows.gate import derived
from kiosk.flows.session import card_fact
from kiosk.wire.messages import FilingBody
from tests.acceptance.enrolling import AT, HOME, OTHER_HOME, PAPERS, Visit, forged
from tests.acceptance.station import ENROLMENT, Station, new_id, person, problem

LIU = person("liu-yang")


@pytest.fixture(scope="module")
def station(server, tmp_path_factory):
    return Station.enrol(server, tmp_path_factory.mktemp("station") / "identity")


@pytest.fixture(scope="module")
def walked(station):
    """In order, and never filed as it is: what is refused leaves no trace."""
    return Visit.confirmed(station, LIU).walk()


@pytest.fixture
def fresh(station):
    return Visit.confirmed(station, LIU).walk()


def refused(station, session):
    return problem(station.send(station.make(session, filed_at=AT)))


def test_an_answer_without_its_statement_is_none(station, walked):
    for name in ("rung:household_register:0", "rung:parentage:0", "rung:home_owned:0"):
        fact = {key: value for key, value in walked.facts[name].items() if key != "token"}
        bare = replace(walked, id=new_id(), facts={**walked.facts, name: fact})
        assert refused(station, bare) == (422, "statement")


@pytest.mark.parametrize("state", ["NO", "UNKNOWN", "OK", "SIGNED", "WINDOW"])
def test_another_answer_than_the_statement_is_none(station, walked, state):
    assert refused(station, forged(walked, "rung:home_owned:0", state=state)) == (422, "statement")


def test_an_answer_to_another_question_is_none(station, walked):
    changes = {"arguments": {"number": OTHER_HOME}}
    assert refused(station, forged(walked, "rung:home_owned:0", **changes)) == (422, "statement")


def test_another_value_than_the_office_gave_is_none(station, walked):
    children = [{"name": "刘宁宁", "idno": "330521202003150014", "local": False}]
    for name in ("share:household-register", "rung:household_register:0"):
        assert refused(station, forged(walked, name, value=children)) == (422, "statement")


def test_the_answer_of_another_office_is_none(station, walked):
    token = walked.facts["rung:vaccination:0"]["token"]
    assert refused(station, forged(walked, "rung:parentage:0", token=token)) == (422, "statement")


def test_the_answer_for_another_filing_is_none(station, walked):
    fact = Visit.confirmed(station, LIU).walk().facts["rung:home_owned:0"]
    other = replace(walked, facts={**walked.facts, "rung:home_owned:0": fact})
    assert refused(station, other) == (422, "statement")


def test_an_answer_about_somebody_else_is_none(station, walked):
    """The other parent's, who was asked under the same id."""
    ouyang = person("ouyang-wenjing")
    theirs = Visit.confirmed(station, ouyang).walk(walked.id).facts["rung:parentage:0"]
    other = replace(walked, facts={**walked.facts, "rung:parentage:0": theirs})
    assert refused(station, other) == (422, "statement")


def test_an_answer_that_the_terminal_signed_itself_is_none(station, walked):
    said = {"kind": "verify", "source": "home-owned", "state": "YES", "value": None}
    token = station.identity.signing.sign("statement", said | {"arguments": {"number": HOME}})
    assert refused(station, forged(walked, "rung:home_owned:0", token=token)) == (422, "statement")


@pytest.mark.parametrize("name", ["rung:home_owned:2", "rung:home_owned:-1", "rung:nothing:0"])
def test_an_answer_for_what_no_item_asks_is_none(station, walked, name):
    facts = {**walked.facts, name: walked.facts["rung:home_owned:0"]}
    assert refused(station, replace(walked, facts=facts)) == (422, "statement")


@pytest.mark.parametrize(
    ("name", "fact"),
    [("rung:home_owned:0", []), ("rung:home_owned:0", {}), ("rung:home_owned", {"state": "YES"}),
     ("rung:home_owned:x", {"state": "YES"}), ("rung:home_owned:0", {"state": "MAYBE"}),
     ("signature", {"of": "x"}), ("begun", "10:00")],
    ids=str,
)  # fmt: skip
def test_a_fact_of_another_shape_is_a_body_of_another_shape(station, walked, name, fact):
    facts = {**walked.facts, name: fact}
    body = FilingBody(
        id=walked.id,
        definition=ENROLMENT.hash,
        applicant=card_fact(walked.applicant),
        answers=walked.normal_answers,
        facts=facts,
        derived=derived(walked),
    )
    item = {"item": ENROLMENT.item, "version": ENROLMENT.version, "filed_at": AT}
    answer = station.send(station.sign(walked.id, body, PAPERS, **item))
    assert problem(answer) == (422, "body")


def test_an_answer_that_the_person_did_not_let_be_asked_for_is_asked_first(station, fresh):
    visit = Visit(station, LIU)
    sources = [s for s in fresh.facts["consent:notice"]["sources"] if s != "home-owned"]
    session = forged(fresh, "consent:notice", sources=sources)
    assert visit.file(session) == ("correction_required", "INCOMPLETE", ("notice",))


def test_a_material_that_nobody_settled_is_missing(station, fresh):
    facts = {name: fact for name, fact in fresh.facts.items() if name != "rung:home_owned:0"}
    session = replace(fresh, facts=facts)
    assert Visit(station, LIU).file(session) == ("correction_required", "MATERIAL_MISSING", ("papers",))


def test_papers_that_were_not_seen_are_shown_again(station, fresh):
    session = forged(fresh, "seen:papers", states={})
    assert Visit(station, LIU).file(session) == ("correction_required", "INCOMPLETE", ("papers",))


@pytest.mark.parametrize(
    "materials",
    [
        lambda told: {},
        lambda told: {"identity": "FACT"},
        lambda told: told | {"home_owned": "original:WINDOW"},
    ],
    ids=["none", "few", "other"],
)
def test_both_sides_must_say_what_stands_for_each_material(station, fresh, materials):
    body = FilingBody(
        fresh.id,
        ENROLMENT.hash,
        card_fact(fresh.applicant),
        fresh.normal_answers,
        fresh.facts,
        derived(fresh) | {"materials": materials(fresh.told)},
    )
    item = {"item": ENROLMENT.item, "version": ENROLMENT.version, "filed_at": AT}
    receipt = station.receipt(station.send(station.sign(fresh.id, body, PAPERS, **item)))
    assert (receipt.status.value, receipt.reason) == ("correction_required", "RULES_CHANGED")


# --- signature ---


def test_an_answer_that_was_changed_after_signing_voids_the_signature(station, fresh):
    changed = replace(fresh, answers={**fresh.answers, "adjust": "no"})
    assert Visit(station, LIU).file(changed) == ("correction_required", "SIGNATURE", ("signature",))


def test_a_filing_without_a_signature_is_asked_for_it(station, fresh):
    facts = {name: fact for name, fact in fresh.facts.items() if name != "signature"}
    unsigned = replace(fresh, facts=facts)
    assert Visit(station, LIU).file(unsigned) == ("correction_required", "SIGNATURE", ("signature",))


@pytest.mark.parametrize(
    "papers",
    [
        {"form": PAPERS["form"]},
        {"signature": PAPERS["signature"]},
        {},
        PAPERS | {"form": PAPERS["form"] + b" "},
        PAPERS | {"signature": b"<svg/>"},
        {"form": PAPERS["signature"], "signature": PAPERS["form"]},
    ],
    ids=["no signature", "no form", "neither", "another form", "another signature", "exchanged"],
)
def test_papers_are_those_that_were_signed(station, walked, papers):
    assert refused(station, replace(walked, papers=papers)) == (422, "parts")


def test_what_was_refused_can_still_be_filed_as_it_was_signed(station, fresh):
    assert refused(station, replace(fresh, papers={})) == (422, "parts")
    assert Visit(station, LIU).file(fresh) == ("received", None, ())


def test_a_paper_of_another_media_type_is_refused(station, walked):
    made = station.make(walked, filed_at=AT)
    refs = tuple(replace(ref, media_type="text/html") for ref in made.object.parts)
    assert problem(station.send(station.make(walked, filed_at=AT, parts=refs))) == (422, "parts")


def test_a_paper_that_was_sealed_for_another_filing_is_refused(station, walked):
    other, own = (station.make(session, filed_at=AT) for session in (replace(walked, id=new_id()), walked))
    refs = (own.object.parts[0], *other.object.parts[1:])
    mixed = replace(station.make(walked, filed_at=AT, parts=refs), parts=(own.parts[0], *other.parts[1:]))
    assert problem(station.send(mixed)) == (422, "parts")


@pytest.mark.parametrize("name", ["letter", "form2", "body.1"])
def test_a_part_that_nobody_asked_for_is_refused(station, walked, name):
    assert refused(station, replace(walked, papers=PAPERS | {name: b"x"})) == (422, "parts")


def test_a_part_that_is_signed_twice_is_refused(station, walked):
    made = station.make(walked, filed_at=AT)
    twice = station.make(walked, filed_at=AT, parts=(*made.object.parts, made.object.parts[0]))
    assert problem(station.send(replace(twice, parts=made.parts))) == (422, "parts")


def test_an_item_without_a_signature_takes_no_papers(station):
    session = replace(station.walk(LIU, None), papers=PAPERS)
    assert problem(station.send(station.make(session))) == (422, "parts")
