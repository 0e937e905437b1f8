"""Our jobs in a printer's queue: what must not come out for the next person is found there and cancelled.

The queue is the memory: a process that was killed in the middle of a document cannot tell its successor.
"""

from __future__ import annotations

from kiosk.devices.document_printer import _reasons
from kiosk.devices.document_printer._client import Client
from kiosk.devices.document_printer._message import Attributes, Field, Operation, Tag
from kiosk.model import Completion, DeviceError

_FACTS = ["job-id", "job-name", "job-originating-user-name"]


class Queue:
    """All raise DeviceError when the printer does not answer or refuses."""

    def __init__(self, client: Client, user: str) -> None:
        self._client, self._user = client, user

    def clear(self, but: str) -> int | None:
        """Cancels every job of ours that is not over, except one named `but`, and returns that one's number.

        A job that cannot be cancelled is an error: nothing may be printed behind it.
        """
        kept = None
        for number, name in self._ours("not-completed"):
            if name == but and kept is None:
                kept = number
            else:
                self.cancel(number)
        return kept

    def completed(self, name: str) -> int | None:
        return next((number for number, found in self._ours("completed") if found == name), None)

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

    def _ours(self, which: str) -> list[tuple[int, str]]:
        """Numbers and names. Get-Jobs (RFC 8011 §4.2.6) lists everybody's jobs unless `my-jobs` is true."""
        fields: list[Field] = [
            (Tag.KEYWORD, "which-jobs", [which]),
            (Tag.BOOLEAN, "my-jobs", [True]),
            (Tag.KEYWORD, "requested-attributes", _FACTS),
        ]
        jobs = filter(self._is_ours, self._client.ask(Operation.GET_JOBS, fields).jobs)
        found = ((job.get("job-id", (None,))[0], job.get("job-name", ("",))[0]) for job in jobs)
        return [(number, str(name)) for number, name in found if isinstance(number, int)]

    def _is_ours(self, job: Attributes) -> bool:
        """Not every printer keeps to `my-jobs`, and some keep the names to themselves."""
        return job.get("job-originating-user-name", (self._user,)) == (self._user,)
