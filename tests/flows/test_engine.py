"""What the engine keeps to in every item, whatever somebody answers, in any order."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.flows import sources
from kiosk.flows.definition import Choose, Flow, Form, Step
from kiosk.flows.gate import derived
from kiosk.flows.loader import RESOURCES
from kiosk.flows.session import Session
from kiosk.flows.taking import AnswerError
from kiosk.flows.walk import begun, is_over, opening_day, stranger, tap
from tests import shipped

HELD = sources.examples(sources.beside(RESOURCES / "items")[0])
FLOWS = list(shipped.items().values())
SEEDS = st.integers(0, 2**32)
ITEMS = st.sampled_from(FLOWS)


def pages(flow: Flow, random: Random) -> Iterator[tuple[Session, Step, Session]]:
    """Every page of a walk: the session before a tap, its step, the session after it."""
    world = stranger(opening_day(flow), HELD)
    session = begun(flow, world, ["card_reader", "document_printer"], "walk")
    for _ in range(1000):  # as far as a walk goes at most
        if is_over(session) or session.step is None:
            return
        step, before = session.step, session
        session = tap(session, step, random, world)
        yield before, step, session
    raise AssertionError(f"{flow.item}: no end")


def typed(session: Session, step: Step) -> dict[str, str]:
    """What stands on a page as it was answered."""
    return {key: str(session.normal_answers.get(key, "")) for key in step.keys}


def answered(session: Session) -> list[Step]:
    return [s for s in session.path if isinstance(s, Choose | Form) and s.revisable and session.is_done(s)]


def hold_to_double_taps(flow: Flow, seed: int) -> None:
    for _, step, after in pages(flow, Random(seed)):
        if isinstance(step, Choose | Form) and (after.step is None or after.step.key != step.key):
            assert after.answer(step.key, typed(after, step)) is after


def hold_to_going_back(flow: Flow, seed: int) -> None:
    """Facts survive it, and whoever confirms what was answered stands where they stood."""
    for _, _, after in pages(flow, Random(seed)):
        back = after.back()
        assert back.facts == after.facts
        if (
            back is after
            or after.stop
            or not isinstance(back.step, Choose | Form)
            or back.answers != after.answers
        ):
            continue
        if back.step not in answered(after):
            continue
        again = back.answer(back.step.key, typed(back, back.step))
        assert again.normal_answers == after.normal_answers
        assert derived(again) == derived(after)


def hold_to_what_is_sent(flow: Flow, seed: int) -> None:
    for before, _, after in pages(flow, Random(seed)):
        assert before.facts.keys() <= after.facts.keys()
        assert set(after.normal_answers) <= {key for step in after.path for key in step.keys}


def hold_to_a_change_that_is_taken_back(flow: Flow, seed: int) -> None:
    random = Random(seed)
    last = [after for _, _, after in pages(flow, random)][-1]
    if last.stop or not (there := answered(last)):
        return
    step = random.choice(there)
    revised = last.revise(step.key)
    try:
        changed = tap(revised, step, random, stranger(last.today, HELD))
    except AnswerError:
        return
    if changed.step is not None and changed.step.key != step.key:
        changed = changed.revise(step.key)
    back = changed.answer(step.key, typed(last, step))
    assert back.normal_answers == last.normal_answers
    assert derived(back) == derived(last)


HOLDS = [
    hold_to_double_taps,
    hold_to_going_back,
    hold_to_what_is_sent,
    hold_to_a_change_that_is_taken_back,
]


@pytest.mark.parametrize("hold", HOLDS, ids=lambda hold: hold.__name__.removeprefix("hold_to_"))
@given(ITEMS, SEEDS)
@settings(max_examples=12)
def test_the_engine_holds(hold, flow, seed):
    hold(flow, seed)


@pytest.mark.soak
@pytest.mark.parametrize("hold", HOLDS, ids=lambda hold: hold.__name__.removeprefix("hold_to_"))
@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.item)
def test_the_engine_holds_on_hundreds_of_walks(hold, flow):
    for seed in range(100):
        hold(flow, seed)
