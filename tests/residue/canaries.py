"""One synthetic person whose every datum is unlike anything else, and the forms in which it could be left.

The values are drawn anew for each run: what an earlier one left somewhere cannot be taken for this one's.
"""

from __future__ import annotations

import random
from array import array
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import quote

import yaml
from stdnum.cn import ric

CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "utf-32-le")  # the last: Python's own, of rare names
CARRIED = ("utf-8", "utf-16-le", "gb18030")  # as base64
CITY = "330500"  # where the person is insured
LEASE_AT = "sample-2"  # the school of the place where the family lives


@dataclass(frozen=True)
class Canaries:
    """What to look for, by name: texts, and the strokes of a signature (mm) and captured bytes once made."""

    person: str  # the id by which the card is laid; not a canary
    phone_key: str
    texts: Mapping[str, str] = field(repr=False)
    strokes: tuple[tuple[float, float], ...] = field(default=(), repr=False)
    captured: bytes = field(default=b"", repr=False)

    def forms(self) -> dict[bytes, str]:
        """Every form of every canary → a name that may be told: "name in utf-16-le"."""
        found = [(f"{what} {how}", form) for what, text in self.texts.items() for how, form in written(text)]
        if self.strokes:
            found += [(f"strokes {how}", form) for how, form in drawn(self.strokes)]
        if self.captured:
            found += [(f"captured {how}", form) for how, form in carried(self.captured)]
        return {form: name for name, form in reversed(found)}  # of equal forms the first one names it


def written(text: str) -> Iterator[tuple[str, bytes]]:
    """A text as programs keep it, with how."""
    for coding in CODINGS:
        yield coding, text.encode(coding)
    for coding in CARRIED:
        for shift, form in enumerate(base64_forms(text.encode(coding))):
            yield f"{coding}, base64 at {shift}", form
    yield "json", text.encode("ascii", "backslashreplace")
    yield "percent", quote(text).encode()


def drawn(strokes: tuple[tuple[float, float], ...]) -> Iterator[tuple[str, bytes]]:
    """Each point, as text and as a pair of numbers in memory; one alone is no common number."""
    for x, y in strokes:
        for text in (f"{x:.2f},{y:.2f}", f"{x:g},{y:g}", f"{x:g}, {y:g}"):
            yield "as text", text.encode()
        for size in "df":
            yield f"as numbers ({size})", array(size, (x, y)).tobytes()


def carried(raw: bytes) -> Iterator[tuple[str, bytes]]:
    yield "raw", raw
    yield "hex", raw.hex().encode()
    for shift, form in enumerate(base64_forms(raw)):
        yield f"base64 at {shift}", form


def base64_forms(raw: bytes) -> Iterator[bytes]:
    """Base64 of the bytes after 0, 1 or 2 others; only the characters that no neighbour has a part in."""
    for before in range(3):
        length = before + len(raw)
        first = (8 * before + 5) // 6
        yield b64encode(bytes(before) + raw)[first : 8 * length // 6]


def draw() -> Canaries:
    """A parent nobody ever was, a child of school age, and the number of a lease; all of it by chance."""
    chance = random.SystemRandom()
    return Canaries(
        person="canary",
        phone_key=f"{chance.randrange(10**6):06d}",
        texts={
            "name": _characters(chance, 4),
            "number": _number(chance, chance.randint(1989, 1995)),
            "address": _characters(chance, 6),
            "search": "".join(chance.choices("bcdfghjklmnpqrstwxz", k=9)),  # typed, and found nowhere
            "child": _characters(chance, 4),
            "child-number": _number(chance, date.today().year - 6, latest=7),
            "lease": f"330521{chance.randrange(10**9):09d}",
        },
    )


def _number(chance: random.Random, year: int, latest: int = 12) -> str:
    """An ID number with a valid check digit; born in one of the first months up to `latest`."""
    body = (
        f"330521{year}{chance.randint(1, latest):02d}{chance.randint(1, 28):02d}{chance.randrange(1000):03d}"
    )
    return body + ric.calc_check_digit(body + "0")


def _characters(chance: random.Random, count: int) -> str:
    return "".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(count))


def introduce(canaries: Canaries, folder: Path) -> None:
    """Makes the family known to the card reader, the offices and the phone: the two files that they read."""
    texts, me = canaries.texts, canaries.person
    address = f"浙江省湖州市德清县舞阳街道{texts['address']}"
    family = [
        _card(me, texts["name"], texts["number"], address),
        _card("child", texts["child"], texts["child-number"], address),
    ]
    enough = ("hepatitis-b", "tuberculosis", "polio", "diphtheria", "measles", "encephalitis")
    registers = {
        "households": [{"region": "330521", "address": address, "members": [me, "child"]}],
        "parents": {"child": [me]},
        "doses": {"child": dict.fromkeys(enough, 4)},
        "leases": [
            {"number": texts["lease"], "address": address, "tenants": [me]}
            | {"from": "2020-01-01", "until": "2090-01-01"}
        ],
        "districts": {"浙江省湖州市德清县舞阳街道": [LEASE_AT]},
    }
    record = {"phone_key": canaries.phone_key, "insured": [{"region": CITY, "from": "2021-03"}]}
    records = {"persons": {me: record}, "registers": registers}
    for name, content in (("persons.yaml", {"persons": family}), ("records.yaml", records)):
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


def _card(id: str, name: str, number: str, address: str) -> dict[str, object]:
    return {
        "id": id,
        "kind": "resident",
        "name": name,
        "number": number,
        "sex": 2 - int(number[16]) % 2,
        "ethnic": "01",
        "birth": f"{number[6:10]}-{number[10:12]}-{number[12:14]}",
        "address": address,
        "authority": "德清县公安局",
        "valid_from": "2022-05-10",
        "valid_to": "2042-05-10",
    }
