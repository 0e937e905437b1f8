"""What the simulated offices give: each its own number, and nothing that a real office would have issued."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, update

from acceptance import issuing, results, tables
from acceptance.branches import Kinds, Word
from acceptance.opened import Dossier
from acceptance.platform import Platform

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643


@dataclass(frozen=True)
class Work:
    """One branch on one desk."""

    platform: Platform
    connection: Connection
    key: str
    output: str
    dossier: Dossier = field(repr=False)
    inputs: Mapping[str, str] = field(repr=False)


def word(item: str, work: Work) -> Word:
    if item in results.ISSUERS and not issuing.possible(work.connection, work.platform, work.dossier.filing):
        return Word(Kinds.CANNOT, reason=results.NO_RECORD)
    give = _GIVE.get((item, work.key))
    result = give(work) if give else _paper(work)
    return Word(Kinds.DONE, result)


def _paper(work: Work) -> dict[str, str]:
    """A number of the office's own."""
    count = _count(work, f"{work.key}:{work.dossier.region}")
    return {work.output or work.key: f"{work.dossier.region}{count:08d}"}


def _certificate(work: Work) -> dict[str, str]:
    """A letter and nine digits."""
    return {"birth_certificate": f"Q{_count(work, 'birth_certificate'):09d}"}


def _citizen_number(work: Work) -> dict[str, str]:
    """GB 11643: region, day of birth, a count whose parity tells the sex, check character. Counts from 700 on
    are the desk's: nobody of the population has one of them."""
    answers = work.dossier.answers
    day, boy = str(answers["born_on"]).replace("-", ""), answers["sex"] == "1"
    digits = f"{work.dossier.region}{day}"
    count = _count(work, f"citizen:{digits}:{answers['sex']}")
    digits += f"{(700 + 2 * count + boy) % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return {"citizen_number": digits + "10X98765432"[total % 11]}


def _title(work: Work) -> dict[str, str]:
    """As it stands on a title; from nine millions on, where nobody of the population has one."""
    count = 9_000_000 + _count(work, "title") % 1_000_000
    return {"title": f"浙({work.platform.clock().year})德清县不动产权第{count:07d}号"}


def _count(work: Work, name: str) -> int:
    counters = tables.counters
    values: dict[str, Any] = {"name": f"desk:{name}", "region": work.dossier.region, "value": 0}
    work.connection.execute(work.platform.database.insert_new(counters, **values))
    raised = update(counters).where(counters.c.name == values["name"]).values(value=counters.c.value + 1)
    return int(work.connection.execute(raised.returning(counters.c.value)).scalar_one())


_GIVE: Mapping[tuple[str, str], Callable[[Work], dict[str, str]]] = {
    ("birth", "certificate"): _certificate,
    ("birth", "registration"): _citizen_number,
    ("house-transfer", "registration"): _title,
}
