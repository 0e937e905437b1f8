"""Two cables at each other's ports: each device is asked at the other's, and its own answer is the proof.

Only where devices on serial ports are not well; nothing but the internal check is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from pathlib import Path

from kiosk.config import Device as Entry
from kiosk.devices import open_device
from kiosk.diagnostics.verdict import failed
from kiosk.model import Health, Level

WIRING = "串口接线"
_PORTS = ("port", "path")
_TROUBLES = ("link.silent", "link.garbled", "link.checksum", "link.length")


def suspects(found: Mapping[str, Health], entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Those on serial ports that are not well, where at least one of two hears nothing it understands."""
    unwell = tuple(e for e in entries if _port(e) and e.kind in found and found[e.kind].result != "pass")
    strangers = any(found[entry.kind].code in _TROUBLES for entry in unwell)
    return unwell if strangers and len(unwell) > 1 else ()


def exchanged(
    found: Mapping[str, Health], unwell: Sequence[Entry]
) -> tuple[tuple[Health, ...], tuple[str, ...]]:
    """What the wiring is, and the kinds that it puts out of order; nothing where no exchange helps."""
    for mine, theirs in permutations(unwell, 2):
        if found[mine.kind].code in _TROUBLES and _answers_at(mine, _port(theirs)):
            names = f"{found[mine.kind].name} 和 {found[theirs.kind].name}"
            value = f"{names}（{_port(mine)} 和 {_port(theirs)}）"
            advice = "对调这两条线，或对调 terminal.toml 里的两个端口；端口用 /dev/serial/by-path 的名字"
            return (failed(WIRING, value, advice=advice, code="serial.swapped"),), (mine.kind, theirs.kind)
    return (), ()


def _answers_at(entry: Entry, port: str) -> bool:
    changed = {name: port if name in _PORTS else value for name, value in entry.options.items()}
    try:
        device = open_device(entry.kind, entry.adapter, changed)
    except ValueError:
        return False
    try:
        answer = device.check(Level.INTERNAL)
        return answer.result == "pass" or answer.code == "link.rate"
    finally:
        device.close()


def _port(entry: Entry) -> str:
    """Where it hangs, if that is a serial port; receipt printers have a port of another sort."""
    values = (entry.options.get(name) for name in _PORTS)
    return next((v for v in values if isinstance(v, str) and Path(v).is_char_device()), "")
