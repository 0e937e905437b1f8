"""The shapes of requests and answers, as the OpenAPI document tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from acceptance.sandbox import Spoil

ID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
TEXT = r"^[^\u0000]*$"  # PostgreSQL keeps no U+0000 in a text

Id = Annotated[str, Field(pattern=ID, description="A UUID in lower case, minted by the terminal")]
Jws = Annotated[str, Field(max_length=262_144, description="A compact JWS")]
IdNumber = Annotated[str, Field(pattern=TEXT, min_length=1, max_length=32)]
Name = Annotated[str, Field(pattern=TEXT, min_length=1, max_length=120)]
Short = Annotated[str, Field(pattern=TEXT, min_length=1, max_length=120)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256, lower-case hex")]
Covered = Annotated[str, Field(pattern=TEXT, max_length=400)]
Argument = Annotated[str, Field(pattern=TEXT, max_length=1200)]  # twenty people with their certificates


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Problem(BaseModel):
    """RFC 9457. `type` is stable; nothing of the request is repeated."""

    type: str = Field(examples=["urn:kiosk:problem:signature"])
    title: str
    status: int
    detail: str = ""


class EnrolmentRequest(Body):
    code: Short
    csr: str = Field(max_length=8192, description="PKCS #10 in PEM, an elliptic-curve key")
    signing_key: str = Field(pattern="^[A-Za-z0-9_-]{43}$", description="Ed25519 public key, base64url")


class Enrolment(BaseModel):
    terminal: str = Field(examples=["330521-0001-001"])
    number_prefix: str = Field(description="Region, site and terminal: the first 13 digits of its numbers")
    certificate: str = Field(description="PEM, for client authentication; its common name is the terminal")
    ca: str
    receipt_key: str = Field(description="Ed25519 public key of receipts, events, statements and results")
    sealing_key: str = Field(description="X25519 public key to seal parts to")
    platform_time: datetime


class PartIn(Body):
    name: Short
    data: str = Field(description="The sealed bytes, base64 of RFC 4648 §4")


class FilingIn(Body):
    envelope: Jws = Field(description="A JWS of the kind filing")
    parts: list[PartIn] = Field(max_length=64)


class RatingIn(Body):
    rating: Jws = Field(description="A JWS of the kind rating: id, filing, grade 1…5, reasons, at")


class ReceiptOut(BaseModel):
    receipt: str = Field(description="A JWS of the kind receipt; the same bytes for ever")


class FeedPage(BaseModel):
    epoch: str
    events: list[str] = Field(description="JWS of the kind event, by rising seq without gaps")
    more: bool


class HeartbeatIn(Body):
    heartbeat: Jws = Field(description="A JWS of the kind heartbeat")


class Known(BaseModel):
    epoch: str
    max_seq: int
    missing: list[tuple[int, int]] = Field(
        description="First and last number of each gap: numbered, not waiting at the terminal, and not here"
    )


class Today(BaseModel):
    day: str = Field(description="YYMMDD by the platform's clock", examples=["260914"])
    number_seq: int = Field(description="The highest daily part of a filing number of that day; 0: none")


class Noticed(BaseModel):
    kind: str = Field(examples=["sequence_reused", "filings_missing"])
    seq: int


class HeartbeatOut(BaseModel):
    time: datetime
    known: Known
    today: Today
    noticed: list[Noticed] = Field(
        description="What did not fit together in this epoch; nothing was refused for it"
    )
    cashier: str = Field(description="A JWS of the kind statement: where people pay what they put off")
    face_policy: str = Field(description="A JWS of the kind statement: for which items a face may confirm")
    staff: str = Field(
        description="A JWS of the kind statement: the clerks of the terminal's site, for a week"
    )
    commands: list[str] = Field(
        description="JWS of the kind command that this terminal has not answered, in the order of issue"
    )


class ConfirmationIn(Body):
    id: Id
    id_number: IdNumber
    name: Name
    item: Short
    purpose: Short


class ConfirmationOut(BaseModel):
    id: str
    url: str = Field(description="The page for the person's phone")
    expires_at: datetime


class ConfirmationState(BaseModel):
    state: Literal["waiting", "confirmed", "declined", "expired"]
    statement: str | None = Field(description="A JWS of the kind statement, once confirmed")


class InvitationIn(Body):
    id: Id
    filing: Id = Field(description="The id that the filing will have")
    id_number: IdNumber
    name: Name
    item: Short
    form: Digest = Field(description="Of the application form that everybody signs")
    of: Digest = Field(description="Fingerprint of the person who files, the answers and the materials")
    summary: list[tuple[Covered, Covered]] = Field(
        max_length=200, description="What the phone shows: titles and values, whoever they name covered"
    )


class InvitationOut(BaseModel):
    id: str
    url: str = Field(description="The page for the person's phone")
    code: str = Field(description="Eight characters that lead to the same page, for the slip")
    expires_at: datetime


class InvitationState(BaseModel):
    state: Literal["waiting", "signed", "declined", "expired"]
    statement: str | None = Field(description="A JWS of the kind statement, once signed")


class PaymentLine(Body):
    key: Short
    title: Short
    department: Short
    amount: str = Field(pattern=r"^\d{1,10}\.\d{2}$", description="Yuan")


class PaymentIn(Body):
    case: Id = Field(description="The id that the filing will have")
    item: Short
    lines: list[PaymentLine] = Field(min_length=1, max_length=12)


class PaymentOut(BaseModel):
    order: str
    state: Literal["created", "waiting", "confirmed", "closed", "failed", "refunding", "refunded"]
    amount: str = Field(description="Yuan")
    url: str = Field(description="The page for the payer's phone")
    expires_in_s: float = Field(description="Seconds that it can still be paid; 0: no longer")
    statement: str | None = Field(description="A JWS of the kind statement, once confirmed")


class Confirmed(Body):
    """Whoever asks about a person shows the statement that this person confirmed."""

    id_number: IdNumber
    name: Name | None = None
    confirmation: Jws | None = Field(description="Without it the answer is 403: a card alone opens nothing")


class ResultsAsked(Confirmed):
    number: Annotated[str, Field(pattern=r"^[0-9A-Z]{10,40}$")] | None = Field(
        default=None, description="Of a filing, as its slip's code has it: its result is among those listed"
    )


class Called(Confirmed):
    authorisation: Id = Field(description="Of the filing that it is for: the id that the filing will have")
    arguments: dict[Short, Argument] = Field(
        default_factory=dict,
        max_length=8,
        description="What the office is told beside who asks; several numbers are joined by commas",
    )


class ShareIn(Called):
    source: Short = Field(examples=["si-places", "household-register"])


class VerifyIn(Called):
    predicate: Short = Field(examples=["insured-in-period", "residence-permit-valid", "home-owned"])


class LicenceIn(Called):
    licence: Short = Field(examples=["identity"])


class ReuseIn(Called):
    source: Short = Field(examples=["wallet"])


class DataOut(BaseModel):
    state: str = Field(
        description="OK, NO_DATA or UNAVAILABLE; a licence NONE, EXPIRED or SEAL_BAD; a reuse HELD or NO_DATA"
    )
    value: Any = None
    statement: str = Field(description="A JWS of the kind statement: the same state, value and arguments")


class VerifyOut(BaseModel):
    answer: str = Field(description="YES, NO or UNKNOWN")
    statement: str


class ListedResult(BaseModel):
    result: str = Field(description="A JWS of the kind result")
    pages: int


class KnownFiling(BaseModel):
    id: str
    status: str = Field(description="As it was answered; a result that came since is among the results")
    reason: str | None


class Results(BaseModel):
    results: list[ListedResult] = Field(
        description="Newest first, at most 20; older ones that are still being drawn come next time"
    )
    filing: KnownFiling | None = Field(
        default=None, description="This person's filing of the number that was asked for, at any terminal"
    )


class ResultOut(BaseModel):
    result: str
    pdf: str = Field(description="Base64; its SHA-256 is the digest in the result")


class DownloadOut(BaseModel):
    url: str = Field(description="Good for one download")
    expires_at: datetime


class SandboxIn(Body):
    data_latency_s: float | None = Field(default=None, ge=0, le=60)
    data_unavailable: list[Short] | None = None
    refuse_next: int | None = Field(default=None, ge=0)
    busy_next: int | None = Field(default=None, ge=0, description="So many requests are answered 503")
    hold_answers_s: float | None = Field(default=None, ge=0, le=60, description="After the commit")
    hold_payments_s: float | None = Field(default=None, ge=0, le=60, description="After the charge")
    decline_payments: int | None = Field(default=None, ge=0, description="So many are not charged")
    delay_payments: int | None = Field(default=None, ge=0, description="So many are told after their time")
    spoil: Spoil | None = Field(default=None, description="How the answers to filings go wrong")
    spoil_next: int | None = Field(default=None, ge=0, description="So many of them do")


class SandboxOut(BaseModel):
    data_latency_s: float
    data_unavailable: list[str]
    refuse_next: int
    busy_next: int
    hold_answers_s: float
    hold_payments_s: float
    decline_payments: int
    delay_payments: int
    spoil: Spoil
    spoil_next: int
