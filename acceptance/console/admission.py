"""Whether somebody may see or do this: signed in, of the right role, and in earnest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends, Request

from acceptance.console import sessions
from acceptance.console.accounts import Role
from acceptance.console.sessions import COOKIE, Staff
from acceptance.dependencies import PlatformHere, fields

FORM_TOKEN = "token"
RENEWS = "x-renews"  # a page that renews itself: nobody did anything


class SignedOutError(Exception):
    """Nobody is signed in, or not any more."""


class RoleError(Exception):
    """Somebody is, and may not."""


class FormTokenError(Exception):
    """A form that did not come from a page of this session."""


Fields = Annotated[dict[str, str], Depends(fields)]


def staff(request: Request, platform: PlatformHere) -> Staff:
    """Raises SignedOutError."""
    used = RENEWS not in request.headers
    cookie = request.cookies.get(COOKIE, "")
    found = sessions.whose(platform.database, cookie, platform.clock(), used=used) if cookie else None
    if found is None:
        raise SignedOutError
    return found


StaffHere = Annotated[Staff, Depends(staff)]


def only(role: Role) -> Callable[[StaffHere], Staff]:
    def check(staff: StaffHere) -> Staff:
        """Raises RoleError."""
        if not staff.may(role):
            raise RoleError
        return staff

    return check


def in_earnest(cookie: str, said: Mapping[str, str]) -> None:
    """Raises FormTokenError."""
    if not sessions.is_ours(cookie, said.get(FORM_TOKEN, "")):
        raise FormTokenError


def acting(staff: StaffHere, said: Fields) -> dict[str, str]:
    """The fields of a form of this session. Raises SignedOutError or FormTokenError."""
    in_earnest(staff.token, said)
    return said


Acting = Annotated[dict[str, str], Depends(acting)]
