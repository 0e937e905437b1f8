"""The words of the terminal: people, filings, outcomes, devices, lines of paper.

Plain frozen values. This module imports nothing of ours; everything may import it. Personal fields
never show in a repr, so that no log and no traceback can hold them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal


class CardKind(StrEnum):
    """Which document the chip is; the values are the type letters of the text block."""

    RESIDENT = " "
    HK_MACAO_TAIWAN = "J"
    FOREIGN_2017 = "I"
    FOREIGN_2023 = "Y"


@dataclass(frozen=True)
class IdentityCard:
    """What an ID-card reader returns, whatever its maker. Dates are ISO (YYYY-MM-DD) or empty."""

    kind: CardKind
    number: str = field(repr=False)
    name: str = field(repr=False)
    sex: str = field(default="", repr=False)  # GB/T 2261.1: 0, 1, 2, 9
    ethnic: str = field(default="", repr=False)  # GB/T 3304, two digits
    birth: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    authority: str = field(default="", repr=False)
    valid_from: str = field(default="", repr=False)
    valid_to: str = field(default="", repr=False)  # empty: long-term
    english_name: str = field(default="", repr=False)
    nationality: str = field(default="", repr=False)  # ISO 3166 alpha-3
    photo: bytes = field(default=b"", repr=False)  # WLT, not decoded
    portrait: bytes = field(default=b"", repr=False)  # JPEG or BMP; empty where nothing decodes


@dataclass(frozen=True)
class SocialCard:
    """What a social-security card says of itself and its holder. Dates are ISO (YYYY-MM-DD) or empty."""

    card_number: str = field(repr=False)
    region: str = field(repr=False)  # GB/T 2260, six digits: where the insurance is pooled
    version: str = field(repr=False)  # of the card's specification: 1.00, 2.00, 3.00
    issuer: str = field(repr=False)  # the institution that initialised the card, hex digits
    valid_from: str = field(repr=False)
    valid_to: str = field(repr=False)
    id_number: str = field(repr=False)
    name: str = field(repr=False)
    sex: str = field(repr=False)  # GB/T 2261.1: 1, 2
    ethnic: str = field(default="", repr=False)  # GB/T 3304, two digits
    birth: str = field(default="", repr=False)


@dataclass(frozen=True)
class Applicant:
    """The person at the terminal, as the card states."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    card_kind: CardKind = CardKind.RESIDENT
    sex: str = field(default="", repr=False)
    birth: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    valid_to: str = field(default="", repr=False)

    @classmethod
    def from_card(cls, card: IdentityCard) -> Applicant:
        return cls(
            name=card.name or card.english_name,
            id_number=card.number,
            card_kind=card.kind,
            sex=card.sex,
            birth=card.birth,
            address=card.address,
            valid_to=card.valid_to,
        )

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)


def mask_name(name: str) -> str:
    """Keeps the last character, counted in characters: 张三 is *三."""
    return "*" * (len(name) - 1) + name[-1:] if len(name) > 1 else "*"


def mask_id(number: str) -> str:
    """Keeps the first and last four characters."""
    return number[:4] + "*" * (len(number) - 8) + number[-4:] if len(number) > 8 else "*" * len(number)


class Status(StrEnum):
    """Where a filing stands. HELD is the terminal's own word; only the platform's signature sets the rest."""

    HELD = "held"  # 已收件: fsynced here
    RECEIVED = "received"  # 平台已收到: signed receipt verified
    AWAITING_SIGNATURES = "awaiting_signatures"  # 待签名: received, and somebody has yet to sign by phone
    ACCEPTED = "accepted"  # 已受理
    CORRECTION_REQUIRED = "correction_required"
    REFUSED = "refused"
    IN_PROGRESS = "in_progress"
    RESULT_READY = "result_ready"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"
    QUARANTINED = "quarantined"  # refused as a message (4xx): a person must look at it


OPERATOR = "operator"  # the fact of a session that says which clerk acts for the person, and as what:
Role = StrEnum("Role", {"ASSIST": "assist", "AGENT": "agent"})  # 帮办, who is here; 代办, who is not
WITHDRAWAL = "withdrawal"  # the relation of a filing to the one that it takes back


@dataclass(frozen=True)
class SealedPart:
    """One body or material, sealed to the platform: nobody at the terminal can open it."""

    name: str  # "body", "material:<key>"
    media_type: str
    digest: str  # sha-256 of the sealed bytes, lower-case hex
    sealed: bytes = field(repr=False)


