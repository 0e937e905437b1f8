"""Printer attributes → one snapshot. What the printer does not say stays unknown."""

from __future__ import annotations

from dataclasses import replace

from kiosk.devices import faults
from kiosk.devices.document_printer import _markers, _reasons
from kiosk.devices.document_printer._message import Attributes
from kiosk.devices.document_printer._reasons import DEVICE, OUT_OF_ORDER
from kiosk.model import DeviceState, DeviceStatus, Media, Supply

PDF = "application/pdf"
FACTS = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "media-ready",
         "document-format-supported", "printer-make-and-model", "printer-firmware-string-version",
         *_markers.FACTS)  # fmt: skip
_STOPPED = 5
_STATES = {3: DeviceState.ONLINE, 4: DeviceState.BUSY, _STOPPED: DeviceState.FAULT}


def snapshot(facts: Attributes) -> DeviceStatus:
    """Whether it would print a document that came now."""
    found = at_work(facts)
    if found.state is DeviceState.UNKNOWN:
        return found
    missing = [_reasons.NO_PDF] if PDF not in facts.get("document-format-supported", (PDF,)) else []
    if facts.get("printer-is-accepting-jobs") == (False,):
        missing.append(_reasons.REFUSES)
    if not missing:
        return found
    worst_first = sorted((*found.faults, *missing), key=lambda fault: fault.severity != "error")
    return replace(found, state=DeviceState.FAULT, faults=tuple(worst_first))


def at_work(facts: Attributes) -> DeviceStatus:
    """How it is, for a document that it has already: what it would say to the next one does not matter."""
    state = facts.get("printer-state", (0,))[0]
    if state not in _STATES:
        fault = faults.garbled(DEVICE, "应答没有 printer-state", OUT_OF_ORDER)
        return DeviceStatus(DeviceState.UNKNOWN, faults=(fault,))
    found = _reasons.faults(words(facts, "printer-state-reasons"))
    errors = any(fault.severity == "error" for fault in found)
    if state == _STOPPED and not errors:
        found = (_reasons.STOPPED, *found)
    toner, low = _markers.supply(facts)
    if low is not None and not {"toner.low", "toner.empty"} & {fault.code for fault in found}:
        found = (*found, low)
    shown = _STATES[int(state)]
    if errors:
        shown = DeviceState.FAULT
    elif found and shown is DeviceState.ONLINE:
        shown = DeviceState.ATTENTION
    codes = {fault.code for fault in found}
    media = Media.JAMMED if "media.jam" in codes else Media.UNKNOWN
    paper = Supply.FULL if "media-ready" in facts else Supply.UNKNOWN
    supplies = {"paper": _supply("media", codes, paper), "toner": _supply("toner", codes, toner)}
    return DeviceStatus(shown, media, supplies, found, _detail(facts))


def _supply(word: str, codes: set[str], otherwise: Supply) -> Supply:
    """The worse of what the reasons and the levels say."""
    if f"{word}.empty" in codes or otherwise is Supply.OUT:
        return Supply.OUT
    return Supply.LOW if f"{word}.low" in codes else otherwise


def _detail(facts: Attributes) -> dict[str, str]:
    names = {"model": "printer-make-and-model", "firmware": "printer-firmware-string-version"}
    return {key: str(facts[name][0]) for key, name in names.items() if facts.get(name)}


def words(facts: Attributes, name: str) -> list[str]:
    return [value for value in facts.get(name, ()) if isinstance(value, str)]
