"""What can be wrong with an answer, or with its absence, by what is true of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time
from typing import Any

import requests

from kiosk.wire.messages import Problem

NOT_CONFIRMED = "not-confirmed"  # the end of the problem type: this person has not proved who they are


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


def trouble(answer: Answer) -> Exception:
    if answer.status in (401, 403) and not _problem_type(answer).endswith(NOT_CONFIRMED):
        return UnreachableError(f"this terminal is not admitted ({answer.status})")
    if answer.status in (429, 503):
        return UnreachableError(f"platform busy ({answer.status})", _retry_after(answer.headers))
    if _problem_type(answer) and answer.status in (400, 403, 404, 410, 413, 422):
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


def _problem_type(answer: Answer) -> str:
    """Empty for whatever is not a problem+json: a proxy's page, a portal's."""
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        return ""
    return str(answer.json().get("type", "about:blank"))


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, capped at an hour: a slot, never a sentence."""
    text = headers.get("retry-after", "")
    try:
        seconds = float(text) if text.isdigit() else parsedate_to_datetime(text).timestamp() - time()
    except (TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), 3600.0)


def line_trouble(error: requests.RequestException) -> str:
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
