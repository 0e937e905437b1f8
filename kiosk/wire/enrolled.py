"""What enrolment left that takes no key to read: the platform's name for this terminal, and its keys."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

PLATFORM = "platform.json"


class IdentityError(Exception):
    """Not enrolled, or enrolment was refused. The message is for a technician."""


def platform(folder: Path) -> dict[str, Any]:
    """Raises IdentityError when the terminal is not enrolled or its folder is damaged."""
    put_back(folder)
    try:
        return dict(json.loads((folder / PLATFORM).read_text("utf-8")))
    except FileNotFoundError:
        raise IdentityError(f"终端尚未登记（缺少 {PLATFORM}）") from None
    except (ValueError, TypeError) as error:
        raise damaged(error) from None


def terminal_number(folder: Path) -> str:
    """As the platform names it. Raises IdentityError."""
    try:
        return str(platform(folder)["terminal"])
    except KeyError as error:
        raise damaged(error) from None


def set_aside(folder: Path) -> Path:
    """Where the old identity stands while the new one takes its place."""
    return folder.with_name(f"{folder.name}.old")


def put_back(folder: Path) -> None:
    """After an end between the two renames: the old identity counts, and the terminal's secret is in it."""
    with suppress(FileNotFoundError):  # there is none, or another process of the terminal was quicker
        if not folder.exists():
            set_aside(folder).rename(folder)


def damaged(error: Exception) -> IdentityError:
    return IdentityError(f"登记资料损坏：{type(error).__name__}")
