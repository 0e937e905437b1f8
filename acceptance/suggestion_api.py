"""What a person says at a terminal, over mutual TLS: without their name, by a code that the terminal made."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from acceptance import suggestions
from acceptance.bodies import Body
from acceptance.dependencies import PlatformHere, TerminalHere, problems
from acceptance.problems import Kind, ProblemError
from acceptance.suggestions import CrowdedError, SuggestionError
from kiosk.wire.suggestions import LONGEST

router = APIRouter()  # a part of the terminal's

_HOUR = 3600


class SuggestionIn(Body):
    kind: suggestions.Kind
    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    code: Annotated[str, Field(pattern=r"^([2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}$")]


class SuggestionOut(BaseModel):
    url: str = Field(description="Where the code is asked with")


@router.post(
    "/v1/suggestions", responses=problems(Kind.BUSY, Kind.SAYS_NOTHING), operation_id="postTerminalSuggestion"
)
def post_suggestion(body: SuggestionIn, platform: PlatformHere, terminal: TerminalHere) -> SuggestionOut:
    """The same code again is the same suggestion."""
    try:
        suggestions.take(platform, body.kind, body.text, terminal.id, body.code)
    except CrowdedError:
        raise ProblemError(Kind.BUSY, retry_after=_HOUR) from None
    except SuggestionError:
        raise ProblemError(Kind.SAYS_NOTHING) from None
    return SuggestionOut(url=f"{platform.public_url}/suggest/state")
