"""A terminal with a fee to take, without a screen, and as a program that dies with kill -9 at a write.

It starts once and forks for each order, so that a point costs no start of Python. An order is one line of
JSON: where the store lies, whose terminal it is, and at which write it dies, before its commit or after.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import requests

from acceptance.platform import CHINA
from kiosk.devices import open_device
from kiosk.flows.definition import Pay
from kiosk.flows.loader import load_items
from kiosk.flows.session import Session, card_fact
from kiosk.model import Filing
from kiosk.store import Store
from kiosk.store.database import Database
from kiosk.terminal import Terminal
from kiosk.terminal.words import Site
from kiosk.wire.client import PlatformClient
from kiosk.wire.identity import Identity
from tests.people import ADULT

ITEMS = Path(__file__).parents[1] / "flows" / "items"


@dataclass(frozen=True)
class Stand:
    """What a terminal is put together from, to be told to another process."""

    folder: str
    identity: str
    url: str
    ca: str
    printer: dict[str, Any]

    def terminal(self, url: str | None = None) -> Terminal:
        identity = Identity.load(Path(self.identity))
        return Terminal(
            Site("一楼大厅", "0572-12345"),
            load_items(ITEMS),
            Store(Path(self.folder) / "kiosk.db"),
            identity,
            PlatformClient(identity.endpoint(url or self.url), identity.receipts, 15.0),
            lambda: {"receipt_printer": open_device("receipt_printer", "escpos", self.printer)},
            lambda: datetime.now(CHINA),
            lambda: 0.0,
        )


def arrives(terminal: Terminal) -> Session:
    """Lays the card; goes on where it was left."""
    session = terminal.agree(terminal.begin("shop-opening"), "notice")
    session = session.learn("card", card_fact(ADULT))
    return terminal.draft(session) or session


def answers(terminal: Terminal, session: Session, width: str = "2") -> Session:
    for key, value in (("trade", "food"), ("width", width)):
        if session.step and session.step.key == key:
            session = session.answer(key, {key: value})
    terminal.save_draft(session)
    return session


def pays(terminal: Terminal, session: Session, ca: str) -> Session:
    if not isinstance(session.step, Pay):
        return session
    session, order = terminal.payments.order(session)
    if order.state != "confirmed":
        assert "已缴费" in requests.post(order.url, verify=ca, timeout=20).text
        session, order = terminal.payments.hear(session, order)
    assert order.state == "confirmed"
    return session


def visits(terminal: Terminal, ca: str) -> Filing:
    """The whole road; what was filed before the power went is only handed out."""
    session = arrives(terminal)
    if (filing := terminal.payments.unhanded(session)) is None:
        session = pays(terminal, answers(terminal, session), ca)
        filing = terminal.file(session)
    terminal.print_slip(session, filing)
    return filing


@contextmanager
def opened(stand: Stand, url: str | None = None) -> Iterator[Terminal]:
    terminal = stand.terminal(url)
    terminal.open()
    try:
        yield terminal
    finally:
        terminal.close()
        terminal.store.close()


def dies_at(point: int, when: str) -> None:
    """From here on the store's `point`-th write is the last thing that this process does."""
    write, count = Database.write, 0

    @contextmanager
    def counted(self: Database) -> Iterator[Any]:
        nonlocal count
        with write(self) as db:
            yield db
            count += 1
            if count == point and when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
        if count == point and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)

    Database.write = counted  # type: ignore[method-assign]


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            stand = Stand(**order["stand"])
            with opened(stand) as terminal:
                dies_at(order["point"], order["when"])
                visits(terminal, stand.ca)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
