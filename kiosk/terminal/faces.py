"""The second factor by face: with the platform's policy, the person's consent and the photo of their card,
or, where the card gives none, the photo that the platform has, if it hands them out.

Photo and pictures are in memory alone, and overwritten when the session is over; of a match stays the
terminal's signed word that it was one, without how alike they were.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from kiosk.devices.face_camera import FaceCamera
from kiosk.flows.session import Session
from kiosk.model import DeviceError, IdentityCard
from kiosk.store import Store, StoreError
from kiosk.store.journal import Event
from kiosk.store.policies import FACES
from kiosk.terminal import asking, attesting
from kiosk.terminal.peripherals import Peripherals
from kiosk.terminal.words import OfflineError
from kiosk.wire.client import PlatformClient
from kiosk.wire.identity import Identity
from kiosk.wire.messages import MessageError
from kiosk.wire.policy import FacePolicy
from kiosk.wire.troubles import GarbledError

KIND = "face_camera"
METHOD = "face"
TRIES = 3  # then another way is left only


class UnlikeError(Exception):
    """The person before the camera is not taken for the one of the photo."""


class NoFaceError(Exception):
    """A face may not be asked for here and now: no policy, no photo, no consent, or no try left."""


@dataclass
class Faces:
    """One session at a time. Used by threads of one screen, one after the other."""

    peripherals: Peripherals
    identity: Identity
    platform: PlatformClient
    store: Store
    clock: Callable[[], datetime]
    _photo: bytearray = field(default_factory=bytearray, repr=False)
    _number: str = field(default="", repr=False)  # of the card that the photo is from
    _agreed: str = ""  # the session whose person agreed
    _tries: int = 0

    def keep(self, card: IdentityCard) -> None:
        """The photo of a card that was just read, until `forget` or the next card."""
        self.forget()
        self._photo[:], self._number = card.portrait, card.number

    def forget(self) -> None:
        self.attend(False)
        self._photo[:] = bytes(len(self._photo))
        self._photo, self._number, self._agreed, self._tries = bytearray(), "", "", 0

    def attend(self, here: bool) -> None:
        """Somebody uses the machine, or no longer. Waits for nothing: a screen asks it on its way."""
        if camera := self._camera:
            camera.attend(here)

    @property
    def _camera(self) -> FaceCamera | None:
        return cast("FaceCamera | None", self.peripherals.opened.get(KIND))

    @property
    def tries_left(self) -> int:
        return TRIES - self._tries

    def offered(self, session: Session) -> bool:
        """Whether the person may be asked if they want it. Looks at what is known, and asks nobody."""
        status = self.peripherals.statuses().get(KIND)
        ready = status is not None and status.ready and not status.faults
        policy = self.policy(session) if ready and self.tries_left > 0 else None
        return policy is not None and (self.has_photo(session) or self._may_fetch(session, policy))

    def policy(self, session: Session) -> FacePolicy | None:
        """The platform's, if it is its word, of today, and allows this item."""
        try:
            token = self.store.policies.token(FACES)
            policy = FacePolicy.read(self.platform.statement(token)) if token else None
        except (StoreError, GarbledError, MessageError):
            return None
        return policy if policy and policy.allows(session.flow.item, self.clock()) else None

    def consent(self, session: Session) -> None:
        """The person agreed to this one comparison. Raises NoFaceError."""
        if not self.offered(session):
            raise NoFaceError
        self._agreed = session.id
        self.store.journal.append(Event.CONSENTED, self.clock(), session.flow.item, method=METHOD)

    def preview(self) -> bytes | None:
        """What the camera sees, for the screen, and only after the person agreed."""
        if not self._agreed:
            return None
        with suppress(DeviceError):
            camera: FaceCamera = self.peripherals.device(KIND)
            return camera.preview()
        return None

    def confirm(self, session: Session, purpose: str, timeout: float) -> Session:
        """One try, of up to `timeout` seconds. A face that cannot be compared costs a try, too; what is wrong
        with the camera costs none.

        Raises NoFaceError, UnlikeError, and DeviceError as compare() of the camera does.
        """
        policy = self.policy(session)
        if policy is None or self._agreed != session.id or self.tries_left < 1:
            raise NoFaceError
        if not self.has_photo(session):
            self._fetch(session, policy, purpose)
        camera: FaceCamera = self.peripherals.device(KIND)
        try:
            same = camera.compare(self._photo, policy.threshold, timeout).same
        except DeviceError as error:
            if error.fault.code.startswith("face."):
                self._tries += 1
            self._note(Event.CARD_FAILED, KIND, fault=error.fault.code, completion=error.completion.value)
            raise
        if not same:
            self._tries += 1
            self._note(Event.CARD_FAILED, KIND, fault="face.unlike", completion="user_error")
            raise UnlikeError
        return self._confirmed(session, purpose, policy)

    def stop(self) -> None:
        """Lets go of the camera, which breaks off a comparison; what was agreed to is over."""
        self._agreed = ""
        if camera := self._camera:
            camera.close()

    def _confirmed(self, session: Session, purpose: str, policy: FacePolicy) -> Session:
        now = self.clock()
        self._note(Event.CONFIRMED, session.flow.item, method=METHOD)
        fact = attesting.confirmed(self.identity, session, METHOD, purpose, now, **_by(policy))
        return session.learn("confirmation", fact)

    def has_photo(self, session: Session) -> bool:
        """Of this person; else the platform is asked for one, once they agreed."""
        return bool(self._photo) and asking.person(session)["id_number"] == self._number

    def _may_fetch(self, session: Session, policy: FacePolicy) -> bool:
        try:
            online = self.store.line.contact().network == "ok"
        except StoreError:
            return False
        return policy.photos and online and session.applicant is not None

    def _fetch(self, session: Session, policy: FacePolicy, purpose: str) -> None:
        """Raises NoFaceError where the platform gives none."""
        if not self._may_fetch(session, policy):
            raise NoFaceError
        consent = attesting.agreed(self.identity, session, METHOD, purpose, self.clock(), **_by(policy))
        try:
            found = asking.photo(self.platform, session, consent)
        except OfflineError:
            self._note(Event.ASKED, asking.PHOTO, state="UNAVAILABLE")
            raise NoFaceError from None
        self._note(Event.ASKED, asking.PHOTO, state="ANSWERED")
        self._photo, self._number = found, asking.person(session)["id_number"]

    def _note(self, event: Event, subject: str, **detail: str) -> None:
        self.store.journal.append(event, self.clock(), subject, **detail)


def _by(policy: FacePolicy) -> dict[str, object]:
    """What the platform wants to know of a comparison."""
    return {"threshold": policy.threshold, "policy": policy.version}
