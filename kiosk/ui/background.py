"""Work that may block, off the GUI thread; its result comes back on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

Work = Callable[[], Any]
Taker = Callable[[Any], None]
Complaint = Callable[[Exception], None]


class Job(QObject):
    _ended = Signal(object, object)

    def __init__(self, background: Background, work: Work, done: Taker, failed: Complaint) -> None:
        super().__init__(background)
        self._background, self._work, self._done, self._failed = background, work, done, failed
        self._dropped = False
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def drop(self) -> None:
        """Nobody waits for it any more: it runs to its end, and its result is let go."""
        self._dropped = True

    def run(self) -> None:
        try:
            result, error = self._work(), None
        except Exception as raised:  # whatever it is, it belongs to the one who asked
            result, error = None, raised
        self._ended.emit(result, error)

    @Slot(object, object)
    def _deliver(self, result: Any, error: Exception | None) -> None:
        self._background.forget(self)
        if self._dropped:
            return
        if error is None:
            self._done(result)
        else:
            self._failed(error)


class Background(QObject):
    idle = Signal()  # the last job that holds the session has ended

    def __init__(self, threads: int = 8) -> None:
        super().__init__()
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(threads)
        self._jobs: dict[Job, bool] = {}

    def start(self, work: Work, done: Taker, failed: Complaint, *, holds: bool = False) -> Job:
        """Runs `work` on a thread. `holds`: the session may not end before it, as with a print job."""
        job = Job(self, work, done, failed)
        self._jobs[job] = holds
        self._pool.start(job.run)
        return job

    def busy(self) -> bool:
        """Whether a job runs that holds the session."""
        return any(self._jobs.values())

    def forget(self, job: Job) -> None:
        held = self._jobs.pop(job, False)
        job.deleteLater()
        if held and not self.busy():
            self.idle.emit()

    def close(self, seconds: float) -> bool:
        """Drops everything and waits so long for the threads to end; whether they did."""
        for job in self._jobs:
            job.drop()
        return self._pool.waitForDone(int(seconds * 1000))
