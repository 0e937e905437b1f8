"""One department's part of a matter: what it waits for, how long it may take, what comes of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from kiosk.flows.calendar import Limit
from kiosk.flows.rules import Context, Rule
from kiosk.flows.text import Text

FORM = "form"  # what every branch has from the beginning: the accepted filing


@dataclass(frozen=True)
class Branch:
    """It starts when all that it needs is done, and ends no sooner than what it takes is there."""

    key: str
    name: Text
    department: Text
    where: Text  # whoever gets no result is told where to turn,
    phone: str  # and whom to call
    needs: tuple[str, ...] = ()  # other branches; none: the form alone
    takes: tuple[str, ...] = ()  # outputs of other branches
    uses: tuple[str, ...] = ()  # answers that its form asks for; none named: all of them
    output: str = ""  # under which name other branches take its result
    charge: str = ""  # the line of the fees that holds up this branch alone while it is unpaid
    limit: Limit | None = None  # none: at once
    optional: bool = False  # the matter ends without it
    when: Rule | None = None  # none: in every case


def asked(branches: tuple[Branch, ...], context: Context) -> tuple[Branch, ...]:
    """The branches of one case. Who needs one that this case has not needs what that one would have needed;
    nobody takes what nobody makes."""
    there = {branch.key: branch for branch in branches if branch.when is None or branch.when(context)}
    made = {branch.output for branch in there.values()}
    return tuple(
        replace(
            branch,
            needs=_needs(branch, branches, there.keys()),
            takes=tuple(name for name in branch.takes if name in made),
        )
        for branch in there.values()
    )


def _needs(branch: Branch, branches: tuple[Branch, ...], there: Collection[str]) -> tuple[str, ...]:
    every = {each.key: each for each in branches}
    found: dict[str, None] = {}
    waiting = list(branch.needs)
    while waiting:
        key = waiting.pop(0)
        if key in there:
            found[key] = None
        else:
            waiting += every[key].needs
    return tuple(found)
