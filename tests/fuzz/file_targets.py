"""Files and headers: a report to be proved, and what a terminal says of a large part before it comes."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from acceptance import upload_api
from acceptance.problems import ProblemError
from kiosk.diagnostics import readiness
from kiosk.wire.envelope import SigningKey
from tests.fuzz.parser import Parser


@cache
def _key() -> SigningKey:
    return SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(32)))


def _readiness(data: bytes) -> object:
    try:
        found = readiness.proved(_key().public, data)
    except readiness.ReadinessError:
        return None
    assert found == _REPORT, "a report that nobody signed"
    return found


def _metadata(data: bytes) -> object:
    """A header has no line breaks; what else it has is anything."""
    try:
        found = upload_api.digest_in(data.decode("latin-1"))
    except ProblemError:
        return None
    assert len(bytes.fromhex(found)) == 32
    return found


def _checksum(data: bytes) -> object:
    """Of an empty piece."""
    try:
        upload_api.check(data.decode("latin-1"), bytearray())
    except ProblemError:
        return None
    return True


_REPORT = {"terminal": "001", "made_at": "2026-11-22T08:00:00+08:00", "findings": {"checks": []}}
_FILE = json.dumps({"report": _REPORT, "token": _key().sign(readiness.KIND, _REPORT)}).encode()
_DIGEST = b64encode(hashlib.sha256(b"part").hexdigest().encode())

PARSERS = {
    "readiness": Parser(_readiness, (_FILE,)),
    "upload-metadata": Parser(_metadata, (b"sha256 " + _DIGEST, b"name cGFydA==, sha256 " + _DIGEST)),
    "upload-checksum": Parser(
        _checksum,
        tuple(
            f"{name} {b64encode(hashlib.new(name).digest()).decode()}".encode()
            for name in upload_api.CHECKSUMS
        ),
    ),
}
