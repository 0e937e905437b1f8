"""The shapes of what a terminal answers to a command."""

from __future__ import annotations

from pydantic import BaseModel, Field

from acceptance.bodies import Body, Jws


class AcknowledgementIn(Body):
    acknowledgement: Jws = Field(
        description="A JWS of the kind acknowledgement: id, terminal, outcome, detail, at, report"
    )


class AcknowledgementOut(BaseModel):
    id: str = Field(description="Of the command: its answer is kept")
