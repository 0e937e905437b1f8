"""What a terminal states of a person who stands before it: by which second factor they proved who they are.

The one place that says what such a statement is worth. It is signed with the key that signs the terminal's
filings, and opens what a confirmed phone opens, for the methods that are allowed here. It names the person,
the item and the words that were read in the same way as a statement of ours (`statements`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from acceptance.enrolment import Terminal, verified
from acceptance.platform import Platform
from acceptance.problems import ProblemError
from acceptance.statements import LIFE, Confirmation, StatementError, person_digest
from kiosk.wire import messages
from kiosk.wire.envelope import SignatureError, unverified_key_id

SOCIAL_CARD = "social_card"  # the person's own social-security card, which took its PIN
FACE = "face"  # a face before the camera, like the photo of the person's card
METHODS = frozenset({SOCIAL_CARD, FACE})
_OVER = timedelta(days=1)


@dataclass(frozen=True)
class Attestation:
    """A statement whose signature is the terminal's; whether it counts is still to be seen."""

    payload: Mapping[str, Any] = field(repr=False)
    stands: bool = True  # by the policy of today


def shown(platform: Platform, terminal: Terminal, token: object) -> Attestation | None:
    """None for one that we signed ourselves. Raises StatementError where this terminal did not sign it."""
    try:
        if unverified_key_id(str(token)) == platform.keys.receipts.public.id:
            return None
        payload = verified(platform, terminal, messages.STATEMENT, str(token))
        return Attestation(payload, payload.get("method") != FACE or _face_counts(platform, payload))
    except (SignatureError, ProblemError):
        raise StatementError("not ours, and not of this terminal") from None


def confirmation(
    attestation: Attestation, *, id_number: str, terminal: str, ahead: timedelta | None = None
) -> Confirmation:
    """`ahead`: how far the terminal's clock, which dated it, is before ours, as far as is known.

    A face that does not count by the policy of today is a confirmation that is over: it is asked for again.

    Raises StatementError for another kind, person or terminal, and for a method that is not allowed.
    """
    return _of_now(attestation, "confirmation", METHODS, id_number, terminal, ahead)


def consent(
    attestation: Attestation, *, id_number: str, terminal: str, ahead: timedelta | None = None
) -> Confirmation:
    """That the person, whose card was read, agreed to be compared with a photo: it lives as long as a
    confirmation, and is none. Raises StatementError as `confirmation` does."""
    return _of_now(attestation, "consent", {FACE}, id_number, terminal, ahead)


def _of_now(  # noqa: PLR0913 - what it has to be about
    attestation: Attestation,
    kind: str,
    methods: Collection[str],
    id_number: str,
    terminal: str,
    ahead: timedelta | None,
) -> Confirmation:
    payload, early = attestation.payload, ahead or timedelta()
    try:
        if payload["kind"] != kind or payload["method"] not in methods:
            raise StatementError("of another kind, or by a method that does not count")
        if payload["person"] != person_digest(payload["id"], id_number):
            raise StatementError("about another person")
        if payload["terminal"] != terminal or not payload["purpose"]:
            raise StatementError("of another terminal, or of no purpose")
        if not isinstance(payload["item"], str):
            raise StatementError("of no item")
        at = messages.moment(payload["at"]) - early
        life = LIFE if attestation.stands else -_OVER
        return Confirmation(payload["id"], payload["item"], at, at + life, early)
    except (KeyError, TypeError, ValueError):
        raise StatementError("of another shape") from None


def _face_counts(platform: Platform, payload: Mapping[str, Any]) -> bool:
    return platform.faces.covers(payload.get("item"), payload.get("policy"), payload.get("threshold"))
