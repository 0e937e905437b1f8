"""Empties the outbox, follows the feed, says that the terminal lives. It meets no screen: only the store.

One round is a loop that can be read: failures differ by what is true. Unreachable stops the round, a garbled
answer postpones one object, a refusal quarantines it, and the others go on.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kiosk.commanding import Commander
from kiosk.heartbeat import heartbeat
from kiosk.model import SignedReceipt
from kiosk.store import Store, StoreError
from kiosk.store.feed import StatusChange
from kiosk.store.outbox import Outgoing
from kiosk.store.policies import CASHIER, FACES, STAFF
from kiosk.wire import messages, pacing, uploads
from kiosk.wire.client import PlatformClient
from kiosk.wire.identity import Identity
from kiosk.wire.policy import FacePolicy
from kiosk.wire.staff import Roll
from kiosk.wire.troubles import GarbledError, RefusedError, UnreachableError

HEARTBEAT = timedelta(seconds=60)
FEED = timedelta(seconds=2)
PURGE = timedelta(minutes=10)


@dataclass(frozen=True)
class Drained:
    sent: int  # answered with a receipt
    stopped: str = ""  # why no more was sent; empty when all that was due had its turn


@dataclass
class Sync:
    """The sync process's state between rounds: only when it last did what."""

    store: Store
    identity: Identity
    platform: PlatformClient
    clock: Callable[[], datetime]
    commander: Commander | None = None  # none: what the platform asks of the terminal waits for another
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
            self.store.commands.purge(now)
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
            if self.commander is not None:
                self.commander.go_on(now)
        except UnreachableError as absence:
            self._lost(str(absence), now, absence.retry_after)
        except GarbledError as error:
            self._lost(str(error), now)

    def drain(self) -> Drained:
        """Sends what is due now, round after round, until nothing is or the platform does not want more.

        Asks the platform even where it is not to be asked yet: somebody stands there. Raises StoreError.
        """
        now, stopped = self.clock(), ""
        before, refused = set(self.store.outbox.waiting()), self.store.outbox.backlog().quarantined
        try:
            while self.store.outbox.due(now, 1):
                send_due(self.store, self.platform, now)
            follow(self.store, self.platform, now)
            self.store.line.reached(now)
        except UnreachableError as absence:
            stopped = str(absence)
            self._lost(stopped, now, absence.retry_after)
        except GarbledError as error:
            stopped = str(error)
        answered = len(before - set(self.store.outbox.waiting()))
        return Drained(answered - (self.store.outbox.backlog().quarantined - refused), stopped)

    def _lost(self, reason: str, now: datetime, slot: float | None = None) -> None:
        failures = self.store.line.contact().failures
        wait = pacing.after_failures(failures) if slot is None else pacing.in_slot(slot)
        self.store.line.lost(reason, now, wait)

    def _beat(self, now: datetime) -> None:
        token = self.identity.signing.sign(messages.HEARTBEAT, heartbeat(self.store, self.identity, now))
        try:
            told = self.platform.ask("/v1/heartbeat", {"heartbeat": token})
            epoch, gaps = messages.gaps(told.get("known"))
            if gaps and epoch == self.store.sequence()[0]:
                self.store.outbox.resend(gaps, now)
            self._keep_policy(told.get("face_policy"), now)
            self._keep_cashier(told.get("cashier"), now)
            self._keep_roll(told.get("staff"), now)
            if self.commander is not None:
                self.commander.take(told.get("commands"), now)
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

    def _keep_roll(self, token: object, now: datetime) -> None:
        """The clerks of this site. Raises GarbledError for what is not the platform's word of them."""
        if token is None:  # a platform that knows of no staff
            return
        try:
            told = Roll.read(self.platform.statement(token))
        except messages.MessageError as error:
            raise GarbledError(str(error)) from None
        kept = self._kept_roll()
        if told.site != self.identity.terminal.rpartition("-")[0]:
            raise GarbledError("staff roll: of another site")
        if kept and told.valid_from < kept.valid_from <= now:
            raise GarbledError("staff roll: of an earlier day than the one that is kept")
        if not kept or not told.repeats(kept):
            self.store.policies.keep(STAFF, str(token), now)

    def _kept_roll(self) -> Roll | None:
        token = self.store.policies.token(STAFF)
        try:
            return Roll.read(self.platform.statement(token)) if token else None
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
    for group in platform.batching.groups(store.outbox.due(now), _size):
        together = _send_together(store, platform, group, now) if len(group) > 1 else None
        if together is None:
            settled += sum(_send(store, platform, outgoing, now) for outgoing in group)
        else:
            settled += together
    return settled


def _send(store: Store, platform: PlatformClient, outgoing: Outgoing, now: datetime) -> bool:
    try:
        store.outbox.settle(_submit(platform, outgoing), now)
        return True
    except RefusedError as refusal:
        store.outbox.quarantine(outgoing.id, refusal.problem.type, now)
    except GarbledError as error:
        store.outbox.postpone(outgoing.id, str(error), now)
    return False


def _submit(platform: PlatformClient, outgoing: Outgoing) -> SignedReceipt:
    if uploads.heavy(outgoing.parts) and uploads.offered(platform):
        token, parts = outgoing.token, outgoing.parts
        return uploads.submit(platform, outgoing.id, token, parts, outgoing.digest)
    return platform.submit(outgoing.kind, outgoing.id, submission(outgoing), outgoing.digest)


def _send_together(
    store: Store, platform: PlatformClient, group: Sequence[Outgoing], now: datetime
) -> int | None:
    """How many were settled; None where the platform does not answer each of them: they go one by one then.

    Whatever is wrong with one of them is found out when it goes by itself, so here only receipts count.
    """
    payload = json.dumps({"filings": [{"id": one.id, **_fields(one)} for one in group]}).encode()
    try:
        answers = platform.submit_many(payload, len(group))
    except UnreachableError as absence:
        if absence.retry_after is None:  # a slow line may carry half of it in time
            platform.batching = platform.batching.smaller()
        raise
    except (GarbledError, RefusedError):
        return None
    platform.batching = platform.batching.larger()
    receipts = {}
    for outgoing, answer in zip(group, answers, strict=False):
        token = answer.get("receipt") if isinstance(answer, dict) else None
        with suppress(GarbledError):
            receipts[outgoing.id] = platform.receipt(token, outgoing.id, outgoing.digest)
    store.outbox.settle_all([*receipts.values()], now)
    left = [outgoing for outgoing in group if outgoing.id not in receipts]
    return len(receipts) + sum(_send(store, platform, outgoing, now) for outgoing in left)


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
    return json.dumps({"rating": outgoing.token} if _is_rating(outgoing) else _fields(outgoing)).encode()


def _fields(outgoing: Outgoing) -> dict[str, Any]:
    parts = [{"name": p.name, "data": b64encode(p.sealed).decode()} for p in outgoing.parts]
    return {"envelope": outgoing.token, "parts": parts}


def _is_rating(outgoing: Outgoing) -> bool:
    return outgoing.kind == "ratings"


def _size(outgoing: Outgoing) -> int | None:
    """Bytes, of what may go together with others."""
    alone = _is_rating(outgoing) or uploads.heavy(outgoing.parts)
    return None if alone else sum(len(part.sealed) for part in outgoing.parts)


def _due(last: datetime | None, interval: timedelta, now: datetime) -> bool:
    """Also when the clock went backwards: a jump must not silence the terminal."""
    return last is None or not timedelta() <= now - last < interval
