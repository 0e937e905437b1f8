"""A hand-over list and a month in, lines of paper out: for clerks and the county, so in Chinese. Nobody's
name but the clerk's own, masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.model import Role, SlipLine, SlipPair, SlipRule, SlipText, Status
from kiosk.receipt import state_words
from kiosk.store.duties import Month
from kiosk.store.shifts import Entry, Operator
from kiosk.terminal.words import Site

ROLES = {Role.ASSIST: "帮办", Role.AGENT: "代办"}
CALLS = {"well": "办好了，没有问题", "question": "还有问题", "unreached": "没有打通", "declined": "不愿回访"}
_LINE = "＿＿＿＿＿＿＿＿"


@dataclass(frozen=True)
class HandOver:
    """交接单. What was handed over stands on it, and is so once both have signed it."""

    number: str
    operator: Operator
    rows: tuple[tuple[Entry, int], ...]  # how many originals of each
    keys: int
    at: datetime

    @property
    def papers(self) -> int:
        return sum(count for _, count in self.rows)


def hand_over(list: HandOver, site: Site) -> tuple[SlipLine, ...]:
    rows = [
        line
        for entry, count in list.rows
        for line in (SlipText(entry.title), SlipPair(entry.number, f"原件 {count} 份"))
    ]
    return (
        SlipText("交接单", size=2, align="center", bold=True),
        SlipRule(),
        SlipPair("单号", list.number),
        SlipPair("交出", f"{site.place} {list.operator.name}"),
        SlipPair("工号", list.operator.account),
        SlipPair("时间", f"{list.at:%Y-%m-%d %H:%M}"),
        SlipRule(),
        *rows,
        SlipRule(),
        SlipPair("原件合计", f"{list.papers} 份"),
        SlipPair("寄存柜钥匙", f"{list.keys} 把"),
        SlipRule(),
        SlipText("请双方当面清点，两份都签字，各拿一份"),
        SlipText(""),
        SlipPair("交出人签字", _LINE),
        SlipText(""),
        SlipPair("接收人签字", _LINE),
        SlipText(""),
        SlipPair("接收单位", _LINE),
        SlipPair("接收时间", _LINE),
    )


def month(since: datetime, month: Month, site: Site, now: datetime) -> tuple[SlipLine, ...]:
    return (
        SlipText("帮办代办月报", size=2, align="center", bold=True),
        SlipText(f"{since:%Y年%-m月}", size=2, align="center"),
        SlipRule(),
        SlipPair("服务点", site.place),
        SlipPair("截至", f"{now:%Y-%m-%d %H:%M}"),
        *(SlipRule() if line is None else SlipPair(*line) for line in rows(month)),
        SlipRule(),
        SlipText("只算本机。没有姓名，同一个人只算一位"),
    )


def rows(month: Month) -> list[tuple[str, str] | None]:
    """The lines of the report, the same on paper and on the screen; None is a rule."""
    by = sorted(month.filings.items())
    made: list[tuple[str, str] | None] = [None, ("办件", f"{sum(month.filings.values())} 件")]
    made += [("办事人", f"{month.persons} 位")]
    made += [(f"{account.rpartition('-')[2]} {ROLES[role]}", f"{n} 件") for (account, role), n in by]
    made += [None, *((f"现在：{state_words(s)[0]}", f"{n} 件") for s, n in _told(month))]
    made += [None, ("打印凭条", f"{month.slips} 张"), ("打印证明", f"{month.pages} 页")]
    made += [None, ("回访", f"{sum(month.calls.values())} 次")]
    made += [(words, f"{month.calls[result]} 次") for result, words in CALLS.items() if result in month.calls]
    made += [None, ("交接", f"{month.lists} 单"), ("交接原件", f"{month.papers} 份")]
    return [*made, ("交接钥匙", f"{month.keys} 把")]


def _told(month: Month) -> list[tuple[Status, int]]:
    """In the order of their road."""
    return [(status, month.states[status]) for status in Status if status in month.states]
