"""The document camera as a person uses it: what is wrong with a sheet that lies there, and a page of it.

Nothing is kept here: a page goes into the session alone, and from there, sealed, into draft and filing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.devices.document_camera import DocumentCamera
from kiosk.flows.materials import CAMERA
from kiosk.flows.session import Session, captures
from kiosk.model import DeviceError
from kiosk.store.journal import Event, Journal

GLANCE = 4.0  # seconds in which a sheet that lies well is seen, also by a camera that was just opened


class FullError(Exception):
    """As many pages as a filing can hold are taken."""


@dataclass(frozen=True)
class Captures:
    device: Callable[[str], Any]
    journal: Journal
    clock: Callable[[], datetime]

    def preview(self) -> bytes | None:
        """What the camera sees, as JPEG; none while nobody looks through it. Does not wait."""
        try:
            return self._camera().preview()
        except DeviceError:
            return None

    def look(self) -> None:
        """Returns once a sheet lies well enough to be taken. Raises DeviceError with what is wrong."""
        self._camera().capture(GLANCE)

    def take(self, session: Session, place: str, timeout: float) -> Session:
        """The session with one page more. Raises FullError, or DeviceError as the camera does."""
        if not captures.has_room(session):
            raise FullError
        try:
            page = self._camera().capture(timeout)
        except DeviceError as error:
            code, how = error.fault.code, error.completion.value
            self.journal.append(Event.CAPTURE_FAILED, self.clock(), CAMERA, fault=code, completion=how)
            raise
        return captures.add(session, place, secrets.token_hex(4), page.jpeg)

    def stop(self) -> None:
        """Lets go of the camera, which breaks off a look."""
        try:
            self._camera().close()
        except DeviceError:
            return

    def _camera(self) -> DocumentCamera:
        camera: DocumentCamera = self.device(CAMERA)
        return camera
