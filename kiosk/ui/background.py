"""Work that may block, off the GUI thread; its result comes back on it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

Work = Callable[[], Any]
Taker = Callable[[Any], None]
Complaint = Callable[[Exception], None]


class Job:
    """One piece of work on its way. Plain Python: a QObject could be gone while a thread still uses it."""

    def __init__(self, work: Work, done: Taker, failed: Complaint) -> None:
        self.work, self.done, self.failed = work, done, failed
        self.dropped = False

    def drop(self) -> None:
        """Nobody waits for it any more: it runs to its end, and its result is let go."""
        self.dropped = True


class Background(QObject):
    idle = Signal()  # the last job that holds the session has ended
    _ended = Signal(object, object, object)  # job, result, error; from its thread to ours

    def __init__(self, threads: int = 8) -> None:
        super().__init__()
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(threads)
        self._jobs: dict[Job, bool] = {}
        self._ended.connect(self._deliver)  # queued: it is emitted on another thread

    def start(self, work: Work, done: Taker, failed: Complaint, *, holds: bool = False) -> Job:
        """Runs `work` on a thread. `holds`: the session may not end before it, as with a print job."""
        job = Job(work, done, failed)
        self._jobs[job] = holds

        def run() -> None:
            try:
                result, error = work(), None
            except Exception as raised:  # whatever it is, it belongs to the one who asked
                result, error = None, raised
            self._ended.emit(job, result, error)

        self._pool.start(run)
        return job

    def busy(self) -> bool:
        """Whether a job runs that holds the session."""
        return any(self._jobs.values())

    def close(self, seconds: float) -> bool:
        """Drops everything and waits so long for the threads to end; whether they did."""
        for job in self._jobs:
            job.drop()
        return self._pool.waitForDone(int(seconds * 1000))

    @Slot(object, object, object)
    def _deliver(self, job: Job, result: Any, error: Exception | None) -> None:
        held = self._jobs.pop(job, False)
        try:
            if not job.dropped:
                if error is None:
                    job.done(result)
                else:
                    job.failed(error)
        except Exception as mistake:  # ours: the session must come to its end all the same
            print(_trace(mistake), file=sys.stderr, flush=True)
        finally:
            if held and not self.busy():
                self.idle.emit()


def _trace(mistake: Exception) -> str:
    """Its type and place. Neither message nor values: they may be those of the person at the screen."""
    place = extract_tb(mistake.__traceback__)[-1]
    return f"{type(mistake).__name__} at {Path(place.filename).name}:{place.lineno} in {place.name}"
