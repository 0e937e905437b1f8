"""Printer attributes → one snapshot. What the printer does not say stays unknown."""

from __future__ import annotations

from kiosk.devices import faults
from kiosk.devices.document_printer import _reasons
from kiosk.devices.document_printer._message import Attributes
from kiosk.devices.document_printer._reasons import DEVICE, OUT_OF_ORDER
from kiosk.model import DeviceState, DeviceStatus, Media, Supply

_STOPPED = 5
_STATES = {3: DeviceState.ONLINE, 4: DeviceState.BUSY, _STOPPED: DeviceState.FAULT}


def snapshot(facts: Attributes) -> DeviceStatus:
    state = facts.get("printer-state", (0,))[0]
    if state not in _STATES:
        fault = faults.garbled(DEVICE, "应答没有 printer-state", OUT_OF_ORDER)
        return DeviceStatus(DeviceState.UNKNOWN, faults=(fault,))
    found = _reasons.faults(words(facts, "printer-state-reasons"))
    errors = any(fault.severity == "error" for fault in found)
    if state == _STOPPED and not errors:
        found = (_reasons.STOPPED, *found)
    shown = _STATES[int(state)]
    if errors:
        shown = DeviceState.FAULT
    elif found and shown is DeviceState.ONLINE:
        shown = DeviceState.ATTENTION
    codes = {fault.code for fault in found}
    media = Media.JAMMED if "media.jam" in codes else Media.UNKNOWN
    return DeviceStatus(shown, media, _supplies(facts, codes), found, _detail(facts))


def _supplies(facts: Attributes, codes: set[str]) -> dict[str, Supply]:
    """Full is what the printer says, not what it fails to say."""
    sure = {"paper": "media-ready" in facts, "toner": any(_levels(facts))}
    found = {}
    for supply, word in (("paper", "media"), ("toner", "toner")):
        if f"{word}.empty" in codes:
            found[supply] = Supply.OUT
        elif f"{word}.low" in codes:
            found[supply] = Supply.LOW
        else:
            found[supply] = Supply.FULL if sure[supply] else Supply.UNKNOWN
    return found


def _levels(facts: Attributes) -> list[bool]:
    return [isinstance(level, int) and level > 0 for level in facts.get("marker-levels", ())]


def _detail(facts: Attributes) -> dict[str, str]:
    names = {"model": "printer-make-and-model", "firmware": "printer-firmware-string-version"}
    return {key: str(facts[name][0]) for key, name in names.items() if facts.get(name)}


def words(facts: Attributes, name: str) -> list[str]:
    return [value for value in facts.get(name, ()) if isinstance(value, str)]
