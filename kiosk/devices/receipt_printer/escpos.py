"""ESC/POS receipt printers on TCP port 9100, a serial port, /dev/usb/lp*, or USB by libusb.

A slip counts as printed only when the printer says so after the last byte; silence is a failure. Where the
profile promises ordered replies, they prove that everything before them was printed, whatever becomes of the
printer next; only its word right behind them that cutter or mechanism failed speaks against it. Where it does
not (plain-bits-80, unknown-80, unknown-58), "printed" is an estimate: the printer is watched for as long as a
slow mechanism would need, at the profile's mm_s and a quarter more, and nothing may go wrong in that time. A
mechanism slower still is not noticed.

A printer that was switched off and on has lost what it had, and one that got a new roll has torn the slip;
neither says so later. So it is looked at more often than either can be done in, also while a slow line is
busy. A machine that was itself too busy to look has not seen the slip come out.

A slip of a presenter (GS e) counts as printed when it stands at the mouth, where nothing stood before.

Each slip is parted from what an earlier one may have left, also one of an earlier process: the buffer is
cleared, and the mouth is cut free unless it is known to be clean.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from kiosk.devices import faults, options
from kiosk.devices.receipt_printer import _encode, _faults, _lines, _logo, _profile, _slip, _test_slip
from kiosk.devices.receipt_printer._faults import DEVICE
from kiosk.devices.receipt_printer._link import Link, with_detail
from kiosk.devices.receipt_printer._logo import Logo, LogoError
from kiosk.devices.receipt_printer._mouth import Mouth
from kiosk.devices.receipt_printer._patience import Patience
from kiosk.devices.receipt_printer._presenter import Output
from kiosk.devices.receipt_printer._profile import Profile
from kiosk.model import (
    Completion,
    DeviceError,
    DeviceState,
    DeviceStatus,
    Health,
    Level,
    Media,
    SlipLine,
)

_ASK_EVERY = 1024  # bytes: often enough to stop soon, seldom enough not to slow the paper
_START = 0.35  # seconds: no printer is switched on and hears again in twice that time
_BITS = 10  # of a byte on a serial line
_LOOK_EVERY = 0.2  # seconds: how soon trouble is seen while the paper moves
_SLOWER = 1.25  # an estimate of the paper's time errs on this side
_REST_MM = 200.0  # of an earlier slip, which a buffer that cannot be cleared may hold
_WORK_WAIT = 30.0  # seconds that a test slip may take, and a printer that writes its memory


class EscposPrinter:
    def __init__(  # noqa: PLR0913 - the parts of one printer
        self,
        link: Link,
        mouth: Mouth,
        profile: Profile,
        deadline: float,
        room: int,
        output: Output,
        logo: Logo,
    ) -> None:
        """`room`: bytes that the line takes in one go."""
        self._link, self._mouth, self._profile, self._deadline = link, mouth, profile, deadline
        self._output, self._logo, self.exchanges = output, logo, link.exchanges
        self._room, self._ask_every = room, min(room, _ASK_EVERY)
        self._turn = threading.RLock()
        self._closing = threading.Event()
        self._finished: set[str] = set()
        self._first = True  # what an earlier process left in the printer's buffer, this one cannot know
        self._unclean = False  # our own failed slip may still lie in it

    def print(self, job: str, lines: Sequence[SlipLine], timeout: float) -> None:
        patience = Patience(timeout, self._closing)
        with self._turn:
            if job in self._finished:
                self._must_be_sure()
                return
            timer = self._output.printers_timer
            slip = _slip.encoded(lines, self._profile, self._room, self._logo.head, timer)
            rest = self._prepare(patience)
            self._link.begin()
            self._output.begin()
            try:
                self._send(slip.chunks, patience)
                self._confirm(rest + slip.mm + self._logo.mm, patience)
            except DeviceError as error:
                self._abandon()
                if not self._link.confirmed:
                    raise _faults.begun(error) from None
            self._must_be_cut()
            self._mouth.left_clean()
            self._finished.add(job)  # also one that nobody confirms: all of it was sent, once is enough
            self._must_be_sure()

    def status(self) -> DeviceStatus:
        if not self._turn.acquire(timeout=self._deadline):
            return DeviceStatus(DeviceState.BUSY)
        try:
            found = self._status()
        except DeviceError as error:
            found = faults.snapshot(error)
        finally:
            self._turn.release()
        return with_detail(found, self._link.detail)

    def check(self, level: Level) -> Health:
        started = time.monotonic()
        try:
            if level is not Level.INTERNAL:
                self.print(f"check-{time.monotonic_ns()}", _test_slip.LINES, _WORK_WAIT)
                taken = time.monotonic() - started
                return Health(DEVICE, level, "pass", f"测试凭条已打出，{taken:.1f} s", limit="5 s")
        except DeviceError as error:
            return faults.health(DEVICE, level, error.fault)
        found = self.status()
        if found.state is DeviceState.BUSY:
            return Health(DEVICE, level, "warn", "正在打印", advice="打印结束后再检查")
        if found.worst is None:
            return Health(DEVICE, level, "pass", f"在线有纸，{(time.monotonic() - started) * 1000:.0f} ms")
        return faults.health(DEVICE, level, found.worst, "warn" if found.ready else "fail")

    def load_logo(self) -> Health:
        patience = Patience(_WORK_WAIT, self._closing)
        try:
            order = self._logo.store(self._profile)
            with self._turn:
                self._prepare(patience)
                self._link.begin()
                for at in range(0, len(order), self._room):
                    self._link.send(order[at : at + self._room])
                self._wait_until_stored(patience)
                self._mouth.left_clean()
        except LogoError as error:
            return Health(DEVICE, Level.EXTERNAL, "fail", "标志没有存入", advice=str(error))
        except DeviceError as error:
            return faults.health(DEVICE, Level.EXTERNAL, error.fault)
        return Health(DEVICE, Level.EXTERNAL, "pass", f"标志已存入打印机，{len(order)} 字节")

    def close(self) -> None:
        """Breaks a print in progress; a later call opens the line again."""
        closing, self._closing = self._closing, threading.Event()
        closing.set()
        with self._turn:
            self._link.close()

    def _status(self, now: bool = False) -> DeviceStatus:
        if not self._profile.status:
            self._link.drain()
            return DeviceStatus(DeviceState.ATTENTION, faults=(_faults.NO_STATUS,))
        self._unclean = self._unclean and not self._link.clear()
        if (self._unclean or self._first) and not self._profile.clears_buffer:
            self._link.send(_encode.END_HEAD)  # else a question becomes its length, and it eats the next slip
        found = self._link.ask() if now or self._unclean else self._link.look()
        return self._output.follow(found) if self._profile.presenter else found

    def _prepare(self, patience: Patience) -> float:
        """Refuses a printer that cannot print, and parts the new slip from what may stand before it.

        Returns how many millimetres of an earlier slip may come out first.
        """
        found = self._status(now=True)
        faults.must_work(found)
        if self._profile.presenter and found.media in (Media.PRESENT, Media.UNKNOWN):
            self._output.free(patience)  # the last person's: it is not for the next one
        clean = self._mouth.begin()
        cleared = (self._first or not clean) and self._link.clear()
        if not clean:
            self._link.send(_encode.part(self._profile, cleared, self._room))
        self._first = self._unclean = False
        if clean or cleared or not self._profile.presenter:
            return 0.0 if clean or cleared else _REST_MM
        self._let_out(patience)
        return 0.0

    def _let_out(self, patience: Patience) -> None:
        """At the mouth the rest of an earlier slip would be taken for the new one, and that for printed."""
        self._wait_for_paper(_REST_MM, patience)
        self._output.free(patience)

    def _send(self, chunks: Sequence[bytes], patience: Patience) -> None:
        unasked = 0
        for chunk in chunks:
            patience.must_go_on()
            if not self._profile.deaf and self._profile.status and unasked + len(chunk) > self._ask_every:
                faults.must_work(self._link.ask())
                unasked = 0
            self._link.send(chunk)
            unasked += len(chunk)

    def _confirm(self, mm: float, patience: Patience) -> None:
        if not self._profile.status:
            return
        if self._profile.presenter:
            if self._profile.deaf:
                self._wait_for_paper(mm, patience)
            self._output.wait(patience)
            return
        if not self._profile.ordered_reply:
            self._wait_for_paper(mm, patience)
            faults.must_work(self._link.ask())
            self._must_have_looked()
            return
        self._link.order()
        while True:
            self._link.listen(_LOOK_EVERY)
            if self._link.confirmed:
                self._must_have_looked()
                return
            faults.must_work(self._link.ask())
            patience.must_go_on()

    def _must_be_sure(self) -> None:
        if not self._profile.status:
            raise DeviceError(Completion.UNSUPPORTED, _faults.UNCONFIRMED)

    def _must_have_looked(self) -> None:
        if self._link.unseen > 2 * _START:
            self._link.begin()  # its word is not for the whole slip
            raise DeviceError(Completion.TIME_OUT, _faults.UNSEEN)

    def _must_be_cut(self) -> None:
        """A printer that says behind its confirmation that the cutter failed takes its word back."""
        if not self._link.confirmed:
            return
        try:
            found = self._link.ask()
        except DeviceError:
            return  # it cannot be asked any more: its word stands
        for fault in found.faults:
            if fault in (_faults.CUTTER, _faults.BROKEN):
                self._abandon()
                raise _faults.begun(DeviceError(Completion.DEVICE_NOT_READY, fault))

    def _wait_for_paper(self, mm: float, patience: Patience) -> None:
        """Looks at the printer for as long as the paper of a slow one takes to come out."""
        done = time.monotonic() + self._seconds(mm)
        while (left := done - time.monotonic()) > 0:
            patience.must_go_on()
            if not self._profile.deaf:  # such a one hears nothing while it feeds
                faults.must_work(self._link.ask())
            patience.pause(min(left, _LOOK_EVERY))

    def _wait_until_stored(self, patience: Patience) -> None:
        """Some printers start anew behind the order, and say nothing meanwhile."""
        while True:
            patience.must_go_on()
            try:
                faults.must_work(self._link.ask())
            except DeviceError as error:
                if error.fault.code not in ("link.silent", "link.absent") or patience.over:
                    raise
                patience.pause(_LOOK_EVERY)
                continue
            if not self._profile.ordered_reply or self._link.confirmed:
                return
            self._link.order()
            self._link.listen(_LOOK_EVERY)

    def _seconds(self, mm: float) -> float:
        return mm / self._profile.mm_s * _SLOWER

    def _abandon(self) -> None:
        """What was not printed must not come out for the next person."""
        self._unclean = True
        try:
            self._unclean = not self._link.clear()
        except DeviceError:
            return  # not reachable now: tried again before the next question and the next slip


def connect(  # noqa: PLR0913 - options by name, as terminal.toml gives them
    host: str = "",
    port: int = 9100,
    path: str = "",
    usb: str = "",
    baud: int = 115200,
    profile: str = "generic-80",
    logo: str = "",
    retract_after: float = 30.0,
    deadline: float = 2.0,
) -> EscposPrinter:
    """One of `host`, `path`, `usb`; the printer may be silent for `deadline` seconds. Raises ValueError."""
    found = _profile.named(options.text("profile", profile, "generic-80"))
    limit, after = options.seconds("deadline", deadline), options.seconds("retract_after", retract_after)
    number, rate = options.whole("port", port, 1, 65535), options.baud("baud", baud)
    if logo != "":
        options.device_path("logo", logo)
    try:
        picture = _logo.logo(logo, found)
    except LogoError as error:
        raise ValueError(f"选项 logo 要写图片文件的完整路径，现在是 {logo!r}：{error}") from None
    opener, where = _lines.chosen(host, number, path, usb, rate, limit)
    tcp = path == ""  # or USB: as fast
    room = _encode.ALL if tcp else int(rate / _BITS * _START)
    link = Link(opener, where, found, limit)
    return EscposPrinter(link, Mouth(where), found, limit, room, Output(link, after), picture)
