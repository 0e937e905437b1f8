"""A code scanner on a line: its trigger, the wait for a code, and what is known of it.

What it reads while nobody waits was not shown for the call that comes next: it is thrown away and counted.
The trigger is put out in every outcome; whoever comes next puts it out again before anything else, so that
neither an earlier process nor a broken line leaves it burning or a code behind.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

from kiosk.devices import faults
from kiosk.devices.code_scanner import Scan, _faults, _line_faults
from kiosk.devices.code_scanner._burst import Assembler, Code
from kiosk.devices.code_scanner._faults import DEVICE
from kiosk.devices.code_scanner._link import Link
from kiosk.devices.code_scanner._payload import LONGEST, PURPOSES, accept
from kiosk.devices.code_scanner._trigger import Proof, Trigger
from kiosk.devices.code_scanner._witness import Witness
from kiosk.devices.exchanges import Exchanges
from kiosk.model import Completion, DeviceError, DeviceState, DeviceStatus, Health, Level

_LOOK = 0.05  # seconds: how soon close() is noticed
_QUIET = 0.05  # seconds: what was on its way when somebody asked has arrived by then
_CHECK_WAIT = 30.0
_ANSWER = 0.5  # seconds for the answer to a question that a person may be waiting behind
_PROVED = {Proof.REPLY: "应答正常", Proof.TAKEN: "已接收命令报文"}
_ANSWERED, _HAS_READ = "应答查询", "一天之内读到过码"


class LineScanner:
    def __init__(self, link: Link, trigger: Trigger, assembler: Assembler, deadline: float) -> None:
        self._link, self._trigger, self._assembler = link, trigger, assembler
        self._deadline = deadline
        self._turn = threading.RLock()
        self._closing = threading.Event()
        self._discarded = 0  # bytes
        self._witness = Witness(link.where)
        self._proved = ""  # by what, in words; empty: by nothing
        self._coming = False  # an answer that nobody waited for, or the rest of a code that was refused

    @property
    def exchanges(self) -> Exchanges:
        return self._link.exchanges

    def scan(self, purpose: str, timeout: float) -> Scan:
        """A code that is on its way when the time is over may take one `deadline` more to end."""
        if purpose not in PURPOSES:
            raise DeviceError(Completion.UNSUPPORTED, _faults.NO_PURPOSE)
        end, closing = time.monotonic() + timeout, self._closing
        with self._noting_loss(), self._my_turn(end, closing):
            self._rest(closing)
            with self._lit(closing) as rest:
                code = self._wait(rest, end, closing)
            if self._trigger.proof not in _PROVED:
                self._witness.read_a_code()
            self._coming = len(code.data) > LONGEST
        return accept(code.data, code.symbology, purpose)

    def status(self) -> DeviceStatus:
        closing = self._closing
        if not self._turn.acquire(timeout=self._deadline):
            return DeviceStatus(DeviceState.BUSY)
        try:
            with self._noting_loss():
                self._rest(closing)
                self._proved = self._proof()
        except DeviceError as error:
            return faults.snapshot(error)
        finally:
            self._turn.release()
        detail = {"discarded_bytes": str(self._discarded)}
        if self._proved:
            return DeviceStatus(DeviceState.ONLINE, detail=detail)
        return DeviceStatus(DeviceState.UNKNOWN, faults=(_line_faults.NO_STATUS,), detail=detail)

    def check(self, level: Level) -> Health:
        started = time.monotonic()
        try:
            if level is Level.INTERACTIVE:
                self.scan("diagnosis", _CHECK_WAIT)
                return self._passed(level, "读到一个码", started)
            if level is Level.EXTERNAL:
                self._flash()
        except DeviceError as error:
            return faults.health(DEVICE, level, error.fault)
        found = self.status()
        if found.state is DeviceState.BUSY:
            return Health(DEVICE, level, "warn", "正在扫码", advice="扫码结束后再检查")
        if found.worst is None:
            what = f"{self._proved}，丢弃 {self._discarded} 字节"
            return self._passed(level, what, started)
        return faults.health(DEVICE, level, found.worst, "warn" if _is_unsure(found) else "fail")

    def close(self) -> None:
        """Breaks every wait; a later call opens the line again."""
        closing, self._closing = self._closing, threading.Event()
        closing.set()
        with self._turn:
            self._link.close()

    def _proof(self) -> str:
        """What speaks for the scanner at this moment, or nothing."""
        if self._trigger.proof in _PROVED:
            return _PROVED[self._trigger.proof]
        if self._trigger.query and self._answers():
            return _ANSWERED
        return _HAS_READ if self._witness.speaks else ""

    def _answers(self) -> bool:
        self._link.send(self._trigger.query)
        end, heard = time.monotonic() + min(self._deadline, _ANSWER), b""
        self._coming = True  # the end of the answer, or one that comes too late, is no code
        while not (found := self._trigger.replied(heard)):
            left = end - time.monotonic()
            if left <= 0 or len(heard) > LONGEST:
                break
            heard += self._link.receive(min(left, _LOOK))
        self._discarded += len(self._trigger.but_reply(heard))
        return found

    @contextlib.contextmanager
    def _noting_loss(self) -> Iterator[None]:
        try:
            yield
        except DeviceError as error:
            if error.fault.code == "link.absent":
                self._witness.forget()
            raise

    @contextlib.contextmanager
    def _my_turn(self, end: float, closing: threading.Event) -> Iterator[None]:
        while not self._turn.acquire(timeout=_LOOK):
            _must_go_on(closing)
            if time.monotonic() >= end:
                raise DeviceError(Completion.TIME_OUT, _faults.NO_CODE)
        try:
            _must_go_on(closing)
            yield
        finally:
            self._turn.release()

    def _rest(self, closing: threading.Event) -> None:
        """Opens the line, puts the trigger out and throws away what was read before."""
        self._link.open()
        self._assembler.begin()
        self._discard(self._link.receive(_QUIET if self._coming else 0.0), closing)
        self._coming = False
        if self._trigger.stop:
            late = self._command(self._trigger.stop, closing)
            self._discarded += len(late)
        self._link.worked()

    def _discard(self, heard: bytes, closing: threading.Event) -> None:
        """What has begun is let come to its end, or its second half would be a code."""
        end = time.monotonic() + self._deadline
        while codes := self._trigger.without_answers(heard):
            _must_go_on(closing)
            self._discarded += len(codes)
            if time.monotonic() >= end:
                raise DeviceError(Completion.INVALID_DATA, _line_faults.ENDLESS)
            heard = self._link.receive(_QUIET)

    @contextlib.contextmanager
    def _lit(self, closing: threading.Event) -> Iterator[bytes]:
        """Gives what came right behind the answer to the trigger."""
        calm = False
        try:
            yield self._command(self._trigger.start, closing) if self._trigger.start else b""
            calm = True
        except DeviceError as error:
            calm = error.fault is _faults.NO_CODE
            raise
        finally:
            self._put_out(calm, closing)

    def _put_out(self, calm: bool, closing: threading.Event) -> None:
        """Where something went wrong, nobody waits for the answer too: the next call says what is so."""
        self._coming = not calm
        if not self._trigger.stop or not self._link.is_open:
            return
        with contextlib.suppress(DeviceError):
            if calm:
                late = self._command(self._trigger.stop, closing)
                self._discarded += len(late)
            else:
                self._link.send(self._trigger.stop)

    def _flash(self) -> None:
        closing = self._closing
        with self._my_turn(time.monotonic() + self._deadline, closing):
            self._rest(closing)
            with self._lit(closing):
                pass

    def _command(self, command: bytes, closing: threading.Event) -> bytes:
        self._link.send(command)
        if not self._trigger.ack:
            return b""
        end, heard = time.monotonic() + self._deadline, b""
        while (answer := self._trigger.answered(heard)) is None:
            _must_go_on(closing)
            left = end - time.monotonic()
            if left <= 0 or len(heard) > LONGEST:
                raise self._link.missed(len(heard))
            heard += self._link.receive(min(left, _LOOK))
        self._discarded += answer.late
        if not answer.obeyed:
            raise DeviceError(Completion.HARDWARE_ERROR, _line_faults.REFUSED)
        return answer.rest

    def _wait(self, rest: bytes, end: float, closing: threading.Event) -> Code:
        code = self._assembler.take(rest) if rest else None
        last = time.monotonic()
        while code is None:
            _must_go_on(closing)
            quiet = self._assembler.quiet
            until = end if quiet is None else last + quiet
            chunk = self._link.receive(min(until - time.monotonic(), _LOOK))
            now = time.monotonic()
            if chunk:
                last = now
                code = self._assembler.take(chunk)
            elif quiet is None and now >= end:
                raise DeviceError(Completion.TIME_OUT, _faults.NO_CODE)
            elif quiet is not None and now >= until:
                code = self._assembler.ended()
            if code is None and now >= end + self._deadline:
                raise DeviceError(Completion.INVALID_DATA, _line_faults.ENDLESS)
        return code

    def _passed(self, level: Level, what: str, started: float) -> Health:
        taken = f"{(time.monotonic() - started) * 1000:.0f} ms"
        return Health(DEVICE, level, "pass", f"{what}，{taken}", limit=f"每条命令 {self._deadline:g} s")


def _is_unsure(found: DeviceStatus) -> bool:
    return found.ready or found.state is DeviceState.UNKNOWN


def _must_go_on(closing: threading.Event) -> None:
    if closing.is_set():
        raise faults.closed(DEVICE)