@dataclass(frozen=True)
class Filing:
    """One finished application: numbered, sealed, signed. `envelope` is the signed object."""

    id: str  # UUIDv7, minted when the draft begins
    number: str  # for paper and people
    item: str
    filed_at: datetime
    envelope: str = field(repr=False)  # compact JWS
    parts: tuple[SealedPart, ...] = field(repr=False, default=())


@dataclass(frozen=True)
class SignedReceipt:
    """The platform's signed word on one filing, verified. `token` is the JWS as it came."""

    filing: str
    digest: str  # sha-256 of the envelope that the platform keeps, hex
    status: Status
    received_at: datetime
    acceptance_number: str | None
    reason: str | None
    token: str = field(repr=False)


@dataclass(frozen=True)
class Outcome:
    """What is known of a filing at this terminal."""

    status: Status
    at: datetime
    acceptance_number: str | None = None
    reason: str | None = None
    due: date | None = None


# --- devices: words from CEN/XFS and UnifiedPOS -------------------------------------------------


class DeviceState(StrEnum):
    UNKNOWN = "unknown"  # never ready
    ABSENT = "absent"
    STARTING = "starting"
    ONLINE = "online"
    BUSY = "busy"
    ATTENTION = "attention"  # works, but a person should look (paper low)
    FAULT = "fault"
    DISABLED = "disabled"


class Media(StrEnum):
    UNKNOWN = "unknown"
    NOT_PRESENT = "not_present"
    PRESENT = "present"
    TAKEN = "taken"
    RETRACTED = "retracted"
    JAMMED = "jammed"


class Supply(StrEnum):
    FULL = "full"
    LOW = "low"
    OUT = "out"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, in two people's words."""

    code: str  # namespaced: media.empty, cover.open, jam, link.silent ...
    citizen: str
    technician: str
    severity: Literal["warning", "error"] = "error"


@dataclass(frozen=True)
class DeviceStatus:
    """A snapshot. Unknown is never ready; silence is never ok."""

    state: DeviceState
    media: Media = Media.UNKNOWN
    supplies: Mapping[str, Supply] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    detail: Mapping[str, str] = field(default_factory=dict)  # model, firmware, SAM id: for technicians

    @property
    def ready(self) -> bool:
        return self.state in (DeviceState.ONLINE, DeviceState.ATTENTION)

    @property
    def worst(self) -> Fault | None:
        return min(self.faults, key=lambda fault: fault.severity != "error", default=None)


class Completion(StrEnum):
    """How a device command ended badly; the codes of XFS4IoT that a kiosk needs."""

    TIME_OUT = "time_out"
    CANCELED = "canceled"
    USER_ERROR = "user_error"  # wrong card, card lifted: the person can put it right
    DEVICE_NOT_READY = "device_not_ready"
    HARDWARE_ERROR = "hardware_error"
    UNSUPPORTED = "unsupported"
    INVALID_DATA = "invalid_data"  # the device answered, but not in its protocol


class DeviceError(Exception):
    """The only exception that leaves an adapter. Says what is true to a person and to a technician."""

    def __init__(self, completion: Completion, fault: Fault) -> None:
        super().__init__(f"{completion}: {fault.code}: {fault.technician}")
        self.completion = completion
        self.fault = fault


class Level(StrEnum):
    """How far a check may go: look only, act on the device, or ask the technician."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    INTERACTIVE = "interactive"


@dataclass(frozen=True)
class Health:
    """The answer to one check: 通过, 警告 or 失败, with value, limit and what to do."""

    name: str
    level: Level
    result: Literal["pass", "warn", "fail"]
    value: str
    limit: str = ""
    advice: str = ""
    code: str = ""  # of the fault behind it, as in Fault: what a cause is told by


# --- paper --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SlipText:
    """One paragraph of a slip; the printer wraps it at its own width."""

    text: str
    size: Literal[1, 2] = 1
    align: Literal["left", "center"] = "left"
    bold: bool = False


@dataclass(frozen=True)
class SlipPair:
    """A label and its value on one line where they fit, else the value on lines of its own."""

    label: str
    value: str


@dataclass(frozen=True)
class SlipRule:
    """A line across the paper."""


@dataclass(frozen=True)
class SlipQr:
    payload: str


SlipLine = SlipText | SlipPair | SlipRule | SlipQr
