"""A platform that is broken on purpose: the real one behind a proxy that alters one thing of what it says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import requests

from acceptance.keys import Keys
from kiosk.wire import messages
from kiosk.wire.client import content_digest
from kiosk.wire.envelope import SigningKey, digest
from kiosk.wire.identity import Identity
from tests.acceptance.server import Server
from tests.wire.tls import reply, server

PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_filing(self) -> bool:
        return self.method == "PUT" and self.path.startswith("/v1/filings/")

    @property
    def id(self) -> str:
        return self.path.rsplit("/", 1)[1]

    def fields(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


@dataclass(frozen=True)
class Said:
    status: int
    body: bytes
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    def saying(self, **fields: object) -> Said:
        return replace(self, body=json.dumps(self.fields() | fields).encode())


Forward = Callable[[Asked], Said]
Fault = Callable[["Proxy", Asked, Forward], Said]


@dataclass
class Proxy:
    """What a fault may know: the platform's own key, and what it did before."""

    key: SigningKey
    seen: dict[str, int] = field(default_factory=dict)

    def times(self, what: str) -> int:
        self.seen[what] = self.seen.get(what, 0) + 1
        return self.seen[what]

    def resigned(self, said: Said, **changes: object) -> Said:
        """The receipt in the answer, changed, and signed as only the platform can."""
        payload = self.key.public.verify(messages.RECEIPT, said.fields()["receipt"])
        return said.saying(receipt=self.key.sign(messages.RECEIPT, payload | changes))

    def receipt(self, asked: Asked) -> Said:
        """A right receipt for a filing that nobody kept."""
        envelope = asked.fields()["envelope"]
        word = messages.Receipt(
            asked.id, digest(envelope.encode()), messages.Status.CORRECTION_REQUIRED, _now(), reason="x"
        )
        token = self.key.sign(messages.RECEIPT, word.payload())
        return Said(201, json.dumps({"receipt": token}).encode())


