"""A pick-up code that a person holds under the scanner: the number of a filing, and which result it means.

A code is input from a stranger. What passes the scanner's list for this purpose is a number and nothing else,
and it is only looked for among the results of the person whose card was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kiosk.devices.code_scanner import CodeScanner
from kiosk.store.filings import Filings
from kiosk.terminal.words import ResultInfo

KIND = "code_scanner"
_PURPOSE = "result-query"


@dataclass(frozen=True)
class PickUpCodes:
    device: Callable[[str], Any]
    filings: Filings

    def scan(self, timeout: float) -> str:
        """The number of a filing; waits up to `timeout` seconds for a code. Raises DeviceError."""
        scanner: CodeScanner = self.device(KIND)
        text = scanner.scan(_PURPOSE, timeout).text
        return text.split(":")[2] if ":" in text else text  # of a slip's code, or the number alone

    def meant(self, number: str, results: Iterable[ResultInfo]) -> ResultInfo | None:
        """The one of the person's results that comes of that filing; none where there is none, or where it
        was filed at another terminal."""
        filing = next((kept.id for kept in self.filings.receipts() if kept.number == number), None)
        return next((info for info in results if info.filing == filing), None)
