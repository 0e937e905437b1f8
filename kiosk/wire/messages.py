"""The objects that are signed and sent, as values with one way to build and one way to read each.

A reader raises MessageError for whatever is not of its shape: what comes over the line is never trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kiosk.model import Status
from kiosk.wire.branch_news import BranchNews

FILING, RECEIPT, EVENT, STATEMENT, HEARTBEAT, RATING, RESULT = (
    "filing",
    "receipt",
    "event",
    "statement",
    "heartbeat",
    "rating",
    "result",
)
GENESIS = "0" * 64  # what the first link of a chain names as its predecessor


class MessageError(Exception):
    """Signed or not, this is not the message that it should be."""


@dataclass(frozen=True)
class PartRef:
    name: str
    media_type: str
    size: int  # bytes, sealed
    digest: str  # of the sealed bytes


@dataclass(frozen=True)
class ClockClaim:
    """The terminal's time is a claim; order comes from `seq`."""

    synced: bool | None
    boot: str
    boottime_ms: int


@dataclass(frozen=True)
class FilingObject:
    """What the terminal signs of a filing. Nothing in it names the person."""

    id: str
    number: str
    terminal: str
    epoch: str
    seq: int  # 1, 2, 3 … within the epoch
    previous: str  # digest of the envelope before, or GENESIS
    item: str
    definition: str  # hash of the flow definition
    version: int
    filed_at: datetime
    clock: ClockClaim
    parts: tuple[PartRef, ...]
    journal: str  # head of the journal's chain
    parent: str | None = None  # the filing that this one supplements, corrects or withdraws
    relation: str | None = None  # supplement | correction | withdrawal
    operator: str | None = None  # staff acting for the person

    def payload(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "number": self.number,
            "terminal": self.terminal,
            "epoch": self.epoch,
            "seq": self.seq,
            "previous": self.previous,
            "item": self.item,
            "definition": {"hash": self.definition, "version": self.version},
            "filed_at": self.filed_at.isoformat(),
            "clock": {
                "synced": self.clock.synced,
                "boot": self.clock.boot,
                "boottime_ms": self.clock.boottime_ms,
            },
            "parts": [vars(part) for part in self.parts],
            "journal": self.journal,
            "parent": self.parent,
            "relation": self.relation,
            "operator": self.operator,
        }

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> FilingObject:
        try:
            return cls(
                id=_text(payload["id"]),
                number=_text(payload["number"]),
                terminal=_text(payload["terminal"]),
                epoch=_text(payload["epoch"]),
                seq=int(payload["seq"]),
                previous=_text(payload["previous"]),
                item=_text(payload["item"]),
                definition=_text(payload["definition"]["hash"]),
                version=int(payload["definition"]["version"]),
                filed_at=moment(payload["filed_at"]),
                clock=ClockClaim(**payload["clock"]),
                parts=tuple(PartRef(**part) for part in payload["parts"]),
                journal=_text(payload["journal"]),
                parent=payload["parent"],
                relation=payload["relation"],
                operator=payload["operator"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise MessageError(f"filing: {type(error).__name__}") from None


@dataclass(frozen=True)
class FilingBody:
    """What is sealed: the person, what they answered, what was proved, and what the rules derived."""

    id: str
    definition: str
    applicant: Mapping[str, Any] = field(repr=False)
    answers: Mapping[str, Any] = field(repr=False)
    facts: Mapping[str, Any] = field(repr=False)
    derived: Mapping[str, Any] = field(repr=False)
    language: str = "zh-CN"
    agent: Mapping[str, Any] = field(repr=False, default_factory=dict)  # who acts for an organisation

    def payload(self) -> dict[str, Any]:
        """`agent` only where there is one: then `applicant` is an organisation, else the person."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {"v": 1} | {name: value for name, value in values.items() if name != "agent" or value}

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> FilingBody:
        try:
            if payload["v"] != 1:
                raise ValueError("version")
            values = {"agent": {}, **payload}
            return cls(**{name: values[name] for name in cls.__dataclass_fields__})
        except (KeyError, TypeError, ValueError) as error:
            raise MessageError(f"body: {type(error).__name__}") from None


@dataclass(frozen=True)
class Receipt:
    """The platform's word on one object that it keeps. The same object gets the same bytes for ever."""

    object: str  # id of the filing or rating
    digest: str  # of the signed object that it keeps
    status: Status
    received_at: datetime
    acceptance_number: str | None = None
    reason: str | None = None  # a code: RULES_CHANGED, NOT_ELIGIBLE …
    questions: tuple[str, ...] = ()  # steps to ask again

    def payload(self) -> dict[str, Any]:
        return {
            "object": self.object,
            "digest": self.digest,
            "status": self.status.value,
            "received_at": self.received_at.isoformat(),
            "acceptance_number": self.acceptance_number,
            "reason": self.reason,
            "questions": list(self.questions),
        }

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Receipt:
        try:
            return cls(
                object=_text(payload["object"]),
                digest=_text(payload["digest"]),
                status=Status(payload["status"]),
                received_at=moment(payload["received_at"]),
                acceptance_number=payload["acceptance_number"],
                reason=payload["reason"],
                questions=tuple(payload["questions"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise MessageError(f"receipt: {type(error).__name__}") from None


@dataclass(frozen=True)
class Event:
    """One entry of the status feed: codes only, nothing personal. `seq` has no gaps within an epoch."""

    epoch: str
    seq: int
    filing: str
    status: Status
    at: datetime
    reason: str | None = None
    due: date | None = None
    branches: tuple[BranchNews, ...] = ()  # where the departments' parts stand, all of them

    def payload(self) -> dict[str, Any]:
        parts = {"branches": [branch.payload() for branch in self.branches]} if self.branches else {}
        return parts | {
            "epoch": self.epoch,
            "seq": self.seq,
            "filing": self.filing,
            "status": self.status.value,
            "at": self.at.isoformat(),
            "reason": self.reason,
            "due": self.due.isoformat() if self.due else None,
        }

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Event:
        try:
            return cls(
                epoch=_text(payload["epoch"]),
                seq=int(payload["seq"]),
                filing=_text(payload["filing"]),
                status=Status(payload["status"]),
                at=moment(payload["at"]),
                reason=payload["reason"],
                due=date.fromisoformat(payload["due"]) if payload["due"] else None,
                branches=tuple(BranchNews.read(part) for part in payload.get("branches", ())),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise MessageError(f"event: {type(error).__name__}") from None


@dataclass(frozen=True)
class ResultObject:
    """What the platform signs of a result document: the digest binds the pages to the matter."""

    id: str
    filing: str
    item: str
    title: str
    digest: str  # of the PDF
    issued_at: datetime
    verification_code: str

    def payload(self) -> dict[str, Any]:
        return {**vars(self), "issued_at": self.issued_at.isoformat()}

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> ResultObject:
        try:
            values = {name: _text(payload[name]) for name in cls.__dataclass_fields__ if name != "issued_at"}
            return cls(**values, issued_at=moment(payload["issued_at"]))
        except (KeyError, TypeError, ValueError) as error:
            raise MessageError(f"result: {type(error).__name__}") from None


@dataclass(frozen=True)
class Problem:
    """problem+json (RFC 9457)."""

    status: int
    type: str
    title: str
    detail: str = ""


def gaps(known: object) -> tuple[str, list[tuple[int, int]]]:
    """Of which epoch the platform lacks which numbers, from first to last. What is no such word says none."""
    match known:
        case {"epoch": str(epoch), "missing": list(pairs)}:
            sound = [(pair[0], pair[1]) for pair in pairs if _is_gap(pair)]
            return epoch, sound if len(sound) == len(pairs) else []
    return "", []


def _is_gap(pair: object) -> bool:
    match pair:
        case [int(first), int(last)]:
            return 1 <= first <= last
    return False


def moment(text: object) -> datetime:
    """An RFC 3339 time with an offset. Raises ValueError."""
    value = datetime.fromisoformat(_text(text))
    if value.tzinfo is None:
        raise ValueError("time without offset")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
