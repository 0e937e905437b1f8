"""Days, months and periods, in the writing of ISO 8601."""

from __future__ import annotations

import datetime
import re

from kiosk.flows.fields.wrong import tidy, wrong

_MONTH = r"([0-9]{4})\s*[-./年]?\s*([0-9]{1,2})\s*月?"
_YEARS = range(1900, 2101)


def month(text: str) -> str:
    """YYYY-MM, from 202603, 2026-3, 2026.03 or 2026年3月."""
    found = re.fullmatch(_MONTH, tidy(text))
    if not found or not 1 <= int(found[2]) <= 12 or not 1950 <= int(found[1]) <= 2100:
        raise wrong(
            "请写 4 位年份和 2 位月份，例如 202603",
            "先写年，再写月。例如 202603",
            "Enter four digits of the year and two of the month, for example 202603",
        )
    return f"{found[1]}-{int(found[2]):02d}"


def period(text: str) -> str:
    """YYYY-MM/YYYY-MM, both months counted, from 202501-202603 or 2025年1月至2026年3月."""
    halves = re.fullmatch(rf"({_MONTH})\s*[-–—/~到至]+\s*({_MONTH})", tidy(text))
    if not halves:
        raise wrong(
            "请写开始和结束年月，例如 202501-202603",
            "写从哪月到哪月，例如 202501-202603",
            "Enter the first and the last month, for example 202501-202603",
        )
    first, last = month(halves[1]), month(halves[4])
    if first > last:
        raise wrong(
            "开始年月不能晚于结束年月，请对调",
            "先写早的月，再写晚的月",
            "The first month is later than the last: change them over",
        )
    return f"{first}/{last}"


def date(text: str) -> str:
    """YYYY-MM-DD, from 20260305, 2026-3-5, 2026.3.5 or 2026年3月5日."""
    plain = tidy(text)
    found = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", plain) or re.fullmatch(
        r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*日?", plain
    )
    if not found:
        raise wrong(
            "请写 8 位日期，例如 20260305",
            "年、月、日一起写，例如 20260305",
            "Enter the date in eight digits, for example 20260305",
        )
    try:
        day = datetime.date(int(found[1]), int(found[2]), int(found[3]))
        if day.year in _YEARS:
            return day.isoformat()
    except ValueError:
        pass
    raise wrong(
        "没有这一天，请检查年、月、日",
        "没有这一天，再看一遍",
        "There is no such day: check year, month and day",
    )
