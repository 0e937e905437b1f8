"""The gate before submit: the four measured causes of a second visit, made impossible (domain S-22).

Of 259,462 matters in one city 717 needed a second visit: materials incomplete, no way of delivery chosen,
fee unpaid, not filed online. Each has one check here, and one sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kiosk.flows import agency, appointment, fees, handling
from kiosk.flows.calendar import Limit
from kiosk.flows.definition import Review
from kiosk.flows.materials import missing
from kiosk.flows.session import Session, party
from kiosk.flows.text import Text


class Cause(StrEnum):
    MATERIAL_MISSING = "material_missing"
    DELIVERY_MISSING = "delivery_missing"
    FEE_UNPAID = "fee_unpaid"
    NOT_FILED = "not_filed"
    NOT_AUTHORISED = "not_authorised"  # beside the four: filed for an absent person who did not say so
    UNFINISHED = "unfinished"  # beside the four: a question is open, the season is over, a signature void


_NOBODY = Text("请先放身份证", "先放身份证", "Please lay your ID card first")
_NOT_AUTHORISED = Text(
    "办事人还没有在手机上确认委托，代办不能提交。草稿已保存",
    "本人还没在手机上同意，不能交。已经存好",
    "The person has not authorised this by phone yet: it cannot be filed. The draft is kept",
)


@dataclass(frozen=True)
class Block:
    cause: Cause
    says: Text


def gate(session: Session, *, can_queue: bool) -> tuple[Block, ...]:
    """What still stands in the way of submitting; empty when nothing does.

    `can_queue`: whether the store can keep a filing and promise that it will be sent.
    """
    blocks = []
    flow = session.flow
    if lacking := missing(flow, session.facts, session.context):
        zh, easy, en = ("、".join(m.title.in_(lang) for m in lacking) for lang in ("zh-CN", "zh-easy", "en"))
        blocks.append(
            Block(
                Cause.MATERIAL_MISSING,
                Text(f"还缺材料：{zh}", f"还少：{easy}", f"Still missing: {en}"),
            )
        )
    if flow.delivery and handling.delivery(session) is None:
        blocks.append(
            Block(
                Cause.DELIVERY_MISSING,
                Text("还没有选怎么取结果", "还没选怎么拿", "Choose how you will get the result"),
            )
        )
    if (due := amount(session)) > 0 and not fees.settled(session.facts.get(fees.FACT, {}), due):
        blocks.append(Block(Cause.FEE_UNPAID, Text("还没有缴费", "还没交钱", "The fee is not paid yet")))
    if not blocks and flow.assurance != "L0" and session.applicant is None:
        blocks.append(
            Block(Cause.UNFINISHED, Text("请先放身份证", "先放身份证", "Please lay your ID card first"))
        )
    if not blocks and (session.stop is not None or not isinstance(session.step, Review)):
        title = session.stop.title if session.stop else (session.step or flow.steps[-1]).title
        blocks.append(Block(Cause.UNFINISHED, title))
    if agency.unauthorised(session):
        blocks.append(Block(Cause.NOT_AUTHORISED, _NOT_AUTHORISED))
    if not can_queue:
        blocks.append(
            Block(
                Cause.NOT_FILED,
                Text(
                    "本机暂时不能收件，请换一台机器或找工作人员",
                    "这台机器现在收不了，请换一台",
                    "This machine cannot take filings now. Please use another one or ask the staff",
                ),
            )
        )
    return tuple(blocks)


def amount(session: Session) -> Decimal:
    """What the matter costs in yuan, by the item's rules."""
    return fees.total(session.flow.fees, session.context)


def charges(session: Session) -> tuple[fees.Line, ...]:
    """What each department takes."""
    return fees.lines(session.flow.fees, session.context)


def later(session: Session) -> tuple[fees.Line, ...]:
    """What will be owed to each department once the offices have agreed."""
    return fees.lines(session.flow.later_fees, session.context)


def limit(session: Session) -> Limit:
    """How long the matter takes from its acceptance, by the item's rule; one that promises nothing has none.

    Raises LookupError.
    """
    promise = session.flow.limit
    if promise is None:
        raise LookupError("nothing is promised")
    return Limit(int(promise.count(session.context)), promise.unit)


def estimated(session: Session) -> tuple[str, ...]:
    """The sources of figures that nobody in charge has confirmed: what rests on them is an estimate."""
    spans = [dated.on(session.today) for dated in session.flow.data.values()]
    return tuple(dict.fromkeys(span.source for span in spans if span and not span.confirmed))


def derived(session: Session) -> dict[str, object]:
    """What both sides must agree on; the platform computes it again from answers and facts."""
    known: dict[str, object] = {
        "path": [step.key for step in session.path],
        "materials": session.told,
        "fee": str(amount(session)),
        "confirmation": str(session.facts.get("confirmation", {}).get("state", "")),
    }
    if session.flow.fees:
        known["fees"] = {line.fee.key: fees.yuan(line.amount) for line in charges(session)}
    if session.flow.later_fees:
        known["later_fees"] = {line.fee.key: fees.yuan(line.amount) for line in later(session)}
    if session.flow.limit:
        known["limit"] = f"{limit(session).count} {limit(session).unit}"
    known |= appointment.told(session.path, session.facts, session.context)
    people = party.told(session)
    return known | {"people": people} if people else known
