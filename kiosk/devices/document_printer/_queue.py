"""Our jobs in a printer's queue: what must not come out for the next person is found there and cancelled.

The queue is the memory: a process that was killed in the middle of a document cannot tell its successor.
"""

from __future__ import annotations

from kiosk.devices.document_printer import _reasons
from kiosk.devices.document_printer._client import Client
from kiosk.devices.document_printer._message import Attributes, Field, Operation, Tag
from kiosk.model import Completion, DeviceError

_FACTS = ["job-id", "job-name", "job-state", "job-originating-user-name"]
_CANCELED, _ABORTED = 7, 8


class Queue:
    """All raise DeviceError when the printer does not answer or refuses."""

    def __init__(self, client: Client, user: str) -> None:
        self._client, self._user = client, user

    def clear(self, but: str) -> int | None:
        """Cancels every job of ours that is not over, except one named `but`, and returns that one's number.

        A job that cannot be cancelled is an error: nothing may be printed behind it.
        """
        kept = None
        for number, name, _ in self._ours("not-completed"):
            if name == but and kept is None:
                kept = number
            else:
                self.cancel(number)
        return kept

    def completed(self, name: str) -> int | None:
        """One that came out, as far as its state tells: neither cancelled nor aborted."""
        over = self._ours("completed")
        fine = (
            number for number, found, state in over if found == name and state not in (_CANCELED, _ABORTED)
        )
        return next(fine, None)

    def cancel(self, number: int) -> None:
        """A job that is over by now is as good as cancelled."""
        try:
            self._client.ask(Operation.CANCEL_JOB, [(Tag.INTEGER, "job-id", [number])])
        except DeviceError as error:
            if error.fault.code == "job.gone":
                return
            if error.completion is Completion.HARDWARE_ERROR:
                raise DeviceError(Completion.DEVICE_NOT_READY, _reasons.LEFT_BEHIND) from None
            raise

    def _ours(self, which: str) -> list[tuple[int, str, object]]:
        """Numbers, names, states. Get-Jobs (RFC 8011 §4.2.6) lists everybody's unless `my-jobs` is true."""
        fields: list[Field] = [
            (Tag.KEYWORD, "which-jobs", [which]),
            (Tag.BOOLEAN, "my-jobs", [True]),
            (Tag.KEYWORD, "requested-attributes", _FACTS),
        ]
        jobs = filter(self._is_ours, self._client.ask(Operation.GET_JOBS, fields).jobs)
        found = [(_first(job, "job-id"), _first(job, "job-name"), _first(job, "job-state")) for job in jobs]
        return [(number, str(name), state) for number, name, state in found if isinstance(number, int)]

    def _is_ours(self, job: Attributes) -> bool:
        """Not every printer keeps to `my-jobs`, and some keep the names to themselves."""
        return job.get("job-originating-user-name", (self._user,)) == (self._user,)


def _first(job: Attributes, name: str) -> object:
    return next(iter(job.get(name, ())), None)
