"""The 256-byte text block of a card: UTF-16LE fields in one of four layouts, told apart at byte 248.

Strict: a block that does not say what a card says is refused, never guessed at. Messages name fields,
never their content.
"""

from __future__ import annotations

import re
from datetime import date

from kiosk.model import CardKind, IdentityCard

LENGTH = 256
_TYPE = slice(248, 250)
_LONG_TERM = "长期"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_DIGITS = "10X98765432"


class TextError(Exception):
    """The block is not that of a card that we know; `field` says where."""

    def __init__(self, field: str) -> None:
        super().__init__(f"field {field} of the card's text block is not readable")
        self.field = field


class UnknownKindError(TextError):
    """A whole block of a kind of card that did not exist when this was written."""


def parse(block: bytes) -> IdentityCard:
    """Raises TextError."""
    if len(block) != LENGTH:
        raise TextError("length")
    letter = _read(block, "kind", _TYPE) or " "
    try:
        kind = CardKind(letter)
    except ValueError:
        raise UnknownKindError("kind") from None
    if kind is CardKind.FOREIGN_2017:
        return _foreign_2017(block)
    if kind is CardKind.FOREIGN_2023:
        return _foreign_2023(block)
    return _resident(block, kind)


def parse_address(block: bytes) -> str:
    """The newest address, as command 30 03 returns it. Raises TextError."""
    return _read(block, "address", slice(0, len(block)))


def _resident(block: bytes, kind: CardKind) -> IdentityCard:
    resident = kind is CardKind.RESIDENT
    return IdentityCard(
        kind=kind,
        number=_number(_read(block, "number", slice(122, 158))),
        name=_filled(block, "name", slice(0, 30)),
        sex=_sex(block, slice(30, 32)),
        ethnic=_matching(r"\d\d", _read(block, "ethnic", slice(32, 36)), "ethnic") if resident else "",
        birth=_day(block, "birth", slice(36, 52)),
        address=_read(block, "address", slice(52, 122)),
        authority=_read(block, "authority", slice(158, 188)),
        valid_from=_day(block, "valid_from", slice(188, 204)),
        valid_to=_last_day(block, slice(204, 220)),
    )


def _foreign_2017(block: bytes) -> IdentityCard:
    return IdentityCard(
        kind=CardKind.FOREIGN_2017,
        number=_matching(r"[A-Z]{3}\d{12}", _read(block, "number", slice(122, 152)), "number"),
        name=_read(block, "name", slice(158, 188)),
        sex=_sex(block, slice(120, 122)),
        birth=_day(block, "birth", slice(220, 236)),
        authority=_read(block, "authority", slice(240, 248)),
        valid_from=_day(block, "valid_from", slice(188, 204)),
        valid_to=_last_day(block, slice(204, 220)),
        english_name=_filled(block, "english_name", slice(0, 120)),
        nationality=_matching(r"[A-Z]{3}", _read(block, "nationality", slice(152, 158)), "nationality"),
    )


def _foreign_2023(block: bytes) -> IdentityCard:
    return IdentityCard(
        kind=CardKind.FOREIGN_2023,
        number=_number(_matching(r"9.{17}", _read(block, "number", slice(122, 158)), "number")),
        name=_read(block, "name", slice(0, 30)),
        sex=_sex(block, slice(30, 32)),
        birth=_day(block, "birth", slice(36, 52)),
        valid_from=_day(block, "valid_from", slice(188, 204)),
        valid_to=_last_day(block, slice(204, 220)),
        english_name=_filled(block, "english_name", slice(52, 122), slice(220, 242)),
        nationality=_matching(r"[A-Z]{3}", _read(block, "nationality", slice(242, 248)), "nationality"),
    )


def _read(block: bytes, field: str, *places: slice) -> str:
    """Joins the places before decoding, so that no surrogate pair is cut between them."""
    raw = b"".join(block[place] for place in places)
    try:
        text = raw.decode("utf-16-le").strip(" \0")
    except UnicodeDecodeError:
        raise TextError(field) from None
    if any(character < " " or character == "\x7f" for character in text):
        raise TextError(field)
    return text


def _filled(block: bytes, field: str, *places: slice) -> str:
    return _read(block, field, *places) or _refuse(field)


def _matching(pattern: str, text: str, field: str) -> str:
    return text if re.fullmatch(pattern, text, re.ASCII) else _refuse(field)


def _number(text: str) -> str:
    number = _matching(r"\d{17}[\dXx]", text, "number").upper()
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number if _DIGITS[total % 11] == number[17] else _refuse("number")


def _sex(block: bytes, place: slice) -> str:
    return _matching("[0129]", _read(block, "sex", place), "sex")


def _day(block: bytes, field: str, place: slice) -> str:
    text = _matching(r"\d{8}", _read(block, field, place), field)
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    except ValueError:
        raise TextError(field) from None


def _last_day(block: bytes, place: slice) -> str:
    return "" if _read(block, "valid_to", place) == _LONG_TERM else _day(block, "valid_to", place)


def _refuse(field: str) -> str:
    raise TextError(field)
