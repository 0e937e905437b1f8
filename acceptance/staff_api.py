"""What an enrolled terminal may ask for a clerk of its site, over mutual TLS."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from acceptance import staff
from acceptance.bodies import Body
from acceptance.dependencies import PlatformHere, TerminalHere, problems
from acceptance.problems import Kind, ProblemError
from kiosk.wire.staff import NewPin

router = APIRouter()  # a part of the terminal's

Proof = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class PinIn(Body):
    account: Annotated[str, Field(pattern=r"^[0-9]{6}-[0-9]{4}-W[0-9]{2,6}$")]
    old: Proof = Field(
        description="The proof in the roll that the terminal holds: a later change wins nothing"
    )
    salt: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    pin: Proof = Field(
        description="`scrypt` of card number, 0x00 and the new PIN; the PIN itself is never sent"
    )


class PinOut(BaseModel):
    account: str


@router.post("/v1/staff/pin", responses=problems(Kind.GONE), operation_id="postStaffPin")
def post_pin(body: PinIn, platform: PlatformHere, terminal: TerminalHere) -> PinOut:
    """A clerk changes their own PIN. It counts everywhere with the next roll."""
    if not staff.change_pin(platform, terminal, NewPin(**body.model_dump())):
        raise ProblemError(Kind.GONE)
    return PinOut(account=body.account)
