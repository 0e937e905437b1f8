"""One synthetic person whose every datum is unlike anything else, and the forms in which it could be left.

The values are drawn anew for each run: what an earlier one left somewhere cannot be taken for this one's.
"""

from __future__ import annotations

import random
from array import array
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import yaml
from stdnum.cn import ric

CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "utf-32-le")  # the last: Python's own, of rare names
CARRIED = ("utf-8", "utf-16-le", "gb18030")  # as base64
CITY = "330500"


@dataclass(frozen=True)
class Canaries:
    """What to look for, by name. `strokes` of a signature and `captured` bytes when a walk makes some."""

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
    """A stroke as text and as numbers in memory; its first two points are enough to know it by."""
    (x, y), (next_x, next_y) = strokes[:2]
    for comma in (",", ", "):
        for between in (comma, f"]{comma}["):
            yield (
                f"json with {comma}{between}",
                f"{x:g}{comma}{y:g}{between}{next_x:g}{comma}{next_y:g}".encode(),
            )
    for size in "df":
        yield f"numbers ({size})", array(size, (x, y, next_x, next_y)).tobytes()


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
    """A person nobody ever was: rare characters, an address and a birthday by chance, a valid number."""
    chance = random.SystemRandom()
    body = f"330521{chance.randint(1989, 2003)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    body += f"{chance.randrange(1000):03d}"
    return Canaries(
        person="canary",
        phone_key=f"{chance.randrange(10**6):06d}",
        texts={
            "name": _characters(chance, 4),
            "number": body + ric.calc_check_digit(body + "0"),
            "address": _characters(chance, 6),
            "search": "".join(chance.choices("bcdfghjklmnpqrstwxz", k=9)),  # typed, and found nowhere
        },
    )


def _characters(chance: random.Random, count: int) -> str:
    return "".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(count))


def introduce(canaries: Canaries, folder: Path) -> None:
    """Makes the person known to the card reader, the offices and the phone: the two files that they read."""
    number = canaries.texts["number"]
    birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    person = {
        "id": canaries.person,
        "kind": "resident",
        "name": canaries.texts["name"],
        "number": number,
        "sex": 2 - int(number[16]) % 2,
        "ethnic": "01",
        "birth": birth,
        "address": f"浙江省湖州市德清县{canaries.texts['address']}",
        "authority": "德清县公安局",
        "valid_from": "2018-05-10",
        "valid_to": "2038-05-10",
    }
    records = {"phone_key": canaries.phone_key, "insured": [{"region": CITY, "from": "2021-03"}]}
    for name, content in (
        ("persons.yaml", {"persons": [person]}),
        ("records.yaml", {"persons": {canaries.person: records}}),
    ):
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
