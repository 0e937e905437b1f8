"""Data of other offices: only with the person's own confirmation, every call written down."""

import pytest
from sqlalchemy import select

from acceptance import statements, tables
from kiosk.ui.collection import ITEM
from tests.acceptance.station import OTHER_ITEM, Station, later, new_id, person, problem

LIU, CAI, HO = person("liu-yang"), person("retired-cai"), person("hong-kong-ho")


@pytest.fixture
def token(station):
    return station.confirm(LIU)


def share(station, who, token, source="si-places", **more):
    return station.ask("/v1/data/share", who, token, source=source, **({"authorisation": new_id()} | more))


def verify(station, who, token, predicate, **arguments):
    asked = {"authorisation": new_id(), "predicate": predicate, "arguments": arguments}
    return station.ask("/v1/data/verify", who, token, **asked).json()["answer"]


def test_a_source_tells_where_a_person_is_insured_newest_first(station, token):
    authorisation = new_id()
    answer = share(station, LIU, token, authorisation=authorisation).json()
    assert (answer["state"], answer["value"]) == ("OK", ["330500", "310000", "320500"])
    statement = station.identity.receipts.verify("statement", answer["statement"])
    assert (statement["kind"], statement["source"]) == ("share", "si-places")
    assert (statement["state"], statement["value"]) == ("OK", answer["value"])
    assert statement["person"] == statements.person_digest(authorisation, LIU.number)


def test_a_person_of_whom_nothing_is_known_has_no_data(station):
    tremblay = person("foreign-2017-tremblay")
    answer = share(station, tremblay, station.confirm(tremblay)).json()
    assert (answer["state"], answer["value"]) == ("NO_DATA", None)


def test_every_call_is_written_down_with_its_authorisation(station, server, token):
    authorisation = new_id()
    share(station, LIU, token, authorisation=authorisation)
    query = select(tables.calls).where(tables.calls.c.authorisation == authorisation)
    with server.database.reading() as connection:
        (call,) = connection.execute(query).all()
    assert (call.terminal, call.kind, call.source, call.answer) == (
        station.identity.terminal,
        "share",
        "si-places",
        "OK",
    )
    assert LIU.number not in str(call)


@pytest.mark.parametrize("path", ["share", "verify", "licence"])
def test_without_a_confirmation_nothing_is_said(station, path):
    names = {"share": "source", "verify": "predicate", "licence": "licence"}
    values = {"share": "si-places", "verify": "residence-permit-valid", "licence": "identity"}
    asked = {"authorisation": new_id(), names[path]: values[path]}
    for worthless in (None, "", "a.b.c"):
        answer = station.ask(f"/v1/data/{path}", LIU, worthless, **asked)
        assert problem(answer) == (403, "not-confirmed")


def test_a_confirmation_is_good_for_its_person_and_terminal_only(station, server, token, tmp_path):
    assert problem(share(station, CAI, token)) == (403, "not-confirmed")
    elsewhere = Station.enrol(server, tmp_path / "other")
    assert problem(share(elsewhere, LIU, token)) == (403, "not-confirmed")


def test_another_kind_of_statement_confirms_nobody(station, token):
    shared = share(station, LIU, token).json()["statement"]
    assert problem(share(station, LIU, shared)) == (403, "not-confirmed")


def test_a_predicate_is_answered_with_one_word(station):
    token = station.confirm(LIU, OTHER_ITEM)
    period = {"region": "330500", "start": "2022-01", "end": "2022-12"}
    assert verify(station, LIU, token, "insured-in-period", **period) == "YES"
    assert verify(station, LIU, token, "insured-in-period", **(period | {"start": "2021-12"})) == "NO"
    assert verify(station, LIU, token, "insured-in-period", region="330500") == "UNKNOWN"
    assert verify(station, LIU, token, "residence-permit-valid") == "UNKNOWN"
    assert verify(station, HO, station.confirm(HO, OTHER_ITEM), "residence-permit-valid") == "YES"


def test_a_licence_is_of_the_highest_grade_and_masked(station):
    token = station.confirm(LIU, OTHER_ITEM)
    answer = station.ask("/v1/data/licence", LIU, token, authorisation=new_id(), licence="identity").json()
    assert answer["state"] == "OK"
    assert (answer["value"]["grade"], answer["value"]["holder"]) == ("A", "*洋")
    assert answer["value"]["identifier"] == "3305**********001X"


def test_what_nobody_offers_cannot_be_asked(station, token):
    assert problem(share(station, LIU, token, source="tax")) == (422, "unknown-source")


def test_a_source_that_is_down_says_so_and_the_others_go_on(troubled):
    token = troubled.confirm(LIU, OTHER_ITEM)
    troubled.sandbox(data_unavailable=["si-places", "insured-in-period"])
    assert share(troubled, LIU, token).json()["state"] == "UNAVAILABLE"
    period = {"region": "330500", "start": "2022-01", "end": "2022-12"}
    assert verify(troubled, LIU, token, "insured-in-period", **period) == "UNKNOWN"
    licence = troubled.ask("/v1/data/licence", LIU, token, authorisation=new_id(), licence="identity")
    assert licence.json()["state"] == "OK"


@pytest.mark.parametrize(
    ("path", "name", "source"),
    [
        ("share", "source", "si-places"),
        ("verify", "predicate", "insured-in-period"),
        ("licence", "licence", "identity"),
    ],
)
@pytest.mark.parametrize("item", ["no-such-item", ITEM])
def test_what_the_item_does_not_ask_consent_for_is_not_told(station, item, path, name, source):
    token = station.confirm(LIU, item)
    answer = station.ask(f"/v1/data/{path}", LIU, token, authorisation=new_id(), **{name: source})
    assert problem(answer) == (403, "not-agreed")
    assert "statement" not in answer.json()


def test_each_item_opens_its_own_sources(station, token):
    """The certificate's notice names the places; that it is insured is for the other item to ask."""
    asked = {"authorisation": new_id(), "predicate": "insured-in-period", "arguments": {}}
    assert problem(station.ask("/v1/data/verify", LIU, token, **asked)) == (403, "not-agreed")
    other = station.confirm(LIU, OTHER_ITEM)
    assert station.ask("/v1/data/verify", LIU, other, **asked).status_code == 200


def test_a_confirmation_runs_out(station, token):
    """The statement is genuine; only its time passes."""
    about = {"id_number": LIU.number, "terminal": station.identity.terminal}
    confirmation = statements.confirmation(station.identity.receipts, token, **about)
    assert confirmation.lives(later(minutes=29))
    assert not confirmation.lives(later(minutes=31))
