"""A card's records as the fields of a SocialCard: GB18030, BCD, and four kinds of padding."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from kiosk.devices.social_card_reader._application import Records
from kiosk.model import SocialCard

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PADDING = b"\x00 \xff"


class TextError(ValueError):
    """Names the field, never what stands in it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def card(issuer: Records, holder: Records) -> SocialCard:
    """Raises TextError."""
    code = _digits(issuer, 0x01)
    return SocialCard(
        card_number=_matching(r"[0-9A-Z]{1,9}", _ascii(issuer, 0x07), "card_number"),
        region=_matching(r"[0-9]{6}", code[:6], "region"),
        version=_matching(r"[0-9]\.[0-9]{2}", _ascii(issuer, 0x03), "version"),
        issuer=_digits(issuer, 0x04),
        valid_from=_date(issuer, 0x05, "valid_from"),
        valid_to=_date(issuer, 0x06, "valid_to"),
        id_number=_id_number(_ascii(holder, 0x08).upper()),
        name=_name(holder.values.get(0x09, b"")),
        sex=_matching(r"[0129]", _ascii(holder, 0x0A), "sex"),
        ethnic=_matching(r"[0-9]{2}|", _digits(holder, 0x0B), "ethnic"),
        birth=_date(holder, 0x0D, "birth"),
    )


def _ascii(records: Records, identifier: int) -> str:
    raw = records.values.get(identifier, b"").rstrip(_PADDING)
    return raw.decode("latin-1").rstrip("F")


def _digits(records: Records, identifier: int) -> str:
    """Half-bytes; padded with F."""
    return records.values.get(identifier, b"").hex().upper().rstrip("F")


def _date(records: Records, identifier: int, field: str) -> str:
    """Nothing but padding is no date, and none is demanded."""
    digits = _digits(records, identifier)
    if not digits.strip("0"):
        return ""
    if re.fullmatch("[0-9]{8}", digits):
        try:
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
        except ValueError:
            pass
    raise TextError(field)


def _name(raw: bytes) -> str:
    try:
        name = raw.rstrip(_PADDING).decode("gb18030")
    except UnicodeDecodeError:
        raise TextError("name") from None
    if not name.strip() or any(unicodedata.category(character) == "Cc" for character in name):
        raise TextError("name")
    return name


def _id_number(number: str) -> str:
    """Not every insured person has a citizen's number; one that looks like it has to be right."""
    _matching(r"[0-9A-Z]{6,18}", number, "id_number")
    if re.fullmatch(r"[0-9]{17}[0-9X]", number):
        total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
        if "10X98765432"[total % 11] != number[17]:
            raise TextError("id_number")
    return number


def _matching(form: str, text: str, field: str) -> str:
    if not re.fullmatch(form, text):
        raise TextError(field)
    return text
