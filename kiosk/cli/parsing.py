"""Arguments that cannot be: said by whoever called, as every other trouble is, and no program ended here."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

_LONGEST = 7 * 86400.0
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+", re.ASCII)  # what float() knows besides is no length


class UsageError(Exception):
    """The words do not make a command; `usage` is how they would."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """Its subparsers are of this class too."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, self.format_usage())


def seconds(text: str) -> float:
    """From 0 to a week."""
    return _within(text, 0, _LONGEST, "秒")


def metres(text: str) -> float:
    """Of a roll of paper, 1 to 1000."""
    return _within(text, 1, 1000, "米")


def filings(text: str) -> int:
    """Of a drain, 1 to 100,000."""
    return int(_within(text, 1, 100_000, "件"))


def variants(text: str) -> str:
    """One way to read the screens, or several with a plus between them."""
    from kiosk.ui.manner import VARIANTS

    if unknown := [name for name in text.split("+") if name not in VARIANTS]:
        raise argparse.ArgumentTypeError(
            f"没有 {'、'.join(unknown)}；有：{'、'.join(VARIANTS)}，可以用 + 连起来"
        )
    return text


def _within(text: str, least: float, most: float, unit: str) -> float:
    if not _DECIMAL.fullmatch(text) or not least <= float(text) <= most:
        raise argparse.ArgumentTypeError(f"要写成 {least:g} 到 {most:g} 的数（{unit}），现在是 {text!r}")
    return float(text)
