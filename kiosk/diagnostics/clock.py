"""Whether the terminal's clock is right: beside the platform's, and beside what the machine itself holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from kiosk.diagnostics.verdict import failed, passed, warned
from kiosk.model import Health

CLOCK = "时钟"
WARN_AT, FAIL_AT = timedelta(seconds=2), timedelta(seconds=120)
LEAP = timedelta(days=31)  # longer than machines are usually switched off
_LIMIT = "≤ 2 s"
_ADVICE = "校正系统时间：timedatectl set-ntp true；断电后又错则换主板电池"


def shifted() -> Health:
    return passed(CLOCK, "演示时间（terminal.starts_at），不与平台核对")


def compared(ahead: timedelta) -> Health:
    """`ahead`: by how much the terminal's clock is before the platform's."""
    off = abs(ahead)
    value = f"比平台{'快' if ahead > timedelta() else '慢'} {spoken(off)}"
    if off > FAIL_AT:
        return failed(CLOCK, value, _LIMIT, _ADVICE)
    if off > WARN_AT:
        return warned(CLOCK, value, _LIMIT, _ADVICE)
    return passed(CLOCK, "与平台一致（相差不到 2 s）", _LIMIT)


def uncompared(now: datetime, entries: Sequence[datetime], before_certificate: bool) -> Health:
    """Without a platform only the past can witness: time never runs back, and seldom leaps.

    `entries`: when the journal's last entries were written, the last one first.
    """
    if before_certificate:
        return failed(CLOCK, "比证书生效的时间还早", _LIMIT, _ADVICE)
    if entries and entries[0] - now > FAIL_AT:
        return failed(CLOCK, f"比最后一条流水记录早 {spoken(entries[0] - now)}", _LIMIT, _ADVICE)
    leap = max((later - earlier for later, earlier in pairwise((now, *entries))), default=timedelta())
    if leap > LEAP:
        advice = f"机器没有停用那么久，就是时钟错了，{_ADVICE}"
        return failed(CLOCK, f"两条流水记录之间隔了 {spoken(leap)}", _LIMIT, advice)
    return warned(CLOCK, "连不上平台，没有核对", _LIMIT, "平台应答以后再检查一次")


def spoken(span: timedelta) -> str:
    """In the largest unit that fits."""
    seconds = span.total_seconds()
    for unit, size in (("天", 86400), ("小时", 3600), ("分钟", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} 秒"
