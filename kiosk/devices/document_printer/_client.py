"""Asks one printer one IPP question over HTTP. What goes wrong is a DeviceError, never a hang."""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from kiosk.devices import faults
from kiosk.devices._http import response
from kiosk.devices.document_printer import _reasons
from kiosk.devices.document_printer._message import (
    Answer,
    Field,
    MessageError,
    Operation,
    Tag,
    parse,
    request,
)
from kiosk.devices.document_printer._reasons import DEVICE, OUT_OF_ORDER
from kiosk.devices.exchanges import Exchanges
from kiosk.model import Completion, DeviceError

_LONGEST_ANSWER = 1 << 20
_HEAD = 4  # bytes: version, operation or status
_SCHEMES = {"ipp": ("http", 631), "ipps": ("https", 631), "http": ("http", 80), "https": ("https", 443)}


class Client:
    def __init__(self, uri: str, user: str, deadline: float) -> None:
        """Every question is asked as `user`. Raises ValueError for what is no printer's address."""
        self._url = _http(uri)
        self._uri, self._deadline, self.exchanges = uri, deadline, Exchanges()
        self._user: Field = (Tag.NAME, "requesting-user-name", [user])
        self._numbers = itertools.count(1)

    def ask(self, operation: Operation, fields: Sequence[Field] = (), document: bytes = b"") -> Answer:
        """Raises DeviceError when there is no answer, or none that succeeded."""
        number = next(self._numbers)
        about: list[Field] = [(Tag.URI, "printer-uri", [self._uri])]
        question = request(operation, number, [*about, *fields, self._user]) + document
        self.exchanges.sent(question[:_HEAD], len(question) - _HEAD)
        raw = self._post(question)
        try:
            answer = parse(raw)
        except MessageError:
            self.exchanges.came(len(raw))
            raise self._garbled("不是 IPP 应答") from None
        self.exchanges.came(raw[:_HEAD], len(raw) - _HEAD)
        if answer.number != number:
            raise self._garbled("应答编号不符")
        if not answer.succeeded:
            raise DeviceError(Completion.HARDWARE_ERROR, _reasons.refused(answer.status))
        return answer

    def _post(self, body: bytes) -> bytes:
        end = time.monotonic() + self._deadline
        headers = {"Content-Type": "application/ipp", "Accept-Encoding": "identity"}
        with contextlib.closing(self._connection()) as printer:
            try:
                printer.connect()
            except OSError as error:  # a name that is none, nobody there, no answer, no trust
                fault = faults.unreached(DEVICE, self._uri, error, OUT_OF_ORDER)
                raise DeviceError(Completion.DEVICE_NOT_READY, fault) from None
            try:
                printer.request("POST", self._url.path, body, headers)
                with response(printer) as reply:
                    if reply.status != 200:
                        raise self._garbled(f"HTTP {reply.status}")
                    return self._content(reply, end)
            except TimeoutError:
                raise self._silent() from None
            except (OSError, HTTPException):
                raise self._absent() from None

    def _connection(self) -> HTTPConnection:
        kind = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        return kind(self._url.hostname or "", self._url.port, timeout=self._deadline)

    def _content(self, reply: HTTPResponse, end: float) -> bytes:
        found = b""
        while part := reply.read1(65536):
            found += part
            if len(found) > _LONGEST_ANSWER:
                raise self._garbled("应答过长")
            if time.monotonic() > end:
                raise self._silent()
        return found

    def _absent(self) -> DeviceError:
        return DeviceError(Completion.DEVICE_NOT_READY, faults.absent(DEVICE, self._uri, OUT_OF_ORDER))

    def _silent(self) -> DeviceError:
        return DeviceError(Completion.TIME_OUT, faults.silent(DEVICE, self._uri, OUT_OF_ORDER))

    def _garbled(self, what: str) -> DeviceError:
        return DeviceError(Completion.INVALID_DATA, faults.garbled(DEVICE, what, OUT_OF_ORDER))


def _http(uri: str) -> SplitResult:
    try:
        parts = urlsplit(uri)
        scheme, usual = _SCHEMES[parts.scheme]
        host, port = parts.hostname or "", parts.port or usual
    except (KeyError, ValueError):
        host = ""
    if not host:
        raise ValueError("选项 uri 不是打印机的地址；例如 ipp://192.168.1.51:631/ipp/print")
    shown = f"[{host}]" if ":" in host else host
    return urlsplit(f"{scheme}://{shown}:{port}{parts.path or '/'}")
