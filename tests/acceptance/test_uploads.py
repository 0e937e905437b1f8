"""Large parts in pieces (tus 1.0): what was kept is not sent again, whoever dies and wherever it breaks."""

from __future__ import annotations

import hashlib
import random
from base64 import b64encode
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from acceptance import awaited, intake, late_parts
from acceptance import uploads as kept
from acceptance.console_tables import quarantined
from acceptance.database import Database, database_url
from acceptance.enrolment import Terminal
from acceptance.front_desk import round_of_work
from acceptance.upload_tables import awaited_parts, awaiting
from acceptance.upload_tables import pieces as kept_pieces
from acceptance.upload_tables import uploads as kept_uploads
from kiosk.bench.cutting import cut_line
from kiosk.model import SealedPart, Status
from kiosk.store import Store
from kiosk.store.filings import Place, Prepared
from kiosk.sync import Sync
from kiosk.wire import messages, pieces, uploads
from kiosk.wire.client import PlatformClient
from kiosk.wire.envelope import digest
from kiosk.wire.troubles import GarbledError, RefusedError, UnreachableError
from tests.acceptance import postgres
from tests.acceptance.hall import Clock, open_hall
from tests.acceptance.station import Made, Server, Station, new_id, now, person, problem

LIU = person("liu-yang")
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = TUS | {"Content-Type": "application/offset+octet-stream"}
DICE = random.Random(7)


@pytest.fixture(scope="module")
def cluster():
    with postgres.running() as url:
        yield url


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request, tmp_path_factory):
    """A station whose platform is this module's own, so that it may be killed."""
    folder = tmp_path_factory.mktemp("uploads")
    db = None if request.param == "sqlite" else request.getfixturevalue("cluster")
    made = Station.enrol(Server(folder / "data", db=db), folder / "identity")
    yield made
    assert made.server.stop() == 0


def restarted(place: Station) -> None:
    place.server.kill()
    place.server = Server(place.server.data, db=place.server.db)


def rows(place: Station, table, **of: object) -> list:
    with place.server.database.reading() as connection:
        wanted = (table.c[name] == value for name, value in of.items())
        return list(connection.execute(select(table).where(*wanted)).mappings())


@pytest.fixture
def beside(place):
    """The same platform a second time, in this process, by a clock that the test sets."""
    database, clock = Database(database_url(place.server.data, place.server.db)), Clock()
    clock.now = now()
    yield open_hall(place.server.data, database, clock)
    database.close()


def begun(place: Station, data: bytes, name: str = ""):
    metadata = "sha256 " + b64encode((name or digest(data)).encode()).decode()
    length = {"Upload-Length": str(len(data)), "Upload-Metadata": metadata}
    return place.call("POST", "/v1/uploads", headers=TUS | length)


def added(place: Station, data: bytes, name: str, offset: int, **more: str):
    told = {"Upload-Offset": str(offset)} | {key.replace("_", "-"): value for key, value in more.items()}
    return place.call("PATCH", f"/v1/uploads/{name}", data, PIECE | told)


def heavy_filing(place: Station, monkeypatch: pytest.MonkeyPatch) -> tuple[Made, SealedPart]:
    """A filing and its one part, which counts as heavy."""
    monkeypatch.setattr(uploads, "HEAVY", 1)
    made = place.make(place.walk(LIU, None))
    (ref,), ((_, sealed),) = made.object.parts, made.parts
    return made, SealedPart(ref.name, ref.media_type, ref.digest, sealed)


def signed_at(place: Station, made: Made, at: Place) -> str:
    """The envelope, with the place that a store gave the filing."""
    there = {name: getattr(at, name) for name in ("number", "epoch", "seq", "previous", "journal")}
    return place.identity.signing.sign(messages.FILING, replace(made.object, **there).payload())


def state(place: Station, id: str) -> tuple[str, list[tuple[str, int]]]:
    told = place.call("GET", f"/v1/filings/{id}").json()
    return told["status"], [(part["name"], part["offset"]) for part in told["missing"]]


