"""What went wrong, as problem+json (RFC 9457): stable types, and never a word of what was sent."""

from __future__ import annotations

import json
import logging
import traceback
from enum import Enum
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEDIA_TYPE = "application/problem+json"
_PREFIX = "urn:kiosk:problem:"
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

_log = logging.getLogger(__name__)


class Kind(Enum):
    """Every problem there is: its name in the type, its status, its title."""

    MALFORMED = "malformed", 400, "The request is not of its shape"
    IDEMPOTENCY_KEY = "idempotency-key", 400, "The Idempotency-Key is missing or names something else"
    CONTENT_DIGEST = "content-digest", 400, "The Content-Digest is missing or does not match"
    CODE = "enrolment-code", 403, "The enrolment code is wrong, used or expired"
    NOT_ADMITTED = "not-admitted", 403, "This terminal is not admitted"
    NOT_AN_OFFICE = "not-an-office", 403, "No department proves itself by this key"
    NOT_CONFIRMED = "not-confirmed", 403, "There is no valid confirmation of this person"
    NOT_AGREED = "not-agreed", 403, "What the person confirmed does not cover this source"
    PHONE_KEY = "phone-key", 403, "The phone did not prove whose it is"
    NO_PHONE = "no-phone", 404, "No phone is known for this person"
    NOT_FOUND = "not-found", 404, "There is nothing here"
    METHOD = "method", 405, "This cannot be done here"
    UPLOAD_OFFSET = "upload-offset", 409, "The piece does not begin where the upload ends"
    TUS_VERSION = "tus-version", 412, "Only version 1.0.0 of tus is spoken here"
    PIECE = "piece", 415, "A piece is application/offset+octet-stream"
    UPLOAD_DIGEST = "upload-digest", 422, "What was uploaded is not what its digest says"
    UPLOAD_CHECKSUM = "upload-checksum", 460, "The piece is not what its checksum says"
    IN_FLIGHT = "in-flight", 409, "The same object is still being taken"
    SLOT_TAKEN = "slot-taken", 422, "Somebody else has this time by now"
    SAME_TIME = "same-time", 422, "This person is somewhere else at that time"
    ALREADY_BOOKED = "already-booked", 422, "This person has a time for this already"
    TOO_LATE = "too-late", 422, "It is too late to change this time"
    BRANCH_CLOSED = "branch-closed", 409, "This branch is not open"
    BRANCH_TOO_EARLY = "branch-too-early", 409, "What this branch takes is not there yet"
    GONE = "gone", 410, "This was used or has expired"
    TOO_LARGE = "too-large", 413, "The request is too large"
    SIGNATURE = "signature", 422, "Not signed by a key of this terminal"
    ENVELOPE = "envelope", 422, "The signed object does not fit the request"
    PARTS = "parts", 422, "The parts are not those that were signed"
    BODY = "body", 422, "The sealed body cannot be read, or belongs to another filing"
    STATEMENT = "statement", 422, "A statement in the filing is not ours, or is about somebody else"
    CONFLICT = "idempotency-conflict", 422, "This id is already used for something else"
    ALREADY_RATED = "already-rated", 422, "This filing was rated before"
    BRANCH_RESULT = "branch-result", 422, "What others take of this branch is missing"
    UNKNOWN_SOURCE = "unknown-source", 422, "No such source, predicate or licence"
    TOO_MANY_PAGES = "too-many-confirmations", 429, "This person was asked to confirm too often"
    PHONE_LOCKED = "phone-locked", 429, "This person's phone key was wrong too often"
    FAILED = "failed", 500, "The platform failed"
    BUSY = "busy", 503, "The platform is busy"
    STORAGE = "storage", 507, "This terminal has too much under way"

    def __init__(self, name: str, status: int, title: str) -> None:
        self.type = _PREFIX + name
        self.status = status
        self.title = title


class ProblemError(Exception):
    """Ends a request with a problem. `detail` is ours: never of what was sent."""

    def __init__(self, kind: Kind, detail: str = "", retry_after: int | None = None) -> None:
        super().__init__(kind.type)
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after  # seconds


def response(kind: Kind, detail: str = "", retry_after: int | None = None) -> Response:
    fields: dict[str, Any] = {"type": kind.type, "title": kind.title, "status": kind.status}
    if detail:
        fields["detail"] = detail
    headers = {"Cache-Control": "no-store"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return Response(json.dumps(fields, ensure_ascii=False), kind.status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _busy)
    app.add_exception_handler(PoolTimeoutError, _busy)
    app.add_middleware(Shield)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return response(error.kind, error.detail, error.retry_after)


async def malformed(request: Request, error: Exception) -> Response:
    """Says which fields of ours are wrong; their content, and names that are not ours, stay out."""
    assert isinstance(error, RequestValidationError)
    known = [e for e in error.errors() if e["type"] not in ("extra_forbidden", "json_invalid")]
    fields = sorted({".".join(str(part) for part in e["loc"]) for e in known})
    return response(Kind.MALFORMED, ", ".join(fields))


async def _http(request: Request, error: Exception) -> Response:
    """FastAPI wraps what goes wrong while it reads a body; its cause is what went wrong."""
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, ProblemError):
        return response(error.__cause__.kind)
    kinds = {404: Kind.NOT_FOUND, 405: Kind.METHOD}
    answer = response(kinds.get(error.status_code, Kind.MALFORMED))
    if error.status_code == Kind.METHOD.status:
        answer.headers["Allow"] = ", ".join(_methods(request))
    return answer


def _methods(request: Request) -> list[str]:
    """What can be done at this address (RFC 9110 §15.5.6): several routes may share it, each with its own."""
    routes = request.app.routes
    asked = ({**request.scope, "method": method} for method in _METHODS)
    return [
        scope["method"] for scope in asked if any(r.matches(dict(scope))[0] is Match.FULL for r in routes)
    ]


async def _busy(request: Request, error: Exception) -> Response:
    _log.warning("database: %s", type(error).__name__)
    return response(Kind.BUSY, retry_after=5)


class Shield:
    """The outermost layer: bounds what is read, and lets no exception text into an answer or a log,
    because an exception may quote what a person wrote."""

    def __init__(self, app: ASGIApp, largest: int = 32 * 1024 * 1024) -> None:
        self._app = app
        self._largest = largest  # bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, taken = False, 0

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._largest:
                raise ProblemError(Kind.TOO_LARGE)
            return message

        try:
            await self._app(scope, bounded, watch)
        except Exception as error:
            kind = error.kind if isinstance(error, ProblemError) else Kind.FAILED
            if kind is Kind.FAILED:
                _log.error("%s at %s", type(error).__name__, _place(error))
            if not started:
                await response(kind)(scope, receive, send)


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
