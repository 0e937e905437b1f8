"""An A4 printer that takes PDF by IPP: it keeps what it prints as doc-0001.pdf in its output folder."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from pathlib import Path

from kiosk.devices.virtual import document_conditions as conditions
from kiosk.devices.virtual.document_conditions import DocumentConditionState
from kiosk.devices.virtual.document_job import ABORTED, CANCELED, COMPLETED, PROCESSING, STOPPED, Job
from kiosk.devices.virtual.http_line import HttpLine
from kiosk.devices.virtual.ipp_message import Attribute, Request, RequestError, Scalar, answer, parse
from kiosk.devices.virtual.stand import Stand
from kiosk.devices.virtual.state import DocumentPrinterState, replace_file
from kiosk.devices.virtual.watch import Watch

_OK, _BAD_REQUEST, _NOT_YOURS, _NOT_POSSIBLE, _NOT_FOUND = 0x0000, 0x0400, 0x0403, 0x0404, 0x0406
_NO_FORMAT = 0x040A
_NO_OPERATION, _NO_VERSION = 0x0501, 0x0503
_NOT_ACCEPTING = 0x0506
_FORMATS = ("application/pdf", "application/octet-stream")
_WITHOUT_PDF = ("image/pwg-raster", "image/urf")
_GARBAGE = b"\xff\x81\x99" * 20
_LOOK = 0.02
Groups = list[tuple[str, list[Attribute]]]


class VirtualDocumentPrinter:
    """`seconds` is how long one document takes; `slow` how late answers come with that fault.

    Quirks of real printers: `lists_all` jobs, whosever were asked for; `keeps_all`: cancels nobody's.
    """

    def __init__(
        self,
        folder: Path,
        out: Path,
        *,
        seconds: float = 0.0,
        slow: float = 5.0,
        quirks: Collection[str] = (),
    ) -> None:
        self._out, self._seconds, self._slow, self._quirks = out, seconds, slow, quirks
        self._jobs: dict[int, Job] = {}
        self._turn = threading.Lock()
        self._stop = threading.Event()
        self._line = HttpLine("/ipp/print", "application/ipp", self._serve, self)
        self._watch = Watch(folder, DocumentPrinterState, lambda now: None)
        self._more = Watch(folder, DocumentConditionState, self._cable)
        self._unplug_told: int | None = None
        self._bytes_left: int | None = None  # until the cable is pulled out
        self._cable_turn = threading.Lock()
        self._engine = threading.Thread(target=self._work, name="virtual-document-printer", daemon=True)
        self._born = time.monotonic()

    @property
    def endpoint(self) -> str:
        return f"ipp://127.0.0.1:{self._line.port}/ipp/print"

    def start(self) -> None:
        self._out.mkdir(parents=True, exist_ok=True)
        self._watch.start()
        self._more.start()
        self._line.open()
        self._engine.start()

    def stop(self) -> None:
        self._stop.set()
        self._engine.join()
        self._line.close()
        self._more.stop()
        self._watch.stop()

    # --- the engine ---

    def _work(self) -> None:
        while not self._stop.wait(_LOOK):
            with self._turn:
                job = next((job for job in self._jobs.values() if not job.over), None)
                able = not conditions.stops(self._reasons())
                if job is not None:
                    job.state = PROCESSING if able else STOPPED
                    job.times.setdefault("processing", self._up_time())
            if job is not None and able and not self._stop.wait(self._seconds):
                self._finish(job)

    def _finish(self, job: Job) -> None:
        with self._turn:
            outcome = self._more.now().job
            if job.over or conditions.stops(self._reasons()):
                return
            job.times["completed"] = self._up_time()
            if outcome == "aborted":
                job.state = ABORTED
                return
            number = max((int(path.stem[4:]) for path in self._out.glob("doc-*.pdf")), default=0) + 1
            replace_file(self._out / f"doc-{number:04d}.pdf", job.document)
            job.state, job.faulty = COMPLETED, outcome == "errors"

    def _reasons(self) -> list[str]:
        return conditions.reasons(self._watch.now(), self._more.now())

    def _formats(self) -> tuple[str, ...]:
        return _FORMATS if self._more.now().pdf else _WITHOUT_PDF

    # --- the line ---

    def _serve(self, body: bytes) -> bytes | None:
        """An answer, or None to leave the client without one."""
        if self._watch.now().fault == "slow":
            self._stop.wait(self._slow)
        while self._watch.now().fault == "silent":
            if self._stop.wait(_LOOK):
                return None
        try:
            request = parse(body)
        except RequestError:
            return None
        told = self._answer(request)
        return _GARBAGE if self._watch.now().fault == "garbage" else told

    def _answer(self, request: Request) -> bytes:
        operations: dict[int, Callable[[Request], tuple[int, Groups]]] = {
            0x0002: self._print_job,
            0x0004: self._validate_job,
            0x0008: self._cancel_job,
            0x0009: self._get_job,
            0x000A: self._get_jobs,
            0x000B: self._get_printer,
        }
        if request.version[:1] not in (b"\x01", b"\x02"):
            return answer(request, _NO_VERSION, [])
        if not request.well_formed:
            return answer(request, _BAD_REQUEST, [])
        operation = operations.get(request.operation)
        status, groups = operation(request) if operation else (_NO_OPERATION, [])
        return answer(request, status, groups)

    def lets_in(self, size: int) -> int:
        """How many of so many bytes come in before the cable is pulled out."""
        self._more.now()
        with self._cable_turn:
            left = self._bytes_left
            if self._watch.now().fault == "disconnected":
                return 0
            if left is None or left > size:
                self._bytes_left = None if left is None else left - size
                return size
            self._bytes_left = None
        self._more.update(unplug_at_byte=None)
        self._watch.update(fault="disconnected")
        return left

    def _cable(self, now: DocumentConditionState) -> None:
        if now.unplug_at_byte != self._unplug_told:
            self._unplug_told = self._bytes_left = now.unplug_at_byte

    def lets_out(self, answer: bytes) -> int:
        if self._watch.now().fault == "disconnected":
            return 0
        return len(answer) // 2 if self._more.now().answers == "half" else len(answer)

    def _print_job(self, request: Request) -> tuple[int, Groups]:
        if not self._more.now().accepting:
            return _NOT_ACCEPTING, []
        status, groups = self._validate_job(request)
        if status != _OK:
            return status, groups
        with self._turn:
            number = len(self._jobs) + 1
            name, times = request.text("job-name") or "untitled", {"creation": self._up_time()}
            self._jobs[number] = Job(number, name, request.user, request.document, times=times)
            return _OK, [("job", self._job_facts(self._jobs[number])[:4])]

    def _validate_job(self, request: Request) -> tuple[int, Groups]:
        wanted = request.text("document-format") or self._formats()[0]
        if wanted in self._formats():
            return _OK, []
        return _NO_FORMAT, [("unsupported", [("mime", "document-format", [wanted])])]

    def _cancel_job(self, request: Request) -> tuple[int, Groups]:
        with self._turn:
            job = self._job(request)
            if job is None:
                return _NOT_FOUND, []
            if job.user != request.user or "keeps_all" in self._quirks:
                return _NOT_YOURS, []
            if job.over:
                return _NOT_POSSIBLE, []
            job.state = CANCELED
            job.times["completed"] = self._up_time()
            return _OK, []

    def _get_job(self, request: Request) -> tuple[int, Groups]:
        with self._turn:
            job = self._job(request)
            return (
                (_NOT_FOUND, []) if job is None else (_OK, [("job", _wanted(request, self._job_facts(job)))])
            )

    def _get_jobs(self, request: Request) -> tuple[int, Groups]:
        """RFC 8011 §4.2.6: the unfinished ones of everybody, unless the client says otherwise."""
        completed = request.text("which-jobs") == "completed"
        mine = request.flag("my-jobs") and "lists_all" not in self._quirks
        with self._turn:
            jobs = [job for job in self._jobs.values() if job.user == request.user or not mine]
            found = [job for job in jobs if job.over == completed]
            limit = request.integer("limit") or len(found)
            shown = [self._job_facts(job) for job in found[:limit]]
            brief = "requested-attributes" not in request.attributes  # RFC 8011: then job-id and job-uri only
            return _OK, [("job", facts[:2] if brief else _wanted(request, facts)) for facts in shown]

    def _get_printer(self, request: Request) -> tuple[int, Groups]:
        with self._turn:
            return _OK, [("printer", _wanted(request, self._printer_facts()))]

    def _job(self, request: Request) -> Job | None:
        uri = request.text("job-uri")
        last = uri.rpartition("/")[2]
        return self._jobs.get(int(last) if last.isdecimal() else request.integer("job-id"))

    def _job_facts(self, job: Job) -> list[Attribute]:
        return job.facts(self.endpoint, self._up_time())

    def _printer_facts(self) -> list[Attribute]:
        now, more, reasons = self._watch.now(), self._more.now(), self._reasons()
        waiting = [job for job in self._jobs.values() if not job.over]
        stopped = conditions.stops(reasons)
        markers = more.markers or {"ok": "80", "low": "5", "empty": "0"}[now.toner]
        media: list[Attribute] = [("keyword", "media-ready", ["iso_a4_210x297mm"])]
        return [
            ("uri", "printer-uri-supported", [self.endpoint]),
            ("keyword", "uri-security-supported", ["none"]),
            ("keyword", "uri-authentication-supported", ["requesting-user-name"]),
            ("name", "printer-name", ["virtual-a4"]),
            ("text", "printer-info", ["Virtual A4 printer"]),
            ("text", "printer-location", [""]),
            ("uri", "printer-more-info", [self.endpoint.replace("ipp:", "http:")]),
            ("text", "printer-make-and-model", ["Virtual A4 printer"]),
            ("text", "printer-firmware-string-version", ["1"]),
            ("enum", "printer-state", [5 if stopped else 4 if waiting else 3]),
            ("keyword", "printer-state-reasons", [*reasons] or ["none"]),
            ("keyword", "ipp-versions-supported", ["1.1", "2.0"]),
            ("enum", "operations-supported", [0x0002, 0x0004, 0x0008, 0x0009, 0x000A, 0x000B]),
            ("charset", "charset-configured", ["utf-8"]),
            ("charset", "charset-supported", ["utf-8"]),
            ("language", "natural-language-configured", ["en"]),
            ("language", "generated-natural-language-supported", ["en"]),
            ("mime", "document-format-default", [self._formats()[0]]),
            ("mime", "document-format-supported", list(self._formats())),
            ("boolean", "printer-is-accepting-jobs", [more.accepting]),
            ("integer", "queued-job-count", [len(waiting)]),
            ("keyword", "pdl-override-supported", ["not-attempted"]),
            ("integer", "printer-up-time", [self._up_time()]),
            ("keyword", "compression-supported", ["none"]),
            ("keyword", "media-supported", ["iso_a4_210x297mm"]),
            *(media if now.media == "ready" else []),
            ("integer", "marker-levels", _numbers(markers)),
            *([("integer", "marker-low-levels", low)] if (low := _numbers(more.low_markers)) else []),
        ]

    def _up_time(self) -> int:
        return int(time.monotonic() - self._born) + 1


STAND = Stand(
    name="document_printer",
    kind="document_printer",
    adapter="ipp",
    states=(DocumentPrinterState, DocumentConditionState),
    build=VirtualDocumentPrinter,
    options=lambda device: {"uri": device.endpoint},
)


def _numbers(text: str) -> list[Scalar]:
    return [int(part) for part in conditions.split(text)]


def _wanted(request: Request, facts: list[Attribute]) -> list[Attribute]:
    names = set(request.all("requested-attributes"))
    everything = not names or names & {"all", "printer-description", "job-template", "job-description"}
    return [fact for fact in facts if everything or fact[1] in names]
