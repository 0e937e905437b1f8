"""An A4 printer that takes PDF by IPP: it keeps what it prints as doc-0001.pdf in its output folder."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.devices.virtual.http_line import HttpLine
from kiosk.devices.virtual.ipp_message import Attribute, Request, RequestError, answer, parse
from kiosk.devices.virtual.stand import Stand
from kiosk.devices.virtual.state import DocumentPrinterState, replace_file
from kiosk.devices.virtual.watch import Watch

PENDING, PROCESSING, STOPPED, CANCELED, COMPLETED = 3, 5, 6, 7, 9
_OK, _BAD_REQUEST, _NOT_YOURS, _NOT_POSSIBLE, _NOT_FOUND = 0x0000, 0x0400, 0x0403, 0x0404, 0x0406
_NO_FORMAT = 0x040A
_NO_OPERATION, _NO_VERSION = 0x0501, 0x0503
_FORMATS = ("application/pdf", "application/octet-stream")
_LOOK = 0.02
Groups = list[tuple[str, list[Attribute]]]


@dataclass
class _Job:
    number: int
    name: str
    user: str
    document: bytes = field(repr=False)
    state: int = PENDING
    times: dict[str, int] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        return self.state in (CANCELED, COMPLETED)


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
        self._jobs: dict[int, _Job] = {}
        self._turn = threading.Lock()
        self._stop = threading.Event()
        self._line = HttpLine("/ipp/print", "application/ipp", self._serve)
        self._watch = Watch(folder, DocumentPrinterState, lambda now: None)
        self._engine = threading.Thread(target=self._work, name="virtual-document-printer", daemon=True)
        self._born = time.monotonic()

    @property
    def endpoint(self) -> str:
        return f"ipp://127.0.0.1:{self._line.port}/ipp/print"

    def start(self) -> None:
        self._out.mkdir(parents=True, exist_ok=True)
        self._watch.start()
        self._line.open()
        self._engine.start()

    def stop(self) -> None:
        self._stop.set()
        self._engine.join()
        self._line.close()
        self._watch.stop()

    # --- the engine ---

    def _work(self) -> None:
        while not self._stop.wait(_LOOK):
            with self._turn:
                job = next((job for job in self._jobs.values() if not job.over), None)
                able = not any(reason.endswith("-error") or reason == "paused" for reason in self._reasons())
                if job is not None:
                    job.state = PROCESSING if able else STOPPED
                    job.times.setdefault("processing", self._up_time())
            if job is not None and able and not self._stop.wait(self._seconds):
                self._finish(job)

    def _finish(self, job: _Job) -> None:
        with self._turn:
            if job.over or any(reason.endswith("-error") for reason in self._reasons()):
                return
            number = max((int(path.stem[4:]) for path in self._out.glob("doc-*.pdf")), default=0) + 1
            replace_file(self._out / f"doc-{number:04d}.pdf", job.document)
            job.state = COMPLETED
            job.times["completed"] = self._up_time()

    def _reasons(self) -> list[str]:
        now = self._watch.now()
        signs = {
            "media-empty-error": now.media == "empty",
            "media-jam-error": now.media == "jam",
            "toner-empty-error": now.toner == "empty",
            "toner-low-warning": now.toner == "low",
            "door-open-error": now.door == "open",
            "paused": now.fault == "stopped",
        }
        return [reason for reason, sign in signs.items() if sign] or ["none"]

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

    def _print_job(self, request: Request) -> tuple[int, Groups]:
        status, groups = self._validate_job(request)
        if status != _OK:
            return status, groups
        with self._turn:
            number = len(self._jobs) + 1
            name, times = request.text("job-name") or "untitled", {"creation": self._up_time()}
            self._jobs[number] = _Job(number, name, request.user, request.document, times=times)
            return _OK, [("job", self._job_facts(self._jobs[number])[:4])]

    def _validate_job(self, request: Request) -> tuple[int, Groups]:
        wanted = request.text("document-format") or _FORMATS[0]
        if wanted in _FORMATS:
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

    def _job(self, request: Request) -> _Job | None:
        uri = request.text("job-uri")
        last = uri.rpartition("/")[2]
        return self._jobs.get(int(last) if last.isdecimal() else request.integer("job-id"))

    def _job_facts(self, job: _Job) -> list[Attribute]:
        reasons = {PENDING: "none", PROCESSING: "job-printing", STOPPED: "printer-stopped",
                   CANCELED: "job-canceled-by-user", COMPLETED: "job-completed-successfully"}  # fmt: skip
        return [
            ("integer", "job-id", [job.number]),
            ("uri", "job-uri", [f"{self.endpoint}/{job.number}"]),
            ("enum", "job-state", [job.state]),
            ("keyword", "job-state-reasons", [reasons[job.state]]),
            ("uri", "job-printer-uri", [self.endpoint]),
            ("name", "job-name", [job.name]),
            ("name", "job-originating-user-name", [job.user]),
            ("integer", "job-printer-up-time", [self._up_time()]),
            *(_time(job, moment) for moment in ("creation", "processing", "completed")),
        ]

    def _printer_facts(self) -> list[Attribute]:
        now, reasons = self._watch.now(), self._reasons()
        waiting = [job for job in self._jobs.values() if not job.over]
        stopped = any(reason.endswith("-error") or reason == "paused" for reason in reasons)
        toner = {"ok": 80, "low": 5, "empty": 0}[now.toner]
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
            ("keyword", "printer-state-reasons", list(reasons)),
            ("keyword", "ipp-versions-supported", ["1.1", "2.0"]),
            ("enum", "operations-supported", [0x0002, 0x0004, 0x0008, 0x0009, 0x000A, 0x000B]),
            ("charset", "charset-configured", ["utf-8"]),
            ("charset", "charset-supported", ["utf-8"]),
            ("language", "natural-language-configured", ["en"]),
            ("language", "generated-natural-language-supported", ["en"]),
            ("mime", "document-format-default", [_FORMATS[0]]),
            ("mime", "document-format-supported", list(_FORMATS)),
            ("boolean", "printer-is-accepting-jobs", [True]),
            ("integer", "queued-job-count", [len(waiting)]),
            ("keyword", "pdl-override-supported", ["not-attempted"]),
            ("integer", "printer-up-time", [self._up_time()]),
            ("keyword", "compression-supported", ["none"]),
            ("keyword", "media-supported", ["iso_a4_210x297mm"]),
            *(media if now.media == "ready" else []),
            ("integer", "marker-levels", [toner]),
        ]

    def _up_time(self) -> int:
        return int(time.monotonic() - self._born) + 1


STAND = Stand(
    name="document_printer",
    kind="document_printer",
    adapter="ipp",
    states=(DocumentPrinterState,),
    build=VirtualDocumentPrinter,
    options=lambda device: {"uri": device.endpoint},
)


def _time(job: _Job, moment: str) -> Attribute:
    known = moment in job.times
    return "integer" if known else "no-value", f"time-at-{moment}", [job.times.get(moment, 0)]


def _wanted(request: Request, facts: list[Attribute]) -> list[Attribute]:
    names = set(request.all("requested-attributes"))
    everything = not names or names & {"all", "printer-description", "job-template", "job-description"}
    return [fact for fact in facts if everything or fact[1] in names]
