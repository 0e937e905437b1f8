"""Printers that take PDF by IPP over HTTP.

A document counts as printed when the job is completed (9) and neither the job nor the printer names an error.
What an earlier person left in the printer's queue is cancelled before the next document is sent: the queue
itself is asked, because the process that filled it may be gone.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time

from kiosk.devices import faults, options
from kiosk.devices.document_printer import _reasons, _test_page
from kiosk.devices.document_printer._client import Client
from kiosk.devices.document_printer._message import Attributes, Field, Operation, Tag
from kiosk.devices.document_printer._printer_state import FACTS, PDF, at_work, snapshot, words
from kiosk.devices.document_printer._queue import Queue
from kiosk.devices.document_printer._reasons import DEVICE, OUT_OF_ORDER
from kiosk.devices.exchanges import Exchanges
from kiosk.model import Completion, DeviceError, DeviceStatus, Health, Level

_CHECK_WAIT = 60.0
_LOOK_EVERY = 0.5  # seconds between two looks at a job
_JOB_FACTS = ["job-id", "job-state", "job-state-reasons"]
_JOB_STOPPED, _JOB_CANCELED, _JOB_ABORTED, _JOB_COMPLETED = 6, 7, 8, 9


class IppPrinter:
    def __init__(self, client: Client, user: str, deadline: float) -> None:
        self._client, self._deadline = client, deadline
        self._turn = threading.Lock()
        self._closing = threading.Event()
        self._finished: set[str] = set()
        self._queue = Queue(client, user)
        self._unsure: set[str] = set()  # sent, and nobody knows what became of them

    @property
    def exchanges(self) -> Exchanges:
        return self._client.exchanges

    def print(self, job: str, pdf: bytes, timeout: float) -> None:
        closing = self._closing
        end = time.monotonic() + timeout
        with self._turn:
            if job in self._finished:
                return
            if not pdf.startswith(b"%PDF-"):
                raise DeviceError(Completion.INVALID_DATA, _reasons.NOT_PDF)
            number = self._queue.clear(but=job)
            try:
                self._must_be_able()
                number = number or self._known_as_done(job) or self._send(job, pdf)
                self._follow(job, number, end, closing)
            except DeviceError:
                self._give_up(number)
                raise
            self._unsure.discard(job)
            self._finished.add(job)

    def status(self) -> DeviceStatus:
        try:
            return snapshot(self._printer())
        except DeviceError as error:
            return faults.snapshot(error)

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
        wanted: Field = (Tag.KEYWORD, "requested-attributes", FACTS)
        return self._client.ask(Operation.GET_PRINTER_ATTRIBUTES, [wanted]).printer

    def _must_be_able(self) -> None:
        found = snapshot(self._printer())
        if _reasons.NO_PDF in found.faults:
            raise DeviceError(Completion.UNSUPPORTED, _reasons.NO_PDF)
        faults.must_work(found)

    def _known_as_done(self, job: str) -> int | None:
        return self._queue.completed(job) if job in self._unsure else None

    def _give_up(self, number: int | None) -> None:
        """A printer that cannot be reached now is asked for its queue before the next document."""
        if number is not None:
            with contextlib.suppress(DeviceError):
                self._queue.cancel(number)

    def _send(self, job: str, pdf: bytes) -> int:
        fields: list[Field] = [
            (Tag.NAME, "job-name", [job]),
            (Tag.MIME, "document-format", [PDF]),
        ]
        self._unsure.add(job)
        try:
            jobs = self._client.ask(Operation.PRINT_JOB, fields, pdf).jobs
        except DeviceError as error:
            if error.completion is Completion.HARDWARE_ERROR:
                self._unsure.discard(job)  # refused: the printer holds nothing
            raise
        number = jobs[0].get("job-id", (None,))[0] if jobs else None
        if not isinstance(number, int):
            raise DeviceError(
                Completion.INVALID_DATA, faults.garbled(DEVICE, "应答没有 job-id", OUT_OF_ORDER)
            )
        return number

    def _follow(self, job: str, number: int, end: float, closing: threading.Event) -> None:
        """Waits until the job is completed without an error; one that ended otherwise may be sent again."""
        asked: list[Field] = [
            (Tag.INTEGER, "job-id", [number]),
            (Tag.KEYWORD, "requested-attributes", _JOB_FACTS),
        ]
        while True:
            jobs = self._client.ask(Operation.GET_JOB_ATTRIBUTES, asked).jobs
            facts = jobs[0] if jobs else {}
            state = facts.get("job-state", (0,))[0]
            faults.must_work(at_work(self._printer()))
            bad = _reasons.job_faults(words(facts, "job-state-reasons"))
            if not bad and state in (_JOB_STOPPED, _JOB_CANCELED, _JOB_ABORTED):
                bad = (_reasons.aborted(int(state)),)
            if bad:
                self._unsure.discard(job)
                raise DeviceError(Completion.HARDWARE_ERROR, bad[0])
            if state == _JOB_COMPLETED:
                return
            if time.monotonic() >= end:
                raise DeviceError(Completion.TIME_OUT, _reasons.TIMED_OUT)
            if closing.wait(min(_LOOK_EVERY, self._deadline / 5)):
                raise faults.closed(DEVICE)


def connect(uri: str, user: str = "", deadline: float = 10.0) -> IppPrinter:
    """`uri` is ipp://host:port/path; `deadline` is how many seconds one answer may take. Raises ValueError.

    `user` is whose jobs this terminal's are, by default kiosk-<host name>: no two terminals that share a
    printer may share it, because each cancels what it finds under its own name.
    """
    own = f"kiosk-{socket.gethostname()}"
    name = options.text("user", own if user == "" else user, own)
    limit = options.seconds("deadline", deadline)
    client = Client(options.text("uri", uri, "ipp://192.168.1.51:631/ipp/print"), name, limit)
    return IppPrinter(client, name, limit)
