"""Promises about taking a filing: what is kept once is answered alike for ever, and nothing else is kept."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from acceptance import tables
from kiosk.wire.client import content_digest
from kiosk.wire.envelope import SigningKey, digest
from tests.acceptance.station import Station, new_id, person, problem

LIU = person("liu-yang")


def count(server, table, **where):
    columns = tables.metadata.tables[table].c
    matches = [columns[name] == value for name, value in where.items()]
    with server.database.reading() as connection:
        return connection.scalar(
            select(func.count()).select_from(columns[next(iter(where))].table).where(*matches)
        )


@pytest.fixture
def made(station):
    return station.make(station.walk(LIU, None))


def test_a_filing_in_order_is_accepted_with_a_number(station, made):
    receipt = station.receipt(station.send(made))
    assert receipt.status.value == "accepted"
    assert receipt.object == made.id
    assert receipt.digest == digest(made.envelope.encode())
    assert receipt.acceptance_number.startswith("330521") and len(receipt.acceptance_number) == 20


def test_the_same_filing_gets_the_same_receipt_bytes(station, made, server):
    first, second = station.send(made), station.send(made)
    assert first.content == second.content
    assert count(server, "filings", id=made.id) == 1
    assert count(server, "results", filing=made.id) == 1
    assert len(station.events()) == 2  # accepted, result ready; not four


def test_another_envelope_under_the_same_id_changes_nothing(station, made):
    first = station.send(made)
    other = station.make(replace(station.walk(LIU, None), id=made.id))
    assert problem(station.send(other)) == (422, "idempotency-conflict")
    assert station.send(made).content == first.content


def test_another_terminal_cannot_take_over_an_id(station, made, server, tmp_path):
    station.send(made)
    stranger = Station.enrol(server, tmp_path / "other")
    theirs = stranger.make(replace(stranger.walk(LIU, None), id=made.id))
    assert problem(stranger.send(theirs)) == (422, "idempotency-conflict")


def test_an_object_of_another_terminal_is_refused(station, made, server, tmp_path):
    stranger = Station.enrol(server, tmp_path / "other")
    assert problem(stranger.send(made)) == (422, "signature")
    forged = stranger.make(stranger.walk(LIU, None), terminal=station.identity.terminal)
    assert problem(stranger.send(forged)) == (422, "envelope")
    assert count(server, "filings", id=made.id) == count(server, "filings", id=forged.id) == 0


def test_a_key_that_was_never_enrolled_signs_nothing(station, made):
    foreign = SigningKey.generate().sign("filing", made.object.payload())
    assert problem(station.send(replace(made, envelope=foreign))) == (422, "signature")


def test_a_signature_made_for_another_purpose_is_none(station, made):
    as_rating = station.identity.signing.sign("rating", made.object.payload())
    assert problem(station.send(replace(made, envelope=as_rating))) == (422, "signature")


def test_a_number_of_another_terminal_is_refused(station):
    made = station.make(station.walk(LIU, None), number="1101010001001" + "261121000011")
    assert problem(station.send(made)) == (422, "envelope")


@pytest.mark.parametrize(
    "parts",
    [
        lambda body: (("body", body[:-1] + bytes([body[-1] ^ 1])),),
        lambda body: (("body", body[:-1]),),
        lambda body: (),
        lambda body: (("body", body), ("extra", b"x")),
        lambda body: (("other", body),),
    ],
    ids=["one bit", "cut short", "left out", "one too many", "another name"],
)
def test_parts_that_were_not_signed_are_refused(station, made, server, parts):
    tampered = replace(made, parts=parts(made.parts[0][1]))
    assert problem(station.send(tampered)) == (422, "parts")
    assert count(server, "filings", id=made.id) == 0
    assert station.send(made).status_code == 201  # the refusal left no trace


def test_a_body_sealed_for_another_filing_does_not_open(station, made):
    sealed = made.parts[0][1]
    other = station.make(station.walk(LIU, None), parts=made.object.parts)
    assert problem(station.send(replace(other, parts=(("body", sealed),)))) == (422, "body")


def test_the_id_must_be_the_one_in_the_address(station, made):
    assert problem(station.put("filings", new_id(), made.payload)) == (422, "envelope")


def test_headers_are_needed_and_looked_at(station, made):
    wrong = content_digest(made.payload + b" ")
    assert problem(station.put("filings", made.id, made.payload, **{"Content-Digest": wrong})) == (
        400,
        "content-digest",
    )
    assert problem(station.put("filings", made.id, made.payload, **{"Content-Digest": ""})) == (
        400,
        "content-digest",
    )
    key = {"Idempotency-Key": f'"{new_id()}"'}
    assert problem(station.put("filings", made.id, made.payload, **key)) == (400, "idempotency-key")
    bare = {"Content-Digest": content_digest(made.payload)}
    assert problem(station.call("PUT", f"/v1/filings/{made.id}", made.payload, bare)) == (
        400,
        "idempotency-key",
    )


@pytest.mark.parametrize(
    "payload", [b"", b"{", b"[]", b'{"envelope": 1, "parts": []}', b'{"envelope": "a.b.c"}']
)
def test_what_is_not_of_its_shape_is_malformed(station, payload):
    assert problem(station.put("filings", new_id(), payload)) == (400, "malformed")


@pytest.mark.parametrize("envelope", ["", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "x" * 200_000])
def test_what_is_not_signed_is_refused(station, envelope):
    payload = replace(station.make(station.walk(LIU, None)), envelope=envelope).payload
    assert problem(station.put("filings", new_id(), payload)) == (422, "signature")


def test_a_request_without_end_is_cut_off(station):
    payload = b'{"envelope": "a.b.c", "parts": [{"name": "body", "data": "' + b"A" * 34_000_000 + b'"}]}'
    assert problem(station.put("filings", new_id(), payload)) == (413, "too-large")
