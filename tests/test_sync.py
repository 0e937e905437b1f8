"""One round of sync against servers that answer badly: what is true of one is not held against all."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from types import SimpleNamespace

import pytest

from kiosk.heartbeat import heartbeat
from kiosk.model import DeviceState, DeviceStatus, Fault, SealedPart, Status, Supply
from kiosk.store import Store
from kiosk.store.filings import Prepared
from kiosk.sync import Drained, Sync
from kiosk.wire import messages, uploads
from kiosk.wire.client import Endpoint, PlatformClient
from kiosk.wire.envelope import SigningKey, digest
from tests.wire.tls import Authority, reply, server

PLATFORM, TERMINAL = SigningKey.generate(), SigningKey.generate()
PROBLEM = "application/problem+json"
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


class Answers:
    """What the platform says to each kind of question."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.filing = self._receipt
        self.batch = self._answers
        self.feed = lambda: (200, {"epoch": "e", "events": [], "more": False}, "application/json")
        self.beat = lambda: (200, {"time": NOW.isoformat()}, "application/json")

    def _receipt(self, envelope: str, id: str):
        word = messages.Receipt(id, digest(envelope.encode()), Status.ACCEPTED, NOW)
        return 201, {"receipt": PLATFORM.sign(messages.RECEIPT, word.payload())}, "application/json"

    def _answers(self, filings):
        """Each as by itself; one that there is no answer to spoils them all."""
        told = []
        for one in filings:
            status, answer, _ = self.filing(one["envelope"], one["id"])
            if status >= 500:
                return status, answer, "application/json"
            told.append(
                {"id": one["id"], "status": status, **(answer if status == 201 else {"problem": answer})}
            )
        return 207, {"answers": told}, "application/json"

    def __call__(self, handler, body: bytes) -> None:
        path = handler.path.split("?")[0]
        self.asked.append(path)
        if path == "/v1/filings":
            status, answer, kind = self.batch(json.loads(body)["filings"])
        elif path.startswith("/v1/filings/"):
            id = path.rsplit("/", 1)[1]
            status, answer, kind = self.filing(json.loads(body)["envelope"], id)
        else:
            status, answer, kind = (self.feed if path == "/v1/feed" else self.beat)()
        reply(handler, status, json.dumps(answer).encode(), kind)


@pytest.fixture
def answers():
    return Answers()


@pytest.fixture
def sync(tmp_path, answers):
    authority = Authority(tmp_path / "authority")
    clock = SimpleNamespace(now=NOW)
    identity = SimpleNamespace(signing=TERMINAL, terminal="330521-0001-001")
    with server(authority, answers) as url:
        endpoint = Endpoint(url, authority.file, *authority.issue("terminal"))
        client = PlatformClient(endpoint, PLATFORM.public, 5.0)
        made = Sync(Store(tmp_path / "kiosk.db"), identity, client, lambda: clock.now)
        made.move = lambda **by: setattr(clock, "now", clock.now + timedelta(**by))
        yield made
        client.close()
        made.store.close()


def file(sync: Sync, *ids: str, sealed: bytes = b"sealed") -> None:
    for id in ids:
        part = SealedPart("body", "application/json", "d", sealed)
        prepared = Prepared(id, "si-certificate", "p", sync.clock(), (part,), {"title": "t"})
        sync.store.filings.queue(prepared, "3305210001001", lambda place, id=id: f"{id}.{place.seq}.x")


def status(sync: Sync, id: str) -> Status:
    return sync.store.filings.outcome(id).status


def test_everything_is_settled_and_the_line_is_up(sync):
    file(sync, "a", "b")
    sync.round()
    assert [status(sync, id) for id in "ab"] == [Status.ACCEPTED] * 2
    assert sync.store.line.contact().network == "ok"


def test_one_refused_one_garbled_and_the_third_goes_through(sync, answers):
    good = answers.filing
    odd = {"type": "https://elsewhere.example/p?x=1", "title": "no"}
    answers.filing = lambda envelope, id: {
        "a": lambda: (422, odd, PROBLEM),
        "b": lambda: (500, {}, "application/json"),
    }.get(id, lambda: good(envelope, id))()
    file(sync, "a", "b", "c")
    sync.round()
    assert [status(sync, id) for id in "abc"] == [Status.QUARANTINED, Status.HELD, Status.ACCEPTED]
    answers.filing = good
    sync.move(minutes=6)
    sync.round()
    assert [status(sync, id) for id in "abc"] == [Status.QUARANTINED, Status.ACCEPTED, Status.ACCEPTED]


