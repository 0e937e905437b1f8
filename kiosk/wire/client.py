"""The terminal's side of the conversation: HTTPS with mutual TLS, one total deadline a call, no retries.

Retries belong to the store's schedule, so the HTTP library never sleeps and never sends twice by itself.
What comes back is a verified signed object, or an error that says what is true.
"""

from __future__ import annotations

import json
import queue
import threading
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Any, TypeVar

import requests
from requests.adapters import HTTPAdapter

from kiosk.model import SignedReceipt
from kiosk.wire import messages
from kiosk.wire.envelope import SignatureError, VerifyingKey
from kiosk.wire.messages import Event, MessageError, Problem, Receipt

T = TypeVar("T")

_LARGEST_ANSWER = 32 * 1024 * 1024  # bytes; no answer of ours is near it


class UnreachableError(Exception):
    """No platform at the other end just now. It is so for every filing, so the round stops."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after  # seconds, where the server gave a slot


class GarbledError(Exception):
    """An answer, but not the platform's word: a captive portal, a proxy, a server fault. Try later."""


class RefusedError(Exception):
    """The platform's word that this one object will never do as it is. It needs a person."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.type}")
        self.problem = problem


@dataclass(frozen=True)
class Endpoint:
    """Where the platform is and how the two prove themselves to each other."""

    url: str
    ca: Path
    certificate: Path | None  # none only while enrolling
    key: Path | None


@dataclass(frozen=True)
class FeedPage:
    epoch: str
    events: tuple[tuple[Event, str], ...]  # each with the token that proves it
    more: bool


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        if "json" not in self.headers.get("content-type", ""):
            raise GarbledError(f"{self.status} without JSON")
        try:
            value = json.loads(self.body)
        except ValueError:
            raise GarbledError(f"{self.status} with broken JSON") from None
        if not isinstance(value, dict):
            raise GarbledError(f"{self.status} with JSON of another shape")
        return value


class PlatformClient:
    """One platform. Not shared between threads."""

    def __init__(self, endpoint: Endpoint, receipts: VerifyingKey, timeout: float = 10.0) -> None:
        self._endpoint = endpoint
        self._receipts = receipts
        self._timeout = timeout  # seconds, for the whole of one call
        self._session = self._connect()

    def submit(self, kind: str, id: str, payload: bytes, digest: str) -> SignedReceipt:
        """Puts one object ("filings" or "ratings"); the same bytes may be sent any number of times.

        `digest` is of the signed object inside the payload. Only 201 or 202 with a receipt for exactly this
        object counts. Raises UnreachableError, GarbledError or RefusedError.
        """
        headers = {
            "Idempotency-Key": f'"{id}"',
            "Content-Digest": content_digest(payload),
        }
        answer = self._call("PUT", f"/v1/{kind}/{id}", payload, headers)
        if answer.status not in (201, 202):
            raise _trouble(answer)
        token = answer.json().get("receipt")
        receipt = self._verified(messages.RECEIPT, token, Receipt.read)
        if receipt.object != id or receipt.digest != digest:
            raise GarbledError("a receipt for something else")
        return SignedReceipt(
            filing=receipt.object,
            digest=receipt.digest,
            status=receipt.status,
            received_at=receipt.received_at,
            acceptance_number=receipt.acceptance_number,
            reason=receipt.reason,
            token=str(token),
        )

    def feed(self, epoch: str, after: int) -> FeedPage:
        """What happened to this terminal's filings after `after`, in order and without gaps."""
        answer = self._call("GET", f"/v1/feed?epoch={epoch}&after={after}")
        if answer.status != 200:
            raise _trouble(answer)
        page = answer.json()
        try:
            tokens, more, now = (
                [str(t) for t in page["events"]],
                bool(page["more"]),
                str(page["epoch"]),
            )
        except (KeyError, TypeError):
            raise GarbledError("a feed page of another shape") from None
        return FeedPage(
            now,
            tuple((self._verified(messages.EVENT, t, Event.read), t) for t in tokens),
            more,
        )

    def ask(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """One question of a session; nothing of the answer is kept here. Raises like `submit`."""
        answer = self._call("POST", path, json.dumps(body).encode())
        if answer.status not in (200, 201):
            raise _trouble(answer)
        return answer.json()

    def statement(self, token: object) -> dict[str, Any]:
        """A signed statement of the platform (a confirmation, a data service's answer), verified."""
        return self._verified(messages.STATEMENT, token, dict)

    def result(self, token: object) -> messages.ResultObject:
        return self._verified(messages.RESULT, token, messages.ResultObject.read)

    def close(self) -> None:
        self._session.close()

    def _verified(self, kind: str, token: object, read: Callable[[dict[str, Any]], T]) -> T:
        try:
            return read(self._receipts.verify(kind, str(token)))
        except (SignatureError, MessageError) as error:
            raise GarbledError(str(error)) from None

    def _call(self, method: str, path: str, body: bytes = b"", extra: Mapping[str, str] = {}) -> Answer:
        """requests times out each wait on the socket, not the call; so the call runs beside a clock."""
        answers: queue.Queue[Answer | Exception] = queue.Queue(1)
        session = self._session

        def run() -> None:
            try:
                answers.put(self._exchange(session, method, path, body, extra))
            except Exception as error:  # carried over to the caller's thread, and raised there
                answers.put(error)

        threading.Thread(target=run, daemon=True, name="platform-call").start()
        try:
            answer = answers.get(timeout=self._timeout)
        except queue.Empty:
            self._session = self._connect()  # the old one still hangs in its call
            raise UnreachableError(f"no answer within {self._timeout:g} s") from None
        if isinstance(answer, requests.RequestException):
            raise UnreachableError(_line_trouble(answer)) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _exchange(
        self,
        session: requests.Session,
        method: str,
        path: str,
        body: bytes,
        extra: Mapping[str, str],
    ) -> Answer:
        headers = {"Accept": "application/json", **extra}
        if body:
            headers["Content-Type"] = "application/json"
        with session.request(
            method,
            self._endpoint.url + path,
            data=body or None,
            headers=headers,
            timeout=self._timeout,
            allow_redirects=False,  # a redirect is a portal's, never the platform's
            stream=True,
        ) as response:
            content = bytearray()
            for chunk in response.iter_content(65536):
                content += chunk
                if len(content) > _LARGEST_ANSWER:
                    raise GarbledError("an answer without end")
            return Answer(
                response.status_code,
                {k.lower(): v for k, v in response.headers.items()},
                bytes(content),
            )

    def _connect(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False  # no proxy, no .netrc: the way to the platform is configured, not found
        session.verify = str(self._endpoint.ca)
        if self._endpoint.certificate and self._endpoint.key:
            session.cert = (str(self._endpoint.certificate), str(self._endpoint.key))
        session.mount("https://", HTTPAdapter(max_retries=0))
        session.adapters.pop("http://", None)
        return session


def content_digest(data: bytes) -> str:
    """The header of RFC 9530."""
    return f"sha-256=:{b64encode(sha256(data).digest()).decode()}:"


def _trouble(answer: Answer) -> Exception:
    if answer.status in (401, 403):
        return UnreachableError(f"this terminal is not admitted ({answer.status})")
    if answer.status in (429, 503):
        return UnreachableError(f"platform busy ({answer.status})", _retry_after(answer.headers))
    problem = answer.headers.get("content-type", "").startswith("application/problem+json")
    if problem and answer.status in (400, 404, 410, 413, 422):
        fields = answer.json()
        return RefusedError(
            Problem(
                status=answer.status,
                type=str(fields.get("type", "about:blank")),
                title=str(fields.get("title", "")),
                detail=str(fields.get("detail", "")),
            )
        )
    return GarbledError(f"status {answer.status}")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, capped at an hour: a slot, never a sentence."""
    text = headers.get("retry-after", "")
    try:
        seconds = float(text) if text.isdigit() else parsedate_to_datetime(text).timestamp() - time()
    except (TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), 3600.0)


def _line_trouble(error: requests.RequestException) -> str:
    """Names the cause without the address: it goes into the store and on a technician's screen."""
    text = str(error)
    for sign, words in (
        ("certificate verify failed", "platform's certificate not trusted"),
        ("CERTIFICATE", "certificate trouble"),
        ("Name or service not known", "name not found (DNS)"),
        ("Temporary failure in name resolution", "name not found (DNS)"),
        ("Connection refused", "connection refused"),
        ("Network is unreachable", "network down"),
        ("timed out", "timed out"),
    ):
        if sign in text:
            return words
    return type(error).__name__
