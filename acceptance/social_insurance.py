"""The five certificates of social insurance, from what the office of a city holds about a person.

The amounts are made up, the same for the same person and month, at rates that are common in 2026.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from acceptance.certificate import Certificate, Column
from acceptance.population import Person
from kiosk.flows.definition import Choose
from kiosk.flows.rules import month_plus, months_between
from kiosk.flows.session import Session
from kiosk.model import Applicant, mask_id, mask_name

_PENSION_OWN, _PENSION_EMPLOYER = 8, 16  # per cent
_UNEMPLOYMENT = 0.5  # per cent, each side
_INJURY = 0.2  # per cent, employer
_INTEREST = 3  # per cent a year
_SCHEMES = ("企业职工基本养老保险", "失业保险", "工伤保险")


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)


class NoRecordError(Exception):
    """The office holds nothing that this certificate could say."""


@dataclass(frozen=True)
class Request:
    """Who wants which certificate of which city, and when."""

    applicant: Applicant = field(repr=False)
    person: Person = field(repr=False)
    region: str
    city: str
    kind: str
    start: str  # YYYY-MM, empty where the kind has no period
    end: str
    now: datetime

    @property
    def months(self) -> list[str]:
        """Every month of insurance in the city, up to the one before this; each once."""
        last = month_plus(f"{self.now:%Y-%m}", -1)
        found: set[str] = set()
        for span in self.person.insured_in(self.region):
            end = min(span.end or last, last)
            if span.start <= end:
                found.update(month_plus(span.start, n) for n in range(months_between(span.start, end)))
        return sorted(found)


def certificate(session: Session, applicant: Applicant, person: Person, now: datetime) -> Certificate:
    """Raises NoRecordError."""
    answers = session.normal_answers
    step = session.flow.step("region")
    option = step.option(answers["region"]) if isinstance(step, Choose) else None
    request = Request(
        applicant=applicant,
        person=person,
        region=str(answers["region"]),
        city=option.title.zh if option else "",
        kind=str(answers["certificate"]),
        start=str(answers.get("period_from", "")),
        end=str(answers.get("period_to", "")),
        now=now,
    )
    return _KINDS[request.kind](request)


def _insured(request: Request) -> Certificate:
    if not request.months:
        raise NoRecordError
    rows = []
    for span in request.person.insured_in(request.region):
        end = span.end or request.months[-1]
        count = str(months_between(span.start, end)) if span.start <= end else "0"
        state = "参保缴费" if span.end is None else "暂停参保"
        rows += [(name, span.start, end, count, state) for name in _SCHEMES]
    columns = (
        Column("险种", 2.2),
        Column("起始年月"),
        Column("截至年月"),
        Column("累计月数"),
        Column("状态"),
    )
    lead = f"兹证明下列人员在{request.city}参加社会保险，情况如下："
    return _document(
        request, "社会保险参保证明", lead, Table(columns, tuple(rows)), "自出具之日起 30 日内有效。"
    )


def _payments(request: Request) -> Certificate:
    months = [m for m in request.months if request.start <= m <= request.end]
    if not months:
        raise NoRecordError
    sums = [_month_amounts(request, month) for month in months]
    rows = [(m, *(f"{x:.2f}" for x in amounts)) for m, amounts in zip(months, sums, strict=True)]
    totals = [sum(column) for column in zip(*sums, strict=True)]
    rows.append((f"合计 {len(months)} 个月", *(f"{x:.2f}" for x in totals)))
    titles = ("缴费基数", "养老（个人）", "养老（单位）", "失业（个人）", "失业（单位）", "工伤（单位）")
    columns = (Column("缴费年月", 1.2), *(Column(title) for title in titles))
    lead = f"下列人员 {request.start} 至 {request.end} 在{request.city}的社会保险缴费明细（单位：元）："
    return _document(
        request, "社会保险缴费明细", lead, Table(columns, tuple(rows)), "自出具之日起 30 日内有效。"
    )


def _transfer(request: Request) -> Certificate:
    rows = [
        (year, str(months), f"{base:.2f}", f"{own:.2f}", f"{employer:.2f}")
        for year, months, base, own, employer in _years(request)
    ]
    columns = (
        Column("年度"), Column("缴费月数"), Column("缴费基数合计", 1.5), Column("个人缴费", 1.3),
        Column("单位缴费", 1.3),
    )  # fmt: skip
    lead = f"下列人员在{request.city}参加企业职工基本养老保险，可凭本凭证办理关系转移接续（单位：元）："
    note = "用于办理基本养老保险关系转移接续，不作其他用途。"
    return _document(request, "基本养老保险参保缴费凭证", lead, Table(columns, tuple(rows)), note)


def _entitlements(request: Request) -> Certificate:
    rows, balance = [], 0.0
    for year, months, _, own, _ in _years(request):
        interest = round(balance * _INTEREST / 100, 2)
        balance = round(balance + interest + own, 2)
        rows.append((year, str(months), f"{own:.2f}", f"{interest:.2f}", f"{balance:.2f}"))
    columns = (
        Column("年度"), Column("缴费月数"), Column("当年个人缴费", 1.3), Column("当年利息"),
        Column("年末个人账户储存额", 1.8),
    )  # fmt: skip
    lead = f"下列人员在{request.city}的基本养老保险个人账户情况如下（单位：元）："
    return _document(
        request, "社会保险个人权益记录单", lead, Table(columns, tuple(rows)), "供本人核对权益使用。"
    )


def _benefits(request: Request) -> Certificate:
    drawn = [benefit for benefit in request.person.benefits if benefit.region == request.region]
    if not drawn:
        raise NoRecordError
    rows = [(b.kind, b.since, f"{b.monthly:.2f}", f"{request.now:%Y-%m}", "正常发放") for b in drawn]
    columns = (
        Column("待遇类别", 2), Column("起始年月"), Column("月标准（元）", 1.2), Column("最近发放年月", 1.2),
        Column("状态"),
    )  # fmt: skip
    lead = f"兹证明下列人员在{request.city}领取社会保险待遇，情况如下："
    return _document(
        request, "社会保险待遇证明", lead, Table(columns, tuple(rows)), "自出具之日起 30 日内有效。"
    )


_KINDS: Mapping[str, Callable[[Request], Certificate]] = {
    "insured": _insured,
    "payments": _payments,
    "transfer": _transfer,
    "entitlements": _entitlements,
    "benefits": _benefits,
}


def _document(
    request: Request,
    title: str,
    lead: str,
    table: Table,
    validity: str,
) -> Certificate:
    """The full number stands only where an office needs it: on the voucher for a transfer."""
    number = request.applicant.id_number
    masked = mask_id(number)
    return Certificate(
        title=title,
        lead=lead,
        pairs=(
            ("姓名", request.applicant.name),
            ("证件号码", number if request.kind == "transfer" else masked),
            ("参保地", request.city),
            ("出具日期", f"{request.now:%Y年%-m月%-d日}"),
        ),
        columns=table.columns,
        rows=table.rows,
        notes=(validity, "可扫描左下方二维码或凭验证码核验真伪，以核验结果为准。"),
        authority=f"{request.city}社会保险经办机构",
        purpose=title,
        issued_at=request.now,
        masked_name=mask_name(request.applicant.name),
        masked_id=masked,
    )


def _years(request: Request) -> Iterator[tuple[str, int, float, float, float]]:
    """Year, months, base, own and employer's pension contributions. Raises NoRecordError."""
    if not request.months:
        raise NoRecordError
    for year in sorted({month[:4] for month in request.months}):
        sums = [_month_amounts(request, month) for month in request.months if month.startswith(year)]
        base, own, employer = (round(sum(s[n] for s in sums), 2) for n in range(3))
        yield year, len(sums), base, own, employer


def _month_amounts(request: Request, month: str) -> tuple[float, ...]:
    """Base, then own and employer's share of pension, of unemployment, and the employer's of injury."""
    year = int(month[:4])
    seed = sha256(f"{request.person.number}{request.region}{year}".encode()).digest()
    share = 0.65 + int.from_bytes(seed[:2]) / 65536 * 0.9  # of the year's average wage
    base = round(9100 * 0.93 ** (2026 - year) * share)
    rates = (_PENSION_OWN, _PENSION_EMPLOYER, _UNEMPLOYMENT, _UNEMPLOYMENT, _INJURY)
    return (float(base), *(round(base * rate / 100, 2) for rate in rates))
