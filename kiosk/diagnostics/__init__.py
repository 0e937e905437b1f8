"""A technician's questions to the machine, answered as one report, causes before what follows from them.

One function a check. Internal checks change nothing: no file, no row, no paper.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from kiosk.config import Config, ConfigError
from kiosk.devices import Device
from kiosk.diagnostics import by_hand, line, loopbacks, machine, records, trust
from kiosk.diagnostics import clock as clocks
from kiosk.diagnostics import devices as kinds
from kiosk.diagnostics.page import as_json, show
from kiosk.diagnostics.past import Past, keep
from kiosk.diagnostics.portal import Resolve
from kiosk.diagnostics.probe import Probe, Target, addresses_of, walk
from kiosk.diagnostics.records import Remembered
from kiosk.diagnostics.together import Question, side_by_side
from kiosk.diagnostics.trust import Trust
from kiosk.diagnostics.verdict import failed
from kiosk.model import Health, Level

__all__ = ["Past", "as_json", "config_mistakes", "keep", "report", "show"]

_DEADLINE = {Level.INTERNAL: 21.0, Level.EXTERNAL: 45.0, Level.INTERACTIVE: 45.0}  # seconds
_LONGEST_ANSWER = 5.0


def report(  # noqa: PLR0913 - what a machine is asked by, each by its name
    config: Config,
    level: Level,
    clock: Callable[[], datetime],
    *,
    devices: Mapping[str, Device] | None = None,
    free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
    resolve: Resolve = addresses_of,
    say: by_hand.Say = by_hand.nobody,
) -> tuple[Health, ...]:
    """Never raises, and takes at most 40 s at the internal level, 115 s at the external one. At the
    interactive one each device that somebody has to use takes up to 45 s more, one after another; `say` is
    told what to do before each.

    `devices`: those that the caller has open; without them each is opened for its check alone.
    """
    trusted, remembered = Trust.look(config), Remembered.look(config.store)
    target = Target(
        config.platform, trusted.endpoint, remembered.cursor, min(config.timeout, _LONGEST_ANSWER)
    )
    probes: list[Probe] = []

    def network() -> tuple[Health, ...]:
        probes.append(walk(target, clock, resolve))
        return line.checks(probes[0])

    asked = [
        Question(line.NETWORK, network),
        Question(records.DATABASE, partial(records.checks, config.store, clock())),
        Question(machine.ITEMS, partial(machine.items, config)),
        Question(machine.FONTS, machine.fonts),
    ]
    of_devices = kinds.questions(config, level, devices, remembered)
    order = tuple(of_devices)
    awaited = {kind: of_devices.pop(kind) for kind in by_hand.awaited(of_devices, level)}
    answers = side_by_side([*asked, *of_devices.values()], _DEADLINE[level])
    alone = dict(zip(of_devices, answers[len(asked) :], strict=True))
    alone |= by_hand.in_turn(awaited, by_hand.TO_DO, _DEADLINE[level], say)
    found = {kind: alone[kind][0] for kind in order}
    probe = probes[0] if probes else Probe()
    return (
        _clock(config, probe, trusted, remembered, clock()),
        machine.folder(config),
        machine.disk(config, free),
        trust.enrolment(trusted),
        trust.modes(config),
        *trust.certificates(trusted, _true_time(config, probe, clock()), sure=probe.ahead is not None),
        *(health for answer in answers[: len(asked)] for health in answer),
        *kinds.judged(config, found, opened=devices is None),
        *loopbacks.checks(loopbacks.Machine(config, level, devices, found), say),
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
