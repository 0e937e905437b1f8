"""An unfinished session taken over to another version of its item: answers stay by key, others fall away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.flows.definition import Flow, Group
from kiosk.flows.path import Answer
from kiosk.flows.session import Session


def rebased(session: Session, flow: Flow) -> Session:
    """The same person at the first question that the other version still has for them.

    What that version cannot take (an option that is gone, a field that wants another form) it asks again.
    """
    return replace(session, flow=flow, answers=known_to(flow, session.answers), at=None)


def known_to(flow: Flow, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Those of the answers whose question the flow has."""
    keys = {key for step in flow.steps for key in step.keys}
    groups = tuple(f"{step.key}." for step in flow.steps if isinstance(step, Group))
    return {key: value for key, value in answers.items() if key in keys or key.startswith(groups)}
