"""What endpoints need of a request: the platform, the terminal at the other end, headers that hold."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import Depends, Header, Path, Request

from acceptance.bodies import ID, TEXT
from acceptance.enrolment import Terminal, admitted
from acceptance.platform import Platform
from acceptance.problem_answers import MEDIA_TYPE
from acceptance.problems import Kind, ProblemError


def platform_of(request: Request) -> Platform:
    platform: Platform = request.app.state.platform
    return platform


PlatformHere = Annotated[Platform, Depends(platform_of)]


def terminal_of(request: Request, platform: PlatformHere) -> Terminal:
    """The certificate was verified by TLS; here it must also be one that is still admitted."""
    if platform.sandbox.enabled and not request.url.path.endswith("/sandbox") and platform.sandbox.is_busy():
        raise ProblemError(Kind.BUSY, retry_after=2)
    peer = getattr(request.state, "peer", None)
    if peer is None:
        raise ProblemError(Kind.NOT_ADMITTED)
    return admitted(platform, peer.terminal, peer.serial)


TerminalHere = Annotated[Terminal, Depends(terminal_of)]
IdInPath = Annotated[str, Path(pattern=ID)]
TokenInPath = Annotated[str, Path(pattern=TEXT, max_length=80)]


Digest = Annotated[str | None, Header(description="RFC 9530, sha-256 of the body")]


async def fields(request: Request) -> dict[str, str]:
    """Of a form. What is far too long for one is cut off."""
    found = parse_qs((await request.body())[:16384].decode("utf-8", "replace"))
    return {name: values[0] for name, values in found.items()}


async def whole(
    request: Request,
    id: IdInPath,
    idempotency_key: Annotated[str | None, Header(description='The id, as a quoted string: "<id>"')] = None,
    content_digest: Digest = None,
) -> None:
    """The object is named, and came as it was sent. Raises ProblemError."""
    if idempotency_key != f'"{id}"':
        raise ProblemError(Kind.IDEMPOTENCY_KEY)
    await digested(request, content_digest)


async def digested(request: Request, content_digest: Digest = None) -> None:
    """What came is what was sent. Raises ProblemError."""
    expected = b64encode(sha256(await request.body()).digest()).decode()
    given = [part.strip() for part in (content_digest or "").split(",")]
    if f"sha-256=:{expected}:" not in given:
        raise ProblemError(Kind.CONTENT_DIGEST)


def problems(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """How an endpoint's problems stand in the OpenAPI document."""
    texts: dict[int | str, list[str]] = {}
    for kind in kinds:
        texts.setdefault(kind.status, []).append(f"{kind.title} (`{kind.type}`)")
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": ". ".join(lines), "content": {MEDIA_TYPE: schema}}
        for status, lines in texts.items()
    }
