"""How one family of serial scanners is triggered, as profiles.yaml beside this module says."""

from __future__ import annotations

from functools import cache

from kiosk.devices import _profiles
from kiosk.devices.code_scanner._trigger import Proof, Trigger


def named(name: str) -> Trigger:
    """Raises ValueError for a profile that does not exist."""
    return _profiles.named(every(), name)


@cache
def every() -> dict[str, Trigger]:
    return _profiles.read(__package__, lambda entry: _trigger(**entry), _sane)


def _sane(found: Trigger) -> bool:
    return bool(found.start) == bool(found.stop)


def _trigger(start: str, stop: str, ack: str, nak: str) -> Trigger:
    proof = Proof.REPLY if ack else Proof.NEVER
    commands = bytes.fromhex(start), bytes.fromhex(stop)
    return Trigger(*commands, bytes.fromhex(ack), bytes.fromhex(nak), proof)
