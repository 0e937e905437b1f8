"""The terminal that the kit is: it files, counts, chains and tells how it is, rightly or not.

Its filings are of an item that no platform has, so that none of them is ever accepted as somebody's matter;
whatever a platform promises about a filing it promises about one of an unknown item too.
"""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import uuid_utils

from acceptance.conformance.finding import BrokenError, expect
from acceptance.conformance.line import Line
from kiosk.model import Applicant, Status
from kiosk.wire import messages
from kiosk.wire.boot import BEIJING
from kiosk.wire.client import content_digest
from kiosk.wire.envelope import SignatureError, canonical, digest
from kiosk.wire.identity import Identity
from kiosk.wire.messages import Event, MessageError, Receipt
from kiosk.wire.troubles import Answer, GarbledError, retry_after

ITEM = "conformance"
TAKEN = (201, 202)
_SLOTS = 5  # how often the kit is sent away before it believes that it is not wanted
_LONGEST_SLOT = 30.0  # seconds
_NUMBER = "33052119900101001"  # without its check digit: a person who is nobody
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Definition:
    """One edition of an item, as a filing names it."""

    item: str
    version: int
    hash: str


@dataclass(frozen=True)
class Made:
    """A filing as it goes over the line."""

    object: messages.FilingObject
    envelope: str = field(repr=False)
    parts: tuple[tuple[str, bytes], ...] = field(repr=False)

    @property
    def id(self) -> str:
        return self.object.id

    @property
    def digest(self) -> str:
        return digest(self.envelope.encode())

    def fields(self) -> dict[str, Any]:
        parts = [{"name": name, "data": b64encode(data).decode()} for name, data in self.parts]
        return {"envelope": self.envelope, "parts": parts}

    @property
    def payload(self) -> bytes:
        return json.dumps(self.fields()).encode()


@dataclass(frozen=True)
class Page:
    epoch: str
    events: tuple[Event, ...]
    tokens: tuple[str, ...]
    more: bool