def test_a_platform_that_takes_no_pieces_gets_a_heavy_filing_whole(sync, answers):
    file(sync, "a", sealed=bytes(uploads.HEAVY))
    sync.round()
    assert status(sync, "a") is Status.ACCEPTED
    assert sync.platform.uploading.offered is False
    assert [path for path in answers.asked if "uploads" in path or "filings" in path] == ["/v1/filings/a"]


def test_a_heartbeat_that_is_refused_is_no_dead_line(sync, answers, capsys):
    answers.beat = lambda: (422, {"type": "urn:kiosk:problem:object"}, PROBLEM)
    sync.round()
    sync.round()
    assert sync.store.line.contact().network == "ok"
    assert answers.asked.count("/v1/heartbeat") == 1
    assert "heartbeat" in capsys.readouterr().err


@pytest.mark.parametrize("code", [400, 404, 410])
def test_a_feed_that_is_refused_stops_nothing_else(sync, answers, code):
    answers.feed = lambda: (code, {"type": "urn:kiosk:problem:malformed"}, PROBLEM)
    file(sync, "a")
    sync.round()
    assert status(sync, "a") is Status.ACCEPTED
    sync.round()


def event(seq: int, epoch: str = "e") -> str:
    happened = messages.Event(epoch, seq, "a", Status.RESULT_READY, NOW)
    return PLATFORM.sign(messages.EVENT, happened.payload())


def page(*events: str, epoch: str = "e"):
    return lambda: (200, {"epoch": epoch, "events": list(events), "more": False}, "application/json")


def test_the_feed_moves_the_status(sync, answers):
    file(sync, "a")
    answers.feed = page(event(1))
    sync.round()
    assert status(sync, "a") is Status.RESULT_READY
    assert sync.store.feed.cursor().after == 1


@pytest.mark.parametrize(
    "bad", [page(event(2)), page(event(1), event(3)), page(event(1, "other"))], ids=["late", "gap", "epoch"]
)
def test_a_feed_with_a_gap_or_of_another_hand_is_not_applied(sync, answers, bad):
    file(sync, "a")
    answers.feed = bad
    sync.round()
    assert status(sync, "a") is Status.ACCEPTED
    assert sync.store.feed.cursor().after == 0


def test_a_platform_that_begins_its_feed_anew_is_followed(sync, answers):
    file(sync, "a")
    answers.feed = page(event(1))
    sync.round()
    answers.feed = page(event(1, "f"), epoch="f")
    sync.move(seconds=3)
    sync.round()
    assert (sync.store.feed.cursor().epoch, sync.store.feed.cursor().after) == ("f", 1)


def test_a_busy_platform_is_left_alone_for_its_slot(sync, answers):
    answers.filing = lambda envelope, id: (503, {}, "application/json")
    file(sync, "a", "b")
    sync.round()
    assert sum("filings" in path for path in answers.asked) == 1
    sync.round()
    assert sum("filings" in path for path in answers.asked) == 1
    assert sync.store.line.contact().network == "down"


def test_a_clock_that_jumps_back_silences_nobody(sync, answers):
    sync.round()
    sync.move(days=-400)
    sync.round()
    assert answers.asked.count("/v1/heartbeat") == 2


def test_a_damaged_store_ends_no_round(sync, tmp_path, capsys):
    with closing(sqlite3.connect(tmp_path / "kiosk.db")) as other:
        other.execute("drop table outbox")
    sync.round()
    assert capsys.readouterr().err.startswith("sync: ")


def test_a_beat_says_what_is_low_what_is_broken_and_what_runs_here(sync):
    faults = (Fault("media.empty", "请找工作人员", "纸用完了"),)
    printer = DeviceStatus(DeviceState.FAULT, supplies={"paper": Supply.OUT}, faults=faults)
    sync.store.devices.keep("receipt_printer", printer, NOW)
    sync.store.devices.keep("card_reader", DeviceStatus(DeviceState.ONLINE), NOW)
    beat = heartbeat(sync.store, SimpleNamespace(terminal="330521-0001-001"), NOW)
    assert beat["devices"] == {"receipt_printer": "fault", "card_reader": "online"}
    assert beat["supplies"] == {"receipt_printer": {"paper": "out"}}
    assert beat["faults"] == {"receipt_printer": ["media.empty"]}
    assert beat["version"] == version("kiosk")


