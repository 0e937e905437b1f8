"""Only the platform's signed word counts: no portal's page, no bare status, no receipt of somebody else."""

from __future__ import annotations

import json
import socket
import threading
from datetime import UTC, datetime

import pytest

from kiosk.model import Status
from kiosk.wire import messages
from kiosk.wire.client import Endpoint, PlatformClient
from kiosk.wire.envelope import SigningKey, digest
from kiosk.wire.troubles import GarbledError, RefusedError, UnreachableError
from tests.wire.tls import Authority, reply, server

PLATFORM = SigningKey.generate()
ENVELOPE = "a.signed.envelope"
PAYLOAD = json.dumps({"envelope": ENVELOPE, "parts": []}).encode()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def asked(authority):
    """Submits one filing to a server that answers with `respond`; what comes of it."""

    def submit(respond, timeout: float = 5.0, **options):
        with server(authority, respond, **options) as url:
            client = PlatformClient(endpoint(authority, url), PLATFORM.public, timeout)
            try:
                return client.submit("filings", "f1", PAYLOAD, digest(ENVELOPE.encode()))
            finally:
                client.close()

    return submit


def endpoint(authority: Authority, url: str) -> Endpoint:
    return Endpoint(url, authority.file, *authority.issue("terminal"))


def receipt(key: SigningKey = PLATFORM, **changes) -> bytes:
    values = {
        "object": "f1",
        "digest": digest(ENVELOPE.encode()),
        "status": Status.ACCEPTED,
        "received_at": datetime(2026, 11, 21, tzinfo=UTC),
        "acceptance_number": "A1",
    }
    token = key.sign(messages.RECEIPT, messages.Receipt(**values | changes).payload())
    return json.dumps({"receipt": token}).encode()


def test_a_signed_receipt_for_this_filing_counts(asked):
    seen = {}

    def respond(handler, body):
        seen.update(path=handler.path, body=body, headers=dict(handler.headers))
        reply(handler, 201, receipt(), "application/json")

    signed = asked(respond)
    assert (signed.filing, signed.status, signed.acceptance_number) == ("f1", Status.ACCEPTED, "A1")
    assert seen["path"] == "/v1/filings/f1"
    assert seen["body"] == PAYLOAD
    assert seen["headers"]["Idempotency-Key"] == '"f1"'
    assert seen["headers"]["Content-Digest"].startswith("sha-256=:")


NOT_RECEIPTS = {
    "a portal's page": (200, b"<html>log in</html>", "text/html"),
    "a bare 200": (200, receipt(), "application/json"),
    "204": (204, b"", "application/json"),
    "201 with a page": (201, b"<html></html>", "text/html"),
    "201 without a receipt": (201, b"{}", "application/json"),
    "201 with a list": (201, b"[]", "application/json"),
    "201 with broken JSON": (201, b"{", "application/json"),
    "signed by another key": (201, receipt(SigningKey.generate()), "application/json"),
    "for another filing": (201, receipt(object="f2"), "application/json"),
    "for other bytes": (201, receipt(digest="0" * 64), "application/json"),
    "a server fault": (500, b"{}", "application/json"),
    "still running": (409, b"{}", "application/problem+json"),
    "a proxy's 404": (404, b"nothing", "text/plain"),
    "a proxy's 400": (400, b"<html>", "text/html"),
}


@pytest.mark.parametrize("case", NOT_RECEIPTS)
def test_what_is_no_receipt_counts_for_nothing(asked, case):
    status, body, kind = NOT_RECEIPTS[case]
    with pytest.raises(GarbledError):
        asked(lambda handler, _: reply(handler, status, body, kind))


def test_a_redirect_is_not_followed(asked):
    visited = []

    def respond(handler, _):
        visited.append(handler.path)
        reply(handler, 302, b"", "text/html", Location="/elsewhere")

    with pytest.raises(GarbledError):
        asked(respond)
    assert visited == ["/v1/filings/f1"]


