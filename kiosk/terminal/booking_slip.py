"""An appointment or a ticket in, lines of paper out. No full name, no number of a card, no diagnosis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.flows.text import Text
from kiosk.model import SlipLine, SlipPair, SlipQr, SlipRule, SlipText
from kiosk.terminal.appointments import Appointment, Service, Ticket, Time

_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
_ZH = {
    "booked": "预约凭条",
    "cancelled": "预约已取消",
    "booked_means": "时间已经为您留好。请带身份证，提前 10 分钟到",
    "cancelled_means": "这个时间不再为您保留",
    "code": "预约码",
    "who": "办事人",
    "when": "时间",
    "what": "事项",
    "place": "地点",
    "phone": "电话",
    "change": "%s 前可以在任一终端改时间或取消",
    "ticket": "排队号",
    "number": "您的号码",
    "ahead": "前面还有",
    "people": "%s 人",
    "taken": "取号时间",
    "missed": "过号了，请再取一次号：号码不变，排在后面第三位之后",
    "as_of": "等候人数是取号时的。请留意叫号",
    "terminal": "终端",
}
_EN = {
    "booked": "Appointment",
    "cancelled": "Appointment cancelled",
    "booked_means": "This time is kept for you. Bring your ID card and come 10 minutes early",
    "cancelled_means": "This time is no longer kept for you",
    "code": "Code",
    "who": "For",
    "when": "Time",
    "what": "Matter",
    "place": "Place",
    "phone": "Phone",
    "change": "Change or cancel at any terminal until %s",
    "ticket": "Queue ticket",
    "number": "Your number",
    "ahead": "Ahead of you",
    "people": "%s people",
    "taken": "Taken",
    "missed": "If you miss your turn, take a number again: it stays the same, behind the next three",
    "as_of": "The queue was so when the number was taken. Please listen for your number",
    "terminal": "Terminal",
}


@dataclass(frozen=True)
class Paper:
    """Whose it is, covered, where it is printed, and in which language."""

    name: str
    terminal: str
    language: str

    @property
    def words(self) -> Mapping[str, str]:
        return _EN if self.language == "en" else _ZH

    def pick(self, text: Text) -> str:
        return text.in_(self.language)


def appointment(told: Appointment, services: Mapping[str, Service], paper: Paper) -> tuple[SlipLine, ...]:
    words, first = paper.words, services[told.times[0].service]
    booked = told.state == "booked"
    return (
        SlipText(words["booked" if booked else "cancelled"], size=2, align="center", bold=True),
        SlipText(words["booked_means" if booked else "cancelled_means"], align="center"),
        SlipRule(),
        SlipPair(words["code"], f"{told.code[:4]} {told.code[4:]}"),
        SlipPair(words["who"], paper.name),
        *_times(told.times, services, paper),
        SlipPair(words["place"], f"{paper.pick(first.place)} {paper.pick(first.where)}"),
        SlipPair(words["phone"], first.phone),
        *([SlipText(words["change"] % f"{told.changes_until:%Y-%m-%d %H:%M}")] if booked else []),
        SlipRule(),
        *([SlipQr(f"kiosk:appointment:{told.code}")] if booked else []),
        SlipPair(words["terminal"], paper.terminal),
    )


def ticket(told: Ticket, service: Service, paper: Paper) -> tuple[SlipLine, ...]:
    words = paper.words
    return (
        SlipText(words["ticket"], size=2, align="center", bold=True),
        SlipText(told.number, size=2, align="center", bold=True),
        SlipRule(),
        SlipPair(words["what"], paper.pick(service.title)),
        SlipPair(words["place"], f"{paper.pick(service.place)} {paper.pick(service.where)}"),
        SlipPair(words["ahead"], words["people"] % told.ahead),
        SlipPair(words["taken"], f"{told.taken_at:%Y-%m-%d %H:%M}"),
        SlipText(words["as_of"]),
        SlipText(words["missed"]),
        SlipRule(),
        SlipPair(words["terminal"], paper.terminal),
    )


def day_and_time(time: Time, language: str) -> str:
    """As people read it: 2026-11-24（星期二）09:00–09:30."""
    day = f"{time.start:%Y-%m-%d}"
    if language != "en":
        day += f"（星期{_WEEKDAYS[time.start.weekday()]}）"
    else:
        day += f" ({time.start:%a}) "
    return f"{day}{time.start:%H:%M}–{time.end:%H:%M}"


def _times(times: Sequence[Time], services: Mapping[str, Service], paper: Paper) -> list[SlipLine]:
    """One line each, in the order in which they are gone to."""
    words = paper.words
    if len(times) == 1:
        title = paper.pick(services[times[0].service].title)
        when = SlipPair(words["when"], day_and_time(times[0], paper.language))
        return [SlipPair(words["what"], title), when]
    day = day_and_time(times[0], paper.language).rsplit(f"{times[0].start:%H:%M}–", 1)[0]
    listed = [
        SlipPair(f"{number}  {one.start:%H:%M}", paper.pick(services[one.service].title))
        for number, one in enumerate(times, 1)
    ]
    return [SlipPair(words["when"], day.strip()), *listed]
