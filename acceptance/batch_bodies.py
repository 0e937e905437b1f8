"""The shapes of a request with many filings, and of its answers."""

from __future__ import annotations

from pydantic import BaseModel, Field

from acceptance.bodies import Body, FilingIn, Id, Problem


class BatchedFiling(FilingIn):
    id: Id


class FilingsIn(Body):
    filings: list[BatchedFiling] = Field(min_length=1, max_length=50)


class FilingAnswer(BaseModel):
    """What a PUT of the filing would have been answered."""

    id: str
    status: int = Field(description="201, or the status of the problem")
    receipt: str | None = Field(default=None, description="A JWS of the kind receipt, with 201")
    problem: Problem | None = None


class FilingsOut(BaseModel):
    answers: list[FilingAnswer] = Field(description="One for each filing, in their order")
