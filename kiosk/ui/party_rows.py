"""The people of a party in words. Pure: a session and a language in, words out. Nobody's number is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiosk.ui.wording import Wording

if TYPE_CHECKING:
    from kiosk.flows.definition import Party
    from kiosk.flows.session import Session
    from kiosk.flows.session.party import Attendance

_LOOKS = {  # drawing and tone of one line, by where the person stands
    "missing": ("clock", "plain"),
    "present": ("person", "warm"),
    "signed": ("check", "good"),
    "signed_by_phone": ("check", "good"),
    "invited": ("mobile", "warm"),
    "declined": ("warning", "bad"),
    "expired": ("warning", "bad"),
    "applicant": ("check", "good"),
}


def step(session: Session) -> Party | None:
    """The list at hand, if it is."""
    from kiosk.flows.definition import Party

    return session.step if isinstance(session.step, Party) else None


def masked(there: Attendance) -> str:
    from kiosk.model import mask_name

    return mask_name(there.name) if there.name else "*"


def rows(session: Session, wording: Wording) -> list[dict[str, Any]]:
    """`sign`: may sign now without another card; `invite`: may be asked by phone; `code`: was asked, and the
    code can be shown again."""
    here = step(session)
    if here is None:
        return []
    return [_row(here, there, wording) for there in session.attendances(here)]


def asks(session: Session, wording: Wording) -> str:
    """Whose card is waited for; any of several may be the next."""
    here = step(session)
    wanted = [there for there in session.attendances(here) if not there.settled] if here else []
    absent = [there for there in wanted if there.presence != "present"]
    if not wanted:
        return wording.say("party_all")
    if not absent:
        return wording.say("party_sign_again")
    return wording.say("party_lay", masked(absent[0])) if len(absent) == 1 else wording.say("party_lay_any")


def _row(here: Party, there: Attendance, wording: Wording) -> dict[str, Any]:
    state = there.presence.value
    drawing, tone = ("check", "good") if state == "present" and there.settled else _LOOKS[state]
    return {
        "key": there.entry,
        "name": masked(there),
        "says": wording.say(f"party_{state}"),
        "drawing": drawing,
        "tone": tone,
        "sign": here.signs and state == "present",
        "invite": here.invites and state in ("missing", "declined", "expired"),
        "code": state == "invited",
    }
