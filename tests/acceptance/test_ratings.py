"""One rating a filing, kept and answered like a filing."""

import json

import pytest
from sqlalchemy import select

from acceptance import tables
from kiosk.wire.envelope import digest
from tests.acceptance.station import new_id, now, person, problem

LIU = person("liu-yang")


def rated(station, key, **changes):
    rating = {"id": key, "filing": new_id(), "grade": 4, "reasons": ["quick"], "at": now().isoformat()}
    return station.identity.signing.sign("rating", rating | changes)


def send(station, id, token):
    return station.put("ratings", id, json.dumps({"rating": token}).encode())


def test_a_rating_gets_a_receipt_and_the_same_one_again(station, server):
    id = new_id()
    token = rated(station, id)
    first, second = send(station, id, token), send(station, id, token)
    receipt = station.receipt(first)
    assert (receipt.object, receipt.status.value) == (id, "received")
    assert receipt.digest == digest(token.encode())
    assert first.content == second.content
    with server.database.reading() as connection:
        query = select(tables.ratings.c.grade).where(tables.ratings.c.id == id)
        assert connection.scalars(query).all() == [4]


def test_another_rating_under_the_same_id_changes_nothing(station):
    id = new_id()
    first = rated(station, id)
    send(station, id, first)
    assert problem(send(station, id, rated(station, id, grade=1))) == (422, "idempotency-conflict")


def test_a_filing_is_rated_once(station):
    made = station.filed(LIU)
    first, second = new_id(), new_id()
    assert send(station, first, rated(station, first, filing=made.id)).status_code == 201
    again = rated(station, second, filing=made.id, grade=1)
    assert problem(send(station, second, again)) == (422, "already-rated")


@pytest.mark.parametrize(
    "changes",
    [
        {"grade": 0},
        {"grade": 6},
        {"grade": True},
        {"grade": "5"},
        {"reasons": "x"},
        {"at": "now"},
        {"id": "x"},
    ],
    ids=str,
)
def test_a_rating_of_another_shape_is_refused(station, changes):
    id = new_id()
    assert problem(send(station, id, rated(station, id, **changes))) == (422, "envelope")


def test_a_rating_must_be_signed(station):
    assert problem(send(station, new_id(), "a.b.c")) == (422, "signature")
