"""What the value of a board's line may say. Each raises ValueError for anything else."""

from __future__ import annotations

import re

from kiosk.devices._line_board import Meaning

_DIGITS = re.compile("0|[1-9][0-9]{0,5}")


def either(true: str, false: str) -> Meaning:
    meant = {true: True, false: False}

    def read(text: str) -> bool:
        if text not in meant:
            raise ValueError(f"neither {true} nor {false}")
        return meant[text]

    return read


def whole(most: int) -> Meaning:
    def read(text: str) -> int:
        if not _DIGITS.fullmatch(text) or int(text) > most:
            raise ValueError(f"no number from 0 to {most}")
        return int(text)

    return read
