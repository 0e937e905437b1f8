"""What holds for every endpoint: problems and nothing else, no personal word, one description of it all."""

import asyncio
import json
import queue
import re
import socket
import ssl
import threading
from datetime import datetime
from pathlib import Path

import pytest
import requests

from acceptance.app import openapi
from acceptance.cli import main
from acceptance.listener import bind
from acceptance.platform import CHINA
from tests.acceptance.station import FLOW, POPULATION, Server, Station, new_id, person, problem

LIU = person("liu-yang")
DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_description_that_is_published_is_the_one_of_the_code():
    assert json.loads(DOCUMENT.read_text("utf-8")) == openapi()


def test_the_command_prints_the_description(capsys):
    assert main(["openapi"]) == 0
    assert capsys.readouterr().out == DOCUMENT.read_text("utf-8")


def test_every_error_that_is_described_is_a_problem_or_a_page():
    for path, operations in openapi()["paths"].items():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    expected = "application/problem+json" if path.startswith("/v1/") else "text/html"
                    assert list(answer["content"]) == [expected]


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/", (404, "not-found")),
        ("GET", "/docs", (404, "not-found")),
        ("GET", "/openapi.json", (404, "not-found")),
        ("DELETE", "/v1/feed", (405, "method")),
        ("GET", "/v1/feed?after=-1", (400, "malformed")),
        ("GET", "/v1/feed?after=x", (400, "malformed")),
        ("POST", "/v1/heartbeat", (400, "malformed")),
        ("POST", f"/v1/results/{'x' * 81}", (400, "malformed")),
        ("PUT", "/v1/filings/not-an-id", (400, "malformed")),
        ("POST", "/v1/enrol", (404, "not-found")),
        ("GET", "/verify/ABCD", (404, "not-found")),
    ],
)
def test_an_error_is_always_a_problem(station, method, path, expected):
    assert problem(station.call(method, path)) == expected


def test_what_terminals_ask_is_not_for_everybody(server):
    for path in ("/v1/feed", "/v1/sandbox", "/v1/results/query"):
        answer = requests.post(server.public_url + path, json={}, verify=server.ca, timeout=30)
        assert problem(answer) == (404, "not-found")


def test_what_is_not_http_at_all_is_a_problem_too(server):
    context = ssl.create_default_context(cafile=server.ca)
    host, port = re.fullmatch(r"https://(.+):(\d+)", server.public_url).groups()
    with (
        socket.create_connection((host, int(port)), timeout=30) as plain,
        context.wrap_socket(plain, server_hostname=host) as line,
    ):
        line.sendall(b"\x16\x03 nonsense\r\n\r\n")
        answer = line.makefile("rb").read()
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ") and b"application/problem+json" in head
    assert json.loads(body)["type"] == "urn:kiosk:problem:malformed"


def test_a_question_repeats_nothing_of_what_was_wrong_in_it(station):
    wrong = {"id": new_id(), "id_number": LIU.number * 9, "name": LIU.names[0], "extra-secret": LIU.number}
    answer = station.call("POST", "/v1/confirmations", wrong)
    assert problem(answer) == (400, "malformed")
    assert "body.id_number" in answer.json()["detail"]
    for personal in (LIU.number, LIU.names[0], "extra-secret"):
        assert personal not in answer.text


def test_small_answers_are_sent_at_once():
    """Without TCP_NODELAY every answer on a kept connection waits some 40 ms for an acknowledgement."""

    async def accepted_option() -> int:
        options: asyncio.Queue[int] = asyncio.Queue()

        def taken(reader, writer):
            line = writer.get_extra_info("socket")
            options.put_nowait(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with bind("127.0.0.1", 0) as bound:
            async with await asyncio.start_server(taken, sock=bound):
                _, writer = await asyncio.open_connection(*bound.getsockname())
                writer.close()
                return await options.get()

    assert asyncio.run(accepted_option()) != 0


def test_of_two_at_once_one_is_told_to_come_again(station):
    """While the database is held, one sender waits for it; the other is answered at once."""
    made = station.make(station.walk(LIU, None))
    answers = queue.Queue()
    senders = [threading.Thread(target=lambda: answers.put(station.send(made))) for _ in range(2)]
    with station.server.database.writing():
        for sender in senders:
            sender.start()
        told = answers.get(timeout=30)
    taken = answers.get(timeout=30)
    for sender in senders:
        sender.join()
    assert problem(told) == (409, "in-flight") and told.headers["Retry-After"] == "1"
    assert taken.status_code == 201
    assert station.send(made).content == taken.content


def test_trouble_comes_on_command_only(troubled):
    troubled.sandbox(busy_next=1)
    answer = troubled.call("GET", "/v1/feed")
    assert problem(answer) == (503, "busy") and answer.headers["Retry-After"] == "2"
    assert troubled.call("GET", "/v1/feed").status_code == 200
    troubled.sandbox(refuse_next=1)
    made = troubled.make(troubled.walk(LIU, None))
    assert troubled.receipt(troubled.send(made)).reason == "REFUSED_ON_COMMAND"
    troubled.filed(LIU)


@pytest.fixture
def plain(tmp_path):
    """A platform without a sandbox, with another clock."""
    running = Server(tmp_path / "data", at=datetime(2027, 3, 1, 8, tzinfo=CHINA))
    yield running
    if running.process.poll() is None:
        running.kill()


def test_a_platform_as_it_would_run(plain, tmp_path):
    """No sandbox; its clock is the one it was given; it ends when it is told to; and it says nothing of
    anybody, however much it was asked."""
    station = Station.enrol(plain, tmp_path / "identity")
    assert problem(station.call("POST", "/v1/sandbox", {"busy_next": 1})) == (404, "not-found")
    assert station.beat().json()["time"].startswith("2027-03-01T08:0")
    who = person("two-rare-planes")
    asked = {"id": new_id(), "id_number": who.number, "name": who.names[0], "item": FLOW.item, "purpose": "y"}
    page = station.call("POST", "/v1/confirmations", asked).json()["url"]
    fields = {"phone_key": who.phone_key, "decision": "confirm"}
    requests.post(page, data=fields, verify=plain.ca, timeout=30)
    token = station.call("POST", f"/v1/confirmations/{asked['id']}/state", {}).json()["statement"]
    station.filed(who)
    result = station.ask("/v1/results/query", who, token).json()["results"][0]["result"]
    found = station.identity.receipts.verify("result", result)
    station.ask(f"/v1/results/{found['id']}", who, token)
    station.call("POST", "/v1/confirmations", {"name": who.names[0], "id_number": who.number})
    plain.process.terminate()
    assert plain.process.wait(timeout=20) == 0
    plain.kill()
    assert "ready on https://" in plain.stderr and "accepted" in plain.stderr
    assert "Traceback" not in plain.stderr
    secrets = [page.rsplit("/", 1)[1], token, who.phone_key]
    for one in POPULATION.by_number.values():
        secrets += [one.number, *one.names]
    assert [secret for secret in secrets if secret in plain.stderr] == []
