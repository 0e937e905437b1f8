"""What a terminal gives to a removable medium when there is no line for too long, and what comes back.

Text, one JSON object a line. Out: first {"manifest": …}, a JWS of the type `export` that names every object
by id, kind and digest; then each object exactly as it would go over the line, sealed and signed. Back: one
line a receipt. Nothing of it can be read or changed by who carries it, and all of it may be carried twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.wire.envelope import SigningKey, unbase64

EXPORT = "export"
LONGEST = 48 * 1024 * 1024  # characters of a line: the platform takes no larger object


class MediumError(Exception):
    """What lies on the medium is not what was written to it; says why."""


@dataclass(frozen=True)
class Named:
    id: str
    kind: str  # filings | ratings
    digest: str  # of the signed object, hex


@dataclass(frozen=True)
class Manifest:
    terminal: str
    at: datetime
    objects: tuple[Named, ...]

    def payload(self) -> dict[str, Any]:
        named = [vars(entry) for entry in self.objects]
        return {"terminal": self.terminal, "at": self.at.isoformat(), "objects": named}

    @classmethod
    def read(cls, payload: dict[str, Any]) -> Manifest:
        """Raises MediumError."""
        try:
            objects = tuple(
                Named(str(entry["id"]), str(entry["kind"]), str(entry["digest"]))
                for entry in payload["objects"]
            )
            return cls(str(payload["terminal"]), datetime.fromisoformat(payload["at"]), objects)
        except (KeyError, TypeError, ValueError):
            raise MediumError("清单的格式不对") from None


def write(path: Path, token: str, objects: Sequence[Named], payload: Callable[[str], bytes]) -> None:
    """Whole and durable, or not there at all. `payload` gives an object as it goes over the line.

    Raises OSError.
    """
    temporary = path.with_name(f".{path.name}.new")
    try:
        with open(temporary, "w", encoding="utf-8", opener=_private) as file:
            file.write(json.dumps({"manifest": token}) + "\n")
            for entry in objects:
                line = {"id": entry.id, "kind": entry.kind, "object": json.loads(payload(entry.id))}
                file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """A file that was cut off ends with its last whole line. Raises MediumError, OSError."""
    with path.open(encoding="utf-8", errors="strict") as file:
        while text := file.readline(LONGEST):
            if not text.endswith("\n"):
                if len(text) == LONGEST:
                    raise MediumError("有一行太长")
                return
            try:
                line = json.loads(text)
            except (ValueError, RecursionError):
                raise MediumError("有一行读不懂") from None
            if not isinstance(line, dict):
                raise MediumError("有一行读不懂")
            yield line


def unverified_terminal(token: str) -> str:
    """Who claims to have written it; only good for looking up the key. Raises MediumError."""
    try:
        return str(json.loads(unbase64(token.split(".")[1]))["terminal"])
    except (IndexError, ValueError, KeyError, TypeError, RecursionError):
        raise MediumError("签名读不懂") from None


def manifest(signing: SigningKey, terminal: str, at: datetime, objects: Sequence[Named]) -> str:
    return signing.sign(EXPORT, Manifest(terminal, at, tuple(objects)).payload())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
