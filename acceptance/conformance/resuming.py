"""What a platform that takes large parts in pieces (tus 1.0) promises about them; it need not take any."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256

from acceptance.conformance.finding import expect
from acceptance.conformance.probe import Made, Probe, said
from kiosk.wire.client import content_digest
from kiosk.wire.envelope import digest
from kiosk.wire.troubles import Answer

_PATH = "/v1/uploads"
_TOLD = {"Tus-Resumable": "1.0.0"}


def resumed(probe: Probe) -> str:
    offer = probe.line.call("OPTIONS", _PATH)
    if "1.0.0" not in offer.headers.get("tus-version", ""):
        return "no large parts in pieces: filings go whole"
    made = probe.make()
    ((name, sealed),) = made.parts
    where, half = f"{_PATH}/{digest(sealed)}", len(sealed) // 2
    waits = _named(probe, made, name)
    expect(waits.status == 202, f"a filing whose part is missing was answered {said(waits)}")
    expect(b'"receipt"' not in waits.body, "a filing whose part is missing got a receipt")
    _begin(probe, sealed)
    _expect_at(_piece(probe, where, sealed[:half], 0), 204, half, "the first half")
    _begin(probe, sealed)
    _expect_at(probe.line.call("HEAD", where, headers=_TOLD), 200, half, "asked how far it is")
    _expect_at(_piece(probe, where, sealed[:half], 0), 409, half, "a piece that is here already")
    spoilt = _piece(probe, where, sealed[half:], half, of=sealed[:half])
    expect(spoilt.status == 460, f"a piece of another checksum was answered {said(spoilt)}")
    _expect_at(_piece(probe, where, sealed[half:], half), 204, len(sealed), "the second half")
    probe.receipt(made, _named(probe, made, name))
    return "in pieces: offsets told and never gone back, 409, 460; a filing waits for its part"


def _named(probe: Probe, made: Made, name: str) -> Answer:
    told = {"envelope": made.envelope, "parts": [{"name": name, "data": None}]}
    payload = json.dumps(told).encode()
    headers = {"Idempotency-Key": f'"{made.id}"', "Content-Digest": content_digest(payload)}
    return probe.line.call("PUT", f"/v1/filings/{made.id}", payload, headers)


def _begin(probe: Probe, sealed: bytes) -> None:
    metadata = "sha256 " + b64encode(digest(sealed).encode()).decode()
    headers = {"Upload-Length": str(len(sealed)), "Upload-Metadata": metadata}
    answer = probe.line.call("POST", _PATH, headers=_TOLD | headers)
    expect(answer.status == 201, f"an upload was answered {said(answer)}")
    place = answer.headers.get("location", "")
    expect(place.endswith(f"{_PATH}/{digest(sealed)}"), "an upload is not found by its digest")


def _piece(probe: Probe, where: str, data: bytes, offset: int, of: bytes | None = None) -> Answer:
    checksum = b64encode(sha256(data if of is None else of).digest()).decode()
    headers = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
    return probe.line.call("PATCH", where, data, _TOLD | headers | {"Upload-Checksum": f"sha256 {checksum}"})


def _expect_at(answer: Answer, status: int, offset: int, what: str) -> None:
    expect(answer.status == status, f"{what} was answered {said(answer)}")
    expect(answer.headers.get("upload-offset") == str(offset), f"{what}: another offset than {offset}")
