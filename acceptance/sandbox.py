"""Trouble on command, for tests and demonstrations; a platform started without it has none."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import Any

from fastapi.responses import HTMLResponse

from acceptance.problems import Kind, ProblemError
from kiosk.wire import messages
from kiosk.wire.envelope import SigningKey

_PAGE = "<!doctype html><title>Welcome</title><p>Please log in to use this network."


class Spoil(StrEnum):
    """How the answer to a filing goes wrong; the last three are of one that is kept."""

    PAGE = "page"  # 200 and a captive portal's page
    IN_FLIGHT = "in-flight"  # 409
    REFUSED = "refused"  # 422
    FAILED = "failed"  # 500
    FORGED = "forged"  # a receipt that somebody else signed
    OTHER = "other-digest"  # a receipt for other bytes


class Sandbox:
    """Safe between threads. Every trouble is off until somebody asks for it."""

    def __init__(self, enabled: bool = False) -> None:
        self.enabled = enabled
        self._lock = threading.Lock()
        self._data_latency = 0.0  # seconds
        self._data_unavailable: frozenset[str] = frozenset()
        self._refuse_next = 0
        self._busy_next = 0
        self._hold_answers = 0.0  # seconds
        self._hold_payments = 0.0  # seconds
        self._decline_payments = 0
        self._delay_payments = 0
        self._spoil = Spoil.FAILED
        self._spoil_next = 0

    def set(self, wishes: Mapping[str, Any]) -> None:
        """What is not named stays as it is."""
        with self._lock:
            self._data_latency = float(wishes.get("data_latency_s", self._data_latency))
            self._data_unavailable = frozenset(wishes.get("data_unavailable", self._data_unavailable))
            self._refuse_next = int(wishes.get("refuse_next", self._refuse_next))
            self._busy_next = int(wishes.get("busy_next", self._busy_next))
            self._hold_answers = float(wishes.get("hold_answers_s", self._hold_answers))
            self._hold_payments = float(wishes.get("hold_payments_s", self._hold_payments))
            self._decline_payments = int(wishes.get("decline_payments", self._decline_payments))
            self._delay_payments = int(wishes.get("delay_payments", self._delay_payments))
            self._spoil = Spoil(wishes.get("spoil", self._spoil))
            self._spoil_next = int(wishes.get("spoil_next", self._spoil_next))

    @property
    def state(self) -> dict[str, float | int | Collection[str]]:
        with self._lock:
            return {
                "data_latency_s": self._data_latency,
                "data_unavailable": sorted(self._data_unavailable),
                "refuse_next": self._refuse_next,
                "busy_next": self._busy_next,
                "hold_answers_s": self._hold_answers,
                "hold_payments_s": self._hold_payments,
                "decline_payments": self._decline_payments,
                "delay_payments": self._delay_payments,
                "spoil": self._spoil.value,
                "spoil_next": self._spoil_next,
            }

    def reaches(self, source: str) -> bool:
        """Whether the source answers; waits as long as it is told to take."""
        with self._lock:
            latency, reachable = self._data_latency, source not in self._data_unavailable
        time.sleep(latency)
        return reachable

    def refuses(self) -> bool:
        with self._lock:
            refuse, self._refuse_next = self._refuse_next > 0, max(0, self._refuse_next - 1)
            return refuse

    def is_busy(self) -> bool:
        with self._lock:
            busy, self._busy_next = self._busy_next > 0, max(0, self._busy_next - 1)
            return busy

    def hold_answer(self) -> None:
        """Between what is kept and what is answered: where a dying process is most dangerous."""
        with self._lock:
            seconds = self._hold_answers
        time.sleep(seconds)

    def declines_payment(self) -> bool:
        with self._lock:
            declined, self._decline_payments = self._decline_payments > 0, max(0, self._decline_payments - 1)
            return declined

    def delays_payment(self) -> bool:
        with self._lock:
            delayed, self._delay_payments = self._delay_payments > 0, max(0, self._delay_payments - 1)
            return delayed

    def hold_payment(self) -> None:
        """Between what the channel took and what the order knows of it."""
        with self._lock:
            seconds = self._hold_payments
        time.sleep(seconds)

    def answered(self, take: Callable[[], str], key: SigningKey) -> str | HTMLResponse:
        """The receipt that `take` gives, or what the platform was told to answer in its place. `key` signs
        receipts. Raises ProblemError."""
        match self._next_spoil():
            case None:
                return take()
            case Spoil.PAGE:
                return HTMLResponse(_PAGE)
            case Spoil.IN_FLIGHT:
                raise ProblemError(Kind.IN_FLIGHT)
            case Spoil.REFUSED:
                raise ProblemError(Kind.ENVELOPE, "on command")
            case Spoil.FAILED:
                take()
                raise ProblemError(Kind.FAILED)
            case Spoil.FORGED:
                payload = key.public.verify(messages.RECEIPT, take())
                return SigningKey.generate().sign(messages.RECEIPT, payload)
            case Spoil.OTHER:
                payload = key.public.verify(messages.RECEIPT, take())
                return key.sign(messages.RECEIPT, payload | {"digest": "0" * 64})

    def _next_spoil(self) -> Spoil | None:
        with self._lock:
            left, self._spoil_next = self._spoil_next, max(0, self._spoil_next - 1)
            return self._spoil if left else None
