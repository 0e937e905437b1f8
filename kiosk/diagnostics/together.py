"""Questions asked all at once, so that the dead are waited for only once."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.diagnostics.verdict import failed
from kiosk.model import Health


@dataclass(frozen=True)
class Question:
    name: str  # under which it stands when it is not answered
    ask: Callable[[], Health | tuple[Health, ...]]


def side_by_side(questions: Sequence[Question], deadline: float) -> list[tuple[Health, ...]]:
    """An answer for each question, in their order, after at most `deadline` seconds."""
    answers: queue.Queue[tuple[int, tuple[Health, ...]]] = queue.Queue()

    def run(place: int, question: Question) -> None:
        try:
            found = question.ask()
            answers.put((place, found if isinstance(found, tuple) else (found,)))
        except Exception as error:  # a check that breaks is a finding, and must not hide the others
            value, advice = f"没有查成（{type(error).__name__}）", "检查程序出错：把这一行告诉开发者"
            answers.put((place, (failed(question.name, value, advice=advice, code="check.broken"),)))

    for place, question in enumerate(questions):
        threading.Thread(target=run, args=(place, question), daemon=True, name="check").start()
    found: dict[int, tuple[Health, ...]] = {}
    end = time.monotonic() + deadline
    while len(found) < len(questions):
        try:
            place, healths = answers.get(timeout=max(0.0, end - time.monotonic()))
        except queue.Empty:
            break
        found[place] = healths
    return [found.get(place, (_late(question, deadline),)) for place, question in enumerate(questions)]


def _late(question: Question, deadline: float) -> Health:
    advice = "检查设备和线路，或重新启动终端"
    return failed(question.name, f"{deadline:g} s 没有查完", advice=advice, code="check.late")
