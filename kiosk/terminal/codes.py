"""A pick-up code that a person holds under the scanner: the number of a filing, and which result it means.

A code is input from a stranger. What passes the scanner's list for this purpose is a number and nothing else;
the platform looks for it among what the person filed whose card was read, at this terminal or at another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.devices.code_scanner import CodeScanner

KIND = "code_scanner"
_PURPOSE = "result-query"


@dataclass(frozen=True)
class PickUpCodes:
    device: Callable[[str], Any]

    def scan(self, timeout: float) -> str:
        """The number of a filing; waits up to `timeout` seconds for a code. Raises DeviceError."""
        scanner: CodeScanner = self.device(KIND)
        text = scanner.scan(_PURPOSE, timeout).text
        return text.split(":")[2] if ":" in text else text  # of a slip's code, or the number alone
