"""The tax credit rating of an organisation, as the tax office told it to who acts for it, as a document."""

from __future__ import annotations

from datetime import datetime

from acceptance.certificate import Certificate, Column
from acceptance.population import Person
from acceptance.social_insurance import NoRecordError
from kiosk.flows.session import Session
from kiosk.model import Applicant, mask_id, mask_name

SHARE = "share:tax-ratings"
_COLUMNS = (Column("评价年度"), Column("纳税信用级别"))


def certificate(session: Session, applicant: Applicant, person: Person, now: datetime) -> Certificate:
    """Of the organisation that the person named. Raises NoRecordError where it has no rating."""
    code = str(session.answers.get("organisation", ""))
    told = session.facts.get(SHARE, {}).get("value") or []
    rows = tuple((str(one["year"]), str(one["grade"])) for one in told if one["uscc"] == code)
    if not rows:
        raise NoRecordError
    return Certificate(
        title="纳税信用级别查询结果",
        lead="下列信息由税务部门评价，凭单位的授权查询。",
        pairs=(
            ("统一社会信用代码", code),
            ("经办人", applicant.name),
            ("证件号码", mask_id(applicant.id_number)),
            ("查询日期", f"{now:%Y年%-m月%-d日}"),
        ),
        columns=_COLUMNS,
        rows=rows,
        notes=(
            "级别会随评价和复核变动，以税务部门公布的为准。",
            "可扫描左下方二维码或凭验证码核验真伪，以核验结果为准。",
        ),
        authority="税务部门",
        purpose="供单位了解纳税信用级别",
        issued_at=now,
        masked_name=mask_name(applicant.name),
        masked_id=mask_id(applicant.id_number),
    )
