"""The citizen of a matter without a story of its own: taps the first answer of every question.

It is for matters that ask everybody by taps alone; one that has to be typed needs somebody who knows what.
"""

from __future__ import annotations

from functools import partial

from kiosk.demo.citizen import Citizen, DemoError
from kiosk.demo.story import Chapter, leave
from kiosk.flows import shelves
from kiosk.flows.definition import (
    ENDS,
    Choose,
    ConfirmByPhone,
    Flow,
    Inform,
    Notice,
    ReadCard,
    Review,
    Step,
)
from kiosk.flows.loader import load_items
from kiosk.flows.search.cleaning import RESOURCES

PERSON = "ouyang-wenjing"  # id in resources/persons.yaml
_ASKS_AGAIN = 3
_TAPPED = (Notice, Choose, ReadCard, ConfirmByPhone, *ENDS)


def is_tapped(flow: Flow) -> bool:
    """Whether nobody has to type; a question that only some answers lead to may be another."""
    return all(step.when is not None or isinstance(step, _TAPPED) for step in flow.steps)


def chapters(flow: Flow) -> tuple[Chapter, ...]:
    """One citizen, who files unless the matter only informs."""
    files = isinstance(flow.steps[-1], Review)
    return (Chapter("tapped", flow.title.zh, partial(walk, flow=flow), files=files),)


def walk(citizen: Citizen, flow: Flow) -> None:
    """From home over its shelf to the last page, and home again. Raises DemoError."""
    _begin(citizen, flow.item)
    steps = {step.key: step for step in flow.steps}
    on = "Home"
    while not isinstance(steps.get(on), ENDS):
        on = _next(citizen, on, flow)
        citizen.look(on.replace("_", "-"))
        _answer(citizen, steps[on])
    _take_paper(citizen)
    leave(citizen)


def _take_paper(citizen: Citizen) -> None:
    """Prints what came of it, and asks again when the platform was too slow with it."""
    for _ in range(_ASKS_AGAIN):
        page = citizen.wait_for("Home", "Preview", "Outcome", busy=False)["page"]
        if page == "Preview":
            citizen.look("preview")
            citizen.tap("print")
            return
        if "x" not in citizen.ask(cmd="where", name="result.again"):
            return
        citizen.look("result-later")
        citizen.tap("result.again", counted=False)


def _begin(citizen: Citizen, item: str) -> None:
    citizen.wait_for_network("ok")
    citizen.wait_for("Home")
    citizen.wait_to_see("collect")  # the devices have answered
    citizen.look("home")
    citizen.tap("shelves")
    citizen.tap(f"shelf.{_shelf(item)}")
    citizen.wait_to_see(f"item.{item}")
    citizen.look("shelf")
    citizen.tap(f"item.{item}")


def _shelf(item: str) -> str:
    known, _ = shelves.load(RESOURCES)
    matters = load_items().values()
    themes = (shelf for shelf in known if shelf.kind == shelves.THEME)
    for shelf in themes:
        if any(place.item == item for place in shelves.on(shelf, known, matters)):
            return shelf.key
    raise DemoError(f"{item} stands on no shelf")


def _next(citizen: Citizen, on: str, flow: Flow) -> str:
    """The key of the step that comes after the one at hand."""
    others = [step.key for step in flow.steps if step.key != on]
    return str(citizen.wait_for(*others, busy=False)["step"])


def _answer(citizen: Citizen, step: Step) -> None:
    match step:
        case Notice():
            citizen.tap("agree")
        case ReadCard():
            citizen.lay_card(PERSON)
        case ConfirmByPhone():
            citizen.lift_card()
            citizen.code_in_sight()
            citizen.confirm_on_phone(PERSON)
        case Choose(options=(first, *_)):
            citizen.tap(f"choice.{first.value}")
        case Review():
            citizen.tap("submit")
        case Inform():
            citizen.tap("inform.done")
        case _:
            raise DemoError(f"{step.key} is not answered by a tap")
