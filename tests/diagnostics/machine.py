"""A machine under test, and how to read a report about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from kiosk import diagnostics
from kiosk.config import Config, Device
from kiosk.model import Health, Level
from kiosk.store import Store
from kiosk.store.filings import Prepared
from kiosk.wire.boot import BEIJING

DEADLINE = 1.5  # seconds that a silent device may cost a test


def now() -> datetime:
    return datetime.now(BEIJING)


@dataclass
class Machine:
    config: Config
    states: Path
    platform: Path  # the platform's folder, with its authority's key

    def report(self, level: Level = Level.INTERNAL, clock=now, **options) -> tuple[Health, ...]:
        return diagnostics.report(self.config, level, clock, **options)

    def without(self, *kinds: str) -> None:
        kept = tuple(device for device in self.config.devices if device.kind not in kinds)
        self.config = replace(self.config, devices=kept)

    def with_option(self, kind: str, **options: object) -> None:
        changed = [
            Device(d.kind, d.adapter, {**d.options, **options}) if d.kind == kind else d
            for d in self.config.devices
        ]
        self.config = replace(self.config, devices=tuple(changed))

    def with_device(self, kind: str, adapter: str, **options: object) -> None:
        """In place of the one of that kind, if there is one."""
        self.without(kind)
        self.config = replace(self.config, devices=(*self.config.devices, Device(kind, adapter, options)))

    def with_platform(self, url: str) -> None:
        self.config = replace(self.config, platform=url, timeout=2.0)

    def with_items(self, folder: Path) -> None:
        self.config = replace(self.config, items=folder)

    def store(self) -> Store:
        return Store(self.config.store)


def first_failing(report: tuple[Health, ...]) -> Health:
    return next(health for health in report if health.result == "fail")


def named(report: tuple[Health, ...], name: str) -> Health:
    return next(health for health in report if health.name == name)


def queue(store: Store, id: str, age: timedelta) -> None:
    prepared = Prepared(id, "si-certificate", "p" * 64, now() - age, (), {})
    store.filings.queue(prepared, "3305210001001", lambda place: f"{id}/{place.seq}")
