"""What the platform lets terminals do with faces: for which items, how alike two pictures must be, till when.

A statement of the platform as all of them, so that whoever keeps it can prove whose word it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from kiosk.wire.messages import MessageError, moment

KIND = "face_policy"
_OFTEN = timedelta(hours=1)


@dataclass(frozen=True)
class FacePolicy:
    version: int
    items: frozenset[str]  # none: no faces at all
    threshold: float  # the least cosine of two templates, above 0 and below 1
    valid_from: datetime
    valid_to: datetime
    photos: bool = False  # whether the platform hands out a photo where the card gives none

    def __post_init__(self) -> None:
        if not 0.0 < self.threshold < 1.0:
            raise ValueError("threshold")

    def allows(self, item: str, at: datetime) -> bool:
        return item in self.items and self.valid_from <= at <= self.valid_to

    def repeats(self, kept: FacePolicy) -> bool:
        """Whether it says what another one says, and not for much longer."""
        same = replace(self, valid_from=kept.valid_from, valid_to=kept.valid_to) == kept
        return same and abs(self.valid_to - kept.valid_to) < _OFTEN

    def follows(self, kept: FacePolicy, at: datetime) -> bool:
        """Whether it may stand in the place of one that still holds: a later word with no lower version. To
        allow nothing any more is always possible: an earlier word that comes again can take away, never give.
        """
        if not self.items or kept.valid_to < at:
            return True
        return self.version >= kept.version and self.valid_from >= kept.valid_from

    def payload(self) -> dict[str, Any]:
        return {
            "kind": KIND,
            "version": self.version,
            "items": sorted(self.items),
            "threshold": self.threshold,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat(),
            "photos": self.photos,
        }

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> FacePolicy:
        """Raises MessageError."""
        try:
            match payload:
                case {
                    "kind": str(kind),
                    "version": int(version),
                    "items": list(items),
                    "threshold": float(threshold),
                } if kind == KIND and type(version) is int and all(isinstance(item, str) for item in items):
                    times = moment(payload["valid_from"]), moment(payload["valid_to"])
                    if isinstance(photos := payload.get("photos", False), bool):
                        return cls(version, frozenset(items), threshold, *times, photos)
        except (KeyError, TypeError, ValueError) as error:
            raise MessageError(f"face policy: {type(error).__name__}") from None
        raise MessageError("face policy: another shape")