def test_a_filing_waits_for_its_part_and_is_taken_with_the_last_piece(place, monkeypatch):
    made, body = heavy_filing(place, monkeypatch)
    half = len(body.sealed) // 2
    named = uploads.named(made.envelope, [body])
    assert problem(place.call("GET", f"/v1/filings/{made.id}")) == (404, "not-found")

    waits = place.put("filings", made.id, named)
    assert waits.status_code == 202 and "receipt" not in waits.json()
    assert state(place, made.id) == ("awaiting_parts", [("body", 0)])
    begun(place, body.sealed)
    assert added(place, body.sealed[:half], body.digest, 0).status_code == 204
    restarted(place)

    assert state(place, made.id) == ("awaiting_parts", [("body", half)])
    told = waits.json()["missing"][0] | {"offset": half}
    assert place.put("filings", made.id, named).json()["missing"] == [told]
    assert begun(place, body.sealed).headers["Upload-Offset"] == str(half)  # the answer was lost: once more
    with closing(place.client) as client:  # a terminal that was killed, too: it knows nothing but the filing
        assert uploads.offered(client)
        receipt = uploads.submit(client, made.id, made.envelope, [body], digest(made.envelope.encode()))
    assert state(place, made.id) == (receipt.status.value, [])
    whole = place.send(made)
    assert whole.status_code == 201 and whole.json()["receipt"] == receipt.token
    with place.server.database.reading() as connection:
        assert connection.execute(awaiting.select()).all() == []
        assert kept.whole(connection, place.identity.terminal, body.digest) is None  # it lies with its filing


def test_the_last_piece_takes_the_filing_even_if_its_terminal_is_silent(place, monkeypatch):
    made, body = heavy_filing(place, monkeypatch)
    assert place.put("filings", made.id, uploads.named(made.envelope, [body])).status_code == 202
    changed = replace(made.object, filed_at=made.object.filed_at + timedelta(seconds=1))
    other = uploads.named(place.identity.signing.sign(messages.FILING, changed.payload()), [body])
    assert problem(place.put("filings", made.id, other)) == (422, "idempotency-conflict")
    with closing(place.client) as client:
        uploads.upload(client, body.digest, body.sealed)
    status, missing = state(place, made.id)
    assert status != "awaiting_parts" and missing == []
    assert place.receipt(place.send(made)).status.value == status


def test_a_filing_that_waited_and_is_refused_waits_no_more_and_is_somebody_s_work(place, monkeypatch):
    made, _ = heavy_filing(place, monkeypatch)
    foreign = place.identity.sealing.seal(b"{}", new_id(), "body")
    ref = replace(made.object.parts[0], size=len(foreign), digest=digest(foreign))
    signed = place.identity.signing.sign(messages.FILING, replace(made.object, parts=(ref,)).payload())
    part = SealedPart("body", ref.media_type, ref.digest, foreign)
    assert place.put("filings", made.id, uploads.named(signed, [part])).status_code == 202
    with closing(place.client) as client:
        uploads.upload(client, ref.digest, foreign)
    assert problem(place.call("GET", f"/v1/filings/{made.id}")) == (404, "not-found")
    (work,) = rows(place, quarantined, filing=made.id)
    assert (work["problem"], work["closed_at"], work["terminal"]) == ("body", None, place.identity.terminal)
    for table in (awaiting, awaited_parts):
        assert rows(place, table, filing=made.id) == []
    for table in (kept_uploads, kept_pieces):
        assert rows(place, table, digest=ref.digest) == []


