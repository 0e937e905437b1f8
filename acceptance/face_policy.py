"""Whether faces count here, by a file of the operator: without one they count nowhere.

    version: 3
    items: [si-certificate, collection]
    threshold: 0.363

Terminals are told it signed, each time for a week: one that was away for longer asks for no face.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from acceptance.failure import StartError
from acceptance.population import Person
from kiosk.wire import messages
from kiosk.wire.envelope import SigningKey
from kiosk.wire.policy import KIND, FacePolicy

LIFE = timedelta(days=7)
SKEW = timedelta(minutes=5)  # of a clock that is behind ours
_KEYS = {"version", "items", "threshold"}
_NONE = {"version": 0, "items": [], "threshold": 0.999}


class PolicyError(StartError):
    """The file is no policy; says where."""


class Faces:
    """`photos`: a folder with a JPEG of each person, `<id>.jpg`, for cards that give none."""

    def __init__(self, told: dict[str, Any], photos: Path | None = None) -> None:
        self._told, self._photos = told, photos

    @classmethod
    def load(cls, file: Path | None, photos: Path | None = None) -> Faces:
        """Raises PolicyError or OSError."""
        if photos is not None and not photos.is_dir():
            raise PolicyError(f"{photos.name}: no folder of photos")
        if file is None:
            return cls(_NONE)
        try:
            told = yaml.safe_load(file.read_text("utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError):
            raise PolicyError(f"{file.name}: not YAML") from None
        if not isinstance(told, dict) or set(told) != _KEYS:
            raise PolicyError(f"{file.name}: wants {', '.join(sorted(_KEYS))}, and nothing else")
        times = {"valid_from": "2020-01-01T00:00:00+08:00", "valid_to": "2020-01-01T00:00:00+08:00"}
        try:
            FacePolicy.read({"kind": KIND, **told, **times})
        except messages.MessageError as error:
            raise PolicyError(f"{file.name}: {error}") from None
        return cls(told, photos)

    def photo(self, person: Person) -> bytes | None:
        """None where there is none of them, or nobody is to have one."""
        path = self._photos / f"{person.id}.jpg" if self._photos else None
        return path.read_bytes() if path and path.is_file() else None

    @property
    def has_photos(self) -> bool:
        return self._photos is not None

    def at(self, now: datetime) -> FacePolicy:
        version, items, threshold = (self._told[name] for name in ("version", "items", "threshold"))
        return FacePolicy(version, frozenset(items), threshold, now - SKEW, now + LIFE, self.has_photos)

    def signed(self, key: SigningKey, now: datetime) -> str:
        return key.sign(messages.STATEMENT, self.at(now).payload())

    def covers(self, item: object, version: object, threshold: object) -> bool:
        """Whether a match by an earlier or the present policy is good enough for the present one."""
        return (
            item in self._told["items"]
            and type(version) is int
            and isinstance(threshold, float)
            and version <= self._told["version"]
            and self._told["threshold"] <= threshold < 1.0
        )
