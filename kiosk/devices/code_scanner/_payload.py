"""What a code holds, from bytes to text that may be used: charset, length, control characters, purpose.

Many codes say no charset. Most are UTF-8, older licences are GB18030; both are tried strictly, and nothing
else is guessed: a wrong name that looks right is worse than none. What is refused is kept by no error.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kiosk.devices.code_scanner import Scan, _faults
from kiosk.model import Completion, DeviceError, Fault

LONGEST = 4096  # bytes; the largest QR code holds 2953
_CHARSETS = ("utf-8", "gb18030")
_END = "\r\n\t"  # what scanners are set to send behind a code
_TURNING = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # show other text
_USCC = r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}"  # GB 32100

_NO_SLIP = "这不是凭条上的码。请扫凭条上的二维码。"
_FILING = r"kiosk:filing:[0-9A-Z]{10,40}:[a-z_]{1,40}|[0-9A-Z]{25}"


class CharsetError(Exception):
    """The bytes are text in no charset that we know. Holds none of them."""


@dataclass(frozen=True)
class Purpose:
    """`pattern` is what the whole text must match; `citizen` is said when it does not."""

    pattern: re.Pattern[str]
    citizen: str


def _purpose(pattern: str, citizen: str) -> Purpose:
    return Purpose(re.compile(pattern, re.ASCII), citizen)


PURPOSES = {
    "business-licence": _purpose(
        rf"https?://[!-~]+|(?:.*[^0-9A-Za-z])?{_USCC}(?:[^0-9A-Za-z].*)?",
        "这不是营业执照上的二维码。请扫营业执照上的码。",
    ),
    "hand-over": _purpose(
        r"kiosk:hand-over:[\w-]{16,512}", "这不是手机转过来继续办的码。请在手机上重新打开。"
    ),
    "home": _purpose(rf"{_FILING}|https?://[!-~]+/verify/[!-~]+", _NO_SLIP),
    "result-query": _purpose(_FILING, _NO_SLIP),
    "staff": _purpose(r"kiosk:staff:[\w-]{8,512}", "这不是工作人员的码。"),
    "diagnosis": _purpose(r".+", "这个码是空的。请换一个码。"),
}


def text_of(data: bytes) -> str:
    """Without a byte order mark. Raises CharsetError."""
    for charset in _CHARSETS:
        text = _strict(data, charset)
        if text is not None:
            return text.removeprefix("\ufeff")
    raise CharsetError


def accept(data: bytes, symbology: str, purpose: str, text: str | None = None) -> Scan:
    """A code that may be used for `purpose`. `text` where the code itself states its charset.

    Raises DeviceError with USER_ERROR, or UNSUPPORTED for a purpose that is none.
    """
    wanted = PURPOSES.get(purpose)
    if wanted is None:
        raise DeviceError(Completion.UNSUPPORTED, _faults.NO_PURPOSE)
    if len(data) > LONGEST:
        raise _refused(_faults.TOO_LONG)
    found = _read(data) if text is None else text
    if found is None:
        raise _refused(_faults.NO_TEXT)
    found = found.rstrip(_END)
    if any(character in _TURNING or unicodedata.category(character) == "Cc" for character in found):
        raise _refused(_faults.CONTROL)
    if not wanted.pattern.fullmatch(found):
        raise _refused(_faults.not_for(wanted.citizen, purpose))
    return Scan(found, data, symbology)


def _read(data: bytes) -> str | None:
    try:
        return text_of(data)
    except CharsetError:
        return None


def _strict(data: bytes, charset: str) -> str | None:
    """None instead of the codec's error, which would carry the bytes along in what is raised next."""
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        return None


def _refused(fault: Fault) -> DeviceError:
    return DeviceError(Completion.USER_ERROR, fault)
