"""A clerk changes their own PIN: by their card and the PIN that counts now, while the platform answers.

The platform learns a proof of the new one, never the PIN; the roll that it signs next carries it everywhere.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from kiosk.model import IdentityCard
from kiosk.store.journal import Event
from kiosk.store.shifts import FREE
from kiosk.terminal.staff import SignInError, Staff, now
from kiosk.wire.staff import Account, NewPin, is_good
from kiosk.wire.troubles import GarbledError, RefusedError, UnreachableError


class PinError(Exception):
    """`why`: weak (everybody tries it first), same (as the one before), off-line, or gone (it was changed
    elsewhere, or the account is closed)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class OwnPin:
    staff: Staff

    def find(self, card: IdentityCard) -> Account:
        """The account on duty, by the card of who is. Raises SignInError."""
        account = self.staff.roll().of_card(card.number)
        operator = self.staff.operator
        if account is None or operator is None or account.id != operator.account:
            raise SignInError("unknown")
        if wait := self.staff.store.shifts.rests(account.id, now()):
            raise SignInError("resting", wait=wait)
        return account

    def change(self, card: IdentityCard, old: bytes, new: bytes) -> None:
        """A try is written down before the PIN is looked at. Raises SignInError, PinError or StoreError."""
        if not is_good(new.decode()):
            raise PinError("weak")
        if new == old:
            raise PinError("same")
        account, store = self.find(card), self.staff.store
        wrong = store.shifts.count(account.id, now(), self.staff.clock())
        if not account.opens(card.number, old):
            if wait := store.shifts.rests(account.id, now()):
                raise SignInError("resting", wait=wait)
            raise SignInError("wrong", left=FREE - wrong)
        store.shifts.proved(account.id)
        try:
            self.staff.platform.ask("/v1/staff/pin", asdict(NewPin.of(account, card.number, new)))
        except RefusedError:
            raise PinError("gone") from None
        except (UnreachableError, GarbledError):
            raise PinError("off-line") from None
        store.journal.append(Event.PIN_CHANGED, self.staff.clock(), account.id)
