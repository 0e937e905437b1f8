"""Requests that somebody recorded and sends again, byte for byte: nothing happens twice, whoever sends."""

from __future__ import annotations

import socket
import ssl
from base64 import b64encode
from hashlib import sha256
from urllib.parse import urlsplit

from sqlalchemy import func, select

from acceptance import tables
from kiosk.wire import messages
from kiosk.wire.client import content_digest
from kiosk.wire.envelope import digest
from tests.acceptance.station import Station, new_id, now, person

LIU = person("liu-yang")
KEPT = (tables.filings, tables.parts, tables.events, tables.results, tables.ratings)


def recorded(station: Station, method: str, path: str, body: bytes, **headers: str) -> bytes:
    """A request as it lies on the line under TLS."""
    known = {"Host": urlsplit(station.server.url).netloc, "Connection": "close", **headers}
    told = {name.replace("_", "-"): value for name, value in known.items()}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def put(station: Station, kind: str, id: str, body: bytes) -> bytes:
    signed = {"Idempotency_Key": f'"{id}"', "Content_Digest": content_digest(body)}
    return recorded(station, "PUT", f"/v1/{kind}/{id}", body, Content_Type="application/json", **signed)


def said(station: Station, request: bytes) -> tuple[int, bytes]:
    """Status and the rest of the answer, but for its date."""
    endpoint = station.identity.endpoint(station.server.url)
    context = ssl.create_default_context(cafile=station.server.ca)
    context.load_cert_chain(endpoint.certificate, endpoint.key)
    place = urlsplit(station.server.url)
    with (
        socket.create_connection((place.hostname, place.port), timeout=30) as plain,
        context.wrap_socket(plain, server_hostname=place.hostname) as line,
    ):
        line.sendall(request)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), body


def counts(server) -> list[int]:
    with server.database.reading() as connection:
        return [connection.scalar(select(func.count()).select_from(table)) for table in KEPT]


def test_a_recorded_request_changes_nothing_whoever_sends_it(station, server, tmp_path):
    made = station.make(station.walk(LIU, None))
    rating = {"id": new_id(), "filing": made.id, "grade": 5, "reasons": [], "at": now().isoformat()}
    token = station.identity.signing.sign(messages.RATING, rating)
    part = made.parts[0][1]
    metadata = "sha256 " + b64encode(digest(part).encode()).decode()
    length = {"Upload-Length": str(len(part)), "Upload-Metadata": metadata}
    assert station.call("POST", "/v1/uploads", headers={"Tus-Resumable": "1.0.0"} | length).status_code == 201
    checksum = b64encode(sha256(part[:9]).digest()).decode()
    piece = {"Tus_Resumable": "1.0.0", "Upload_Offset": "0", "Upload_Checksum": f"sha256 {checksum}"}
    piece["Content_Type"] = "application/offset+octet-stream"
    requests = [
        put(station, "filings", made.id, made.payload),
        put(station, "ratings", rating["id"], b'{"rating": "%s"}' % token.encode()),
        recorded(station, "PATCH", f"/v1/uploads/{digest(part)}", part[:9], **piece),
    ]
    first = [said(station, request) for request in requests]
    assert [status for status, _ in first] == [201, 201, 204]
    kept = counts(server)

    again = [said(station, request) for request in requests]
    assert again[:2] == first[:2] and again[2][0] == 409
    thief = Station.enrol(server, tmp_path / "thief")
    assert [said(thief, request)[0] for request in requests] == [422, 422, 404]
    assert counts(server) == kept
    assert said(station, requests[0]) == first[0]
