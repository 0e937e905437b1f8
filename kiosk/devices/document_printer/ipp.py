"""Printers that take PDF by IPP over HTTP. A document counts as printed when the job is completed (9) and
neither the job nor the printer names an error."""

from __future__ import annotations

import contextlib
import threading
import time

from kiosk.devices import faults
from kiosk.devices.document_printer import _reasons, _test_page
from kiosk.devices.document_printer._client import Client
from kiosk.devices.document_printer._message import Attributes, Field, Operation, Tag
from kiosk.devices.document_printer._printer_state import snapshot, words
from kiosk.devices.document_printer._reasons import DEVICE
from kiosk.model import (
    Completion,
    DeviceError,
    DeviceState,
    DeviceStatus,
    Health,
    Level,
)

_PDF = "application/pdf"
_CHECK_WAIT = 60.0
_PRINTER_FACTS = ["printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "media-ready",
                  "marker-levels", "document-format-supported", "printer-make-and-model",
                  "printer-firmware-string-version"]  # fmt: skip
_JOB_FACTS = ["job-id", "job-name", "job-state", "job-state-reasons"]
_JOB_STOPPED, _JOB_CANCELED, _JOB_ABORTED, _JOB_COMPLETED = 6, 7, 8, 9


class IppPrinter:
    def __init__(self, client: Client, deadline: float) -> None:
        self._client, self._deadline = client, deadline
        self._turn = threading.Lock()
        self._closing = threading.Event()
        self._finished: set[str] = set()
        self._unsure: set[str] = set()  # sent, and the answer was lost
        self._left_behind: set[int] = set()  # jobs that failed and could not be cancelled yet

    def print(self, job: str, pdf: bytes, timeout: float) -> None:
        closing = self._closing
        end = time.monotonic() + timeout
        with self._turn:
            if job in self._finished:
                return
            if not pdf.startswith(b"%PDF-"):
                raise DeviceError(Completion.INVALID_DATA, _reasons.NOT_PDF)
            self._cancel_left_behind(but=job)
            self._must_be_able()
            number = self._send(job, pdf)
            self._unsure.discard(job)
            try:
                self._follow(number, end, closing)
            except DeviceError:
                self._left_behind.add(number)
                self._cancel_left_behind()
                raise
            self._finished.add(job)

    def status(self) -> DeviceStatus:
        try:
            return snapshot(self._printer())
        except DeviceError as error:
            gone = error.fault.code == "link.absent"
            return DeviceStatus(DeviceState.ABSENT if gone else DeviceState.FAULT, faults=(error.fault,))

    def check(self, level: Level) -> Health:
        started = time.monotonic()
        found = self.status()
        if found.worst is not None:
            return faults.health(DEVICE, level, found.worst, "warn" if found.ready else "fail")
        if level is not Level.INTERNAL:
            return self._print_test_page(level)
        taken = f"{(time.monotonic() - started) * 1000:.0f} ms"
        model = found.detail.get("model", "型号未知")
        return Health(DEVICE, level, "pass", f"{model}，{taken}", limit=f"{self._deadline:g} s")

    def _print_test_page(self, level: Level) -> Health:
        started = time.monotonic()
        try:
            self.print(f"check-{time.monotonic_ns()}", _test_page.pdf(), _CHECK_WAIT)
        except DeviceError as error:
            return faults.health(DEVICE, level, error.fault)
        return Health(
            DEVICE, level, "pass", f"测试页已打出，{time.monotonic() - started:.0f} s", limit="30 s"
        )

    def close(self) -> None:
        """Breaks a print in progress, and has its job cancelled; may be used again."""
        closing, self._closing = self._closing, threading.Event()
        closing.set()

    def _printer(self) -> Attributes:
        wanted: Field = (Tag.KEYWORD, "requested-attributes", _PRINTER_FACTS)
        return self._client.ask(Operation.GET_PRINTER_ATTRIBUTES, [wanted]).printer

    def _must_be_able(self) -> None:
        facts = self._printer()
        _must_not_err(snapshot(facts))
        if facts.get("printer-is-accepting-jobs") == (False,):
            raise DeviceError(Completion.DEVICE_NOT_READY, _reasons.REFUSES)
        formats = facts.get("document-format-supported", (_PDF,))
        if _PDF not in formats:
            raise DeviceError(Completion.UNSUPPORTED, _reasons.NO_PDF)

    def _send(self, job: str, pdf: bytes) -> int:
        fields: list[Field] = [
            (Tag.NAME, "requesting-user-name", ["kiosk"]),
            (Tag.NAME, "job-name", [job]),
            (Tag.MIME, "document-format", [_PDF]),
        ]
        held = self._look_up(job) if job in self._unsure else None
        if held is not None:
            return held
        self._unsure.add(job)
        try:
            jobs = self._client.ask(Operation.PRINT_JOB, fields, pdf).jobs
        except DeviceError as error:
            if error.completion is Completion.HARDWARE_ERROR:
                self._unsure.discard(job)  # refused: the printer holds nothing
            raise
        number = jobs[0].get("job-id", (None,))[0] if jobs else None
        if not isinstance(number, int):
            raise DeviceError(Completion.INVALID_DATA, faults.garbled(DEVICE, "应答没有 job-id"))
        return number

    def _look_up(self, job: str) -> int | None:
        """The answer was lost, the job perhaps not: looks for it by its name."""
        for which in ("not-completed", "completed"):
            fields: list[Field] = [
                (Tag.KEYWORD, "which-jobs", [which]),
                (Tag.KEYWORD, "requested-attributes", _JOB_FACTS),
            ]
            for found in self._client.ask(Operation.GET_JOBS, fields).jobs:
                number = found.get("job-id", (None,))[0]
                if found.get("job-name") == (job,) and isinstance(number, int):
                    return number
        return None

    def _follow(self, number: int, end: float, closing: threading.Event) -> None:
        """Waits until the job is completed without an error."""
        asked: list[Field] = [
            (Tag.INTEGER, "job-id", [number]),
            (Tag.KEYWORD, "requested-attributes", _JOB_FACTS),
        ]
        while True:
            jobs = self._client.ask(Operation.GET_JOB_ATTRIBUTES, asked).jobs
            facts = jobs[0] if jobs else {}
            state = facts.get("job-state", (0,))[0]
            _must_not_err(snapshot(self._printer()))
            bad = _reasons.job_faults(words(facts, "job-state-reasons"))
            if bad:
                raise DeviceError(Completion.HARDWARE_ERROR, bad[0])
            if state == _JOB_COMPLETED:
                return
            if state in (_JOB_STOPPED, _JOB_CANCELED, _JOB_ABORTED):
                raise DeviceError(Completion.HARDWARE_ERROR, _reasons.aborted(int(state)))
            if time.monotonic() >= end:
                raise DeviceError(Completion.TIME_OUT, _reasons.TIMED_OUT)
            if closing.wait(min(0.5, self._deadline / 5)):
                raise faults.closed(DEVICE)

    def _cancel_left_behind(self, but: str = "") -> None:
        """No page may come out for the next person; a printer that does not answer is asked again later."""
        with contextlib.suppress(DeviceError):
            for lost in sorted(self._unsure - {but}):
                number = self._look_up(lost)
                self._unsure.discard(lost)
                self._left_behind |= {number} if number is not None else set()
        for number in sorted(self._left_behind):
            try:
                self._client.ask(Operation.CANCEL_JOB, [(Tag.INTEGER, "job-id", [number])])
            except DeviceError as error:
                if error.completion is not Completion.HARDWARE_ERROR:
                    return  # not reached; "refused" means that the job is over
            self._left_behind.discard(number)


def _must_not_err(found: DeviceStatus) -> None:
    worst = found.worst
    if worst is not None and worst.severity == "error":
        raise DeviceError(Completion.DEVICE_NOT_READY, worst)


def connect(uri: str, deadline: float = 10.0) -> IppPrinter:
    """`uri` is ipp://host:port/path; `deadline` is how many seconds one answer may take."""
    return IppPrinter(Client(uri, deadline), deadline)