@pytest.mark.parametrize("status", [400, 404, 413, 422])
def test_a_problem_of_the_platform_is_a_refusal(asked, status):
    problem = json.dumps({"type": "urn:kiosk:problem:digest", "title": "t"}).encode()
    with pytest.raises(RefusedError) as caught:
        asked(lambda handler, _: reply(handler, status, problem, "application/problem+json"))
    assert caught.value.problem.type == "urn:kiosk:problem:digest"


@pytest.mark.parametrize(("header", "seconds"), [("120", 120.0), ("999999", 3600.0), ("soon", None)])
def test_a_busy_platform_gives_a_slot(asked, header, seconds):
    with pytest.raises(UnreachableError) as caught:
        asked(lambda handler, _: reply(handler, 503, b"", "text/plain", Retry_After=header))
    assert caught.value.retry_after == seconds


def test_an_answer_that_trickles_ends_with_the_deadline(asked):
    over = threading.Event()

    def respond(handler, _):
        handler.send_response(201)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        while not over.wait(0.05):
            try:
                handler.wfile.write(b" ")
                handler.wfile.flush()
            except OSError:
                return

    with pytest.raises(UnreachableError, match="没有应答"):
        asked(respond, timeout=0.4)
    over.set()


def test_a_server_of_another_authority_is_not_spoken_to(asked, tmp_path):
    foreign = Authority(tmp_path / "foreign").issue("server")
    with pytest.raises(UnreachableError, match="证书不可信"):
        asked(lambda handler, _: reply(handler, 201, receipt(), "application/json"), certificate=foreign)


def test_an_expired_server_is_not_spoken_to(asked, authority):
    with pytest.raises(UnreachableError, match="证书不可信"):
        asked(
            lambda handler, _: reply(handler, 201, receipt(), "application/json"),
            certificate=authority.issue("old", days=-1),
        )


def test_a_server_of_another_name_is_not_spoken_to(asked, authority):
    """The authority is the right one, and the host is not: a certificate alone makes nobody the platform."""
    reached = []

    def respond(handler, _):
        reached.append(handler.path)
        reply(handler, 201, receipt(), "application/json")

    with pytest.raises(UnreachableError, match="证书不可信"):
        asked(respond, certificate=authority.issue("other", elsewhere=True))
    assert reached == []


def test_nobody_there(authority):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    client = PlatformClient(endpoint(authority, f"https://localhost:{port}"), PLATFORM.public, 2.0)
    with pytest.raises(UnreachableError, match="拒绝连接"):
        client.submit("filings", "f1", PAYLOAD, "d")
    client.close()


def test_a_name_that_does_not_exist(authority):
    client = PlatformClient(endpoint(authority, "https://platform.invalid"), PLATFORM.public, 5.0)
    with pytest.raises(UnreachableError) as caught:
        client.feed("", 0)
    assert "platform.invalid" not in str(caught.value)
    client.close()


def event(seq: int, key: SigningKey = PLATFORM) -> str:
    happened = messages.Event("e", seq, "f1", Status.RESULT_READY, datetime(2026, 11, 21, tzinfo=UTC))
    return key.sign(messages.EVENT, happened.payload())


def fed(authority: Authority, page: object):
    with server(authority, lambda h, _: reply(h, 200, json.dumps(page).encode(), "application/json")) as url:
        client = PlatformClient(endpoint(authority, url), PLATFORM.public, 5.0)
        try:
            return client.feed("e", 0)
        finally:
            client.close()


def test_a_page_of_the_feed_is_verified(authority):
    page = fed(authority, {"epoch": "e", "events": [event(1), event(2)], "more": False})
    assert [happened.seq for happened, _ in page.events] == [1, 2]


@pytest.mark.parametrize(
    "page",
    [
        {"epoch": "e", "events": [event(1, SigningKey.generate())], "more": False},
        {"epoch": "e", "events": "none", "more": False},
        {"events": []},
    ],
    ids=["foreign key", "not events", "no epoch"],
)
def test_a_page_of_another_shape_or_hand_is_not(authority, page):
    with pytest.raises(GarbledError):
        fed(authority, page)
