"""Does what the platform asks of this terminal, one after the other, and tells it what became of each.

Items are suspended and resumed at once. What takes time runs beside the rounds of sync, in its own process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from kiosk.heartbeat import heartbeat
from kiosk.store import Store
from kiosk.store.commands import Ended, Order
from kiosk.wire.client import PlatformClient
from kiosk.wire.commands import ACKNOWLEDGEMENT, OF_ITEMS, Acknowledgement, Command, Kind, Outcome
from kiosk.wire.identity import Identity
from kiosk.wire.troubles import GarbledError, RefusedError

LONGEST = 120.0  # seconds that the checks of a machine may take
_LARGEST = 120_000  # characters of a report
_ENTRIES = 200  # of the journal, in a diagnosis


@dataclass(frozen=True)
class Means:
    """What a terminal can be told to do beside suspending items."""

    examine: Sequence[str]  # the command line of the checks, which answer in JSON
    restart_screens: Callable[[], None]


@dataclass
class _Examination:
    order: Order
    process: subprocess.Popen[bytes]
    output: IO[bytes] = field(repr=False)
    since: float  # monotonic


@dataclass
class Commander:
    store: Store
    identity: Identity
    platform: PlatformClient
    means: Means
    _running: _Examination | None = None
    _looked_back: bool = False

    def take(self, tokens: object, now: datetime) -> None:
        """What came with the answer to a heartbeat. Only the platform's word to this terminal counts."""
        for token in tokens if isinstance(tokens, list) else ():
            try:
                command = self.platform.command(token)
            except GarbledError as error:
                print(f"command: {error}", file=sys.stderr, flush=True)
                continue
            if command.terminal == self.identity.terminal:
                self._take(command, now)

    def go_on(self, now: datetime) -> None:
        """Does the next thing, if nothing is being done. Raises UnreachableError, of what it tells."""
        if not self._looked_back:
            self._look_back(now)
        if self._running is None and (order := self.store.commands.next()):
            self._begin(order, now)
        if self._running is not None:
            self._see(self._running, now)
        self._tell()

    def close(self) -> None:
        """What runs is broken off; the next process says so."""
        if self._running is not None:
            _stop(self._running)

    def _take(self, command: Command, now: datetime) -> None:
        texts = (command.id, command.kind, command.subject)
        order, known = Order(*texts, command.issued_at, command.expires_at), self.store.commands
        if known.knows(order.id):
            known.told(order.id, known=False)  # whoever asks again did not get the answer
        elif command.expires_at <= now:
            known.refuse(order, Outcome.EXPIRED, now)
        elif command.kind not in list(Kind) or (command.kind in OF_ITEMS) != bool(command.subject):
            known.refuse(order, Outcome.UNKNOWN, now)
        elif command.kind in OF_ITEMS:
            words = {"done": Outcome.DONE.value, "superseded": Outcome.SUPERSEDED.value}
            known.switch(order, suspended=command.kind == Kind.SUSPEND_ITEM, **words, now=now)
        else:
            known.take(order, now)

    def _look_back(self, now: datetime) -> None:
        for id in self.store.commands.begun():
            self._end(id, Outcome.FAILED, "interrupted", now)
        self._looked_back = True

    def _begin(self, order: Order, now: datetime) -> None:
        if order.expires_at <= now:
            self._end(order.id, Outcome.EXPIRED, "", now)
            return
        self.store.commands.begin(order.id, now)
        if order.kind == Kind.RESTART_SCREENS:
            self.means.restart_screens()
            self._end(order.id, Outcome.DONE, "", now)
            return
        output = TemporaryFile()  # noqa: SIM115 - it is read when the process has ended
        try:
            process = subprocess.Popen(
                self.means.examine, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL
            )
        except OSError:
            output.close()
            self._end(order.id, Outcome.FAILED, "not_started", now)
            return
        self._running = _Examination(order, process, output, time.monotonic())

    def _see(self, running: _Examination, now: datetime) -> None:
        if running.process.poll() is None:
            if time.monotonic() - running.since > LONGEST:
                _stop(running)
                self._running = None
                self._end(running.order.id, Outcome.FAILED, "too_slow", now)
            return
        self._running = None
        with running.output as output:
            output.seek(0)
            found = _findings(output.read(_LARGEST + 1))
        if found is None:
            self._end(running.order.id, Outcome.FAILED, "no_findings", now)
            return
        report = {"findings": found}
        if running.order.kind == Kind.DIAGNOSIS:
            report |= self._diagnosis(now)
        self._end(running.order.id, Outcome.DONE, "", now, report)

    def _diagnosis(self, now: datetime) -> dict[str, Any]:
        """What a technician asks first. Ids are cut short, and a journal holds no names to begin with."""
        entries, contact = self.store.history.last(_ENTRIES), self.store.line.contact()
        return {
            "terminal": heartbeat(self.store, self.identity, now),
            "line": {"network": contact.network, "failures": contact.failures},
            "waiting": [{**vars(entry), "id": entry.id[:8]} for entry in self.store.outbox.schedule(20)],
            "journal": [{**vars(entry), "at": entry.at.isoformat()} for entry in entries],
        }

    def _end(
        self, id: str, outcome: Outcome, detail: str, now: datetime, report: dict[str, Any] | None = None
    ) -> None:
        self.store.commands.end(Ended(id, outcome.value, detail, now, report or {}))

    def _tell(self) -> None:
        for ended in self.store.commands.untold():
            outcome = Outcome(ended.outcome)
            word = Acknowledgement(
                ended.id, self.identity.terminal, outcome, ended.detail, ended.at, ended.report
            )
            token = self.identity.signing.sign(ACKNOWLEDGEMENT, word.payload())
            try:
                self.platform.ask(f"/v1/commands/{ended.id}/acknowledgement", {"acknowledgement": token})
            except (RefusedError, GarbledError) as refusal:  # it is asked for again, if it is wanted
                print(f"acknowledgement: {refusal}", file=sys.stderr, flush=True)
            self.store.commands.told(ended.id)


def _findings(said: bytes) -> dict[str, Any] | None:
    """None for what is no answer of the checks, or more than a report takes."""
    if len(said) > _LARGEST:
        return None
    try:
        found = json.loads(said)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _stop(running: _Examination) -> None:
    running.process.kill()
    running.process.wait()
    running.output.close()
