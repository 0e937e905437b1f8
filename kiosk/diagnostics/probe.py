"""The way to the platform, walked one step at a time: name, TCP, TLS, answer. Stops at the first that fails.

Sends nothing but one question for the feed, which changes nothing at either end.
"""

from __future__ import annotations

import contextlib
import json
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import TypeVar
from urllib.parse import urlsplit

from kiosk.diagnostics import portal, tls
from kiosk.diagnostics.portal import Resolve
from kiosk.store.feed import Cursor
from kiosk.wire.client import Endpoint

T = TypeVar("T")

NAME, TCP, TLS, ANSWER = "域名解析", "连接平台", "加密连接", "平台应答"
STEPS = (NAME, TCP, TLS, ANSWER)
_RESOLVE, _CONNECT, _SHAKE = 3.0, 3.0, 4.0  # seconds
_ADDRESSES = 3  # of one name that are tried
_LONGEST_ANSWER = 1 << 20  # bytes
_RESOLUTION = timedelta(seconds=0.5)  # a Date header has whole seconds, cut off


@dataclass(frozen=True)
class Trouble:
    """The step that failed, what is true, and what to do."""

    step: str
    value: str
    advice: str
    code: str = ""


class StepError(Exception):
    """The way ends here."""

    def __init__(self, step: str, value: str, advice: str) -> None:
        super().__init__(value)
        self.trouble = Trouble(step, value, advice)


@dataclass(frozen=True)
class Probe:
    done: tuple[tuple[str, str], ...] = ()  # steps that went well, each with what was seen
    trouble: Trouble | None = None
    ahead: timedelta | None = None  # the terminal's clock before the platform's, where the platform said


@dataclass(frozen=True)
class Target:
    url: str
    endpoint: Endpoint | None  # none: not enrolled, so there is nothing to prove oneself with
    cursor: Cursor
    answer: float  # seconds

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 443


def addresses_of(name: str) -> Sequence[str]:
    """Raises OSError where the name has none."""
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))[:_ADDRESSES]


def walk(target: Target, clock: Callable[[], datetime], resolve: Resolve = addresses_of) -> Probe:
    """Every step has a deadline of its own; all of them together stay within 20 s."""
    probe, addresses = Probe(), list[str]()
    try:
        addresses += _resolve(target, resolve)
        probe = _went_well(probe, NAME, target.host)
        plain, took = _connect(target, addresses)
        probe = _went_well(probe, TCP, f"{target.host}:{target.port}，{took * 1000:.0f} ms")
        if target.endpoint is None:
            plain.close()
            return probe
        secured = _secure(target, plain, tls.strict(target.endpoint))
        probe = _went_well(probe, TLS, f"{secured.version()}，双方证书已验证")
        took, ahead = _ask(target, secured, clock)
        return replace(_went_well(probe, ANSWER, f"{took * 1000:.0f} ms"), ahead=ahead)
    except tls.UntimelyError as error:
        trouble = Trouble(TLS, error.value, "先看“时钟”：终端的时间和平台证书的有效期对不上")
        return replace(probe, trouble=trouble, ahead=_despite_time(target, addresses, clock))
    except StepError as error:
        return replace(probe, trouble=_behind(error.trouble, target, addresses, resolve))


def _behind(trouble: Trouble, target: Target, addresses: Sequence[str], resolve: Resolve) -> Trouble:
    """The same trouble, or the network's where a log-in page stands between."""
    if trouble.step == NAME:
        return trouble
    with contextlib.suppress(TimeoutError):
        if seen := _within(_RESOLVE, lambda: portal.sign(target.host, addresses, resolve)):
            value, advice = f"{trouble.value}；{seen}", "让网络管理员放行这台终端，或换不用登录的网络"
            return Trouble(trouble.step, value, advice, "line.portal")
    return trouble


def _went_well(probe: Probe, step: str, seen: str) -> Probe:
    return replace(probe, done=(*probe.done, (step, seen)))


def _resolve(target: Target, resolve: Resolve) -> Sequence[str]:
    advice = "检查 platform.url 的拼写和 DNS 服务器"
    try:
        return _within(_RESOLVE, lambda: resolve(target.host))  # getaddrinfo has no deadline of its own
    except TimeoutError:
        raise StepError(NAME, f"{target.host}：DNS {_RESOLVE:g} s 没有应答", advice) from None
    except (OSError, UnicodeError):
        raise StepError(NAME, f"{target.host}：查不到这个名字", advice) from None


