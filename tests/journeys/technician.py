"""A technician whom the platform admitted for the site, and the terminal that they look after."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from typing import Any

from acceptance import technicians
from kiosk.care import Care
from kiosk.config import RESOURCES, Config, Device
from kiosk.wire.technicians import code, step_of
from tests.acceptance.server import REGION, SITE, now
from tests.journeys.clerk import Counter, matters
from tests.ui.visitor import PEOPLE

TECHNICIAN, ORDER = "shen-lei", "20260712"


def is_admitted(server, person: str = TECHNICIAN) -> bytes:
    """The key of their one-time codes."""
    who = PEOPLE.by_id(person)
    return technicians.admit(server.database, now, [f"{REGION}-{SITE}"], who.names[0], who.number).key


def configuration(place, folder, **other: Any) -> Config:
    """What terminal.toml would say of the terminal at this place."""
    identity = folder / "identity"
    if not identity.exists():
        identity.symlink_to(place.identity.folder)
    known: dict[str, Any] = {
        "place": "德清县政务服务中心一楼大厅",
        "phone": "0572-12345",
        "data": folder,
        "sealed": False,
        "platform": place.server.url,
        "timeout": 5.0,
        "width": 1080,
        "height": 1920,
        "mm_per_px": 0.369,
        "fullscreen": False,
        "devices": tuple(Device(kind, name, how) for kind, (name, how) in place.options.items()),
        "items": RESOURCES / "items",
        "starts_at": None,
    }
    return Config(**{**known, **other})


class Workshop(Counter):
    """The screen before which a technician stands."""

    key = b""

    @property
    def carer(self):
        return self.shell.view.carer

    @property
    def sheet(self) -> Mapping[str, Any]:
        return self.carer.property("sheet")

    def knows_technicians(self) -> None:
        self.until(
            lambda: self.staff.told().technicians if self._is_told() else (), "the list of technicians"
        )

    def _is_told(self) -> bool:
        return self.store.policies.token("staff") is not None

    def enters_code(self, ahead: int = 0) -> None:
        self.until(lambda: self.carer.signIn.property("state") == "code", "the keys")
        self.tap(*(f"key.{digit}" for digit in code(self.key, step_of(self.place.clock()) + ahead)))

    def lays_own_card(self, person: str = TECHNICIAN) -> None:
        self.knows_technicians()
        self.knocks()
        self.tap("staff.technician")
        self.sees("TechnicianSignIn", at_rest=False)
        self.lifts_and_lays(person)

    def comes(self, reason: str = "fault") -> None:
        self.lays_own_card()
        self.enters_code()
        self.until(lambda: self.carer.signIn.property("state") == "order", "the keys for the order")
        self.tap(*(f"key.{digit}" for digit in ORDER), "technician.on", f"technician.{reason}")
        self.takes_card()
        self.is_shown("overview")

    def is_shown(self, page: str) -> None:
        self.sees("Technician", at_rest=False)
        self.until(lambda: self.carer.place == page and self.sheet["heading"], f"what {page} says")
        self.until(lambda: not self.carer.property("works"), "the end of the check", 90)

    def goes_to(self, page: str) -> None:
        if self.carer.place != "overview":
            self.tap("back")
            self.is_shown("overview")
        self.turns_to(f"care.go.{page}")
        self.tap(f"care.go.{page}")
        self.is_shown(page)

    def does(self, act: str) -> None:
        self.turns_to(f"care.{act}")
        self.tap(f"care.{act}")
        self.until(lambda: not self.carer.property("works"), "the end of it", 120)

    def whole(self) -> str:
        """All that the page says, also what lies on other sheets of it."""
        return str(self.sheet)


@contextmanager
def workshop(place, folder, **other: Any):
    """`other`: what the configuration says otherwise."""
    key = is_admitted(place.server)
    config = configuration(place, folder, **other)
    with Workshop.arrives(
        place, folder, flows=matters(), care=lambda terminal: Care(config, terminal), night=config.night
    ) as somebody:
        somebody.key = key
        yield somebody
