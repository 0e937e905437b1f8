"""In with a name and a password, and out again."""

from __future__ import annotations

import math
import secrets

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from acceptance.console import accounts, pages, sessions
from acceptance.console.accounts import WaitError, WrongError
from acceptance.console.admission import Acting, Fields, StaffHere, in_earnest
from acceptance.dependencies import PlatformHere

router = APIRouter()

_BEFORE = "__Host-before"  # ties the form to the browser that asked for it, before anybody is signed in


@router.get("/")
def get_first(staff: StaffHere) -> Response:
    at = next(at for at, _, role in pages.SECTIONS if staff.may(role))
    return RedirectResponse(at, 303, {"Cache-Control": "no-store"})


@router.get("/sign-in")
def get_sign_in() -> Response:
    return _form()


@router.post("/sign-in")
def post_sign_in(request: Request, platform: PlatformHere, said: Fields) -> Response:
    """Raises FormTokenError."""
    in_earnest(request.cookies.get(_BEFORE, ""), said)
    name, now = said.get("name", "").strip()[: accounts.NAME], platform.clock()
    try:
        accounts.prove(platform.database, name, said.get("password", "")[:100], now)
    except WaitError as error:
        seconds = math.ceil(error.wait.total_seconds())
        answer = _form(f"试错的次数太多，请 {seconds} 秒后再试", 429)
        answer.headers["Retry-After"] = str(seconds)
        return answer
    except WrongError:
        return _form("账号或密码不对", 403)
    answer = RedirectResponse("/", 303, {"Cache-Control": "no-store"})
    _set(answer, sessions.COOKIE, sessions.begin(platform.database, name, now))
    answer.delete_cookie(_BEFORE, secure=True, httponly=True, samesite="strict")
    return answer


@router.post("/sign-out")
def post_sign_out(platform: PlatformHere, staff: StaffHere, said: Acting) -> Response:
    sessions.end(platform.database, staff.token)
    answer = RedirectResponse("/sign-in", 303, {"Cache-Control": "no-store"})
    answer.delete_cookie(sessions.COOKIE, secure=True, httponly=True, samesite="strict")
    return answer


def _form(trouble: str = "", status: int = 200) -> Response:
    before = secrets.token_urlsafe(32)
    answer = pages.page(
        "sign_in.html", status=status, trouble=trouble, form_token=sessions.form_token(before)
    )
    _set(answer, _BEFORE, before)
    return answer


def _set(answer: Response, name: str, value: str) -> None:
    answer.set_cookie(name, value, secure=True, httponly=True, samesite="strict", path="/")
