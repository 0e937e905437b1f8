"""Expressions in CEL: total, side-effect free, compiled once. Every name is declared, or they do not load."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kiosk.flows.expressions import cel
from kiosk.flows.reckoning import FUNCTIONS as FIGURES
from kiosk.flows.surnames import same_surname

FACT_NAMES: Mapping[str, Any] = {
    "card_kind": "",  # R, J, I, Y once a card was read
    "card_region": "",  # six digits of the city in the number
    "card_expired": False,
    "card_name": "",
    "card_number": "",  # of the identity card that was laid first
    "age": -1,  # full years, -1 unknown
    "confirmation": "",  # confirmed | deferred
    "capabilities": [],  # device kinds that were ready when the session began
    "today": "",  # ISO date
    "this_month": "",  # YYYY-MM
    "this_year": "",  # YYYY
}
_BOUND = re.compile(r"\.(?:all|exists|exists_one|map|filter)\(\s*([a-z_]\w*)\s*,")  # names of macros


class RuleError(ValueError):
    """An expression that does not parse, or that names what does not exist."""


@dataclass(frozen=True)
class Rule:
    """An expression that was found right; it is compiled when it is first asked."""

    source: str

    @classmethod
    def compile(cls, source: str, names: frozenset[str]) -> Rule:
        """One that nobody has looked at yet. Raises RuleError."""
        rule = cls(source)
        try:
            program = rule.program
        except ValueError as error:
            raise RuleError(str(error).splitlines()[0]) from None
        called = {name for name in program.functions() if name.isidentifier()}  # operators are not
        bound = set(_BOUND.findall(source))
        unknown = set(program.variables()) - names - bound | called - FUNCTIONS.keys() - _BUILT_IN
        if unknown:
            raise RuleError(f"unknown name: {', '.join(sorted(unknown))}")
        return rule

    @cached_property
    def program(self) -> Any:  # cel.Program has no type of its own
        return cel.compile(self.source)

    def __call__(self, context: Context) -> Any:
        return self.program.execute(context.cel)


def months_between(start: str, end: str) -> int:
    """Whole months from one YYYY-MM to another, both counted: 2026-01 to 2026-03 is 3."""
    return _months(end) - _months(start) + 1


def month_plus(month: str, count: int) -> str:
    total = _months(month) + count
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def age_on(number: str, day: str) -> int:
    """Full years on an ISO day of whom a citizen number names; -1 for another kind of number."""
    try:
        return _age(birth(number), date.fromisoformat(day))
    except ValueError:
        return -1


def birth(number: str) -> str:
    """The ISO date of birth in a citizen number (GB 11643); empty for another kind of number."""
    digits = number[6:14]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(number) == 18 and digits.isdigit() else ""


def birthday(number: str, years: int) -> str:
    """The ISO date of a birthday of whom a citizen number names; 29 February counts as 1 March."""
    born = birth(number)
    if not born:
        return ""
    year, rest = int(born[:4]) + int(years), born[5:]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return f"{year:04d}-{'03-01' if rest == '02-29' and not leap else rest}"


def joined(texts: Sequence[str]) -> str:
    return ",".join(texts)


def distinct(texts: Sequence[str]) -> bool:
    """Whether none stands there twice."""
    return len(set(texts)) == len(texts)


FUNCTIONS: Mapping[str, Any] = {
    "months_between": months_between,
    "month_plus": month_plus,
    "age_on": age_on,
    "birth": birth,
    "birthday": birthday,
    "joined": joined,
    "distinct": distinct,
    "same_surname": same_surname,
    **FIGURES,
}
_BUILT_IN = frozenset(
    (
        "size",
        "startsWith",
        "endsWith",
        "contains",
        "matches",
        "int",
        "string",
        "double",
        "has",
        "all",
        "exists",
    )
)


class Context:
    """What rules know, by name. CEL makes its own copy of all names anew after each one that is added, and a
    walk adds one a question: so a plain value is looked up when a rule asks for it, and only lists and maps,
    which are dear to copy, are handed over."""

    __slots__ = ("_plain", "cel")

    def __init__(self, values: Mapping[str, Any]) -> None:
        """`values` must hold every declared name."""
        self._plain = {name: value for name, value in values.items() if type(value) in _PLAIN}
        others = {name: value for name, value in values.items() if name not in self._plain}
        self.cel = cel.Context(variables=others, functions=dict(FUNCTIONS))
        self.cel.set_variable_resolver(self._plain.get)

    def know(self, name: str, value: Any) -> None:
        if type(value) in _PLAIN:
            self._plain[name] = value  # is looked at before what was handed over
        else:
            self._plain.pop(name, None)
            self.cel.add_variable(name, value)


_PLAIN = (str, int, bool)


def fact_values(facts: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The facts under the names that rules know. Asked only with `today`: rules have no clock."""
    values = dict(FACT_NAMES)
    values |= {"today": today.isoformat(), "this_month": f"{today:%Y-%m}", "this_year": f"{today:%Y}"}
    if card := facts.get("card"):
        values["card_kind"] = str(card["card_kind"]).strip() or "R"
        values["card_region"] = _city(card["id_number"]) if values["card_kind"] == "R" else ""
        values["card_name"] = str(card.get("name", ""))
        values["card_number"] = str(card["id_number"])
        values["card_expired"] = bool(card["valid_to"]) and card["valid_to"] < today.isoformat()
        values["age"] = _age(card["birth"], today)
    if confirmation := facts.get("confirmation"):
        values["confirmation"] = confirmation["state"]
    values["capabilities"] = list(facts.get("capabilities", {}).get("kinds", ()))
    return values


def _city(number: str) -> str:
    """The city of the first six digits (GB/T 2260); municipalities have one code for the whole."""
    return number[:2] + "0000" if number[:2] in ("11", "12", "31", "50") else number[:4] + "00"


def _age(birth: str, today: date) -> int:
    try:
        born = date.fromisoformat(birth)
    except ValueError:
        return -1
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _months(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1
