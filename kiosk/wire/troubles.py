"""What can be wrong with an answer, or with its absence, by what is true of it.

What an error says stands in the store and is read by technicians; no citizen ever sees it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time
from typing import TYPE_CHECKING, Any

from kiosk.wire.messages import Problem

if TYPE_CHECKING:
    import requests

# Ends of problem types that are about one person.
NOT_CONFIRMED = "not-confirmed"  # has not proved who they are
NO_PHONE = ("no-phone", "phone-locked", "too-many-confirmations")  # can not do so by phone, or not now


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
            raise GarbledError(f"应答不是平台的（{self.status}，不是 JSON）：可能被上网认证页面拦截")
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            raise GarbledError(f"平台的应答不完整（{self.status}）") from None
        if not isinstance(value, dict):
            raise GarbledError(f"平台的应答不合格式（{self.status}）")
        return value


_FAULTS = {
    200: "应答不是平台的（200）：可能被上网认证页面拦截",
    409: "平台正在处理同一件申报（409）",
    500: "平台出错（500）",
}


def trouble(answer: Answer) -> Exception:
    if answer.status in (401, 403) and not _problem_type(answer).endswith(NOT_CONFIRMED):
        return UnreachableError(f"平台不接纳这台终端（{answer.status}）")
    of_person = answer.status == 429 and _problem_type(answer).endswith(NO_PHONE)
    if answer.status in (429, 503) and not of_person:
        return UnreachableError(f"平台忙（{answer.status}）", retry_after(answer.headers))
    if of_person or _problem_type(answer) and answer.status in (400, 403, 404, 410, 413, 422):
        fields = answer.json()
        return RefusedError(
            Problem(
                status=answer.status,
                type=str(fields.get("type", "about:blank")),
                title=str(fields.get("title", "")),
                detail=str(fields.get("detail", "")),
            )
        )
    return GarbledError(_FAULTS.get(answer.status, f"平台应答 {answer.status}"))


def _problem_type(answer: Answer) -> str:
    """Empty for whatever is not a problem+json: a proxy's page, a portal's."""
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        return ""
    return str(answer.json().get("type", "about:blank"))


def retry_after(headers: Mapping[str, str]) -> float | None:
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
        ("certificate verify failed", "平台的证书不可信：可能被上网认证页面拦截，或终端的时间不对"),
        ("CERTIFICATE", "证书有问题"),
        ("Name or service not known", "查不到平台的域名（DNS）"),
        ("Temporary failure in name resolution", "查不到平台的域名（DNS）"),
        ("Connection refused", "平台拒绝连接"),
        ("Network is unreachable", "网络不通"),
        ("timed out", "平台没有应答"),
    ):
        if sign in text:
            return words
    return f"连接中断（{type(error).__name__}）"
