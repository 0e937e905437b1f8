"""Large parts in pieces: tus 1.0.0 with its extensions creation, checksum and expiration."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime
from types import MappingProxyType
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy import select
from starlette.requests import ClientDisconnect

from acceptance import awaited, intake, quarantine, tables, uploads
from acceptance.dependencies import IdInPath, PlatformHere, TerminalHere, problems
from acceptance.enrolment import Terminal
from acceptance.platform import Platform
from acceptance.problem_answers import response
from acceptance.problems import Kind, ProblemError
from acceptance.upload_bodies import AWAITING_PARTS, FilingState, MissingPart

VERSION = "1.0.0"
CHECKSUMS = ("sha256", "sha1")  # sha1 because the protocol wants it of every server
_PIECE = "application/offset+octet-stream"
_COUNT = r"^[0-9]{1,15}$"
_TOLD = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}

_Count = Annotated[str, Header(pattern=_COUNT)]
_Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the whole, hex")]


def spoken(tus_resumable: Annotated[str | None, Header(description=VERSION)] = None) -> None:
    if tus_resumable != VERSION:
        raise ProblemError(Kind.TUS_VERSION)


router = APIRouter()
_spoken = [Depends(spoken)]


@router.options("/v1/uploads", status_code=204, operation_id="optionsUploads", response_class=Response)
def options_uploads(terminal: TerminalHere) -> Response:
    """What is spoken here: `Tus-Version`, `Tus-Extension`, `Tus-Max-Size`, `Tus-Checksum-Algorithm`."""
    return Response(
        status_code=204,
        headers=_TOLD
        | {
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,checksum,expiration",
            "Tus-Max-Size": str(uploads.LARGEST),
            "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
        },
    )


@router.post(
    "/v1/uploads",
    status_code=201,
    dependencies=_spoken,
    response_class=Response,
    responses=problems(Kind.TUS_VERSION, Kind.TOO_LARGE, Kind.CONFLICT, Kind.UPLOAD_DIGEST, Kind.STORAGE),
    operation_id="postUpload",
)
def post_upload(
    platform: PlatformHere,
    terminal: TerminalHere,
    upload_length: _Count,
    upload_metadata: Annotated[
        str, Header(max_length=1000, description="`sha256`, and after a blank the 64 hex digits in base64")
    ],
) -> Response:
    """Begins one, or finds the one that was begun: `Location` is the same for the same digest."""
    made = uploads.create(platform, terminal.id, digest_in(upload_metadata), int(upload_length))
    return _told(made, 201, {"Location": f"/v1/uploads/{made.digest}"})


@router.head(
    "/v1/uploads/{digest}",
    dependencies=_spoken,
    response_class=Response,
    responses=problems(Kind.NOT_FOUND, Kind.GONE, Kind.TUS_VERSION),
    operation_id="headUpload",
)
def head_upload(digest: _Digest, platform: PlatformHere, terminal: TerminalHere) -> Response:
    known = uploads.state(platform, terminal.id, digest)
    return _told(known, 200, {"Upload-Length": str(known.length)})


@dataclass(frozen=True)
class Piece:
    offset: int
    data: bytes = field(repr=False)


async def piece(
    request: Request,
    upload_offset: _Count,
    upload_checksum: Annotated[
        str | None,
        Header(max_length=200, description="`sha256` or `sha1`, a blank, and the digest in base64"),
    ] = None,
) -> Piece:
    """With a checksum it is kept whole or not at all; without one, what came before it broke off."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != _PIECE:
        raise ProblemError(Kind.PIECE)
    data = bytearray()
    with suppress(ClientDisconnect):
        async for some in request.stream():
            data += some
    if upload_checksum is not None:
        check(upload_checksum, data)
    return Piece(int(upload_offset), bytes(data))


