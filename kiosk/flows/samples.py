"""Random values of every field type, in their normal form, valid down to their check digits. Nobody's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from kiosk.flows.definition.fields import Field
from kiosk.flows.fields import choices

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100


def number(random: Random, today: date) -> str:
    """A citizen number with a valid check character: mostly of a child that starts school."""
    youngest, oldest = (5.8, 8.4) if random.random() < 0.85 else (0, 95)
    born = today - timedelta(days=random.randint(int(youngest * 365), int(oldest * 365)))
    digits = f"330521{born:%Y%m%d}{random.randint(1, 999):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def _month(random: Random, today: date) -> str:
    total = today.year * 12 + today.month - 1 - random.randint(-3, 60)
    return f"{total // 12}-{total % 12 + 1:02d}"


def _credit_code(random: Random, today: date) -> str:
    code = "91" + "".join(random.choice(_CREDIT) for _ in range(15))
    total = sum(_CREDIT.index(c) * pow(3, n, 31) for n, c in enumerate(code))
    return code + _CREDIT[-total % 31]


def _name(random: Random, today: date) -> str:
    return "".join(random.choice("王李张刘陈杨赵黄周吴𠮷𪚥") for _ in range(random.randint(2, 4)))


def _mobile(random: Random, today: date) -> str:
    return f"1{random.randint(30, 99)}{random.randint(0, 99_999_999):08d}"


def _certificate(random: Random, today: date) -> str:
    return f"浙({random.randint(2000, 2026)})德清县{random.randint(0, 9_999_999):07d}"


def _period(random: Random, today: date) -> str:
    return "/".join(sorted((_month(random, today), _month(random, today))))


def _bank(random: Random, today: date) -> str:
    body = f"622202{random.randint(0, 10**12 - 1):012d}"
    doubled = [int(digit) * (1 + (n % 2 == 0)) for n, digit in enumerate(reversed(body))]
    return body + str(-sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10)


def _money(random: Random, today: date) -> str:
    """Now and then little, so that one amount may be a part of another."""
    return f"{random.randint(1, random.choice((9, 5_000_000, 5_000_000)))}.{random.randint(0, 99):02d}"


def _line(random: Random, today: date) -> str:
    return f"千秋街{random.randint(1, 999)}号"


def _day(random: Random, today: date) -> str:
    """Now and then near today, where what rules allow begins and ends."""
    return (today - timedelta(days=random.randint(-60, random.choice((60, 4000))))).isoformat()


def drawn(field: Field, random: Random, today: date) -> str:
    """What somebody might type or tap into a field."""
    if field.type == "multi":
        values = field.values
        return choices.together(random.sample(values, random.randint(1, min(len(values), 4))), values)
    return random.choice(field.values) if field.values else TYPED[field.type](random, today)


TYPED: Mapping[str, Callable[[Random, date], str]] = {
    "month": _month,
    "idno": number,
    "name": _name,
    "mobile": _mobile,
    "phone": _mobile,
    "certificate": _certificate,
    "uscc": _credit_code,
    "line": _line,
    "text": _line,
    "bank": _bank,
    "money": _money,
    "share": lambda random, today: random.choice(("100", "50", "25", "33.33")),
    "area": lambda random, today: f"{random.randint(1, 4000)}.{random.randint(0, 9)}",
    "int": lambda random, today: str(random.choice((0, 1, 2, random.randint(3, 100)))),
    "period": _period,
    "date": _day,
    "region6": lambda random, today: random.choice(("330521", "310118", "320500")),
    "deed": lambda random, today: f"浙(2021)德清县不动产权第{random.randint(0, 9_999_999):07d}号",
    "unit": lambda random, today: f"330521001002GB00003F{random.randint(0, 99_999_999):08d}",
    "birth_certificate": lambda random, today: f"K{random.randint(0, 999_999_999):09d}",
    "account": lambda random, today: str(random.randint(10**12, 10**13 - 1)),
}
