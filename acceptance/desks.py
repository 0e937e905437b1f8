"""How long the simulated offices take, branch by branch, on the platform's clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from acceptance.failure import StartError

SHIPPED = Path(__file__).with_name("desks.yaml")


class DesksError(StartError):
    """The file of the desks is none."""


@dataclass(frozen=True)
class Desks:
    """None at all where departments work for themselves."""

    other: timedelta | None = None  # a branch that is not named
    named: Mapping[tuple[str, str], timedelta] = field(default_factory=dict)  # by item and branch

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Desks:
        """Raises DesksError."""
        try:
            data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
            items = data["items"].items()
            named = {(item, key): _minutes(m) for item, branches in items for key, m in branches.items()}
            return cls(_minutes(data["other"]), named)
        except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise DesksError(f"{path.name}: {type(error).__name__}") from None

    def after(self, item: str, key: str) -> timedelta | None:
        """How long this branch takes; None where nobody simulates it."""
        return self.named.get((item, key), self.other)


def _minutes(count: float) -> timedelta:
    if count < 0:
        raise ValueError("before it began")
    return timedelta(minutes=count)
