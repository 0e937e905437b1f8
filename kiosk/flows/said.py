"""What an office said of the person of a session, for walks: nobody was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.flows.materials import State
from kiosk.flows.session import Session


@dataclass(frozen=True)
class Said:
    kind: str  # share | licence | verify
    source: str
    state: State
    value: Any = field(repr=False, default=None)
    arguments: Mapping[str, str] = field(repr=False, default_factory=dict)


Prove = Callable[[Session, Said], str]  # → the statement that an office said so