def sent(answers) -> list[str]:
    return [path.removeprefix("/v1/filings") for path in answers.asked if path.startswith("/v1/filings")]


def test_what_waits_goes_in_one_request(sync, answers):
    file(sync, *"abcde")
    sync.round()
    assert sent(answers) == [""]
    assert {status(sync, id) for id in "abcde"} == {Status.ACCEPTED}


def test_one_alone_goes_by_itself(sync, answers):
    file(sync, "a")
    sync.round()
    assert sent(answers) == ["/a"]


def test_a_platform_without_batches_is_asked_for_one_once(sync, answers):
    answers.batch = lambda filings: (404, {"type": "urn:kiosk:problem:not-found", "title": "x"}, PROBLEM)
    for ids in ("abc", "def"):
        file(sync, *ids)
        sync.round()
    assert sent(answers) == ["", "/a", "/b", "/c", "/d", "/e", "/f"]
    assert {status(sync, id) for id in "abcdef"} == {Status.ACCEPTED}


def test_what_a_batch_does_not_prove_goes_by_itself(sync, answers):
    """Answers that are missing, of another filing, of another hand, or of no shape settle nothing."""
    forged = SigningKey.generate().sign(messages.RECEIPT, {})

    def batch(filings):
        good = answers._answers(filings)[1]["answers"]
        told = [good[0], good[0], {"id": "c", "status": 201, "receipt": forged}, "d"]
        return 207, {"answers": told}, "application/json"

    answers.batch = batch
    file(sync, *"abcde")
    sync.round()
    assert sent(answers) == ["", "/b", "/c", "/d", "/e"]
    assert {status(sync, id) for id in "abcde"} == {Status.ACCEPTED}


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"answers": []}, "application/json"),
        (207, {"answers": {}}, "application/json"),
        (207, [], "text/html"),
    ],
    ids=["another status", "another shape", "a page"],
)
def test_what_is_no_answer_to_a_batch_settles_nothing(sync, answers, answer):
    answers.batch = lambda filings: answer
    file(sync, *"ab")
    sync.round()
    assert sent(answers) == ["", "/a", "/b"]
    assert {status(sync, id) for id in "ab"} == {Status.ACCEPTED}


def test_a_busy_platform_gets_the_whole_batch_again(sync, answers):
    good = answers.batch
    answers.batch = lambda filings: (503, {}, "application/json")
    file(sync, *"ab")
    sync.round()
    answers.batch = good
    sync.move(minutes=1)
    sync.round()
    assert sent(answers) == ["", ""]


def test_a_drain_sends_all_that_is_due_past_what_is_refused(sync, answers):
    good = answers.filing
    wrong = {"type": "urn:kiosk:problem:envelope", "title": "x", "status": 422}
    ids = [f"{n:03}" for n in range(120)]
    refused = set(ids[:60])
    answers.filing = lambda envelope, id: (422, wrong, PROBLEM) if id in refused else good(envelope, id)
    file(sync, *ids)
    assert sync.drain() == Drained(60)
    assert {status(sync, id) for id in ids[60:]} == {Status.ACCEPTED}
    backlog = sync.store.outbox.backlog()
    assert (backlog.queued, backlog.quarantined) == (0, 60)
    schedule = sync.store.outbox.schedule(10)
    assert {(entry.why, entry.quarantined) for entry in schedule} == {(wrong["type"], True)}


def test_a_drain_ends_when_the_platform_says_wait(sync, answers):
    good = answers.batch
    left = [1]

    def batch(filings):
        left[0] -= 1
        return good(filings) if left[0] >= 0 else (503, {}, "application/json")

    answers.batch = batch
    file(sync, *(f"{n:03}" for n in range(70)))
    drained = sync.drain()
    assert drained.sent == 50 and "503" in drained.stopped
    assert sync.store.line.contact().rests(sync.clock())
    assert [entry.seq for entry in sync.store.outbox.schedule(2)] == [51, 52]
    answers.batch = good
    assert sync.drain() == Drained(20)  # somebody stands there: it asks again at once
    assert sync.store.line.contact().network == "ok"


def test_a_drain_tries_what_is_garbled_once(sync, answers):
    answers.filing = lambda envelope, id: (500, {}, "application/json")
    file(sync, *"ab")
    assert sync.drain() == Drained(0)
    assert sent(answers) == ["", "/a", "/b"]
    assert [entry.attempts for entry in sync.store.outbox.schedule(9)] == [1, 1]
