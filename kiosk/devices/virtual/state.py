"""What a virtual device is told to be: one small JSON file each, written alike by a panel, the CLI and tests.

Writers replace the file in one step, so a reader never meets half of it. A device also writes here what
happened to it (the paper ran out, the card was lifted), so the file always says how things are.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import ClassVar, TypeVar

READER_FAULTS = ("silent", "slow", "garbage", "half", "scrambled", "unplugged")
PRINTER_FAULTS = ("silent", "slow", "garbage", "disconnected")
DOCUMENT_FAULTS = ("silent", "slow", "garbage", "disconnected", "stopped")


class StateError(ValueError):
    """A state file says something that its device cannot be."""


@dataclass(frozen=True)
class State:
    """One device as its file says; a subclass for each kind refuses what the kind cannot be."""

    KIND: ClassVar[str]


S = TypeVar("S", bound=State)


def demand(holds: bool, key: str, allowed: str) -> None:
    if not holds:
        raise StateError(f"{key} must be {allowed}")


def count(value: object, key: str) -> None:
    fits = value is None or isinstance(value, int) and not isinstance(value, bool) and value >= 0
    demand(fits, key, "null or a number from 0")


def choice(value: object, key: str, *allowed: str | None) -> None:
    demand(value in allowed, key, "one of " + ", ".join(word or "null" for word in allowed))


@dataclass(frozen=True)
class CardReaderState(State):
    """`card` is a person's id, bank-card or work-permit. `fault` may also be an SW3 in hex, answered at the
    step where it belongs; with `scrambled` the chip's text is none. `picture`: a file that the reader sends
    in place of the photo, as those do that decode it."""

    KIND = "card_reader"
    card: str | None = None
    picture: str | None = None
    fault: str | None = None
    lift_after: str | None = None  # find, select or read: the card leaves right after that answer
    unplug_at_byte: int | None = None  # the cable goes after so many more bytes of answers

    def __post_init__(self) -> None:
        demand(self.card is None or isinstance(self.card, str), "card", "null or a person's id")
        demand(
            self.picture is None or isinstance(self.picture, str), "picture", "null or the path of a picture"
        )
        demand(self.fault is None or self.fault in READER_FAULTS or self.sw3 is not None, "fault",
                f"null, one of {', '.join(READER_FAULTS)}, or an SW3 in hex")  # fmt: skip
        choice(self.lift_after, "lift_after", None, "find", "select", "read")
        count(self.unplug_at_byte, "unplug_at_byte")

    @property
    def sw3(self) -> int | None:
        try:
            return bytes.fromhex(self.fault or "")[0]
        except (ValueError, IndexError, TypeError):
            return None


@dataclass(frozen=True)
class ReceiptPrinterState(State):
    KIND = "receipt_printer"
    paper: str = "full"
    cover: str = "closed"
    cutter: str = "ok"
    heat: str = "ok"
    fault: str | None = None
    paper_out_after_lines: int | None = None  # so many more lines come out, then the roll ends
    speed_mm_s: float = 0  # 0: at once
    torn: int = 0  # the number of the last slip that somebody took out of the mouth

    def __post_init__(self) -> None:
        choice(self.paper, "paper", "full", "low", "out")
        choice(self.cover, "cover", "closed", "open")
        choice(self.cutter, "cutter", "ok", "jam")
        choice(self.heat, "heat", "ok", "hot")
        choice(self.fault, "fault", None, *PRINTER_FAULTS)
        count(self.paper_out_after_lines, "paper_out_after_lines")
        count(self.torn, "torn")
        fits = isinstance(self.speed_mm_s, int | float) and 0 <= self.speed_mm_s <= 1000
        demand(fits, "speed_mm_s", "a number from 0 to 1000")


@dataclass(frozen=True)
class DocumentPrinterState(State):
    KIND = "document_printer"
    media: str = "ready"
    toner: str = "ok"
    door: str = "closed"
    fault: str | None = None

    def __post_init__(self) -> None:
        choice(self.media, "media", "ready", "empty", "jam")
        choice(self.toner, "toner", "ok", "low", "empty")
        choice(self.door, "door", "closed", "open")
        choice(self.fault, "fault", None, *DOCUMENT_FAULTS)


def path(folder: Path, kind: type[State]) -> Path:
    return folder / f"{kind.KIND}.json"


def read(folder: Path, kind: type[S]) -> S:
    """A file that is not there means a device in good order. Raises StateError."""
    try:
        found = json.loads(path(folder, kind).read_text("utf-8"))
    except FileNotFoundError:
        return kind()
    except OSError as error:
        raise StateError(f"{kind.KIND}.json cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise StateError(f"{kind.KIND}.json is not JSON") from error
    known = {field.name for field in fields(kind)}
    demand(
        isinstance(found, dict) and set(found) <= known,
        f"{kind.KIND}.json",
        "an object of " + ", ".join(sorted(known)),
    )
    return kind(**found)


def write(folder: Path, state: State) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(path(folder, type(state)), json.dumps(asdict(state), ensure_ascii=False).encode())


def update(folder: Path, kind: type[S], **changes: object) -> S:
    """Changes some keys and leaves the others, whoever else is writing. Raises StateError."""
    with _locked(folder):
        state: S = replace(read(folder, kind), **changes)
        write(folder, state)
        return state


def replace_file(target: Path, content: bytes) -> None:
    """All of it or nothing, for whoever looks at `target` meanwhile."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(temporary, target)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