def test_a_filing_whose_terminal_stays_away_is_work_after_a_day_and_over_a_week_after_its_last_piece(
    place, beside, monkeypatch
):
    made, body = heavy_filing(place, monkeypatch)
    named, half = uploads.named(made.envelope, [body]), len(body.sealed) // 2
    came = now()
    assert place.put("filings", made.id, named).status_code == 202
    begun(place, body.sealed)

    beside.clock.now = came + timedelta(hours=23)
    round_of_work(beside)
    assert rows(place, quarantined, filing=made.id) == []
    beside.clock.passes(hours=2)
    round_of_work(beside)
    (work,) = rows(place, quarantined, filing=made.id)
    assert (work["problem"], work["closed_at"]) == ("parts-missing", None)

    beside.clock.now = came + timedelta(days=6)  # a piece: seven days from here
    kept.append(beside, place.identity.terminal, body.digest, 0, body.sealed[:half])
    beside.clock.now = came + timedelta(days=12)
    round_of_work(beside)
    with beside.database.reading() as connection:
        waiting = late_parts.listed(connection, beside.clock.now)
    assert [one.filing for one in waiting] == [made.id]  # its last piece came six days ago
    (shown,) = waiting
    assert (shown.here, shown.size, shown.late) == (half, len(body.sealed), True)
    assert shown.until == came + timedelta(days=13)
    assert state(place, made.id) == ("awaiting_parts", [("body", half)])

    beside.clock.now = came + timedelta(days=13, minutes=1)
    kept.create(replace(beside, clock=lambda: came), place.identity.terminal, digest(b"left"), 4)
    assert round_of_work(beside) == 2
    assert rows(place, kept_uploads, digest=digest(b"left")) == []
    for table in (awaiting, awaited_parts):
        assert rows(place, table, filing=made.id) == []
    for table in (kept_uploads, kept_pieces):
        assert rows(place, table, digest=body.digest) == []
    assert rows(place, quarantined, filing=made.id)[0]["closed_at"] is None  # that is for people to close
    assert round_of_work(beside) == 0

    with closing(place.client) as client:  # it comes back, with all of it
        receipt = uploads.submit(client, made.id, made.envelope, [body], digest(made.envelope.encode()))
    assert receipt.status is Status.ACCEPTED
    (work,) = rows(place, quarantined, filing=made.id)
    assert work["ending"] == "arrived"


def test_a_last_piece_that_comes_while_its_filing_is_put_is_not_missed(place, beside, monkeypatch):
    made, body = heavy_filing(place, monkeypatch)
    terminal = Terminal(place.identity.terminal, *place.identity.terminal.split("-"))
    begun(place, body.sealed)
    keep = awaited.keep

    def keep_late(*arguments: object) -> None:
        kept.append(beside, terminal.id, body.digest, 0, body.sealed)
        keep(*arguments)

    monkeypatch.setattr(awaited, "keep", keep_late)
    assert intake.take(beside, terminal, made.id, made.envelope, [intake.Part("body", None)])
    assert state(place, made.id)[0] != "awaiting_parts" and rows(place, awaiting, filing=made.id) == []


def test_sync_goes_on_where_the_line_broke(place, monkeypatch, tmp_path):
    made, body = heavy_filing(place, monkeypatch)
    monkeypatch.setattr(pieces, "SMALLEST", 100)
    clock = SimpleNamespace(now=now())
    with cut_line(place.server.url) as line, closing(client_on(place, line.url)) as client:
        sync = Sync(Store(tmp_path / "kiosk.db"), place.identity, client, lambda: clock.now)
        filed = Prepared(made.id, "si-certificate", "p", clock.now, (body,), {"title": "t"})
        sync.store.filings.queue(filed, place.identity.number_prefix, lambda at: signed_at(place, made, at))
        assert uploads.offered(client)
        line.allow(up=4 * len(body.sealed))
        sync.round()
        assert line.cuts == 1 and sync.store.line.contact().failures == 1
        status, ((_, offset),) = state(place, made.id)
        assert status == "awaiting_parts" and 0 < offset < len(body.sealed)
        clock.now += timedelta(hours=1)
        sync.round()
        assert state(place, made.id) == ("accepted", [])
        assert sync.store.filings.outcome(made.id).status is Status.RESULT_READY
        assert sync.store.outbox.backlog().queued == 0
        sync.store.close()


