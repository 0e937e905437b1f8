"""Several people before one screen, and one with a phone somewhere else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from kiosk.flows.loader import RESOURCES
from kiosk.flows.session.party import Presence
from tests.ui.parent import Parent
from tests.ui.visitor import PEOPLE

ITEM = Path(__file__).parents[1] / "flows" / "items" / "joint-request.yaml"
FIRST = "liu-yang"


def items(folder: Path) -> Path:
    """The product's matters and a joint request, as a folder."""
    for kind in ("items", "codes", "data"):
        shutil.copytree(RESOURCES / kind, folder / kind)
    shutil.copy(ITEM, folder / "items")
    return folder / "items"


class Group(Parent):
    @classmethod
    @contextmanager
    def comes(cls, place, folder: Path, matters: Path, **how: object) -> Iterator[Group]:
        place.server.nobody_was_here()
        with cls.arrives(place, folder, items=matters, **how) as somebody:
            yield somebody

    @property
    def party(self):
        return self.shell.session._party

    def presences(self) -> list[Presence]:
        session = self.session
        step = session.flow.step("together")
        return [there.presence for there in session.attendances(step)]

    def begins(self, *others: str, first: str = FIRST) -> None:
        """From home to the list: everybody is named, by the person who began."""
        self.picks_matter("joint-request")
        self.tap("agree")
        self.lays_card(first)
        self.sees("Form", "people.0")
        self.takes_card()
        for number, other in enumerate((first, *others)):
            if number > 1:
                self.sees("Entries")
                self.tap("entries.add")
            self.sees("Form", f"people.{number}")
            who = PEOPLE.by_id(other)
            self.fills(**{f"people.{number}.name": who.names[0], f"people.{number}.idno": who.number})
        self.sees("Entries")
        self.tap("continue")
        self.picks("topic", "lift")
        self.sees("Party", "together")

    def comes_with_card(self, person: str) -> None:
        """Their card is laid, and before that the one before is taken away."""
        self.takes_card()
        reader = self.terminal.peripherals.device("card_reader")
        self.until(lambda: not reader.present(), "an empty reader")
        self.lays_card(person)

    def signs_in_turn(self, person: str) -> None:
        self.comes_with_card(person)
        self.sees("Sign", "together", at_rest=False)
        self.tap("sign.start")
        self.signs_now()
        self.until(lambda: self.page != "Sign" or self.step != "together", "the list")

    @property
    def step(self) -> str:
        return self.shell.session.step_key()

    def invites(self, entry: str) -> str:
        """The address for the phone, as it stands in the code on the screen."""
        self.tap(f"invite.{entry}")
        self.sees("Invite")
        return self.scans()

    def on_phone(self, url: str, person: str, decision: str = "sign") -> str:
        fields = {"phone_key": PEOPLE.by_id(person).phone_key, "decision": decision}
        answer = requests.post(url, data=fields, verify=self.place.server.ca, timeout=20)
        assert answer.status_code == 200
        return answer.text

    def files(self) -> None:
        """The first person signs, and hands it in."""
        self.signs()
        self.sees("Review")
        self.tap("submit")
        self.sees("Outcome")

    def status(self) -> str:
        return self.shell.session.aftermath._outcome.property("status")
