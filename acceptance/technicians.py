"""Who looks after the machines of a site: admitted by the operator, told to its terminals with the staff.

The key of the one-time code is said once; what is kept of it is sealed with the technician's card.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select, update

from acceptance.database import Database
from acceptance.failure import StartError
from acceptance.platform import Clock
from acceptance.technician_tables import technicians
from kiosk.wire.staff import card_proof
from kiosk.wire.technicians import KEY_BYTES, Technician, address, sealed

_SITE = re.compile(r"\d{6}-\d{4}")


class TechnicianError(StartError):
    """Somebody who cannot be admitted."""


@dataclass(frozen=True)
class Admitted:
    """`app`: for an authenticator app, said once. One account a site, and one key for all of them."""

    ids: tuple[str, ...]
    key: bytes = field(repr=False)

    @property
    def app(self) -> str:
        return address(self.ids[0], self.key)


def admit(database: Database, clock: Clock, sites: Sequence[str], name: str, card: str) -> Admitted:
    """`sites` as in 330521-0001. An older account of the same card at a site ends. Raises TechnicianError."""
    if not sites or not all(_SITE.fullmatch(site) for site in sites):
        raise TechnicianError("a region has six digits and a site four")
    if not name or not card:
        raise TechnicianError("a technician has a name and a card")
    key, now = secrets.token_bytes(KEY_BYTES), clock()
    ids = []
    with database.writing() as connection:
        for site in dict.fromkeys(sites):
            proof, salt = card_proof(site, card), secrets.token_hex(16)
            same = (technicians.c.site == site, technicians.c.card == proof)
            still = technicians.c.closed_at.is_(None)
            connection.execute(update(technicians).where(*same, still).values(closed_at=now))
            count = select(func.count()).where(technicians.c.site == site)
            ids.append(f"{site}-T{(connection.scalar(count) or 0) + 1:02d}")
            masked = name[:1] + "*" * (len(name) - 1)
            row = {"id": ids[-1], "site": site, "name": masked, "card": proof, "salt": salt}
            sealed_key = sealed(key, card, salt)
            connection.execute(technicians.insert().values(**row, key=sealed_key, opened_at=now))
    return Admitted(tuple(ids), key)


def dismiss(database: Database, clock: Clock, id: str) -> bool:
    """False: there is none of that name who is admitted."""
    with database.writing() as connection:
        row = (technicians.c.id == id, technicians.c.closed_at.is_(None))
        return connection.execute(update(technicians).where(*row).values(closed_at=clock())).rowcount > 0


def of_site(connection: Connection, site: str) -> tuple[Technician, ...]:
    admitted = (technicians.c.site == site, technicians.c.closed_at.is_(None))
    rows = connection.execute(select(technicians).where(*admitted).order_by(technicians.c.id))
    return tuple(Technician(row.id, row.name, row.card, row.salt, row.key) for row in rows)
