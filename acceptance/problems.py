"""What went wrong, as problem+json (RFC 9457): stable types, and never a word of what was sent."""

from __future__ import annotations

from enum import Enum

_PREFIX = "urn:kiosk:problem:"


class Kind(Enum):
    """Every problem there is: its name in the type, its status, its title."""

    MALFORMED = "malformed", 400, "The request is not of its shape"
    IDEMPOTENCY_KEY = "idempotency-key", 400, "The Idempotency-Key is missing or names something else"
    CONTENT_DIGEST = "content-digest", 400, "The Content-Digest is missing or does not match"
    CODE = "enrolment-code", 403, "The enrolment code is wrong, used or expired"
    NOT_ADMITTED = "not-admitted", 403, "This terminal is not admitted"
    NOT_AN_OFFICE = "not-an-office", 403, "No department proves itself by this key"
    NOT_CONFIRMED = "not-confirmed", 403, "There is no valid confirmation of this person"
    NOT_AGREED = "not-agreed", 403, "What the person confirmed does not cover this source"
    PHONE_KEY = "phone-key", 403, "The phone did not prove whose it is"
    NO_PHONE = "no-phone", 404, "No phone is known for this person"
    NOT_FOUND = "not-found", 404, "There is nothing here"
    METHOD = "method", 405, "This cannot be done here"
    UPLOAD_OFFSET = "upload-offset", 409, "The piece does not begin where the upload ends"
    TUS_VERSION = "tus-version", 412, "Only version 1.0.0 of tus is spoken here"
    PIECE = "piece", 415, "A piece is application/offset+octet-stream"
    UPLOAD_DIGEST = "upload-digest", 422, "What was uploaded is not what its digest says"
    UPLOAD_CHECKSUM = "upload-checksum", 460, "The piece is not what its checksum says"
    IN_FLIGHT = "in-flight", 409, "The same object is still being taken"
    SLOT_TAKEN = "slot-taken", 422, "Somebody else has this time by now"
    SAME_TIME = "same-time", 422, "This person is somewhere else at that time"
    ALREADY_BOOKED = "already-booked", 422, "This person has a time for this already"
    TOO_LATE = "too-late", 422, "It is too late to change this time"
    BRANCH_CLOSED = "branch-closed", 409, "This branch is not open"
    BRANCH_TOO_EARLY = "branch-too-early", 409, "What this branch takes is not there yet"
    GONE = "gone", 410, "This was used or has expired"
    TOO_LARGE = "too-large", 413, "The request is too large"
    SIGNATURE = "signature", 422, "Not signed by a key of this terminal"
    ENVELOPE = "envelope", 422, "The signed object does not fit the request"
    PARTS = "parts", 422, "The parts are not those that were signed"
    BODY = "body", 422, "The sealed body cannot be read, or belongs to another filing"
    STATEMENT = "statement", 422, "A statement in the filing is not ours, or is about somebody else"
    CONFLICT = "idempotency-conflict", 422, "This id is already used for something else"
    ALREADY_RATED = "already-rated", 422, "This filing was rated before"
    BRANCH_RESULT = "branch-result", 422, "What others take of this branch is missing"
    SAYS_NOTHING = "says-nothing", 422, "Nothing in the text can be read"
    UNKNOWN_SOURCE = "unknown-source", 422, "No such source, predicate or licence"
    TOO_MANY_PAGES = "too-many-confirmations", 429, "This person was asked to confirm too often"
    PHONE_LOCKED = "phone-locked", 429, "This person's phone key was wrong too often"
    FAILED = "failed", 500, "The platform failed"
    BUSY = "busy", 503, "The platform is busy"
    STORAGE = "storage", 507, "This terminal has too much under way"

    def __init__(self, name: str, status: int, title: str) -> None:
        self.type = _PREFIX + name
        self.status = status
        self.title = title


class ProblemError(Exception):
    """Ends a request with a problem. `detail` is ours: never of what was sent."""

    def __init__(self, kind: Kind, detail: str = "", retry_after: int | None = None) -> None:
        super().__init__(kind.type)
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after  # seconds
