"""A terminal to measure: real store, real keys, the shipped items, and one synthetic person's walk."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import uuid_utils

from kiosk.devices.virtual import persons
from kiosk.flows.loader import load_items
from kiosk.flows.session import Session, card_fact
from kiosk.model import Applicant
from kiosk.store import Store
from kiosk.terminal import Terminal
from kiosk.terminal.words import Site
from kiosk.wire.boot import BEIJING
from kiosk.wire.client import PlatformClient
from kiosk.wire.envelope import OpeningKey, SigningKey
from kiosk.wire.identity import Identity, write_private

ITEM = "si-certificate"
ANSWERS = {
    "region": {"region": "330500"},
    "certificate": {"certificate": "payments"},
    "period": {"period_from": "202401", "period_to": "202412"},
}
_DISK = Path("/var/tmp")  # kept over a restart, so it lies on a disk, where /tmp may be memory


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-", dir=_DISK) as path:
        yield Path(path)


def now() -> datetime:
    return datetime.now(BEIJING)


def identity(place: Path) -> Identity:
    """Keys as enrolment leaves them, of a platform that nobody runs."""
    place.mkdir(parents=True, mode=0o700)
    platform = {
        "terminal": "330521-0001-001",
        "number_prefix": "3305210001001",
        "receipt_key": SigningKey.generate().public.base64(),
        "sealing_key": OpeningKey.generate().public.base64(),
    }
    write_private(place / "signing.key", SigningKey.generate().pem())
    write_private(place / "platform.json", json.dumps(platform).encode())
    return Identity.load(place)


def terminal(data: Path, known: Identity, url: str = "https://127.0.0.1:9") -> Terminal:
    return Terminal(
        site=Site("示范政务服务点", "12345"),
        flows=load_items(),
        store=Store(data / "kiosk.db"),
        identity=known,
        platform=PlatformClient(known.endpoint(url), known.receipts),
        open_devices=dict,
        clock=now,
        monotonic=time.monotonic,
    )


def applicant() -> Applicant:
    """The first of the synthetic persons."""
    person = next(iter(persons.load().values()))
    return Applicant(person.name, person.number, sex=person.sex, address=person.address)


def begun(machine: Terminal) -> Session:
    """Up to the first question: notice, card, confirmation put off."""
    session = Session(str(uuid_utils.uuid7()), machine.flows[ITEM], now().date())
    session = session.learn("capabilities", {"kinds": ["card_reader", "receipt_printer"]})
    session = session.agree("notice", now().isoformat()).learn("card", card_fact(applicant()))
    return session.learn("confirmation", {"state": "deferred"})


def finished(machine: Terminal) -> Session:
    session = begun(machine)
    for step, values in ANSWERS.items():
        session = session.answer(step, values)
    return session


def anew(session: Session) -> Session:
    """The same walk as another filing."""
    return replace(session, id=str(uuid_utils.uuid7()))
