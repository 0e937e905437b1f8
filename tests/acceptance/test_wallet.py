"""What the platform keeps of a person's papers: for whom, for how long, and that nobody else hears of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from acceptance import tables
from acceptance.population import Population
from kiosk.flows import material_types
from kiosk.flows.text import LANGUAGES
from tests.acceptance.station import OTHER_ITEM, new_id, person, problem

LIU, CAI = person("liu-yang"), person("retired-cai")


def reuse(station, who, token, type="m02", **more):
    asked = {"authorisation": new_id(), "source": "wallet", "arguments": {"type": type}}
    return station.ask("/v1/data/reuse", who, token, **(asked | more))


def test_an_item_that_does_not_ask_for_it_opens_no_wallet(station):
    token = station.confirm(LIU, OTHER_ITEM)
    assert problem(reuse(station, LIU, token)) == (403, "not-agreed")


def test_without_a_confirmation_nothing_is_said(station):
    assert problem(reuse(station, LIU, None)) == (403, "not-confirmed")


def test_there_is_one_wallet_and_no_other(station):
    token = station.confirm(LIU, OTHER_ITEM)
    assert problem(reuse(station, LIU, token, source="purse")) == (422, "unknown-source")


def test_a_licence_that_cannot_be_used_tells_nothing_but_why(station):
    zhao = person("expired-zhao")
    token = station.confirm(zhao, OTHER_ITEM)
    asked = {"authorisation": new_id(), "licence": "identity"}
    answer = station.ask("/v1/data/licence", zhao, token, **asked).json()
    assert (answer["state"], answer["value"]) == ("EXPIRED", None)


def test_what_is_filed_without_a_confirmation_is_kept_in_no_wallet(station, server):
    made = station.filed(CAI)
    with server.database.reading() as connection:
        kept = select(tables.wallet).where(tables.wallet.c.filing == made.id)
        assert connection.execute(kept).all() == []


def test_there_are_sixteen_types_each_with_its_term():
    types = material_types.load()
    assert len(types) == 16
    assert all(type.days > 0 and all(type.title.in_(one) for one in LANGUAGES) for type in types.values())
    assert types["m06"].until(date(2026, 7, 10)) == date(2026, 8, 9)


def test_somebody_whose_word_does_not_count_now_is_known_by_that_alone():
    barred = [one for one in Population.load().by_number.values() if one.promises != "allowed"]
    assert [one.id for one in barred] == ["zhang-rare"]