def _connect(target: Target, addresses: Sequence[str]) -> tuple[socket.socket, float]:
    """To the first address of the name that answers; the trouble told is the last one's."""
    started, trouble = time.monotonic(), OSError()
    for address in addresses:
        try:
            plain = socket.create_connection((address, target.port), _CONNECT / len(addresses))
            return plain, time.monotonic() - started
        except OSError as error:
            trouble = error
    raise StepError(TCP, *_why_no_connection(trouble, f"{target.host}:{target.port}")) from None


def _why_no_connection(error: OSError, where: str) -> tuple[str, str]:
    match error:
        case TimeoutError():
            return f"{where}：{_CONNECT:g} s 没有应答", "检查网线、路由和防火墙"
        case ConnectionRefusedError():
            return f"{where}：拒绝连接", "平台没有运行，或 platform.url 的端口不对"
        case ConnectionError():
            return f"{where}：连接被切断", "平台没有运行，或中间的防火墙切断了连接"
        case _:
            return f"{where}：网络不通", "检查网线、无线和路由"


def _secure(target: Target, plain: socket.socket, context: ssl.SSLContext) -> ssl.SSLSocket:
    """Raises StepError, or UntimelyError where only the time stands against the certificate."""
    plain.settimeout(_SHAKE)
    try:
        return context.wrap_socket(plain, server_hostname=target.host)
    except OSError as error:
        plain.close()
        value, advice = tls.explain(error)
        raise StepError(TLS, value, advice) from None


def _ask(
    target: Target, secured: ssl.SSLSocket, clock: Callable[[], datetime]
) -> tuple[float, timedelta | None]:
    """How long the platform took, and how far the terminal's clock is ahead of it."""
    connection = HTTPConnection(target.host, target.port)
    connection.sock = secured
    secured.settimeout(target.answer)
    started, asked_at = time.monotonic(), clock()
    try:
        cursor = target.cursor
        path = f"/v1/feed?epoch={cursor.epoch}&after={cursor.after}"
        connection.request("GET", path, headers={"Accept": "application/json"})
        response = connection.getresponse()
        took = time.monotonic() - started
        ahead = _ahead(response, asked_at, took)
        _must_be_the_platform(response)
        return took, ahead
    except TimeoutError:
        raise StepError(
            ANSWER, f"{target.answer:g} s 没有应答", "平台太忙或停住了：稍后再试，联系平台"
        ) from None
    except ssl.SSLError as error:
        raise StepError(TLS, *tls.explain(error)) from None
    except (OSError, HTTPException):
        raise StepError(ANSWER, "连接中断", "平台不接受这台终端的证书，或中间有设备切断：联系平台") from None
    finally:
        connection.close()


def _must_be_the_platform(response: HTTPResponse) -> None:
    body = response.read(_LONGEST_ANSWER)
    if response.status in (401, 403):
        raise StepError(
            ANSWER, f"平台不接纳这台终端（{response.status}）", "问平台是否已停用；需要时重新登记"
        )
    if response.status in (429, 503):
        raise StepError(ANSWER, f"平台忙（{response.status}）", "稍后再试；申报都在，不会丢")
    with contextlib.suppress(ValueError, RecursionError):
        page = json.loads(body)
        if response.status == 200 and isinstance(page, dict) and isinstance(page.get("epoch"), str):
            return
    raise StepError(ANSWER, f"应答不是平台的（{response.status}）", "platform.url 指到了别处，或平台有故障")


def _ahead(response: HTTPResponse, asked_at: datetime, took: float) -> timedelta | None:
    try:
        said = parsedate_to_datetime(response.headers["Date"])
        return asked_at + timedelta(seconds=took / 2) - said - _RESOLUTION
    except (TypeError, ValueError, IndexError):
        return None


def _despite_time(
    target: Target, addresses: Sequence[str], clock: Callable[[], datetime]
) -> timedelta | None:
    """The platform's time, from a peer that our CA proves in all but its dates; nothing else is taken."""
    if target.endpoint is None:
        return None
    with contextlib.suppress(StepError, tls.UntimelyError):
        plain, _ = _connect(target, addresses)
        return _ask(target, _secure(target, plain, tls.timeless(target.endpoint)), clock)[1]
    return None


def _within(seconds: float, call: Callable[[], T]) -> T:
    """Raises TimeoutError; the call then ends by itself, unheard."""
    answers: queue.Queue[T | Exception] = queue.Queue(1)

    def run() -> None:
        try:
            answers.put(call())
        except Exception as error:  # carried over to the caller's thread, and raised there
            answers.put(error)

    threading.Thread(target=run, daemon=True, name="name-lookup").start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer
