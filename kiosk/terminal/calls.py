"""The emergency-call button and the handset: what a person does with them, and the lamp that answers.

Nothing here changes a session: a board that is gone says nothing, and its silence is no call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.devices.handset import Handset, HandsetState
from kiosk.model import DeviceError

KIND = "handset"


@dataclass(frozen=True)
class CallLine:
    """`presses` and `lifted` are None where the board does not say."""

    calling: bool = False
    presses: int | None = None
    lifted: bool | None = None
    lit: bool = False  # the board says that the call lamp is on

    def pressed_since(self, before: CallLine) -> bool:
        """A press too short for anybody to see is one, too; a board that was just found was not pressed."""
        counted = None not in (self.presses, before.presses) and self.presses != before.presses
        return counted or (self.calling and not before.calling)


@dataclass(frozen=True)
class HelpLine:
    device: Callable[[str], Any]

    def wait(self, timeout: float) -> CallLine:
        """As soon as something changes, or after `timeout` seconds. Raises DeviceError."""
        handset: Handset = self.device(KIND)
        return _line(handset.wait_change(timeout))

    def ring(self, on: bool) -> CallLine:
        """The call lamp; what is so afterwards. A board without a lamp, or none at all, changes nothing."""
        try:
            handset: Handset = self.device(KIND)
            handset.ring(on)
            return _line(handset.state())
        except DeviceError:
            return CallLine()


def _line(state: HandsetState) -> CallLine:
    return CallLine(bool(state.calling), state.presses, state.lifted, bool(state.lamp))