@router.patch(
    "/v1/uploads/{digest}",
    status_code=204,
    dependencies=_spoken,
    response_class=Response,
    responses=problems(
        *(Kind.NOT_FOUND, Kind.UPLOAD_OFFSET, Kind.GONE, Kind.TUS_VERSION, Kind.TOO_LARGE),
        *(Kind.PIECE, Kind.UPLOAD_DIGEST, Kind.UPLOAD_CHECKSUM),
    ),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {_PIECE: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
    operation_id="patchUpload",
)
def patch_upload(
    digest: _Digest, platform: PlatformHere, terminal: TerminalHere, came: Annotated[Piece, Depends(piece)]
) -> Response:
    """Adds a piece where the upload ends. A filing that waited for nothing but this is taken at once."""
    try:
        known = uploads.append(platform, terminal.id, digest, came.offset, came.data)
    except uploads.OffsetError as error:
        told = response(Kind.UPLOAD_OFFSET)
        told.headers.update(_TOLD | {"Upload-Offset": str(error.offset)})
        return told
    if known.complete:
        _take_what_waited(platform, terminal, digest)
    return _told(known, 204)


@router.get("/v1/filings/{id}", responses=problems(Kind.NOT_FOUND), operation_id="getFiling")
def get_filing(id: IdInPath, platform: PlatformHere, terminal: TerminalHere) -> FilingState:
    """How it stands with a filing of this terminal, and which parts it waits for."""
    filings = tables.filings
    with platform.database.reading() as connection:
        own = (filings.c.id == id, filings.c.terminal == terminal.id)
        status = connection.scalar(select(filings.c.status).where(*own))
    if status is not None:
        return FilingState(status=status, missing=[])
    waits = awaited.of_terminal(platform, terminal.id, id)
    if waits is None:
        raise ProblemError(Kind.NOT_FOUND)
    since, missing = waits
    return _state(missing).model_copy(update={"since": since})


def waiting(error: awaited.AwaitedError) -> Response:
    """Instead of a receipt: 202, which counts for nothing without one."""
    return JSONResponse(_state(error.missing).model_dump(mode="json"), 202)


def _state(missing: Iterable[awaited.Missing]) -> FilingState:
    parts = [MissingPart(**vars(part)) for part in missing]
    return FilingState(status=AWAITING_PARTS, missing=parts)


def _take_what_waited(platform: Platform, terminal: Terminal, digest: str) -> None:
    """What is wrong with a filing is no fault of the piece: it is told when the filing is sent again."""
    for held in awaited.complete(platform, terminal.id, digest):
        parts = [intake.Part(name, data) for name, data in held.sent.items()]
        try:
            intake.take(platform, terminal, held.filing, held.envelope, parts)
        except awaited.AwaitedError:  # a part of it expired at this moment
            continue
        except ProblemError as problem:
            quarantine.note(platform, terminal, held.filing, problem.kind, held.envelope)


def _told(known: uploads.Upload, status: int, more: Mapping[str, str] = MappingProxyType({})) -> Response:
    expires = format_datetime(known.expires_at.astimezone(UTC), usegmt=True)
    headers = {"Upload-Offset": str(known.offset), "Upload-Expires": expires}
    return Response(status_code=status, headers=_TOLD | headers | dict(more))


def digest_in(metadata: str) -> str:
    """The digest that the upload is found by, of the metadata's `sha256`. Raises ProblemError."""
    values = dict(pair.strip().partition(" ")[::2] for pair in metadata.split(","))
    try:
        found = b64decode(values["sha256"], validate=True).decode("ascii")
    except (KeyError, ValueError):
        raise ProblemError(Kind.MALFORMED, "Upload-Metadata") from None
    if not re.fullmatch("[0-9a-f]{64}", found):
        raise ProblemError(Kind.MALFORMED, "Upload-Metadata")
    return found


def check(checksum: str, data: bytearray) -> None:
    """Raises ProblemError."""
    algorithm, _, told = checksum.partition(" ")
    if algorithm not in CHECKSUMS:
        raise ProblemError(Kind.MALFORMED, "Upload-Checksum")
    try:
        expected = b64decode(told, validate=True)
    except ValueError:
        raise ProblemError(Kind.MALFORMED, "Upload-Checksum") from None
    if hashlib.new(algorithm, data, usedforsecurity=False).digest() != expected:
        raise ProblemError(Kind.UPLOAD_CHECKSUM)
