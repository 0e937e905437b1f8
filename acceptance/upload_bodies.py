"""The shapes of a filing whose large parts are uploaded, and of its waiting for them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from acceptance.bodies import Body, Jws, Short

AWAITING_PARTS = "awaiting_parts"  # no status that a filing has: it is one with its receipt


class PartNamed(Body):
    name: Short
    data: str | None = Field(
        description="The sealed bytes, base64 of RFC 4648 §4; null of what is uploaded, before or after"
    )


class FilingNamed(Body):
    envelope: Jws = Field(description="A JWS of the kind filing")
    parts: list[PartNamed] = Field(max_length=64)


class MissingPart(BaseModel):
    name: str
    digest: str = Field(description="SHA-256 of the sealed bytes, hex: `/v1/uploads/{digest}`")
    size: int
    offset: int = Field(description="How many bytes of it are here")


class FilingState(BaseModel):
    status: str = Field(description="`awaiting_parts`, or the status of the filing")
    missing: list[MissingPart] = Field(description="Nothing of it is taken until all of these are here")
    since: datetime | None = Field(default=None, description="When it came, while it waits for parts")
