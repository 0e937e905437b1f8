"""One call at a time for one purpose: a second tap while it runs changes nothing."""

from __future__ import annotations

from typing import Any

from kiosk.ui.background import Background, Complaint, Job, Taker, Work
from kiosk.ui.waiting import Waiting


class Errand:
    def __init__(self, background: Background, waiting: Waiting | None = None) -> None:
        self._background = background
        self._waiting = waiting
        self._job: Job | None = None
        self._done: Taker | None = None
        self._failed: Complaint | None = None

    @property
    def running(self) -> bool:
        return self._job is not None

    def run(self, work: Work, done: Taker, failed: Complaint, *, holds: bool = False) -> bool:
        """Whether it was started: False while the one before still runs."""
        if self._job is not None:
            return False
        self._done, self._failed = done, failed
        if self._waiting:
            self._waiting.begin()
        self._job = self._background.start(work, self._take, self._complain, holds=holds)
        return True

    def drop(self) -> None:
        """Its result is let go, and the next may start."""
        if self._job:
            self._job.drop()
        self._end()

    def _take(self, result: Any) -> None:
        done = self._done
        self._end()
        if done:
            done(result)

    def _complain(self, error: Exception) -> None:
        failed = self._failed
        self._end()
        if failed:
            failed(error)

    def _end(self) -> None:
        self._job = self._done = self._failed = None
        if self._waiting:
            self._waiting.end()
