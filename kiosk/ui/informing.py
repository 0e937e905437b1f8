"""The last page of a matter that only informs, as plain lists for the screen. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.ui.content import Entry
from kiosk.ui.wording import Wording

if TYPE_CHECKING:
    from kiosk.flows.session import Session


def words(session: Session, wording: Wording) -> list[Entry]:
    from kiosk.flows import informing
    from kiosk.flows.definition import Inform

    step = session.step
    if not isinstance(step, Inform):
        return []
    return [
        {"title": wording.pick(title), "text": wording.pick(text)}
        for title, text in informing.words(session, step)
    ]


def bars(session: Session, wording: Wording) -> list[Entry]:
    """Each figure with its unit, and how long its bar is beside the longest."""
    from kiosk.flows import informing
    from kiosk.flows.definition import Inform

    step = session.step
    if not isinstance(step, Inform):
        return []
    return [
        {
            "title": wording.pick(figure.title),
            "shown": wording.say("figure", f"{figure.amount:,}", wording.pick(figure.unit)),
            "part": figure.part,
        }
        for figure in informing.figures(session, step)
    ]


def estimate(session: Session, wording: Wording) -> str:
    """Whose figures these are, where nobody in charge has confirmed them."""
    from kiosk.flows import gate

    sources = gate.estimated(session)
    return wording.say("figures_estimated", "；".join(sources)) if sources else ""
