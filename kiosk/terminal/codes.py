"""A code that a person holds under the scanner: the number of a filing, whose result it means; or of a paper
that is to be proved.

A code is input from a stranger. What passes the scanner's list for this purpose is a number and nothing else;
the platform looks for it among what the person filed whose card was read, at this terminal or at another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.devices.code_scanner import CodeScanner
from kiosk.flows.fields.people import uscc
from kiosk.flows.fields.wrong import FieldError
from kiosk.model import Completion, DeviceError, Fault
from kiosk.wire.envelope import VerifyingKey
from kiosk.wire.papers import PaperObject, proved

KIND = "code_scanner"
_PURPOSE = "result-query"
_HOME = "home"  # a paper's as well
_LICENCE = "business-licence"
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])")  # GB 32100
_NO_CODE = DeviceError(
    Completion.USER_ERROR,
    Fault(
        "code.no_organisation",
        "这个码里没有统一社会信用代码。请照营业执照填写。",
        "码的内容里没有可以用的统一社会信用代码",
    ),
)


@dataclass(frozen=True)
class Paper:
    """`said`: what the platform signed of it; none: nothing, or of another paper."""

    said: PaperObject | None


@dataclass(frozen=True)
class PickUpCodes:
    device: Callable[[str], Any]
    key: VerifyingKey  # of the platform

    def scan(self, timeout: float) -> str:
        """The number of a filing; waits up to `timeout` seconds for a code. Raises DeviceError."""
        scanner: CodeScanner = self.device(KIND)
        return _number(scanner.scan(_PURPOSE, timeout).text)

    def scan_at_home(self, timeout: float) -> str | Paper:
        """The number of a filing, or a paper, which is proved without a line. Raises DeviceError."""
        scanner: CodeScanner = self.device(KIND)
        text = scanner.scan(_HOME, timeout).text
        return Paper(proved(self.key, text)) if text.startswith("http") else _number(text)

    def licence(self, timeout: float) -> str:
        """The unified social credit code in the code of a business licence; it saves typing, and proves
        nothing. Waits up to `timeout` seconds. Raises DeviceError."""
        scanner: CodeScanner = self.device(KIND)
        for found in _CODE.findall(scanner.scan(_LICENCE, timeout).text.upper()):
            try:
                return uscc(found)
            except FieldError:
                continue
        raise _NO_CODE


def _number(text: str) -> str:
    """Of a slip's code, or the number alone."""
    return text.split(":")[2] if ":" in text else text
