"""The credit report of a person: what they borrowed, from whom, and whether they pay it back."""

from __future__ import annotations

from datetime import datetime

from acceptance.certificate import Certificate, Column
from acceptance.population import Person
from kiosk.flows.session import Session
from kiosk.model import Applicant, mask_id, mask_name

_COLUMNS = (
    Column("业务种类", 1.4),
    Column("机构", 2),
    Column("开立年月"),
    Column("金额（元）", 1.2),
    Column("余额（元）", 1.2),
    Column("状态"),
)


def certificate(session: Session, applicant: Applicant, person: Person, now: datetime) -> Certificate:
    """Of somebody without loans it says that there are none."""
    rows = tuple(
        (loan.kind, loan.lender, loan.since, f"{loan.amount:.2f}", f"{loan.balance:.2f}", loan.state)
        for loan in person.loans
    )
    return Certificate(
        title="个人信用报告",
        lead="下列信息由各机构报送，供信息主体本人了解自己的信用状况。",
        pairs=(
            ("姓名", applicant.name),
            ("证件号码", mask_id(applicant.id_number)),
            ("信贷笔数", str(len(rows))),
            ("报告日期", f"{now:%Y年%-m月%-d日}"),
        ),
        columns=_COLUMNS,
        rows=rows or (("没有信贷记录", "—", "—", "—", "—", "—"),),
        notes=(
            "请妥善保管，不要交给无关的人。信息有错的，可以向征信机构或报送机构提出异议。",
            "可扫描左下方二维码或凭验证码核验真伪，以核验结果为准。",
        ),
        authority="征信中心",
        purpose="供本人了解信用状况",
        issued_at=now,
        masked_name=mask_name(applicant.name),
        masked_id=mask_id(applicant.id_number),
    )
