"""IPP on the printer's side: requests in, answers out, as RFC 8010 lays out their bytes."""

from __future__ import annotations

from dataclasses import dataclass, field

_OPERATION, _JOB, _END, _PRINTER, _UNSUPPORTED = 0x01, 0x02, 0x03, 0x04, 0x05
_GROUPS = {"operation": _OPERATION, "job": _JOB, "printer": _PRINTER, "unsupported": _UNSUPPORTED}
_TAGS = {"no-value": 0x13, "integer": 0x21, "boolean": 0x22, "enum": 0x23, "text": 0x41, "name": 0x42,
         "keyword": 0x44, "uri": 0x45, "charset": 0x47, "language": 0x48, "mime": 0x49}  # fmt: skip

Scalar = str | int | bool
Attribute = tuple[str, str, list[Scalar]]
"""Kind of value, name, values."""


class RequestError(ValueError):
    """These bytes are no IPP request."""


@dataclass(frozen=True)
class Request:
    version: bytes
    operation: int
    number: int
    attributes: dict[str, list[bytes]] = field(repr=False)
    document: bytes = field(repr=False)
    first_two: tuple[str, ...] = ()

    @property
    def well_formed(self) -> bool:
        """RFC 8011: a number, charset and language before all else, and a target."""
        begins = self.first_two == ("attributes-charset", "attributes-natural-language")
        return (
            self.number != 0 and begins and not self.attributes.keys().isdisjoint(("printer-uri", "job-uri"))
        )

    def text(self, name: str) -> str:
        return self.attributes.get(name, [b""])[0].decode("utf-8", "replace")

    def integer(self, name: str) -> int:
        return int.from_bytes(self.attributes.get(name, [b""])[0], "big")

    def flag(self, name: str) -> bool:
        return self.attributes.get(name) == [b"\x01"]

    @property
    def user(self) -> str:
        """Who asks, as far as a printer that checks nobody knows."""
        return self.text("requesting-user-name") or "anonymous"

    def all(self, name: str) -> list[str]:
        return [value.decode("utf-8", "replace") for value in self.attributes.get(name, [])]


def parse(raw: bytes) -> Request:
    """Raises RequestError."""
    found: dict[str, list[bytes]] = {}
    name, at = "", 8
    try:
        while raw[at] != _END:
            at += 1
            if raw[at - 1] < 0x10:
                continue
            key, at = _counted(raw, at)
            value, at = _counted(raw, at)
            name = key.decode() or name
            found.setdefault(name, []).append(value)
    except (IndexError, UnicodeDecodeError):
        raise RequestError("cut short") from None
    operation, number = int.from_bytes(raw[2:4], "big"), int.from_bytes(raw[4:8], "big")
    return Request(raw[:2], operation, number, found, raw[at + 1 :], tuple(found)[:2])


def answer(request: Request, status: int, groups: list[tuple[str, list[Attribute]]]) -> bytes:
    version = request.version if request.version[:1] in (b"\x01", b"\x02") else b"\x01\x01"
    head = version + status.to_bytes(2, "big") + request.number.to_bytes(4, "big")
    first: list[Attribute] = [
        ("charset", "attributes-charset", ["utf-8"]),
        ("language", "attributes-natural-language", ["en"]),
    ]
    body = b"".join(
        bytes([_GROUPS[group]]) + b"".join(map(_attribute, attributes))
        for group, attributes in [("operation", first), *groups]
    )
    return head + body + bytes([_END])


def _counted(raw: bytes, at: int) -> tuple[bytes, int]:
    end = at + 2 + int.from_bytes(raw[at : at + 2], "big")
    if end >= len(raw):
        raise IndexError
    return raw[at + 2 : end], end


def _attribute(attribute: Attribute) -> bytes:
    kind, name, values = attribute
    found = b""
    for value in values:
        key = b"" if found else name.encode()
        raw = _value(kind, value)
        found += bytes([_TAGS[kind]]) + len(key).to_bytes(2, "big") + key + len(raw).to_bytes(2, "big") + raw
    return found


def _value(kind: str, value: Scalar) -> bytes:
    if kind == "no-value":
        return b""
    if kind == "boolean":
        return bytes([bool(value)])
    if kind in ("integer", "enum"):
        return int(value).to_bytes(4, "big", signed=True)
    return str(value).encode()
