"""Who may act for people at a site, as the platform signs it, and how a clerk proves to be one of them.

A roll holds no ID number and no PIN, but what scrypt (RFC 7914) makes of both together: whoever takes the
disk has to guess the two at once. It says until when it counts: so long staff can sign in off-line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import scrypt, sha256
from hmac import compare_digest
from secrets import token_hex
from typing import Any

from kiosk.model import Role
from kiosk.wire.messages import MessageError, moment
from kiosk.wire.technicians import KEY_BYTES, Technician

KIND = "staff_roll"
PIN_DIGITS = 6
_OFTEN = timedelta(hours=1)
_COST = {"n": 2**14, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024, "dklen": 32}  # about 50 ms, 16 MiB


def card_proof(site: str, card: str) -> str:
    """What stands for the card of a clerk in the roll of a site: hex."""
    return scrypt(card.encode(), salt=sha256(f"{KIND}\0{site}".encode()).digest(), **_COST).hex()


def pin_proof(salt: str, card: str, pin: bytes) -> str:
    """What stands for a PIN, and counts with this card alone: hex. `salt`: of the account."""
    return scrypt(card.encode() + b"\0" + pin, salt=salt.encode(), **_COST).hex()


def is_good(pin: str) -> bool:
    """Not one of those that everybody tries first."""
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        return False
    steps = {int(b) - int(a) for a, b in zip(pin, pin[1:], strict=False)}
    return steps not in ({0}, {1}, {-1})


def delegated(purpose: str, account: str) -> str:
    """The words that an absent person confirms by phone: what is done, and by which clerk."""
    return f"委托工作人员 {account} 代办：{purpose}"


@dataclass(frozen=True)
class Account:
    """One clerk. `name` is masked already: 王*."""

    id: str
    name: str = field(repr=False)
    roles: frozenset[Role]
    card: str = field(repr=False)
    salt: str = field(repr=False)
    pin: str = field(repr=False)

    def opens(self, card: str, pin: bytes) -> bool:
        return compare_digest(pin_proof(self.salt, card, pin), self.pin)

    def payload(self) -> dict[str, Any]:
        return {**vars(self), "roles": sorted(self.roles)}


@dataclass(frozen=True)
class NewPin:
    """What a clerk's terminal asks of the platform: another proof for the one that it knows."""

    account: str
    old: str = field(repr=False)
    salt: str = field(repr=False)
    pin: str = field(repr=False)

    @classmethod
    def of(cls, account: Account, card: str, pin: bytes) -> NewPin:
        salt = token_hex(16)
        return cls(account.id, account.pin, salt, pin_proof(salt, card, pin))


@dataclass(frozen=True)
class Roll:
    site: str  # region and site, as in 330521-0001
    accounts: tuple[Account, ...]
    valid_from: datetime
    valid_to: datetime
    technicians: tuple[Technician, ...] = ()

    def counts(self, at: datetime) -> bool:
        return self.valid_from <= at <= self.valid_to

    def of_card(self, card: str) -> Account | None:
        """Takes as long as one guess, whoever's card it is."""
        proof = card_proof(self.site, card)
        found = [account for account in self.accounts if compare_digest(account.card, proof)]
        return found[0] if found else None

    def technician(self, card: str) -> Technician | None:
        """The same, of those who look after the machine."""
        proof = card_proof(self.site, card)
        found = [technician for technician in self.technicians if compare_digest(technician.card, proof)]
        return found[0] if found else None

    def repeats(self, kept: Roll) -> bool:
        """Whether it says what another one says, and not for much longer."""
        same = replace(self, valid_from=kept.valid_from, valid_to=kept.valid_to) == kept
        return same and abs(self.valid_to - kept.valid_to) < _OFTEN

    def payload(self) -> dict[str, Any]:
        return {
            "kind": KIND,
            "site": self.site,
            "accounts": [account.payload() for account in self.accounts],
            "technicians": [technician.payload() for technician in self.technicians],
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat(),
        }

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Roll:
        """Raises MessageError."""
        try:
            if payload["kind"] != KIND:
                raise ValueError("kind")
            accounts = tuple(_account(entry) for entry in payload["accounts"])
            technicians = tuple(_technician(entry) for entry in payload.get("technicians", ()))
            times = moment(payload["valid_from"]), moment(payload["valid_to"])
            return cls(_text(payload["site"]), accounts, *times, technicians)
        except (KeyError, TypeError, ValueError) as error:
            raise MessageError(f"staff roll: {type(error).__name__}") from None


def _account(entry: Mapping[str, Any]) -> Account:
    texts = {name: _text(entry[name]) for name in ("id", "name", "card", "salt", "pin")}
    return Account(**texts, roles=frozenset(Role(role) for role in entry["roles"]))


def _technician(entry: Mapping[str, Any]) -> Technician:
    texts = {name: _text(entry[name]) for name in ("id", "name", "card", "salt", "key")}
    if len(bytes.fromhex(texts["key"])) != KEY_BYTES:
        raise ValueError("a key of another length")
    return Technician(**texts)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
