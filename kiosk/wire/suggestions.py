"""提建议 on the wire: how long it may be, and the code that is the only way back to it."""

from __future__ import annotations

import secrets

LONGEST = 500  # characters
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another


def new_code() -> str:
    """As in 7K2M-PQ4R-9XWD."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
