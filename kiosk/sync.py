"""Empties the outbox, follows the feed, says that the terminal lives. It meets no screen: only the store.

One round is a loop that can be read: failures differ by what is true. Unreachable stops the round, a garbled
answer postpones one object, a refusal quarantines it, and the others go on.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any

from kiosk.store import Store, StoreError
from kiosk.store.feed import StatusChange
from kiosk.store.outbox import Outgoing
from kiosk.store.policies import CASHIER, FACES
from kiosk.wire import messages
from kiosk.wire.boot import clock_claim
from kiosk.wire.client import PlatformClient
from kiosk.wire.identity import Identity
from kiosk.wire.policy import FacePolicy
from kiosk.wire.troubles import GarbledError, RefusedError, UnreachableError

HEARTBEAT = timedelta(seconds=60)
FEED = timedelta(seconds=2)
PURGE = timedelta(minutes=10)


@dataclass
class Sync:
    """The sync process's state between rounds: only when it last did what."""

    store: Store
    identity: Identity
    platform: PlatformClient
    clock: Callable[[], datetime]
    _fed_at: datetime | None = None
    _beaten_at: datetime | None = None
    _purged_at: datetime | None = None

    def round(self) -> None:
        """Does what is due, and returns. Never raises for a bad line, a bad answer or a full disk."""
        try:
            self._round(self.clock())
        except StoreError as error:  # busy or full: the next round tries again, and nothing was half done
            print(f"sync: {error}", file=sys.stderr, flush=True)

    def _round(self, now: datetime) -> None:
        if _due(self._purged_at, PURGE, now):
            self.store.outbox.purge(now)
            self._purged_at = now
        if self.store.line.contact().rests(now):
            return
        try:
            sent = send_due(self.store, self.platform, now)
            if sent or _due(self._fed_at, FEED, now):
                follow(self.store, self.platform, now)
                self._fed_at = now
                self.store.line.reached(now)
            if _due(self._beaten_at, HEARTBEAT, now):
                self._beaten_at = now
                self._beat(now)
        except UnreachableError as absence:
            self.store.line.lost(str(absence), now, absence.retry_after)
        except GarbledError as error:
            self.store.line.lost(str(error), now)

    def _beat(self, now: datetime) -> None:
        token = self.identity.signing.sign(messages.HEARTBEAT, heartbeat(self.store, self.identity, now))
        try:
            told = self.platform.ask("/v1/heartbeat", {"heartbeat": token})
            epoch, gaps = messages.gaps(told.get("known"))
            if gaps and epoch == self.store.sequence()[0]:
                self.store.outbox.resend(gaps, now)
            self._keep_policy(told.get("face_policy"), now)
            self._keep_cashier(told.get("cashier"), now)
        except (RefusedError, GarbledError) as refusal:
            # The platform is there and takes filings: a beat that it does not like is no dead line.
            print(f"heartbeat: {refusal}", file=sys.stderr, flush=True)

    def _keep_policy(self, token: object, now: datetime) -> None:
        """Raises GarbledError for what is not the platform's word."""
        if token is None:  # a platform that knows nothing of faces
            return
        try:
            told, kept = FacePolicy.read(self.platform.statement(token)), self._kept_policy()
        except messages.MessageError as error:
            raise GarbledError(str(error)) from None
        if kept and not told.follows(kept, now):
            raise GarbledError("face policy: of an earlier day than the one that is kept")
        if not kept or not told.repeats(kept):
            self.store.policies.keep(FACES, str(token), now)

    def _kept_policy(self) -> FacePolicy | None:
        """None as well for what was kept and is not the platform's word, whose key may be another now."""
        token = self.store.policies.token(FACES)
        try:
            return FacePolicy.read(self.platform.statement(token)) if token else None
        except (GarbledError, messages.MessageError):
            return None

    def _keep_cashier(self, token: object, now: datetime) -> None:
        """Where people pay by phone what they put off. Raises GarbledError for what is not the platform's."""
        if token is not None and self.store.policies.token(CASHIER) != token:
            self.platform.statement(token)
            self.store.policies.keep(CASHIER, str(token), now)


def send_due(store: Store, platform: PlatformClient, now: datetime) -> int:
    """Sends what is due and settles what is answered; returns how many. Raises UnreachableError."""
    settled = 0
    for outgoing in store.outbox.due(now):
        try:
            payload = submission(outgoing)
            store.outbox.settle(platform.submit(outgoing.kind, outgoing.id, payload, outgoing.digest), now)
            settled += 1
        except RefusedError as refusal:
            store.outbox.quarantine(outgoing.id, refusal.problem.type, now)
        except GarbledError as error:
            store.outbox.postpone(outgoing.id, str(error), now)
    return settled


def follow(store: Store, platform: PlatformClient, now: datetime) -> None:
    """Reads the feed to its end. Raises UnreachableError or GarbledError; what was applied stays applied."""
    while True:
        cursor = store.feed.cursor()
        try:
            page = platform.feed(cursor.epoch, cursor.after)
        except RefusedError as refusal:
            raise GarbledError(str(refusal)) from None
        if page.epoch != cursor.epoch:
            store.feed.restart(page.epoch)
            cursor = store.feed.cursor()
        changes = [change(event) for event, _ in page.events]
        expected = range(cursor.after + 1, cursor.after + 1 + len(changes))
        if [change.seq for change in changes] != list(expected):
            raise GarbledError("平台的状态页缺了一段")
        if any(event.epoch != page.epoch for event, _ in page.events):
            raise GarbledError("平台的状态页不是这台终端的")
        applied = store.feed.apply(page.epoch, changes, now)
        if not page.more or applied < len(changes):
            return


def change(event: messages.Event) -> StatusChange:
    parts = json.dumps([branch.payload() for branch in event.branches]) if event.branches else ""
    return StatusChange(event.seq, event.filing, event.status, event.at, event.reason, event.due, parts)


def submission(outgoing: Outgoing) -> bytes:
    """The same bytes at every attempt."""
    if outgoing.kind == "ratings":
        return json.dumps({"rating": outgoing.token}).encode()
    parts = [{"name": p.name, "data": b64encode(p.sealed).decode()} for p in outgoing.parts]
    return json.dumps({"envelope": outgoing.token, "parts": parts}).encode()


def heartbeat(store: Store, identity: Identity, now: datetime) -> dict[str, Any]:
    epoch, max_seq, chain_head = store.sequence()
    backlog, claim, devices = store.outbox.backlog(), clock_claim(), store.devices.all()
    age = int((now - backlog.oldest).total_seconds()) if backlog.oldest else 0
    return {
        "terminal": identity.terminal,
        "epoch": epoch,
        "max_seq": max_seq,
        "chain_head": chain_head,
        "journal_head": store.journal.head()[1],
        "queued": backlog.queued,
        "oldest_age_s": max(age, 0),
        "clock": vars(claim),
        "devices": {kind: status.state.value for kind, (status, _) in devices.items()},
        "supplies": {kind: {**status.supplies} for kind, (status, _) in devices.items() if status.supplies},
        "faults": {
            kind: [f.code for f in status.faults] for kind, (status, _) in devices.items() if status.faults
        },
        "version": version("kiosk"),
        "at": now.isoformat(),
    }


def _due(last: datetime | None, interval: timedelta, now: datetime) -> bool:
    """Also when the clock went backwards: a jump must not silence the terminal."""
    return last is None or not timedelta() <= now - last < interval
