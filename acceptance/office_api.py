"""What departments ask of the platform, each with its own key: work, and a place for its outcome."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from pydantic import BaseModel, BeforeValidator, Field

from acceptance import office_work
from acceptance.bodies import Body, Covered, Short
from acceptance.branches import Kinds, Word
from acceptance.dependencies import IdInPath, PlatformHere, TokenInPath, problems
from acceptance.problems import Kind, ProblemError

router = APIRouter(tags=["offices"], responses=problems(Kind.MALFORMED, Kind.NOT_AN_OFFICE))

_OUTCOME = problems(Kind.NOT_FOUND, Kind.BRANCH_CLOSED, Kind.BRANCH_TOO_EARLY, Kind.BRANCH_RESULT)


def _number(value: object) -> object:
    """21.0 is an integer in JSON Schema; true and "21" are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("not a number")
    return value


class ClaimIn(Body):
    worker: Short = Field(description="Who takes it up, by a name of the department's own")
    most: Annotated[int, BeforeValidator(_number)] = Field(default=1, ge=1, le=50)


class Claimed(BaseModel):
    filing: str
    acceptance_number: str
    item: str
    branch: str
    started_at: datetime
    until: datetime = Field(description="Until then it is nobody else's")
    answers: dict[str, Any] = Field(description="What this branch's form asks for, in its normal form")
    inputs: dict[str, str] = Field(description="What earlier branches gave, by the names of their outputs")
    notes: dict[str, str] = Field(description="What the departments before it left for it, by branch")


class ClaimOut(BaseModel):
    branches: list[Claimed]


class OutcomeIn(Body):
    worker: Short
    outcome: Kinds
    result: dict[str, Covered] = Field(default_factory=dict, max_length=20)
    reason: Annotated[str, Field(pattern=r"^[A-Z][A-Z_]{1,39}$")] | None = None
    note: Covered | None = Field(
        default=None, description="For the departments that go on after it; an empty one takes it back"
    )


def department_of(platform: PlatformHere, authorization: Annotated[str, Header(max_length=200)] = "") -> str:
    """By the bearer's key (RFC 6750)."""
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise ProblemError(Kind.NOT_AN_OFFICE)
    return office_work.department(platform, key.strip())


DepartmentHere = Annotated[str, Depends(department_of)]


@router.post("/v1/offices/claim", operation_id="postOfficeClaim")
def post_claim(body: ClaimIn, platform: PlatformHere, department: DepartmentHere) -> ClaimOut:
    found = office_work.claim(platform, department, body.worker, body.most)
    return ClaimOut(branches=[Claimed.model_validate(vars(one)) for one in found])


@router.post(
    "/v1/offices/branches/{id}/{branch}",
    status_code=204,
    responses=_OUTCOME,
    operation_id="postOfficeOutcome",
)
def post_outcome(
    id: IdInPath, branch: TokenInPath, body: OutcomeIn, platform: PlatformHere, department: DepartmentHere
) -> None:
    word = Word(body.outcome, body.result, body.reason, body.note)
    office_work.outcome(platform, department, body.worker, (id, branch), word)