def test_what_does_not_fit_is_said_and_keeps_nothing(place):
    data = DICE.randbytes(600)
    name = digest(data)
    offers = place.call("OPTIONS", "/v1/uploads").headers
    assert offers["Tus-Version"] == "1.0.0" and "checksum" in offers["Tus-Extension"].split(",")
    assert problem(added(place, data, name, 0)) == (404, "not-found")
    made = begun(place, data)
    assert made.status_code == 201 and made.headers["Location"] == f"/v1/uploads/{name}"
    assert "GMT" in made.headers["Upload-Expires"]

    sha1 = "sha1 " + b64encode(hashlib.sha1(data[:100], usedforsecurity=False).digest()).decode()
    assert problem(added(place, data[:99], name, 0, Upload_Checksum=sha1)) == (460, "upload-checksum")
    assert problem(added(place, data, name, 0, Upload_Checksum="crc32 AAAA")) == (400, "malformed")
    assert added(place, data[:100], name, 0, Upload_Checksum=sha1).headers["Upload-Offset"] == "100"
    again = added(place, data[:100], name, 0, Upload_Checksum=sha1)
    assert problem(again) == (409, "upload-offset") and again.headers["Upload-Offset"] == "100"
    assert problem(added(place, data, name, 100)) == (413, "too-large")
    no_piece = place.call("PATCH", f"/v1/uploads/{name}", b"x", TUS | {"Upload-Offset": "100"})
    assert problem(no_piece) == (415, "piece")
    untold = place.call("POST", "/v1/uploads", headers={"Upload-Length": "1", "Upload-Metadata": "x"})
    assert problem(untold) == (412, "tus-version")
    assert place.call("HEAD", f"/v1/uploads/{name}", headers=TUS).headers["Upload-Offset"] == "100"
    assert problem(begun(place, data + b"x", name)) == (422, "idempotency-conflict")
    assert added(place, data[100:], name, 100).headers["Upload-Offset"] == "600"

    wrong = digest(b"something else")
    begun(place, data, wrong)
    assert problem(added(place, data, wrong, 0)) == (422, "upload-digest")
    assert place.call("HEAD", f"/v1/uploads/{wrong}", headers=TUS).status_code == 404
    with closing(place.client) as client, pytest.raises(RefusedError):
        uploads.upload(client, digest(b"another"), data)


def test_a_large_part_is_taken_wherever_the_line_breaks(place):
    """A sample of the bytes; all of them in the soak."""
    passed = uncut(place)
    for way in ("up", "down"):
        for _ in range(4):
            cut_at(place, way, DICE.randrange(1, passed[way]))


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("way", ["up", "down"])
def test_a_large_part_is_taken_wherever_the_line_breaks_at_all(place, way, quarter):
    passed = uncut(place)[way]
    for at in range(1 + passed * quarter // 4, 1 + passed * (quarter + 1) // 4):
        cut_at(place, way, at)


def client_on(place: Station, url: str) -> PlatformClient:
    return PlatformClient(place.identity.endpoint(url), place.identity.receipts, 20.0)


def uncut(place: Station) -> dict[str, int]:
    """How many bytes go either way, TLS and all."""
    data = DICE.randbytes(400)
    with cut_line(place.server.url) as line, closing(client_on(place, line.url)) as client:
        uploads.upload(client, digest(data), data)
        return dict(line.passed)


def cut_at(place: Station, way: str, at: int) -> None:
    """The line breaks once, after this many bytes; what is there then is the whole, and not one byte else."""
    data = DICE.randbytes(400)
    with cut_line(place.server.url) as line, closing(client_on(place, line.url)) as client:
        line.allow(**{way: at})
        for _ in range(3):
            try:
                uploads.upload(client, digest(data), data)
                break
            except (UnreachableError, GarbledError):
                continue
        else:
            pytest.fail(f"{way} {at}: not resumed")
    with place.server.database.writing() as connection:
        assert kept.whole(connection, place.identity.terminal, digest(data)) == data, f"{way} {at}"
        kept.forget(connection, place.identity.terminal, digest(data))
