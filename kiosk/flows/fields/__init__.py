"""What a person types → a normal form, or a sentence that says what is wrong and how to put it right."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.flows.fields import amounts, people, times, writings
from kiosk.flows.fields.wrong import FieldError, tidy
from kiosk.model import mask_id

__all__ = ("SECRET", "TYPES", "FieldError", "masked", "shown", "tidy")

TYPES: Mapping[str, Callable[[str], str]] = {
    "idno": people.idno,
    "name": people.name,
    "mobile": people.mobile,
    "phone": people.phone,
    "uscc": people.uscc,
    "bank": amounts.bank,
    "money": amounts.money,
    "share": amounts.share,
    "area": amounts.area,
    "int": amounts.integer,
    "month": times.month,
    "period": times.period,
    "date": times.date,
    "region6": writings.region6,
    "certificate": writings.certificate,
    "deed": writings.deed,
    "unit": writings.unit,
    "birth_certificate": writings.birth_certificate,
    "account": writings.account,
    "line": writings.line,
    "text": writings.text,
}
SECRET = frozenset(("idno", "mobile", "phone", "bank"))  # types that are masked on pages that only show


def shown(type: str, value: str, language: str) -> str:
    """A normal form as a person reads it. Raises ValueError for a value in none."""
    read = _READ.get(type)
    return read(value, language == "en") if read and value else value


def masked(type: str, value: str) -> str:
    """What is only shown: numbers of persons and their phones are covered in the middle."""
    if type not in SECRET or not value:
        return value
    return mask_id(value) if type == "idno" else f"{value[:3]}****{value[-4:]}"


def _month(value: str, english: bool) -> str:
    year, number = value.split("-")
    return value if english else f"{year}年{int(number)}月"


def _period(value: str, english: bool) -> str:
    first, last = (_month(half, english) for half in value.split("/"))
    return f"{first} to {last}" if english else f"{first}至{last}"


def _date(value: str, english: bool) -> str:
    year, number, day = value.split("-")
    return value if english else f"{year}年{int(number)}月{int(day)}日"


def _money(value: str, english: bool) -> str:
    yuan, cents = value.split(".")
    plain = f"{int(yuan):,}" + ("" if cents == "00" else f".{cents}")
    return f"CNY {plain}" if english else f"{plain} 元"


def _share(value: str, english: bool) -> str:
    return f"{_number(value)}%"


def _area(value: str, english: bool) -> str:
    return _number(value) + (" m²" if english else " 平方米")


def _number(value: str) -> str:
    if not value.replace(".", "", 1).isdigit():
        raise ValueError("no number")
    return value


_READ: Mapping[str, Callable[[str, bool], str]] = {
    "month": _month,
    "period": _period,
    "date": _date,
    "money": _money,
    "share": _share,
    "area": _area,
}
