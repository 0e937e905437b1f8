"""A problem as the answer to a request: for every way in which one fails."""

from __future__ import annotations

import json
import logging
import traceback
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

from acceptance.problems import Kind, ProblemError

MEDIA_TYPE = "application/problem+json"
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

_log = logging.getLogger(__name__)


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
