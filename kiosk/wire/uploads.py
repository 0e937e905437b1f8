"""Large parts go up in pieces (tus 1.0 with checksums): what the platform has is not sent again."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from kiosk.model import SealedPart, SignedReceipt
from kiosk.wire.client import PlatformClient, content_digest
from kiosk.wire.troubles import Answer, GarbledError, UnreachableError, trouble

HEAVY = 128 * 1024  # bytes, of a part that is worth its own round trips
VERSION = "1.0.0"
_PATH = "/v1/uploads"
_TOLD = {"Tus-Resumable": VERSION}
_NO_PROGRESS = 3  # answers in a row


def heavy(parts: Sequence[SealedPart]) -> bool:
    return any(len(part.sealed) >= HEAVY for part in parts)


def offered(platform: PlatformClient) -> bool:
    """Whether the platform takes pieces; asked once. Raises UnreachableError, GarbledError."""
    if platform.uploading.offered is None:
        answer = platform.exchange("OPTIONS", _PATH, b"", {})
        if answer.status not in (200, 204, 404, 405, 501):
            raise trouble(answer)
        known = VERSION in answer.headers.get("tus-version", "").split(",")
        wanted = {"creation", "checksum"} <= set(answer.headers.get("tus-extension", "").split(","))
        platform.uploading = replace(platform.uploading, offered=known and wanted)
    return bool(platform.uploading.offered)


def submit(
    platform: PlatformClient, id: str, envelope: str, parts: Sequence[SealedPart], digest: str
) -> SignedReceipt:
    """Puts a filing whose heavy parts are named only, and sends of them what the platform says is missing.

    The platform holds the filing from the first word on. Raises like `PlatformClient.submit`.
    """
    by_digest = {part.digest: part.sealed for part in parts}
    payload = named(envelope, parts)
    headers = {"Idempotency-Key": f'"{id}"', "Content-Digest": content_digest(payload)}
    answer = platform.exchange("PUT", f"/v1/filings/{id}", payload, headers)
    for wanted in _missing(answer):
        if wanted not in by_digest:
            raise GarbledError("平台要的材料不是这一件的")
        upload(platform, wanted, by_digest[wanted])
    return platform.submit("filings", id, payload, digest)


def named(envelope: str, parts: Sequence[SealedPart]) -> bytes:
    """The same bytes at every attempt."""
    told = [
        {"name": p.name, "data": None if len(p.sealed) >= HEAVY else b64encode(p.sealed).decode()}
        for p in parts
    ]
    return json.dumps({"envelope": envelope, "parts": told}).encode()


def upload(platform: PlatformClient, digest: str, data: bytes) -> None:
    """Returns when the platform has all of it. Raises UnreachableError (go on later, from where it is then),
    GarbledError, RefusedError."""
    try:
        offset, stuck = _begin(platform, digest, len(data)), 0
        while offset < len(data):
            reached = _send(platform, digest, data, offset)
            stuck = 0 if reached > offset else stuck + 1
            if stuck == _NO_PROGRESS:
                raise GarbledError("平台收的材料没有进展")
            platform.uploading = platform.uploading.through(max(0, reached - offset))
            offset = reached
    except (UnreachableError, GarbledError):
        platform.uploading = platform.uploading.broken()
        raise


def _begin(platform: PlatformClient, digest: str, length: int) -> int:
    known = platform.exchange("HEAD", f"{_PATH}/{digest}", b"", _TOLD)
    if known.status == 200:
        return _offset(known, length)
    if known.status not in (404, 410):
        raise trouble(known)
    metadata = f"sha256 {b64encode(digest.encode()).decode()}"
    headers = {"Upload-Length": str(length), "Upload-Metadata": metadata}
    made = platform.exchange("POST", _PATH, b"", _TOLD | headers)
    if made.status != 201 or made.headers.get("location", "").rpartition("/")[2] != digest:
        raise trouble(made)
    return _offset(made, length)


def _send(platform: PlatformClient, digest: str, data: bytes, offset: int) -> int:
    """The offset that the platform has now, wherever that is."""
    piece = data[offset : offset + platform.uploading.piece]
    headers = {
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        "Upload-Checksum": f"sha256 {b64encode(sha256(piece).digest()).decode()}",
    }
    answer = platform.exchange("PATCH", f"{_PATH}/{digest}", piece, _TOLD | headers)
    if answer.status == 460:  # spoilt on the way: once more
        return offset
    if answer.status not in (204, 409):
        raise trouble(answer)
    return _offset(answer, len(data))


def _offset(answer: Answer, length: int) -> int:
    told = answer.headers.get("upload-offset", "0" if answer.status == 201 else "")
    if not told.isdecimal() or int(told) > length:
        raise GarbledError("平台说不清收到了多少")
    return int(told)


def _missing(answer: Answer) -> list[str]:
    """The digests of what the platform has yet to get; none where it has answered for good."""
    if answer.status != 202:
        return []
    told = answer.json()
    if "receipt" in told:
        return []
    try:
        return [str(part["digest"]) for part in told["missing"]]
    except (KeyError, TypeError):
        raise GarbledError("平台没说缺哪几份材料") from None
