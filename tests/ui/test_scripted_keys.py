"""The scripted citizen's writing, on the keys of a real page: what counts, and what stands in the field."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from kiosk.demo import filling
from kiosk.demo.citizen import Citizen
from tests import shipped
from tests.ui.visitor import Visitor

PLACE = "千秋街12号Bk门口"


@dataclass
class Beside(Citizen):
    """The same citizen in the process of the screen: asks the probe itself, and Qt's own finger presses."""

    visitor: Visitor | None = None

    def ask(self, **question):
        return self.visitor.probe.ask(json.dumps(question).encode())

    def wait_to_see(self, name):
        self.visitor.turns_to(name)
        return {"name": name}

    def _press(self, at):
        self.visitor.tap(at["name"])


def test_a_place_is_written_in_characters_digits_and_letters_and_every_key_counts(visitor):
    visitor.picks_matter("street-report")
    visitor.tap("agree", "choice.facility")
    visitor.sees("Form", "place")
    citizen = Beside(None, "", Path(), visitor=visitor)
    assert citizen.fields() == {"where_it_is": "blank", "words": "blank"}
    form = shipped.items()["street-report"].step("place")
    filling.fill(citizen, form, {"where_it_is": PLACE})
    visitor.sees("Choose", "contact")
    assert visitor.shell.session._session.answers["where_it_is"] == PLACE
    assert citizen.facts == 1
    assert citizen.typed == len("qianqiujie12haoBkmenkou")
    visitor.until(lambda: visitor.can_tap("choice.phone"), "the next question")
    assert citizen.seen("choice.") == {"choice.none": "不留", "choice.phone": "留电话"}
