"""The seam under the SDT frames: what carries them, and how it may have to be spoken to."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from typing import Protocol

from kiosk.devices import faults
from kiosk.devices.card_reader import _faults
from kiosk.devices.card_reader._frame import Command
from kiosk.model import Fault


class Transport(Protocol):
    """Not for two threads at once, except `interrupt`. Every call but that and `close` may raise OSError."""

    where: str  # as the technician wrote it
    remedy: str  # what gives this program the right to open it

    @property
    def ways(self) -> Sequence[str]:
        """All ways to speak to what is open, the one in use first: rates of a line, pipes of a device."""
        ...

    @property
    def certain(self) -> bool:
        """Whether the first way was written down or has worked; else it is a guess as the others are."""
        ...

    @property
    def correction(self) -> tuple[Command, str] | None:
        """What makes the reader speak in the way that the technician wrote, and which one that is."""
        ...

    @property
    def warning(self) -> Fault | None:
        """What a technician should put right, although frames come and go."""
        ...

    @property
    def detail(self) -> Mapping[str, str]:
        """For technicians: what is in use."""
        ...

    def open(self) -> None: ...

    def take(self, way: str) -> None: ...

    def drain(self) -> None:
        """Forgets what came unasked."""
        ...

    def send(self, frame: bytes, timeout: float) -> None: ...

    def receive(self, timeout: float) -> bytes:
        """Some bytes as soon as there are any; none after `timeout` seconds, or sooner."""
        ...

    def interrupt(self) -> None:
        """Ends a `receive` in another thread soon; from any thread, at any time."""
        ...

    def close(self) -> None: ...


def unopened(transport: Transport, error: OSError) -> Fault:
    """Why it could not be opened, with what to do."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return _faults.denied(transport.where, transport.remedy)
    if error.errno in (errno.EBUSY, errno.EAGAIN):
        return _faults.taken(transport.where)
    if error.errno == errno.ENXIO:
        return _faults.no_pipes(transport.where)
    if error.errno == errno.ELIBACC:
        return _faults.NO_LIBUSB
    return faults.absent(_faults.DEVICE, transport.where)
