"""GS I 66 and 67: maker and model, as the printer calls itself: 5F, text, 00."""

from __future__ import annotations

import time

from kiosk.devices.receipt_printer._ear import Ear
from kiosk.devices.receipt_printer._transport import Line

_QUESTIONS = {"maker": b"\x1dIB", "model": b"\x1dIC"}
_FIRST, _LAST = 0x5F, 0x00
_LONGEST = 82  # bytes with both ends


def ask(line: Line, deadline: float, ear: Ear) -> dict[str, str]:
    """Raises TimeoutError for a printer that does not say it within `deadline` seconds."""
    found = {}
    try:
        for name, question in _QUESTIONS.items():
            ear.expect(_FIRST, _whole)
            line.send(question, deadline)
            end = time.monotonic() + deadline
            while not ear.told:
                left = end - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                ear.sort(line.receive(left))
            found[name] = _text(ear.told)
    finally:
        ear.expect_no_more()
    return found


def _whole(heard: bytes) -> bool:
    return heard[-1] == _LAST or len(heard) == _LONGEST


def _text(answer: bytes) -> str:
    """For a technician's eyes: nothing in it may move a terminal's cursor."""
    said = answer[1:-1].decode("gb18030", "replace")
    return "".join(character for character in said if character.isprintable()).strip()
