"""What a virtual device says of itself, so that one place can start, steer and describe all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from kiosk.devices.virtual.state import State


class Runs(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...


@dataclass(frozen=True)
class Stand:
    """`build` takes the folders of the state files and of what comes out, and what only a device of this name
    can be told besides; `options` are the adapter's, of a device that runs. `alone`: only when it is named,
    because it needs more than this process has, or stands in for a kind that another one stands for already.
    `inert`: what its states can say and this device would not heed: a key's values, or none for all of them.
    """

    name: str
    kind: str
    adapter: str
    states: tuple[type[State], ...]
    build: Callable[..., Runs]
    options: Callable[[Any], Mapping[str, object]]
    alone: bool = False
    inert: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