def honest(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    return forward(asked)


def forgets_the_signature(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    said = forward(asked)
    if not asked.is_filing or said.status != 201:
        return said
    return said.saying(receipt=said.fields()["receipt"].rsplit(".", 1)[0] + ".")


def answers_with_a_page(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    said = forward(asked)
    return Said(200, b"<!doctype html><p>Welcome", "text/html") if asked.is_filing else said


def loses_a_commit(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    """The second filing that comes gets its receipt, and is kept nowhere."""
    lost = asked.is_filing and proxy.times(asked.id) == 1 and proxy.times("filings") == 2
    return proxy.receipt(asked) if lost else forward(asked)


def changes_a_receipt(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    said = forward(asked)
    if not asked.is_filing or said.status != 201 or proxy.times(asked.id) == 1:
        return said
    later = messages.moment(
        proxy.key.public.verify("receipt", said.fields()["receipt"])["received_at"]
    ) + timedelta(seconds=1)
    return proxy.resigned(said, received_at=later.isoformat())


def skips_an_event(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    said = forward(asked)
    if not asked.path.startswith("/v1/feed"):
        return said
    events = said.fields()["events"]
    return said.saying(events=events[:1] + events[2:])


def takes_any_digest(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    right = {"Content-Digest": content_digest(asked.body)}
    return forward(replace(asked, headers={**asked.headers, **right}) if asked.is_filing else asked)


def takes_any_signature(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    said = forward(asked)
    wrong = said.status == 422 and said.fields()["type"].endswith(":signature")
    return proxy.receipt(asked) if wrong and asked.is_filing else said


def takes_what_it_cannot_open(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    said = forward(asked)
    wrong = said.status == 422 and said.fields()["type"].endswith(":body")
    return proxy.receipt(asked) if wrong and asked.is_filing else said


def tells_of_no_gap(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    said = forward(asked)
    if asked.path != "/v1/heartbeat":
        return said
    return said.saying(known=said.fields()["known"] | {"missing": []})


def notices_nothing(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    said = forward(asked)
    return said.saying(noticed=[]) if asked.path == "/v1/heartbeat" else said


def keeps_a_half(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    """It counts a filing that it has half of."""
    said = forward(asked)
    if asked.path != "/v1/heartbeat":
        return said
    claim = json.loads(_plain(asked.fields()["heartbeat"]))
    return said.saying(known=said.fields()["known"] | {"max_seq": claim["max_seq"]})


def fails_in_html(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    said = forward(asked)
    return Said(said.status, b"<h1>Bad Request</h1>", "text/html") if said.status >= 400 else said


def names_no_time(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    if asked.is_filing and proxy.times("filings") % 3 == 0:
        return Said(503, b'{"type": "urn:kiosk:problem:busy", "title": "x", "status": 503}', PROBLEM)
    return forward(asked)


def gives_slots(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    """Busy, and in order."""
    if asked.is_filing and proxy.times("filings") % 3 == 0:
        problem = b'{"type": "urn:kiosk:problem:busy", "title": "x", "status": 503}'
        return Said(503, problem, PROBLEM, {"Retry-After": "0"})
    return forward(asked)


def lets_one_spoil_a_batch(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    said = forward(asked)
    if (asked.method, asked.path) != ("POST", "/v1/filings"):
        return said
    answers = said.fields()["answers"]
    bad = next((one for one in answers if one["status"] != 201), None)
    return said.saying(answers=[bad | {"id": one["id"]} for one in answers]) if bad else said


def never_begins_anew(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    head, _, after = asked.path.partition("&after=")
    return forward(replace(asked, path=f"{head}&after={min(int(after), 1)}") if after else asked)


def refuses_what_it_does_not_know(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    said = forward(asked)
    if not asked.is_filing or said.status != 201:
        return said
    word = proxy.key.public.verify("receipt", said.fields()["receipt"])
    if word["reason"] != "RULES_CHANGED":
        return said
    return Said(422, b'{"type": "urn:kiosk:problem:envelope", "title": "x", "status": 422}', PROBLEM)


def believes_the_terminals_clock(proxy: Proxy, asked: Asked, forward: Forward) -> Said:
    said = forward(asked)
    if not asked.is_filing or said.status != 201:
        return said
    claim = json.loads(_plain(asked.fields()["envelope"]))
    return proxy.resigned(said, received_at=claim["filed_at"])


@contextmanager
def broken(platform: Server, identity: Identity, fault: Fault) -> Iterator[str]:
    """The address of the platform behind the fault."""
    keys = Keys.open(platform.data)
    endpoint = identity.endpoint(platform.url)
    proxy = Proxy(keys.receipts)
    with requests.Session() as upstream:
        upstream.trust_env = False

        def forward(asked: Asked) -> Said:
            names = ("Idempotency-Key", "Content-Digest", "Content-Type", "Accept")
            sent = {name: asked.headers[name] for name in names if name in asked.headers}
            answer = upstream.request(
                asked.method,
                platform.url + asked.path,
                data=asked.body or None,
                headers=sent,
                verify=str(endpoint.ca),
                cert=(str(endpoint.certificate), str(endpoint.key)),
                timeout=30,
            )
            kept = {"Retry-After": answer.headers["Retry-After"]} if "Retry-After" in answer.headers else {}
            return Said(answer.status_code, answer.content, answer.headers.get("Content-Type", ""), kept)

        def respond(handler: Any, body: bytes) -> None:
            length = int(handler.headers.get("Content-Length", 0))
            if len(body) < length:  # broken off: nobody waits for an answer
                handler.close_connection = True
                return
            asked = Asked(handler.command, handler.path, dict(handler.headers.items()), body)
            said = fault(proxy, asked, forward)
            reply(handler, said.status, said.body, said.kind, **said.headers)

        certificate = (platform.data / "server.pem", platform.data / "server.key")
        with server(SimpleNamespace(file=endpoint.ca), respond, certificate) as url:
            yield url


def _plain(token: str) -> bytes:
    from kiosk.wire.envelope import unbase64

    return unbase64(token.split(".")[1])


def _now() -> Any:
    from tests.acceptance.server import now

    return now()
