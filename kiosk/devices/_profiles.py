"""Families of a device that differ in data: profiles.yaml beside its adapters, checked when first read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any, TypeVar

import yaml

P = TypeVar("P")


def read(package: str, make: Callable[[dict[str, Any]], P], sane: Callable[[P], bool]) -> dict[str, P]:
    """Raises ValueError with the names of those that are not sane."""
    text = files(package).joinpath("profiles.yaml").read_text("utf-8")
    profiles = {name: make(entry) for name, entry in yaml.load(text, Loader=yaml.CSafeLoader).items()}
    if wrong := [name for name, profile in profiles.items() if not sane(profile)]:
        raise ValueError(f"{package}/profiles.yaml: values of {', '.join(wrong)}")
    return profiles


def named(profiles: Mapping[str, P], name: str) -> P:
    """Raises ValueError for a profile that does not exist."""
    if name not in profiles:
        raise ValueError(f"选项 profile 没有 {name!r}；可以写 {'、'.join(profiles)}")
    return profiles[name]