class Probe:
    """Counts in an epoch of its own; `begin` takes a new one, as a new disk does."""

    def __init__(self, line: Line, identity: Identity) -> None:
        self.line = line
        self.identity = identity
        self.taken: list[str] = []  # ids with a receipt, in the order of their coming
        self.epoch = ""
        self.seq = 0
        self.head = messages.GENESIS
        self.numbered = 0  # the daily part of the last filing number
        self.begin()

    def begin(self) -> None:
        self.epoch, self.seq, self.head = new_id(), 0, messages.GENESIS

    def make(self, definition: Definition | None = None, **changes: Any) -> Made:
        """The next filing; `changes` go into the signed object."""
        meant = definition or Definition(ITEM, 1, messages.GENESIS)
        id = new_id()
        sealed = self.identity.sealing.seal(body(id, meant), id, "body")
        self.seq, self.numbered = self.seq + 1, self.numbered + 1
        now = datetime.now(BEIJING)
        filing = messages.FilingObject(
            id=id,
            number=f"{self.identity.number_prefix}{now:%y%m%d}{self.numbered:05d}X",
            terminal=self.identity.terminal,
            epoch=self.epoch,
            seq=self.seq,
            previous=self.head,
            item=meant.item,
            definition=meant.hash,
            version=meant.version,
            filed_at=now,
            clock=messages.ClockClaim(None, "conformance", 0),
            parts=(messages.PartRef("body", "application/json", len(sealed), digest(sealed)),),
            journal=messages.GENESIS,
        )
        made = self.signed(replace(filing, **changes), (("body", sealed),))
        self.head = made.digest
        return made

    def signed(self, filing: messages.FilingObject, parts: tuple[tuple[str, bytes], ...]) -> Made:
        """As it is said, and counted nowhere."""
        return Made(filing, self.identity.signing.sign(messages.FILING, filing.payload()), parts)

    def put(self, made: Made, line: Line | None = None, headers: Mapping[str, str] = {}) -> Answer:
        """An empty header is left out. Whoever is given a slot comes in it; waits minutes at most."""
        for _ in range(_SLOTS):
            answer = self.put_once(made, line, headers)
            slot = retry_after(answer.headers)
            if answer.status not in (429, 503) or slot is None or slot > _LONGEST_SLOT:
                return answer
            time.sleep(slot)
        return answer

    def put_once(self, made: Made, line: Line | None = None, headers: Mapping[str, str] = {}) -> Answer:
        known = {"Idempotency-Key": f'"{made.id}"', "Content-Digest": content_digest(made.payload)}
        sent = {name: value for name, value in {**known, **headers}.items() if value}
        return (line or self.line).call("PUT", f"/v1/filings/{made.id}", made.payload, sent)

    def file(self, definition: Definition | None = None, **changes: Any) -> tuple[Made, Receipt]:
        """Made and taken. Raises BrokenError."""
        made = self.make(definition, **changes)
        return made, self.receipt(made, self.put(made))

    def receipt(self, made: Made, answer: Answer) -> Receipt:
        """The platform's word on exactly this filing. Raises BrokenError for anything else."""
        expect(answer.status in TAKEN, f"a filing in order was answered {said(answer)}")
        receipt = self.read_receipt(made, fields(answer).get("receipt"))
        if made.id not in self.taken:
            self.taken.append(made.id)
        return receipt

    def read_receipt(self, made: Made, token: object) -> Receipt:
        try:
            receipt = Receipt.read(self.identity.receipts.verify(messages.RECEIPT, str(token)))
        except (SignatureError, MessageError) as error:
            raise BrokenError(f"what it calls a receipt is none ({error})") from None
        expect(receipt.object == made.id, "the receipt is of another object")
        expect(receipt.digest == made.digest, "the receipt is of other bytes than were sent")
        expect(receipt.status is not Status.HELD, "the receipt says what only a terminal may say")
        return receipt

    def beat(self, **claims: Any) -> dict[str, Any]:
        """The answer to a heartbeat that says what is true, but for `claims`. Raises BrokenError."""
        answer = self.line.call(
            "POST", "/v1/heartbeat", json.dumps({"heartbeat": self.pulse(**claims)}).encode()
        )
        expect(answer.status == 200, f"a heartbeat was answered {said(answer)}")
        return fields(answer)

    def pulse(self, **claims: Any) -> str:
        claim = {
            "terminal": self.identity.terminal,
            "epoch": self.epoch,
            "max_seq": self.seq,
            "chain_head": self.head,
            "journal_head": messages.GENESIS,
            "queued": 0,
            "oldest_age_s": 0,
            "clock": {"synced": None},
            "devices": {},
            "at": datetime.now(UTC).isoformat(),
        }
        return self.identity.signing.sign(messages.HEARTBEAT, claim | claims)

    def known(self, **claims: Any) -> Mapping[str, Any]:
        """What the platform knows of this terminal's numbers. Raises BrokenError."""
        known = self.beat(**claims).get("known")
        expect(isinstance(known, dict), "the answer to a heartbeat does not say what is known")
        assert isinstance(known, dict)
        expect(known.get("epoch") == self.epoch, "what is known is of another epoch")
        return known

    def page(self, epoch: str, after: int) -> Page:
        """Raises BrokenError for what is not signed, or of another feed than the page says."""
        answer = self.line.call("GET", f"/v1/feed?epoch={epoch}&after={after}")
        expect(answer.status == 200, f"the feed was answered {said(answer)}")
        told = fields(answer)
        try:
            now, tokens, more = str(told["epoch"]), tuple(map(str, told["events"])), bool(told["more"])
            verify = self.identity.receipts.verify
            events = tuple(Event.read(verify(messages.EVENT, token)) for token in tokens)
        except (KeyError, TypeError):
            raise BrokenError("a page of the feed has another shape") from None
        except (SignatureError, MessageError) as error:
            raise BrokenError(f"an event of the feed is not the platform's word ({error})") from None
        expect(all(event.epoch == now for event in events), "an event is of another epoch than its page")
        return Page(now, events, tokens, more)


def new_id() -> str:
    return str(uuid_utils.uuid7())


def body(id: str, definition: Definition) -> bytes:
    """Of a person who is nobody, and who answered nothing."""
    applicant = Applicant("符合性", _NUMBER + _check_digit(_NUMBER), birth="1990-01-01")
    card = {**vars(applicant), "card_kind": applicant.card_kind.value}
    said = messages.FilingBody(id, definition.hash, card, {}, {"card": card}, {})
    return canonical(said.payload())


def fields(answer: Answer) -> dict[str, Any]:
    """Raises BrokenError for what is not a JSON object."""
    try:
        return answer.json()
    except GarbledError:
        kind = answer.headers.get("content-type", "no type")
        raise BrokenError(f"answered {answer.status} with {kind}, which is no JSON object") from None


def said(answer: Answer) -> str:
    """Status and problem, for the evidence."""
    kind = answer.headers.get("content-type", "")
    if not kind.startswith("application/problem+json"):
        return f"{answer.status} ({kind or 'no type'})"
    try:
        problem = str(answer.json().get("type", ""))
    except GarbledError:
        problem = "a problem of another shape"
    return f"{answer.status} {problem.removeprefix('urn:kiosk:problem:')}".strip()


def _check_digit(digits: str) -> str:
    """GB 11643."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11]
