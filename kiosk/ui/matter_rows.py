"""What a person filed here and has no result of yet: where it stands, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from kiosk.ui.wording import Wording

if TYPE_CHECKING:
    from kiosk.terminal.withdrawing import Matter

_READY = ("result_ready", "concluded")  # values of model.Status; these are in the list of results


def rows(
    matters: Iterable[Matter], wording: Wording, phone: str, may_withdraw: Callable[[Matter], bool]
) -> list[dict[str, str | bool]]:
    """`phone`: whom to ask."""
    return [
        {
            "id": matter.filing.id,
            "number": matter.filing.number,
            "title": f"{matter.title} · {state(matter, wording)}",
            "says": _for(matter, wording) + says(matter, wording, phone),
            "withdraw": may_withdraw(matter),
            "progress": bool(matter.branches),
        }
        for matter in matters
        if matter.outcome.status not in _READY or _was_refused(matter) or matter.branches
    ]


def _for(matter: Matter, wording: Wording) -> str:
    return wording.say("act_for", matter.organisation) + "\n" if matter.organisation else ""


def state(matter: Matter, wording: Wording) -> str:
    return _words(matter, wording)[0]


def says(matter: Matter, wording: Wording, phone: str) -> str:
    """A reason of the platform, where there is one, says more than the name of the state."""
    meaning = _words(matter, wording)[1]
    if matter.withdrawn or matter.asked_back:
        return meaning
    said = wording.reason(matter.outcome.reason, phone) or meaning
    if matter.withdrawal is None:
        return said
    why = wording.reason(matter.withdrawal.reason, phone)
    return f"{why or wording.say('withdraw_not_taken', phone)}\n{said}"


def _words(matter: Matter, wording: Wording) -> tuple[str, str]:
    from kiosk.model import Status
    from kiosk.receipt import state_words, withdrawal_words

    if matter.withdrawn:
        return state_words(Status.WITHDRAWN, wording.language)
    if matter.asked_back and matter.withdrawal:
        return withdrawal_words(matter.withdrawal.status, wording.language)
    return state_words(matter.outcome.status, wording.language, matter.outcome.reason)


def _was_refused(matter: Matter) -> bool:
    return matter.withdrawal is not None and not matter.asked_back
