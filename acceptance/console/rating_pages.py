"""Bad ratings, and what somebody did about each."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from acceptance import rectification
from acceptance.console import notes, pages, words
from acceptance.console.accounts import Role
from acceptance.console.admission import Acting, only
from acceptance.console.live import LiveHere
from acceptance.console.sessions import Staff
from acceptance.dependencies import PlatformHere
from acceptance.problems import Kind, ProblemError
from acceptance.rectification import ClosedError, Ending

router = APIRouter()

Caseworker = Annotated[Staff, Depends(only(Role.CASEWORKER))]


@router.get("/ratings")
def get_ratings(platform: PlatformHere, staff: Caseworker, live: LiveHere) -> Response:
    mark = live.mark()
    with platform.database.reading() as connection:
        waiting = rectification.listed(connection)
        closed = rectification.listed(connection, closed=True)
    today = platform.clock().date()
    return pages.page(
        "ratings.html", staff, waiting=waiting, closed=closed, today=today, mark=mark, words=words
    )


@router.get("/ratings/{filing}")
def get_rating(platform: PlatformHere, staff: Caseworker, filing: str) -> Response:
    with platform.database.reading() as connection:
        poor, written = rectification.find(connection, filing), notes.of(connection, filing)
    if poor is None:
        raise ProblemError(Kind.NOT_FOUND)
    today = platform.clock().date()
    return pages.page("rating.html", staff, poor=poor, written=written, today=today, words=words)


@router.post("/ratings/{filing}")
def post_rating(platform: PlatformHere, staff: Caseworker, said: Acting, filing: str) -> Response:
    """Take it, write something down, or close it with what was done. Raises ProblemError."""
    wish, text, now = said.get("wish", ""), said.get("text", "").strip(), platform.clock()
    if wish not in ("take", "note", *Ending) or (wish in set(Ending) and not text):
        raise ProblemError(Kind.MALFORMED, "wish or text")
    try:
        with platform.database.writing() as connection:
            if rectification.find(connection, filing) is None:
                raise ProblemError(Kind.NOT_FOUND)
            if wish == "take":
                rectification.take(connection, filing, staff.name)
            elif wish in set(Ending):
                rectification.close(connection, filing, staff.name, Ending(wish), now)
            notes.add(connection, filing, staff.name, text, now)
    except ClosedError:
        raise ProblemError(Kind.GONE) from None
    return RedirectResponse(f"/ratings/{filing}", 303, {"Cache-Control": "no-store"})
