"""The citizen of a matter without a story of its own: looks at the page at hand and does what it asks.

What they answer was planned; what an office knows, what is said of a paper and who is waited for is seen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

from kiosk.demo import filling
from kiosk.demo.citizen import PATIENCE, Citizen, DemoError, Strokes
from kiosk.demo.planning import Plan, PlanError, plan
from kiosk.demo.story import Chapter, leave
from kiosk.demo.visits import Visit, visit
from kiosk.flows import shelves
from kiosk.flows.definition import STEP_KINDS, ActFor, Choose, Flow, Form, Group, Review, Step
from kiosk.flows.definition.acting import PERSON
from kiosk.flows.loader import load_items
from kiosk.flows.search.cleaning import RESOURCES

NAME: Strokes = (((4, 10), (22, 8), (40, 11)), ((22, 3), (20, 24), (8, 40)), ((22, 24), (44, 41)))  # mm: 大
_ASKS_AGAIN = 8
_LOOKS_EVERY = 0.05
_SETTLES = 1.0  # seconds until a list of people says that nobody is waited for
_AFTERWARDS = ("Home", "Outcome", "Preview", "Slip", "Rating", "Leaving")
_TAPS: Mapping[str, tuple[str, ...]] = {  # pages that want the same of everybody
    "Notice": ("agree",),
    "Materials": ("continue",),
    "Unknown": ("unknown.pass",),
    "Mismatch": ("mismatch.dispute", "dispute.other"),
    "Commit": ("commit.read", "commit.agree"),
    "Defer": ("defer.read", "defer.agree"),
    "Reuse": ("reuse.use",),
    "Original": ("original.bring",),
    "Review": ("submit",),
    "Final": ("final.submit",),
    "Inform": ("inform.done",),
}


def chapters(flow: Flow, today: date) -> tuple[Chapter, ...]:
    """One citizen, who files unless the matter only informs."""
    files = isinstance(flow.steps[-1], Review)
    return (Chapter("walked", flow.title.zh, partial(walk, flow=flow, today=today), files=files),)


def photographs(flow: Flow) -> bool:
    """Whether some paper of it can be photographed."""
    return any(rung.kind == "capture" for material in flow.materials for rung in material.rungs)


def walk(citizen: Citizen, flow: Flow, today: date) -> None:
    """From home over its shelf to the last page, and home again. Raises DemoError."""
    try:
        _Walk(citizen, flow, visit(flow.item), plan(flow, visit(flow.item), today)).to_the_end()
    except PlanError as error:
        raise DemoError(str(error)) from None
    _take_paper(citizen)
    leave(citizen)


class _Walk:
    def __init__(self, citizen: Citizen, flow: Flow, coming: Visit, planned: Plan) -> None:
        self._citizen, self._flow = citizen, flow
        self._visit, self._plan = coming, planned
        self._absent: Iterator[str] = iter(planned.people)
        self._filled: list[str] = []
        self._does: Mapping[str, Callable[[str], None]] = {
            "ReadCard": self._card,
            "ConfirmByPhone": self._confirm,
            "ActFor": self._act,
            "Choose": self._choose,
            "Form": self._fill,
            "Entries": self._list,
            "Appointment": self._time,
            "Capture": self._capture,
            "Party": self._gather,
            "Sign": self._sign,
            "Pay": self._pay,
        }

    def to_the_end(self) -> None:
        _begin(self._citizen, self._flow)
        here = self._elsewhere("Home", "Shelves", "Organisations")
        while here["page"] not in _AFTERWARDS:
            page, step = here["page"], here["step"]
            name = step if page in STEP_KINDS else f"{step}-{page.lower()}"
            self._citizen.look(name.replace("_", "-"))
            if page in _TAPS:
                for name in _TAPS[page]:
                    self._citizen.tap(name)
            elif page in self._does:
                self._does[page](step)
            else:
                raise DemoError(f"{self._flow.item} comes to {page} at {step}")
            here = self._elsewhere(here["place"])

    def _elsewhere(self, *places: str) -> dict[str, str]:
        """The page that comes after these, at rest."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            seen = self._citizen.page()
            known = {seen.get("place"), seen.get("page")}
            if seen and not seen["busy"] and not known.intersection(places):
                return seen
            time.sleep(_LOOKS_EVERY)
        wrong = [key for key, state in self._citizen.fields().items() if state == "wrong"]
        raise DemoError(
            f"{self._flow.item} does not go on from {places[0]}; wrong: {', '.join(wrong) or '-'}"
        )

    def _step(self, key: str) -> Step:
        group, _, slot = key.partition(".")
        for step in self._flow.steps:
            if step.key == key:
                return step
            if isinstance(step, Group) and step.key == group and slot.isdigit():
                return step.entries(range(int(slot) + 1))[int(slot)]
        raise DemoError(f"{self._flow.item} has no {key}")

    # --- one page each ---

    def _card(self, key: str) -> None:
        place = self._citizen.page()["place"]
        self._citizen.lay_card(self._visit.person)
        self._elsewhere(place)
        self._citizen.lift_card()

    def _confirm(self, key: str) -> None:
        self._citizen.confirm_on_phone(self._visit.person)

    def _act(self, key: str) -> None:
        step = self._step(key)
        assert isinstance(step, ActFor)
        filling.act(self._citizen, step, self._plan.answers)

    def _choose(self, key: str) -> None:
        step = self._step(key)
        assert isinstance(step, Choose)
        filling.choose(self._citizen, step, self._plan.answers, told=key in self._visit.answers)

    def _fill(self, key: str) -> None:
        step = self._step(key)
        assert isinstance(step, Form)
        self._filled.append(key)
        filling.fill(self._citizen, step, self._plan.answers, corrected=self._plan.corrected)

    def _list(self, key: str) -> None:
        """One more of the group, as long as fewer stand there than were planned."""
        group = key.removesuffix(".entries")
        stand = sum(filled.startswith(f"{group}.") for filled in self._filled)
        planned = self._plan.answers.get(group, "").count(",") + 1
        self._citizen.tap("entries.add" if stand < planned else "continue")

    def _time(self, key: str) -> None:
        """The first day, or the first time of it, that can be had."""
        free = self._citizen.wait_for_some("day.", _SETTLES) or self._citizen.wait_for_some("time.")
        if not free:
            raise DemoError(f"{self._flow.item} has no time to give")
        self._citizen.facts += 1
        self._citizen.tap(next(iter(free)))

    def _capture(self, key: str) -> None:
        """One page; a picture that will not do is taken again."""
        self._citizen.lay_sheet()
        for _ in range(_ASKS_AGAIN):
            self._citizen.tap("capture.take")
            taken = self._citizen.wait_for_some("capture.keep", _SETTLES)  # a tap may have come too early
            if taken or self._first("capture.keep", "capture.take") == "capture.keep":
                self._citizen.look("captured")
                self._citizen.tap("capture.keep")
                self._citizen.tap("capture.done")
                return
        raise DemoError(f"{self._flow.item}: the camera takes no picture")

    def _first(self, *names: str) -> str:
        """Which of these can be pressed first, once what is at hand is over."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            at_rest = not self._citizen.page().get("busy", True)
            for name in names:
                if at_rest and "x" in self._citizen.ask(cmd="where", name=name):
                    return name
            time.sleep(_LOOKS_EVERY)
        raise DemoError(f"{self._flow.item} shows none of {', '.join(names)}")

    def _gather(self, key: str) -> None:
        """The next one of the list lays a card, until nobody is waited for."""
        who = None if self._citizen.wait_for_some("continue", _SETTLES) else next(self._absent, None)
        if who is None:
            self._citizen.tap("continue")
            return
        place = self._citizen.page()["place"]
        self._citizen.lay_card(who)
        deadline = time.monotonic() + PATIENCE
        while self._citizen.page().get("place") == place and time.monotonic() < deadline:
            if "continue" in self._citizen.seen("continue"):
                self._citizen.tap("continue")
                break
            time.sleep(_LOOKS_EVERY)
        self._citizen.lift_card()

    def _sign(self, key: str) -> None:
        self._citizen.tap("sign.start")
        self._citizen.write("sign.pad", NAME)
        self._citizen.tap("sign.done")

    def _pay(self, key: str) -> None:
        self._citizen.pay_on_phone()
        self._citizen.tap("continue")


def _take_paper(citizen: Citizen) -> None:
    """Prints what came of it, and asks again when the platform was too slow with it."""
    for _ in range(_ASKS_AGAIN):
        page = citizen.wait_for(*_AFTERWARDS, busy=False)["page"]
        if page == "Preview":
            citizen.look("preview")
            citizen.tap("print")
            return
        if "x" not in citizen.ask(cmd="where", name="result.again"):
            return
        citizen.look("result-later")
        citizen.tap("result.again", counted=False)


def _begin(citizen: Citizen, flow: Flow) -> None:
    citizen.wait_for_network("ok")
    citizen.wait_for("Home")
    citizen.wait_to_see("collect")  # the devices have answered
    citizen.look("home")
    tile = f"item.{flow.item}"
    if PERSON not in flow.audience:
        citizen.tap("organisations")
        citizen.wait_to_see(tile)
        citizen.look("organisations")
    elif tile not in citizen.seen("item."):
        citizen.tap("shelves")
        citizen.tap(f"shelf.{_shelf(flow.item)}")
        citizen.wait_to_see(tile)
        citizen.look("shelf")
    citizen.tap(tile)


def _shelf(item: str) -> str:
    known, _ = shelves.load(RESOURCES)
    matters = load_items().values()
    themes = (shelf for shelf in known if shelf.kind == shelves.THEME)
    for shelf in themes:
        if any(place.item == item for place in shelves.on(shelf, known, matters)):
            return shelf.key
    raise DemoError(f"{item} stands on no shelf")
