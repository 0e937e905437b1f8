"""Whether the person before the terminal may act for an organisation: by the register's list, else asked."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kiosk.flows.definition.acting import ASKED, KEY
from kiosk.flows.fields.people import uscc
from kiosk.flows.fields.wrong import FieldError
from kiosk.flows.materials import State
from kiosk.flows.session import Session, acting
from kiosk.flows.taking import AnswerError
from kiosk.flows.text import Text
from kiosk.store import StoreError
from kiosk.store.journal import Event
from kiosk.terminal import asking
from kiosk.terminal.words import NotConfirmedError

if TYPE_CHECKING:
    from kiosk.terminal import Terminal

_NOT_NAMED = Text(
    "平台上没有您代表这家单位的登记。请核对代码，或请单位先在电子营业执照上授权给您",
    "查不到您能代表这家单位。看看代码，或让单位先授权",
    "The platform knows of no authority of yours for this organisation. Compare the code, or have it "
    "authorise you in its electronic licence",
)


def act_for(terminal: Terminal, session: Session, step: str, code: str) -> Session:
    """The person files for the organisation of this code, or with none for themselves.

    Without a line it is taken in, and the platform looks later. Raises AnswerError with one sentence.
    """
    try:
        plain = uscc(code) if code.strip() else ""
    except FieldError as error:
        raise AnswerError({KEY: error.says}) from None
    if not plain:
        return acting.act(session, step, "", None)
    found = acting.authority(session, plain)
    try:
        found = found or _asked(terminal, session, plain)
    except NotConfirmedError:
        return session.unproved()
    if found["state"] == State.NO_DATA:
        raise AnswerError({KEY: _NOT_NAMED})
    return acting.act(session, step, plain, found)


def _asked(terminal: Terminal, session: Session, code: str) -> dict[str, Any]:
    token = session.facts.get("confirmation", {}).get("token")
    if token is None or ASKED not in session.consented:
        return acting.fact(code, ASKED, State.LATER)
    question = asking.Question("share", ASKED, {"uscc": code})
    said = asking.office(terminal.platform, session, question, token)
    state = State(said["state"]) if said["state"] in (State.OK, State.NO_DATA) else State.LATER
    with suppress(StoreError):  # a page that could not go on would help nobody
        told = state.value if state is State.LATER else "ANSWERED"
        terminal.store.journal.append(Event.ASKED, terminal.clock(), ASKED, state=told)
    return acting.fact(code, ASKED, state, said.get("value"), said.get("token", ""))
