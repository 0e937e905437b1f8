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
    return bool(found.start) == bool(found.stop) and bool(found.query) == bool(found.reply)


def _trigger(  # noqa: PLR0913 - the keys of an entry
    start: str, stop: str, ack: str, nak: str, query: str = "", reply: str = ""
) -> Trigger:
    proof = Proof.REPLY if ack else Proof.QUERY if query else Proof.CODE
    first, last, yes, no, question = map(bytes.fromhex, (start, stop, ack, nak, query))
    return Trigger(first, last, yes, no, proof, question, reply.encode())
