"""A visitor who comes to enrol a child, and the ways that many stories of theirs share."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from tests.ui.visitor import Visitor

SOMEBODY_ELSES = "浙(2019)德清县0020417"  # the certificate of a home


class Parent(Visitor):
    @property
    def session(self):
        return self.shell.session._session

    @property
    def materials(self):
        return self.shell.session._materials

    def stands(self, material: str):
        return next(standing for standing in self.session.standings if standing.material.key == material)

    def goes_to_enrolment(self, person: str = "liu-yang") -> None:
        """The matter is begun, the card read, the phone confirmed, and what is on record filled in."""
        self.tap("item.school-enrolment", "agree")
        self.lays_card(person)
        self.sees("ConfirmByPhone")
        self.confirms(person)
        self.until(lambda: self.page != "ConfirmByPhone", "the first question")

    def fills(self, **fields: str) -> None:
        """The fields of the form at hand, and 继续. What the keys write is tested where the keys are."""
        for key, value in fields.items():
            self.shell.session._asked.type(key, value)
        self.tap("continue")

    def picks(self, step: str, value: str) -> None:
        self.sees("Choose", step)
        self.tap(f"choice.{value}")

    def enrols_twins(self) -> None:
        """From home to what the offices say, with everything as it is on record."""
        self.goes_to_enrolment()
        for entry in ("children.0", "children.1"):
            self.sees("Form", entry)
            self.tap("continue")
        self.picks("home", "owned")
        self.sees("Form", "owned")
        self.tap("continue")
        self.goes_on_to_papers()

    def asks_for_another_home(self, number: str) -> None:
        """shen-lei, whose child is on record, with a home of that number."""
        self.goes_to_enrolment("shen-lei")
        self.sees("Form", "children.0")
        self.tap("continue")
        self.picks("home", "owned")
        self.sees("Form", "owned")
        self.fills(owned_number=number)
        self.goes_on_to_papers()

    def goes_on_to_papers(self) -> None:
        """From the choice of a school to the materials, once no office is being asked any more."""
        self.goes_on_to_the_offices()
        self.until(lambda: not self.shell.session._materials.running(), "what the offices say")

    def goes_on_to_the_offices(self) -> None:
        self.sees("Choose", "school")
        options = self.shell.session._asked.property("options")
        if options:
            self.tap(f"choice.{options[0]['value']}")
        else:
            self.tap("choice.other")
            self.types("shifan")
            self.until(lambda: self.shell.session._asked.property("found"), "a school of that name")
            self.tap(f"result.{self.shell.session._asked.property('found')[0]['value']}")
        self.picks("adjust", "yes")
        self.until(lambda: self.probe.ask(b'{"cmd": "page"}')["step"] in ("contact", "delivery"), "the rest")
        if self.page == "Form":
            self.fills(contact_phone="13800000000")
        self.picks("delivery", "terminal")

    def signs(self) -> None:
        self.sees("Sign", "signature")
        self.tap("sign.start")
        self.signs_now()

    def signs_now(self) -> None:
        self.writes()
        self.tap("sign.done")

    def writes(self) -> None:
        """A few strokes on the pad."""
        self.until(lambda: self.can_tap("sign.pad"), "the pad")
        at, window = self.where("sign.pad"), self.shell.window
        for number in range(3):
            left = at["x"] + at["w"] * (0.2 + 0.2 * number)
            line = [QPointF(left + 6 * n, at["y"] + at["h"] * 0.3 + 9 * n) for n in range(12)]
            line = [window.mapFromGlobal(point).toPoint() for point in line]
            QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=line[0])
            for point in line[1:]:
                QTest.mouseMove(window, point)
            QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=line[-1])
