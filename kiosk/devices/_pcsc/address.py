"""Which smart-card service this process talks to: the system's, or another that an option names."""

from __future__ import annotations

import os
import threading

_VARIABLE = (
    "PCSCLITE_CSOCK_NAME"  # pcsc-lite's own; its library looks at it at its first call, and never again
)

_turn = threading.Lock()
_named: str | None = None
_looked = False
_found: str | None = None


def use(socket: str) -> None:
    """To be called before the first call to PC/SC. Raises ValueError where it is too late."""
    global _named
    with _turn:
        now = _found if _looked else _named
        if (_looked or _named is not None) and now != socket:
            raise ValueError(f"选项 socket 在一个程序里只能有一个，已经在用 {now or '系统的 pcscd'}")
        _named = socket
        os.environ[_VARIABLE] = socket


def settle() -> None:
    """To be called right before a call that makes the library look: from now on nothing else can be used."""
    global _looked, _found
    with _turn:
        if not _looked:
            _looked, _found = True, os.environ.get(_VARIABLE)
