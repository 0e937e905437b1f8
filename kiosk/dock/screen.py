"""A look at the terminal's screen, through the probe of an unsealed terminal."""

from __future__ import annotations

import json
import socket
from base64 import b64decode
from pathlib import Path


class ScreenError(Exception):
    """The terminal shows nothing that can be seen from here."""


def grab(probe: Path, timeout: float = 5.0) -> bytes:
    """A PNG of the window. Waits up to `timeout` seconds for each answer. Raises ScreenError."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(timeout)
            line.connect(str(probe))
            line.sendall(b'{"cmd": "grab"}\n')
            with line.makefile("rb") as answers:
                answer = json.loads(answers.readline())
        return b64decode(answer["png"], validate=True)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScreenError(f"no picture of the screen: {type(error).__name__}") from None
