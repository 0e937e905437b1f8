"""All devices of a machine at one check: each by itself, then the wires between them, then what is closed."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import partial

from kiosk.config import Config
from kiosk.devices import Device
from kiosk.diagnostics import parts, swapped
from kiosk.diagnostics.offer import Offer
from kiosk.diagnostics.records import Remembered
from kiosk.diagnostics.together import Question, side_by_side
from kiosk.model import Health, Level

_EXCHANGE = 15.0  # seconds more, where two serial devices may hang at each other's ports


def questions(
    config: Config, level: Level, devices: Mapping[str, Device] | None, remembered: Remembered
) -> dict[str, Question]:
    """One for each kind. `devices`: those that the caller has open."""
    if devices is not None:
        return {
            kind: Question(parts.name(kind), partial(device.check, level)) for kind, device in devices.items()
        }
    snapshots = remembered.devices or {}
    return {
        entry.kind: Question(parts.name(entry.kind), partial(parts.check, entry, level, snapshots))
        for entry in config.devices
    }


def judged(config: Config, found: Mapping[str, Health], *, opened: bool) -> tuple[Health, ...]:
    """The findings by kind, with the wiring where it explains some, each with what citizens cannot do.

    `opened`: by the check itself, so that they can be tried at another port.
    """
    unwell = swapped.suspects(found, config.devices) if opened else ()
    crossed: list[str] = []

    def wires() -> tuple[Health, ...]:
        wiring, kinds = swapped.exchanged(found, unwell)
        crossed.extend(kinds)
        return wiring

    (wiring,) = side_by_side([Question(swapped.WIRING, wires)], _EXCHANGE) if unwell else ((),)
    if all(health.result != "fail" for health in (*found.values(), *wiring)):
        return tuple(found.values())
    offer = Offer(())
    with contextlib.suppress(OSError, ValueError):  # the check of the items says what is wrong with them
        offer = Offer.read(config.items)
    return (
        *(offer.told(health, *crossed) for health in wiring),
        *(offer.told(health, kind) for kind, health in found.items()),
    )
