"""terminal.toml as a checked, frozen value. Every mistake is reported at once, by key, with a remedy."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.config import mistakes
from kiosk.config.geometry import DEFAULT, GEOMETRIES, Geometry
from kiosk.config.night import Night
from kiosk.config.standpoint import Standpoint

RESOURCES = Path(__file__).parents[2] / "resources"
SCHEMA = RESOURCES / "schema" / "terminal.schema.json"


class ConfigError(Exception):
    """A configuration that must not run, with everything that is wrong with it."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Device:
    kind: str
    adapter: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Config:
    place: str
    phone: str  # shown on every screen and slip
    data: Path  # store, identity, runtime files
    sealed: bool  # production: no virtual devices, no probe, no shifted clock
    platform: str  # https://…, the mutual-TLS address
    timeout: float  # seconds, for one call to the platform
    width: int
    height: int
    mm_per_px: float
    fullscreen: bool
    devices: tuple[Device, ...]
    items: Path
    starts_at: datetime | None  # unsealed only: what time it is when the processes start
    bottom_edge_mm: float = DEFAULT.bottom_edge_mm  # from the floor to the lower edge of the screen
    standpoint: Standpoint = field(default_factory=Standpoint)  # which matters are offered here
    night: Night | None = None  # none: the staff is there whenever the terminal is open

    def on(self, geometry: Geometry) -> Config:
        """The same terminal behind another glass."""
        glass = {part.name: getattr(geometry, part.name) for part in fields(geometry)}
        return replace(self, **glass)

    @property
    def store(self) -> Path:
        return self.data / "kiosk.db"

    @property
    def identity(self) -> Path:
        return self.data / "identity"

    @property
    def run(self) -> Path:
        """Sockets and marks of running processes."""
        return self.data / "run"


def load(path: Path) -> Config:
    """Raises ConfigError for a file that is missing, not TOML, or wrong in any key."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            [f"{path}: 找不到配置文件；可从 resources/terminal.example.toml 复制一份"]
        ) from None
    except OSError as error:
        raise ConfigError([f"{path}: 读不了（{error.strerror}）；检查路径和权限"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path}: {mistakes.not_toml(error)}"]) from None
    if found := mistakes.found(data, json.loads(SCHEMA.read_text("utf-8")), path.name):
        raise ConfigError(found)
    return _config(data, path.parent)


def _config(data: Mapping[str, Any], folder: Path) -> Config:
    terminal, screen, platform = data["terminal"], data.get("screen", {}), data["platform"]
    devices = tuple(
        Device(kind, entry["adapter"], entry.get("options", {}))
        for kind, entry in data.get("devices", {}).items()
    )
    items = terminal.get("items")
    glass = GEOMETRIES[screen.get("geometry", "portrait")]
    return Config(
        place=terminal["place"],
        phone=terminal["phone"],
        data=(folder / terminal["data"]).resolve(),
        sealed=terminal.get("sealed", True),
        platform=platform["url"].rstrip("/"),
        timeout=float(platform.get("timeout", 10)),
        width=screen.get("width", glass.width),
        height=screen.get("height", glass.height),
        mm_per_px=float(screen.get("mm_per_px", glass.mm_per_px)),
        fullscreen=screen.get("fullscreen", False),
        devices=devices,
        items=(folder / items).resolve() if items else RESOURCES / "items",
        starts_at=terminal.get("starts_at"),
        bottom_edge_mm=float(screen.get("bottom_edge_mm", glass.bottom_edge_mm)),
        standpoint=Standpoint(**data.get("site", {})),
        night=Night(**data["night"]) if "night" in data else None,
    )
