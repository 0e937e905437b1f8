"""A technician's questions to the machine, answered as one report, causes before what follows from them.

One function a check. Internal checks change nothing: no file, no row, no paper.
"""

from __future__ import annotations

import queue
import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from kiosk.config import Config, ConfigError
from kiosk.devices import Device
from kiosk.diagnostics import clock as clocks
from kiosk.diagnostics import line, machine, parts, records, trust
from kiosk.diagnostics.page import as_json, show
from kiosk.diagnostics.probe import Probe, Target, walk
from kiosk.diagnostics.records import Remembered
from kiosk.diagnostics.trust import Trust
from kiosk.diagnostics.verdict import failed
from kiosk.model import Health, Level

__all__ = ["as_json", "config_mistakes", "report", "show"]

_DEADLINE = {Level.INTERNAL: 17.0, Level.EXTERNAL: 45.0, Level.INTERACTIVE: 45.0}  # seconds, for everything
_LONGEST_ANSWER = 5.0
Ask = Callable[[], Health | tuple[Health, ...]]


def report(
    config: Config,
    level: Level,
    clock: Callable[[], datetime],
    *,
    devices: Mapping[str, Device] | None = None,
    free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
) -> tuple[Health, ...]:
    """Never raises, and takes at most 20 s at the internal level, 50 s at the others.

    `devices`: those that the caller has open; without them each is opened for its check alone.
    """
    trusted, remembered = Trust.look(config), Remembered.look(config.store)
    target = Target(
        config.platform, trusted.endpoint, remembered.cursor, min(config.timeout, _LONGEST_ANSWER)
    )
    probes: list[Probe] = []

    def network() -> tuple[Health, ...]:
        probes.append(walk(target, clock))
        return line.checks(probes[0])

    asked: list[tuple[str, Ask]] = [
        (line.NETWORK, network),
        (records.DATABASE, partial(records.checks, config.store, clock())),
        (machine.ITEMS, partial(machine.items, config)),
        (machine.FONTS, machine.fonts),
        *_device_checks(config, level, devices, remembered),
    ]
    found = _side_by_side(asked, _DEADLINE[level])
    probe = probes[0] if probes else Probe()
    return (
        _clock(config, probe, trusted, remembered, clock()),
        machine.folder(config),
        machine.disk(config, free),
        trust.enrolment(trusted),
        trust.modes(config),
        *trust.certificates(trusted, _true_time(config, probe, clock()), sure=probe.ahead is not None),
        *found,
    )


def config_mistakes(error: ConfigError) -> tuple[Health, ...]:
    """A terminal.toml that cannot be used, as a report of its own."""
    said = [mistake.partition(": ") for mistake in error.mistakes]
    return tuple(failed("配置文件", key, advice=sentence) for key, _, sentence in said)


def _clock(config: Config, probe: Probe, trusted: Trust, remembered: Remembered, now: datetime) -> Health:
    if _is_shifted(config):
        return clocks.shifted()
    if probe.ahead is not None:
        return clocks.compared(probe.ahead)
    return clocks.uncompared(now, remembered.entries, trust.too_young(trusted, now))


def _true_time(config: Config, probe: Probe, now: datetime) -> datetime:
    """What certificates are measured by: never a time that is known to be wrong."""
    if _is_shifted(config):
        return datetime.now(UTC)
    return now - probe.ahead if probe.ahead is not None else now


def _is_shifted(config: Config) -> bool:
    return not config.sealed and config.starts_at is not None


def _device_checks(
    config: Config, level: Level, devices: Mapping[str, Device] | None, remembered: Remembered
) -> list[tuple[str, Ask]]:
    if devices is not None:
        return [
            (parts.name(kind), partial(parts.check_open, device, level)) for kind, device in devices.items()
        ]
    snapshots = remembered.devices or {}
    return [
        (parts.name(entry.kind), partial(parts.check, entry, level, snapshots)) for entry in config.devices
    ]


def _side_by_side(asked: Sequence[tuple[str, Ask]], deadline: float) -> list[Health]:
    """All at once, so that the dead are waited for only once; answers in the order of the questions."""
    answers: queue.Queue[tuple[int, tuple[Health, ...]]] = queue.Queue()

    def run(place: int, name: str, ask: Ask) -> None:
        try:
            found = ask()
            answers.put((place, found if isinstance(found, tuple) else (found,)))
        except Exception as error:  # a check that breaks is a finding, and must not hide the others
            advice = "检查程序出错：把这一行告诉开发者"
            answers.put((place, (failed(name, f"没有查成（{type(error).__name__}）", advice=advice),)))

    for place, (name, ask) in enumerate(asked):
        threading.Thread(target=run, args=(place, name, ask), daemon=True, name="check").start()
    found: dict[int, tuple[Health, ...]] = {}
    end = time.monotonic() + deadline
    while len(found) < len(asked):
        try:
            place, healths = answers.get(timeout=max(0.0, end - time.monotonic()))
        except queue.Empty:
            break
        found[place] = healths
    late = "检查设备和线路，或重新启动终端"
    silent = [(failed(name, f"{deadline:g} s 没有查完", advice=late),) for name, _ in asked]
    return [health for place in range(len(asked)) for health in found.get(place, silent[place])]
