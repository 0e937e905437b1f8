"""The second factor without a phone: the person's own social-security card, which takes its PIN.

Both must be true of the same card while it lies there: it names the person of the session, and it took the
PIN. Nothing of card or PIN is kept; what stays is the terminal's signed word that it was so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.devices.social_card_reader import PinError as PinError
from kiosk.devices.social_card_reader import SocialCardReader
from kiosk.flows.session import Session
from kiosk.model import Completion, DeviceError, Fault
from kiosk.store.journal import Event, Journal
from kiosk.terminal import asking, attesting
from kiosk.wire.identity import Identity

KIND = "social_card_reader"
METHOD = "social_card"
OTHER = Fault(
    "card.other_holder",
    "这不是您本人的社保卡。请放和身份证同一个人的社保卡。",
    "社保卡上的号码和办事人的身份证不一致：没有验密码，没有留下内容",
)
_STAYS = 2.0  # seconds in which a card that lies there has answered


@dataclass(frozen=True)
class SocialCards:
    device: Callable[[str], Any]
    identity: Identity
    journal: Journal
    clock: Callable[[], datetime]

    def find(self, session: Session, timeout: float) -> None:
        """Waits up to `timeout` seconds for this person's card.

        Raises PinError where the card says whose it is only after its PIN: that is no refusal. Raises
        DeviceError for somebody else's card, and as read() of the reader does.
        """
        self._compare(session, self.device(KIND), timeout)

    def confirm(self, session: Session, pin: bytearray, purpose: str) -> Session:
        """Shows the card the PIN once and overwrites it, whatever comes of it; the card has to lie there.

        Raises PinError with the tries that are left, and DeviceError as find() does.
        """
        try:
            reader: SocialCardReader = self.device(KIND)
            try:
                self._compare(session, reader, _STAYS)
            except PinError as error:
                if error.tries_left == 0:
                    raise
            reader.verify_pin(pin, _STAYS)
            self._compare(session, reader, _STAYS)  # the card that took it, and no other in its place
        except DeviceError as error:
            self._note(Event.CARD_FAILED, KIND, fault=error.fault.code, completion=error.completion.value)
            raise
        finally:
            pin[:] = bytes(len(pin))
        now = self.clock()
        self._note(Event.CONFIRMED, session.flow.item, method=METHOD)
        return session.learn(
            "confirmation", attesting.confirmed(self.identity, session, METHOD, purpose, now)
        )

    def _compare(self, session: Session, reader: SocialCardReader, timeout: float) -> None:
        if reader.read(timeout).id_number != asking.person(session)["id_number"]:
            raise DeviceError(Completion.USER_ERROR, OTHER)

    def _note(self, event: Event, subject: str, **detail: str) -> None:
        self.journal.append(event, self.clock(), subject, **detail)
