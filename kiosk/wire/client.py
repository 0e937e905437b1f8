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
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kiosk.model import SignedReceipt
from kiosk.wire import messages
from kiosk.wire.batching import ALONE, Batching
from kiosk.wire.commands import COMMAND, Command
from kiosk.wire.envelope import SignatureError, VerifyingKey
from kiosk.wire.messages import Event, MessageError, Receipt
from kiosk.wire.pieces import Uploading
from kiosk.wire.troubles import Answer, GarbledError, UnreachableError, line_trouble, trouble

if TYPE_CHECKING:
    import requests

T = TypeVar("T")

_SLOWEST = 125_000  # bytes a second, of a line that is slow and yet good for photographs
_LONGEST_TAKING = 0.5  # seconds that a busy platform may take for one of many filings
_LARGEST_ANSWER = 32 * 1024 * 1024  # bytes; no answer of ours is near it


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
class _Bounds:
    headers: Mapping[str, str]
    wait: float  # seconds, for one wait on the socket


class PlatformClient:
    """One platform, for any number of threads: each call has a connection of its own while it runs."""

    def __init__(self, endpoint: Endpoint, receipts: VerifyingKey, timeout: float = 10.0) -> None:
        self._endpoint = endpoint
        self._receipts = receipts
        self._timeout = timeout  # seconds, for the whole of one call; longer for what is large
        self.batching = Batching()
        self.uploading = Uploading()
        self._idle: list[requests.Session] = []
        self._closed = False
        self._lock = threading.Lock()

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
            raise trouble(answer)
        return signed_receipt(self._receipts, answer.json().get("receipt"), id, digest)

    def submit_many(self, payload: bytes, count: int) -> list[Any]:
        """Puts `count` filings together; the answers as they came, each of which is still to be proved.

        Raises like `submit`. A platform without batches is asked no second time.
        """
        headers = {"Content-Digest": content_digest(payload)}
        answer = self._call("POST", "/v1/filings", payload, headers, count * _LONGEST_TAKING)
        if answer.status in (404, 405):
            self.batching = ALONE
        if answer.status != 207:
            raise trouble(answer)
        answers = answer.json().get("answers")
        if not isinstance(answers, list):
            raise GarbledError("平台对一批申报的应答不合格式")
        return answers

    def exchange(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The answer as it came, whatever it says. Raises UnreachableError or GarbledError."""
        return self._call(method, path, body, headers)

    def receipt(self, token: object, id: str, digest: str) -> SignedReceipt:
        """Raises GarbledError for what is not the platform's word on exactly this object."""
        return signed_receipt(self._receipts, token, id, digest)

    def feed(self, epoch: str, after: int) -> FeedPage:
        """What happened to this terminal's filings after `after`, in order and without gaps."""
        answer = self._call("GET", f"/v1/feed?epoch={epoch}&after={after}")
        if answer.status != 200:
            raise trouble(answer)
        page = answer.json()
        try:
            tokens, more, now = (
                [str(t) for t in page["events"]],
                bool(page["more"]),
                str(page["epoch"]),
            )
        except (KeyError, TypeError):
            raise GarbledError("平台的状态页不合格式") from None
        return FeedPage(
            now,
            tuple((self._verified(messages.EVENT, t, Event.read), t) for t in tokens),
            more,
        )

    def ask(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """One question of a session, without a body one that is about nobody; nothing of the answer is kept
        here. Raises like `submit`."""
        posted = json.dumps(body).encode() if body is not None else b""
        answer = self._call("POST" if posted else "GET", path, posted)
        if answer.status not in (200, 201):
            raise trouble(answer)
        return answer.json()

    def statement(self, token: object) -> dict[str, Any]:
        """A signed statement of the platform (a confirmation, a data service's answer), verified."""
        return self._verified(messages.STATEMENT, token, dict)

    def command(self, token: object) -> Command:
        return self._verified(COMMAND, token, Command.read)

    def result(self, token: object) -> messages.ResultObject:
        return self._verified(messages.RESULT, token, messages.ResultObject.read)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for session in idle:
            session.close()

    def _verified(self, kind: str, token: object, read: Callable[[dict[str, Any]], T]) -> T:
        return _verified(self._receipts, kind, token, read)

    def _call(
        self, method: str, path: str, body: bytes = b"", extra: Mapping[str, str] = {}, more: float = 0.0
    ) -> Answer:
        """requests times out each wait on the socket, not the call; so the call runs beside a clock.

        `more`: seconds beyond what a call may take otherwise.
        """
        answers: queue.Queue[Answer | Exception] = queue.Queue(1)

        def run() -> None:
            session = self._take()
            try:
                answers.put(self._exchange(session, method, path, body, _Bounds(extra, self._timeout + more)))
            except Exception as error:  # carried over to the caller's thread, and raised there
                session.close()
                answers.put(error)
            else:
                self._give_back(session)

        threading.Thread(target=run, daemon=True, name="platform-call").start()
        patience = self._timeout + more + len(body) // _SLOWEST
        try:
            answer = answers.get(timeout=patience)
        except queue.Empty:
            raise UnreachableError(f"平台 {patience:g} s 没有应答") from None
        import requests  # it was imported by the call

        if isinstance(answer, requests.RequestException):
            raise UnreachableError(line_trouble(answer)) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _take(self) -> requests.Session:
        with self._lock:
            return self._idle.pop() if self._idle else self._connect()

    def _give_back(self, session: requests.Session) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(session)
                return
        session.close()

    def _exchange(
        self,
        session: requests.Session,
        method: str,
        path: str,
        body: bytes,
        bounds: _Bounds,
    ) -> Answer:
        headers = {"Accept": "application/json", **bounds.headers}
        if body:
            headers.setdefault("Content-Type", "application/json")
        with session.request(
            method,
            self._endpoint.url + path,
            data=body or None,
            headers=headers,
            timeout=bounds.wait,
            allow_redirects=False,  # a redirect is a portal's, never the platform's
            stream=True,
        ) as response:
            content = bytearray()
            for chunk in response.iter_content(65536):
                content += chunk
                if len(content) > _LARGEST_ANSWER:
                    raise GarbledError("平台的应答没完没了")
            return Answer(
                response.status_code,
                {k.lower(): v for k, v in response.headers.items()},
                bytes(content),
            )

    def _connect(self) -> requests.Session:
        import requests  # who only stands at the home screen asks the platform nothing
        from requests.adapters import HTTPAdapter

        session = requests.Session()
        session.trust_env = False  # no proxy, no .netrc: the way to the platform is configured, not found
        session.verify = str(self._endpoint.ca)
        if self._endpoint.certificate and self._endpoint.key:
            session.cert = (str(self._endpoint.certificate), str(self._endpoint.key))
        session.mount("https://", HTTPAdapter(max_retries=0))
        session.adapters.pop("http://", None)
        return session


def signed_receipt(platform: VerifyingKey, token: object, id: str, digest: str) -> SignedReceipt:
    """The platform's word on exactly this object, however it came here. Raises GarbledError."""
    receipt = _verified(platform, messages.RECEIPT, token, Receipt.read)
    if receipt.object != id or receipt.digest != digest:
        raise GarbledError("回执不是对这一件的")
    return SignedReceipt(
        filing=receipt.object,
        digest=receipt.digest,
        status=receipt.status,
        received_at=receipt.received_at,
        acceptance_number=receipt.acceptance_number,
        reason=receipt.reason,
        token=str(token),
    )


def _verified(platform: VerifyingKey, kind: str, token: object, read: Callable[[dict[str, Any]], T]) -> T:
    try:
        return read(platform.verify(kind, str(token)))
    except SignatureError as error:
        raise GarbledError(f"平台的签名不对（{error}）") from None
    except MessageError as error:
        raise GarbledError(f"平台签过的内容不合格式（{error}）") from None


def content_digest(data: bytes) -> str:
    """The header of RFC 9530."""
    return f"sha-256=:{b64encode(sha256(data).digest()).decode()}:"
