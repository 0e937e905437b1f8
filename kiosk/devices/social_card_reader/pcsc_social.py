"""Social-security cards in a contact reader of any maker, by PC/SC.

The card is read freely where it lets itself be read; where it wants its PIN the person is asked. No PIN is
known here, none is kept, and none is shown to a card twice. Nothing that was read is kept.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from operator import is_not
from typing import TypeVar

from kiosk.devices import faults, options
from kiosk.devices._pcsc import address
from kiosk.devices._pcsc.access import Access, same_card
from kiosk.devices._pcsc.monitor import Card, Scene
from kiosk.devices._pcsc.pieces import Reply
from kiosk.devices._pcsc.trouble import PcscError, Trouble
from kiosk.devices.exchanges import Exchanges
from kiosk.devices.social_card_reader import PinError, _application, _faults, _profile, _text
from kiosk.devices.social_card_reader._application import Application, LockedError
from kiosk.devices.social_card_reader._faults import DEVICE
from kiosk.model import (
    Completion,
    DeviceError,
    DeviceState,
    DeviceStatus,
    Health,
    Level,
    Media,
    SocialCard,
)

_CHECK_WAIT = 30.0
_NOTICED_WITHIN = 1.0  # the service looks at a reader every 0.4 s

T = TypeVar("T")


@dataclass
class _Visit:
    """One card since it was put in: what it was asked, and whether it took a PIN."""

    reader: str
    card: Card
    application: Application
    selected: bool = False
    verified: bool = False
    tries: int | None = None


class _Here(threading.local):
    """The visit of the thread that makes it: it ends with the thread."""

    visit: _Visit | None = None


class PcscSocialCardReader:
    def __init__(self, pattern: str, profile: _profile.Profile, deadline: float) -> None:
        self._pattern, self._profile, self._deadline = pattern, profile, deadline
        self._access = Access(pattern, deadline)
        self._turn = threading.RLock()  # a card's sequence of commands is never cut by another thread
        self._closing = threading.Event()
        self._here = _Here()

    @property
    def exchanges(self) -> Exchanges:
        return self._access.exchanges

    def read(self, timeout: float) -> SocialCard:
        return self._with_card(timeout, self._read)

    def verify_pin(self, pin: bytearray, timeout: float) -> None:
        command: list[int] = []
        try:
            command += _application.pin_command(pin, self._profile)
            self._with_card(timeout, lambda: self._verify(command), entry=True)
        finally:
            pin[:] = bytes(len(pin))
            command[:] = bytes(len(command))

    def status(self) -> DeviceStatus:
        with self._turn:
            try:
                scene = self._look()
            except DeviceError as error:
                return faults.snapshot(error)
        lies_there = any(card is not None for card in scene.readers.values())
        detail = {"reader": "、".join(scene.readers)}
        return DeviceStatus(
            DeviceState.ONLINE, Media.PRESENT if lies_there else Media.NOT_PRESENT, detail=detail
        )

    def check(self, level: Level) -> Health:
        started = time.monotonic()
        try:
            what = self._tried(level)
        except DeviceError as error:
            return faults.health(DEVICE, level, error.fault)
        taken = f"{(time.monotonic() - started) * 1000:.0f} ms"
        return Health(DEVICE, level, "pass", f"{what}，{taken}", limit=f"每条命令 {self._deadline:g} s")

    def close(self) -> None:
        """Breaks every wait and forgets a PIN that the card took; a later call opens the reader again."""
        closing, self._closing = self._closing, threading.Event()
        closing.set()
        self._access.interrupt()
        with self._turn:
            self._access.close()

    def _tried(self, level: Level) -> str:
        if level is Level.INTERACTIVE:
            try:
                self.read(_CHECK_WAIT)
            except PinError:
                return "卡片应答正常，要求密码"
            return "读到一张社保卡"
        with self._turn:
            scene = self._look()
        return f"智能卡服务正常，读卡器 {'、'.join(scene.readers)}"

    def _with_card(self, timeout: float, work: Callable[[], T], *, entry: bool = False) -> T:
        """Enters the first social-security card that lies there or comes, and does `work` with it; `entry`:
        work that shows the card a PIN."""
        closing = self._closing
        end = time.monotonic() + timeout
        while True:
            with self._turn:
                if closing.is_set():
                    raise faults.closed(DEVICE)
                noticed = self._access.noticed()
                cards = {name: card for name, card in self._look().readers.items() if card is not None}
                if cards:
                    return self._at_first(cards, work, entry)
            if not self._access.wait(partial(is_not, noticed), end, closing):
                if closing.is_set():
                    raise faults.closed(DEVICE)
                raise DeviceError(Completion.TIME_OUT, _faults.NO_CARD)

    def _at_first(self, cards: dict[str, Card], work: Callable[[], T], entry: bool) -> T:
        wrong = DeviceError(Completion.USER_ERROR, _faults.FOREIGN)
        for reader, card in cards.items():
            try:
                return self._at(reader, card, work, entry)
            except DeviceError as error:
                if error.fault.code not in (_faults.FOREIGN.code, _faults.MUTE.code):
                    raise
                wrong = error
        raise wrong

    def _at(self, reader: str, card: Card, work: Callable[[], T], entry: bool) -> T:
        try:
            return self._access.visit(lambda: self._visited(reader, card, work, entry))
        except PcscError as error:
            raise self._meaning(error, reader, card) from None
        except DeviceError as error:
            if error.completion is Completion.INVALID_DATA and self._lifted(reader, card):
                raise DeviceError(Completion.USER_ERROR, _faults.LIFTED) from None
            raise

    def _visited(self, reader: str, card: Card, work: Callable[[], T], entry: bool) -> T:
        """A card that somebody else reset is read once more from the start; no PIN is shown twice."""
        keep = sound = False
        try:
            try:
                self._enter(reader, card)
                done = work()
            except PcscError as error:
                if error.trouble is not Trouble.RESET or entry:
                    raise
                self._here.visit = replace(self._present(), selected=False, verified=False)
                self._enter(reader, card)
                done = work()
            keep, sound = entry, True
            return done
        except PinError:
            keep = True
            raise
        finally:
            if not keep:
                self._here.visit = None
                self._access.drop(sound=sound)

    def _enter(self, reader: str, card: Card) -> None:
        visit = self._here.visit
        if visit is None or visit.reader != reader or visit.card != card:
            self._here.visit = None
            self._access.open(reader)
            visit = self._here.visit = _Visit(reader, card, Application(self._profile))
        if not visit.selected:
            _application.select(self._access.transmit)
            visit.selected = True

    def _read(self) -> SocialCard:
        visit = self._present()
        try:
            issuer = visit.application.issuer(self._access.transmit)
            if self._profile.pin_first and not visit.verified:
                raise LockedError
            holder = visit.application.holder(self._access.transmit)
            return _text.card(issuer, holder)
        except LockedError:
            if visit.verified:
                raise DeviceError(Completion.UNSUPPORTED, _faults.AUTHORISED) from None
            raise _faults.pin_needed(visit.tries) from None
        except _text.TextError as error:
            fault = _faults.UNREADABLE
            where = f"{fault.technician}（{error.field}）"
            raise DeviceError(Completion.USER_ERROR, replace(fault, technician=where)) from None

    def _verify(self, command: list[int]) -> None:
        visit = self._present()
        try:
            reply: Reply = self._access.once(command)
            _application.pin_taken(reply.sw)
        except PinError as error:
            visit.tries, visit.verified = error.tries_left, False
            raise
        visit.tries, visit.verified = None, True

    def _present(self) -> _Visit:
        if self._here.visit is None:
            raise PcscError(Trouble.REMOVED)
        return self._here.visit

    def _look(self) -> Scene:
        try:
            return self._access.scene()
        except PcscError as error:
            raise self._outcome(error) from None

    def _meaning(self, error: PcscError, reader: str, card: Card) -> DeviceError:
        if error.trouble is Trouble.SILENT:
            return DeviceError(Completion.TIME_OUT, _faults.SILENT)
        if error.trouble in (Trouble.BROKEN, Trouble.GARBLED) and self._lifted(reader, card):
            return DeviceError(Completion.USER_ERROR, _faults.LIFTED)
        return self._outcome(error)

    def _lifted(self, reader: str, card: Card) -> bool:
        """Whether an exchange that broke off, or was cut short, was a card being lifted: it is soon gone."""
        end = time.monotonic() + _NOTICED_WITHIN
        gone = self._access.wait(lambda scene: not same_card(scene, reader, card), end, self._closing)
        return gone and bool(self._access.noticed().service)

    def _outcome(self, error: PcscError) -> DeviceError:
        return _faults.outcome(error, self._pattern)


def connect(
    reader: str = "*", profile: str = "generic", deadline: float = 3.0, socket: str = ""
) -> PcscSocialCardReader:
    """`reader` is a part of the reader's name, * in it anything; `deadline` (of one command and its answer)
    is seconds; `socket`: of another pcscd than the system's. Raises ValueError."""
    found = PcscSocialCardReader(
        options.text("reader", reader, "ACR39U"),
        _profile.named(options.text("profile", profile, "generic")),
        options.seconds("deadline", deadline),
    )
    if socket != "":
        address.use(options.device_path("socket", socket, "/run/pcscd/pcscd.comm"))
    return found
