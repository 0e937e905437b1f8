"""What a person gave or proved in one matter and need not give again in another, while it is valid.

Kept only of whom confirmed, offered only to the same person who confirmed again, and only where the item's
notice asked for consent. A photographed paper stays 待核验 wherever it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from acceptance import tables
from acceptance.judgement import Case
from acceptance.platform import Platform
from kiosk.flows import material_types, materials
from kiosk.flows.materials import Standing, State
from kiosk.flows.text import Text
from kiosk.model import Status

_PHOTOGRAPHED = Text("自助终端拍摄", "机器上拍的", "Photographed at a terminal")
_GRADES = {State.CAPTURED: "C", State.OK: "B", State.YES: "B"}


def find(platform: Platform, id_number: str, type: str) -> dict[str, Any] | None:
    """The newest of that type that is valid today: type, grade, source by language, date and last day."""
    kept, today = tables.wallet, platform.clock().date()
    query = (
        select(kept)
        .where(kept.c.person == platform.keys.pseudonym(id_number), kept.c.type == type)
        .where(kept.c.until >= today.isoformat())
        .order_by(kept.c.at.desc(), kept.c.id.desc())
    )
    with platform.database.reading() as connection:
        row = connection.execute(query).mappings().first()
    if row is None:
        return None
    source = {"zh-CN": row["source_zh"], "zh-easy": row["source_easy"], "en": row["source_en"]}
    taken = row["at"].astimezone(platform.clock().tzinfo).date().isoformat()
    known = {"type": type, "grade": row["grade"], "source": source, "filing": row["filing"]}
    return known | {"date": taken, "until": row["until"]}


def keep(connection: Connection, case: Case, status: Status, person: str, at: datetime) -> None:
    """What was captured or proved in a filing that came in order, in the transaction that keeps it. `person`:
    the keyed hash."""
    if case.session is None or not case.confirmed or status not in (Status.RECEIVED, Status.ACCEPTED):
        return
    owner = {"person": person, "filing": case.session.id, "at": at}
    for standing in case.session.standings:
        fact = case.session.facts.get(materials.fact_name(standing), {})
        if standing.state is State.USED:
            _used(connection, person, standing, fact, at)
        elif standing.material.type and standing.state in _GRADES:
            connection.execute(tables.wallet.insert().values(owner | _entry(standing, fact, at.date())))


def _entry(standing: Standing, fact: Mapping[str, Any], taken: date) -> dict[str, str]:
    own = fact.get("value") if standing.rung.kind == "licence" else None
    own = own if isinstance(own, dict) else {}
    office = None if standing.state is State.CAPTURED else standing.rung.department
    source = office or _PHOTOGRAPHED
    return {
        "type": standing.material.type,
        "grade": str(own.get("grade", _GRADES[standing.state])),
        "source_zh": source.zh,
        "source_easy": source.easy,
        "source_en": source.en,
        "until": _until(standing, str(own.get("valid_to", "")), taken),
    }


def _until(standing: Standing, own_end: str, taken: date) -> str:
    """The last day by the type, or sooner by the paper itself."""
    by_type = material_types.load()[standing.material.type].until(taken).isoformat()
    try:
        return min(by_type, date.fromisoformat(own_end).isoformat())
    except ValueError:  # it says none, or 长期
        return by_type


def _used(
    connection: Connection, person: str, standing: Standing, fact: Mapping[str, Any], at: datetime
) -> None:
    kept, value = tables.wallet, fact.get("value") or {}
    same = (kept.c.person == person, kept.c.type == standing.material.type, kept.c.filing == value["filing"])
    connection.execute(update(kept).where(*same).values(used_at=at))
