"""What can be wrong with the call button and the handset, said to a person and to a technician."""

from __future__ import annotations

from kiosk.devices.handset import HandsetState
from kiosk.model import Fault

DEVICE = "呼叫按钮和听筒"

NO_LAMP = Fault(
    "lamp.unsupported", "呼叫灯不会亮，呼叫照样有效。", "这块板没有呼叫灯：不用亮灯，或换有灯的板"
)


def warnings(found: HandsetState) -> tuple[Fault, ...]:
    """A call and a lifted handset are what the device is for: nothing is wrong with it."""
    return ()
