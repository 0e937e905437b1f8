"""How one family of serial scanners is triggered, as profiles.yaml beside this module says."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from kiosk.devices.code_scanner._trigger import Proof, Trigger


def named(name: str) -> Trigger:
    """Raises ValueError for a profile that does not exist."""
    try:
        return every()[name]
    except KeyError:
        raise ValueError(f"选项 profile 没有 {name!r}；可以写 {'、'.join(every())}") from None


@cache
def every() -> dict[str, Trigger]:
    text = files(__package__).joinpath("profiles.yaml").read_text("utf-8")
    triggers = {name: _trigger(**entry) for name, entry in yaml.safe_load(text).items()}
    wrong = [name for name, found in triggers.items() if bool(found.start) != bool(found.stop)]
    if wrong:
        raise ValueError(f"profiles.yaml: start or stop of {', '.join(wrong)}")
    return triggers


def _trigger(start: str, stop: str, ack: str, nak: str) -> Trigger:
    proof = Proof.REPLY if ack else Proof.NEVER
    commands = bytes.fromhex(start), bytes.fromhex(stop)
    return Trigger(*commands, bytes.fromhex(ack), bytes.fromhex(nak), proof)
