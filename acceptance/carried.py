"""What came on a removable medium, taken as if it had come over the line: same checks, same receipts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acceptance import intake, rating
from acceptance.enrolment import Terminal, named, verified
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from kiosk.wire import medium
from kiosk.wire.envelope import digest


@dataclass(frozen=True)
class Told:
    """How it went, in numbers; the receipts lie in the file."""

    terminal: str
    taken: int  # have a receipt, new or from before
    refused: Mapping[str, int]  # problem → how many; the line, once it is back, tells the terminal
    lost: int  # named by the manifest, and not whole on the medium


def take(platform: Platform, path: Path, receipts: Path) -> Told:
    """Raises MediumError for a medium that no terminal of ours wrote, OSError. Twice changes nothing."""
    entries = medium.lines(path)
    try:
        token = str(next(entries)["manifest"])
        terminal = named(platform, medium.unverified_terminal(token))
        manifest = medium.Manifest.read(verified(platform, terminal, medium.EXPORT, token))
    except (StopIteration, KeyError):
        raise medium.MediumError("没有清单") from None
    except ProblemError as problem:
        raise medium.MediumError(f"不是登记过的终端签的（{problem.kind.type}）") from None
    expected = {entry.id: entry for entry in manifest.objects}
    answers: dict[str, str] = {}
    refused: dict[str, int] = {}
    for entry in entries:
        wanted = expected.get(str(entry.get("id")))
        if wanted is None or wanted.id in answers:
            raise medium.MediumError("有清单里没有的东西")
        answers[wanted.id] = ""
        if entry.get("object") is None:  # answered over the line while it was being written
            continue
        try:
            answers[wanted.id] = _take(platform, terminal, wanted, entry.get("object"))
        except ProblemError as problem:
            refused[problem.kind.type] = refused.get(problem.kind.type, 0) + 1
    found = {id: receipt for id, receipt in answers.items() if receipt}
    with receipts.open("w", encoding="utf-8") as file:
        for id, receipt in found.items():
            file.write(json.dumps({"id": id, "receipt": receipt}) + "\n")
    return Told(terminal.id, len(found), refused, len(expected) - len(answers))


def _take(platform: Platform, terminal: Terminal, wanted: medium.Named, carried: Any) -> str:
    """The receipt. Raises ProblemError, MediumError."""
    try:
        signed = str(carried["rating" if wanted.kind == "ratings" else "envelope"])
        parts = [intake.Part(str(part["name"]), str(part["data"])) for part in carried.get("parts", ())]
    except (TypeError, KeyError, AttributeError):
        raise ProblemError(Kind.MALFORMED) from None
    if digest(signed.encode()) != wanted.digest:
        raise medium.MediumError("有一件与清单不一致")
    if wanted.kind == "ratings":
        return rating.take(platform, terminal, wanted.id, signed)
    return intake.take(platform, terminal, wanted.id, signed, parts)
