"""IPP messages (RFC 8010): an operation with its attributes → bytes; an answer → attributes by group.

Attributes that a printer sends beyond the few kinds read here are kept as bytes and never trusted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum


class Operation(IntEnum):
    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class Tag(IntEnum):
    OPERATION, JOB, END, PRINTER = 0x01, 0x02, 0x03, 0x04
    INTEGER, BOOLEAN, ENUM = 0x21, 0x22, 0x23
    NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME = 0x42, 0x44, 0x45, 0x47, 0x48, 0x49


_LAST_DELIMITER = 0x0F
_FIRST_TEXT, _LAST_TEXT = 0x41, 0x49

Value = int | bool | str | bytes
Attributes = dict[str, tuple[Value, ...]]
Field = tuple[Tag, str, Sequence[str | int]]


class MessageError(Exception):
    """These bytes are no IPP answer."""


@dataclass(frozen=True)
class Answer:
    status: int
    number: int
    printer: Attributes = field(repr=False, default_factory=dict)
    jobs: tuple[Attributes, ...] = field(repr=False, default=())

    @property
    def succeeded(self) -> bool:
        return self.status < 0x0100


def request(operation: Operation, number: int, fields: Sequence[Field]) -> bytes:
    head = bytes((2, 0)) + operation.to_bytes(2, "big") + number.to_bytes(4, "big")
    first: list[Field] = [
        (Tag.CHARSET, "attributes-charset", ["utf-8"]),
        (Tag.LANGUAGE, "attributes-natural-language", ["zh-cn"]),
    ]
    body = b"".join(_field(*entry) for entry in (*first, *fields))
    return head + bytes([Tag.OPERATION]) + body + bytes([Tag.END])


def parse(raw: bytes) -> Answer:
    """Raises MessageError for anything that is not one whole answer."""
    try:
        return _parse(raw)
    except (IndexError, ValueError) as error:
        raise MessageError(type(error).__name__) from None


def _field(tag: Tag, name: str, values: Sequence[str | int]) -> bytes:
    found = b""
    for value in values:
        raw = (
            value.encode()
            if isinstance(value, str)
            else value.to_bytes(1 if tag is Tag.BOOLEAN else 4, "big")
        )
        key = name.encode() if not found else b""
        found += bytes([tag]) + len(key).to_bytes(2, "big") + key + len(raw).to_bytes(2, "big") + raw
    return found


def _parse(raw: bytes) -> Answer:
    if len(raw) < 9:
        raise ValueError("short")
    status, number = int.from_bytes(raw[2:4], "big"), int.from_bytes(raw[4:8], "big")
    groups: list[tuple[int, Attributes]] = []
    name = ""
    at = 8
    while (tag := raw[at]) != Tag.END:
        at += 1
        if tag <= _LAST_DELIMITER:
            groups.append((tag, {}))
            continue
        key, at = _counted(raw, at)
        content, at = _counted(raw, at)
        name = key.decode("utf-8", "replace") or name
        found = groups[-1][1]
        found[name] = (*found.get(name, ()), _value(tag, content))
    printer = next((found for tag, found in groups if tag == Tag.PRINTER), {})
    return Answer(status, number, printer, tuple(found for tag, found in groups if tag == Tag.JOB))


def _counted(raw: bytes, at: int) -> tuple[bytes, int]:
    end = at + 2 + int.from_bytes(raw[at : at + 2], "big")
    if end > len(raw):
        raise ValueError("cut short")
    return raw[at + 2 : end], end


def _value(tag: int, content: bytes) -> Value:
    if tag in (Tag.INTEGER, Tag.ENUM):
        return int.from_bytes(content, "big", signed=True)
    if tag == Tag.BOOLEAN:
        return content == b"\x01"
    if _FIRST_TEXT <= tag <= _LAST_TEXT:
        return content.decode("utf-8", "replace")
    return content
