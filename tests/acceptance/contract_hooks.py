"""What no schema can say of a request that is right: its headers follow from its address and its bytes."""

from __future__ import annotations

import hashlib
from base64 import b64encode

import requests
import schemathesis

from kiosk.wire.client import content_digest

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")


@schemathesis.hook
def before_call(context, case, kwargs) -> None:
    """Requests that are wrong on purpose stay as they are."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    declared = {parameter.name for parameter in case.operation.headers}
    whole = _body(case)
    right = {
        "idempotency-key": f'"{(case.path_parameters or {}).get("id")}"',
        "content-digest": content_digest(whole),
        "upload-metadata": f"sha256 {b64encode(hashlib.sha256(whole).hexdigest().encode()).decode()}",
        "upload-checksum": f"sha256 {b64encode(hashlib.sha256(whole).digest()).decode()}",
    }
    case.headers.update({name: value for name, value in right.items() if name in declared})


def _body(case) -> bytes:
    sent = case.as_transport_kwargs(base_url="https://platform.invalid")
    known = {key: sent[key] for key in ("method", "url", "data", "json", "headers") if key in sent}
    body = requests.Request(**known).prepare().body or b""
    return body.encode() if isinstance(body, str) else body
