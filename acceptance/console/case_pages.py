"""What waits for somebody: filings that were refused as messages, and what people suggest."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse, Response

from acceptance import late_parts, quarantine, suggestions
from acceptance.console import notes, pages, words
from acceptance.console.accounts import Role
from acceptance.console.admission import Acting, only
from acceptance.console.live import LiveHere
from acceptance.console.sessions import Staff
from acceptance.dependencies import PlatformHere
from acceptance.problems import Kind, ProblemError
from acceptance.quarantine import ClosedError, Ending
from acceptance.suggestion_pages import KINDS, STATES
from acceptance.suggestions import State, Step

router = APIRouter()

Caseworker = Annotated[Staff, Depends(only(Role.CASEWORKER))]
_BY_HAND = (Ending.AGAIN, Ending.NOTHING)


@router.get("/quarantine")
def get_quarantine(platform: PlatformHere, staff: Caseworker, live: LiveHere) -> Response:
    mark = live.mark()
    with platform.database.reading() as connection:
        waiting, closed = quarantine.listed(connection), quarantine.listed(connection, closed=True)
        coming = late_parts.listed(connection, platform.clock())
    return pages.page(
        "quarantine.html",
        staff,
        waiting=waiting,
        closed=closed,
        coming=coming,
        today=platform.clock().date(),
        mark=mark,
        words=words,
    )


@router.get("/quarantine/{filing}")
def get_waiting(platform: PlatformHere, staff: Caseworker, filing: str) -> Response:
    with platform.database.reading() as connection:
        waiting, written = quarantine.find(connection, filing), notes.of(connection, filing)
    if waiting is None:
        raise ProblemError(Kind.NOT_FOUND)
    return pages.page(
        "waiting.html",
        staff,
        waiting=waiting,
        written=written,
        endings=_BY_HAND,
        today=platform.clock().date(),
        words=words,
    )


@router.post("/quarantine/{filing}")
def post_waiting(platform: PlatformHere, staff: Caseworker, said: Acting, filing: str) -> Response:
    """Take it, write something down, or close it. Raises ProblemError."""
    wish, now = said.get("wish", ""), platform.clock()
    try:
        with platform.database.writing() as connection:
            notes.add(connection, filing, staff.name, said.get("text", ""), now)
            if wish == "take":
                quarantine.take(connection, filing, staff.name)
            elif wish in _BY_HAND:
                quarantine.close(connection, filing, staff.name, Ending(wish), now)
            elif wish != "note" or quarantine.find(connection, filing) is None:
                raise ProblemError(Kind.MALFORMED, "wish")
    except ClosedError:
        raise ProblemError(Kind.GONE) from None
    return RedirectResponse(f"/quarantine/{filing}", 303, {"Cache-Control": "no-store"})


@router.get("/suggestions")
def get_suggestions(
    platform: PlatformHere,
    staff: Caseworker,
    live: LiveHere,
    state: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    wanted, mark = State(state) if state in set(State) else None, live.mark()
    with platform.database.reading() as connection:
        found = suggestions.listed(connection, wanted)
    return pages.page(
        "suggestions.html", staff, found=found, wanted=wanted, kinds=KINDS, states=STATES, mark=mark
    )


@router.get("/suggestions/{id}")
def get_suggestion(platform: PlatformHere, staff: Caseworker, id: str) -> Response:
    with platform.database.reading() as connection:
        found, written = suggestions.find(connection, id), notes.of(connection, id)
    if found is None:
        raise ProblemError(Kind.NOT_FOUND)
    return pages.page("suggestion.html", staff, suggestion=found, written=written, kinds=KINDS, states=STATES)


@router.post("/suggestions/{id}")
def post_suggestion(platform: PlatformHere, staff: Caseworker, said: Acting, id: str) -> Response:
    """Raises ProblemError."""
    state, now = said.get("state", ""), platform.clock()
    if state not in set(State):
        raise ProblemError(Kind.MALFORMED, "state")
    with platform.database.writing() as connection:
        if suggestions.find(connection, id) is None:
            raise ProblemError(Kind.NOT_FOUND)
        step = Step(State(state), staff.name, said.get("answer", "").strip(), now)
        suggestions.move(connection, id, step)
        notes.add(connection, id, staff.name, said.get("text", ""), now)
    return RedirectResponse(f"/suggestions/{id}", 303, {"Cache-Control": "no-store"})
