"""Filing and outcome in, lines of paper out. No device, no clock, no store.

Three states, never mixed: 已收件 (held here), 平台已收到 (signed receipt), 已受理 (the platform accepted it).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from kiosk.model import Outcome, SlipLine, SlipPair, SlipQr, SlipRule, SlipText, Status

_ZH = {
    Status.HELD: ("已收件", "还没有受理。本机会自动交到平台，不用再交一次"),
    Status.RECEIVED: ("平台已收到", "平台已经收到，还没有受理"),
    Status.AWAITING_SIGNATURES: ("待签名", "平台已经收到。还有人要在手机上签名，签齐了才算交齐"),
    Status.ACCEPTED: ("已受理", "平台已经受理"),
    Status.CORRECTION_REQUIRED: (
        "需要补正",
        "平台已经收到，有几处要重新填写。请凭这个编号再办一次，或打电话询问",
    ),
    Status.REFUSED: ("不予受理", "平台不予受理，请按下面的电话询问"),
    Status.IN_PROGRESS: ("办理中", "部门正在办理"),
    Status.RESULT_READY: ("结果已出", "证明已经出好。以后还要时，凭身份证和手机到任一终端打印"),
    Status.CONCLUDED: ("已办结", "这件事已经办完"),
    Status.WITHDRAWN: ("已撤回", "这件申请已经撤回"),
    Status.QUARANTINED: ("已收件", "平台暂时没有收下。请凭这个编号问工作人员，或打下面的电话"),
}
_EN = {
    Status.HELD: (
        "Taken by this terminal",
        "Not accepted yet. This machine sends it by itself; you need not file again",
    ),
    Status.RECEIVED: ("Received by the platform", "The platform has it; it is not accepted yet"),
    Status.AWAITING_SIGNATURES: (
        "Waiting for signatures",
        "The platform has it. It is complete once everybody who was asked has signed by phone",
    ),
    Status.ACCEPTED: ("Accepted", "The platform has accepted it"),
    Status.CORRECTION_REQUIRED: (
        "Correction required",
        "Some answers must be given again. File once more, or call the number below",
    ),
    Status.REFUSED: ("Not accepted", "Please ask at the number below"),
    Status.IN_PROGRESS: ("In progress", "The department is working on it"),
    Status.RESULT_READY: (
        "Result ready",
        "The document is ready. Print it again at any terminal, with card and phone",
    ),
    Status.CONCLUDED: ("Concluded", "This matter is done"),
    Status.WITHDRAWN: ("Withdrawn", "This filing was withdrawn"),
    Status.QUARANTINED: (
        "Taken by this terminal",
        "The platform has not taken it yet. Ask the staff with this number, or call",
    ),
}
DEFERRAL_GRANTED = "DEFERRAL_GRANTED"
_NOTICE_ZH = (
    "容缺受理通知",
    "申请容缺，待确认",
    "逾期没有补交，或补交的不合要求，这件事终止办理，后果由本人承担",
    "{name}：{form}，{day}前补交",
)
_NOTICE_EN = (
    "May follow later: granted",
    "May follow later: asked for, not granted yet",
    "If it is late or not as required, the matter ends, and the loss is yours",
    "{name}: {form}, by {day}",
)
_LABELS_ZH = (
    "收件凭证",
    "编号",
    "事项",
    "办事人",
    "收件时间",
    "受理编号",
    "材料",
    "取件",
    "查询电话",
    "地点",
    "终端",
    "办事单位",
    "经办人",
)
_LABELS_EN = (
    "Receipt",
    "No.",
    "Matter",
    "Applicant",
    "Taken",
    "Acceptance no.",
    "Materials",
    "Delivery",
    "Questions",
    "Place",
    "Terminal",
    "Organisation",
    "Agent",
)

_SERVED_ZH = ("经办", {"assist": "帮办", "agent": "代办"})
_SERVED_EN = ("Served by", {"assist": "assisting", "agent": "as agent"})
_AUTHORITY_ZH = "能不能代表这家单位，联网后由平台核验"
_AUTHORITY_EN = "Whether you may act for it is checked once there is a line"
_SIGNING_ZH = "请这几位 72 小时内用手机签名。签名码："
_SIGNING_EN = "These people sign by phone within 72 hours. Their codes:"


PAYMENT_DUE = "PAYMENT_DUE"  # the platform's reason where all is right but the payment
_DUE_ZH = ("等待缴费", "平台已经收到。缴费以后才能受理")
_DUE_EN = ("Payment due", "The platform has it. It is accepted once the fee is paid")
APART = "apart"  # what is owed holds up the part that it is for, and nothing else
_APART = ("%s 元，提交时没有缴", "%s yuan, not paid when this was filed")
_FEE_ZH = ("缴费", "其中", "电子票据", "%s 元，已缴费", "%s 元，还没有缴费（缴费待联网）")
_FEE_EN = ("Fee", "Of which", "Electronic bill", "%s yuan, paid", "%s yuan, not paid yet")
_LATER_ZH, _LATER_EN = "医生同意以后付，约 %s 元", "about %s yuan, once the doctor has agreed"
_PAY_ZH = (
    "联网后用手机扫这个码，填上面的编号缴费。已经付过的不用再付",
    "联网后凭编号缴费，怎么缴请打上面的电话问。已经付过的不用再付",
)
_PAY_EN = (
    "Once there is a line, scan this code with your phone, enter the number above and pay. Do not pay twice",
    "Pay once there is a line: call the number above to ask how. Do not pay twice",
)
_VISIT_ZH = ("时间为您留着，交到平台后才算约好", "时间已经约好", "时间还没有约，会打电话和您约", "预约码")
_VISIT_EN = (
    "These times are held for you; they are booked once the platform has it",
    "Your times are booked",
    "No time is booked yet: you will be called to agree on it",
    "Code",
)
_NOT_COMING = (Status.REFUSED, Status.WITHDRAWN)
_ASKED_BACK_ZH = ("已申请撤回", "撤回申请已经收下，会自动交到平台。平台确认以后才算撤回")
_ASKED_BACK_EN = (
    "Withdrawal asked for",
    "It is kept and sent by itself. It counts once the platform confirms it",
)
_NOT_BACK_ZH = ("没有撤回", "平台没有撤回这件，请按下面的电话询问")
_NOT_BACK_EN = ("Not withdrawn", "The platform did not withdraw it. Please ask at the number below")
_WITHDRAWN_NUMBER = ("撤回的编号", "Withdrawn no.")
_UNPAID = (Status.HELD, Status.QUARANTINED, Status.CORRECTION_REQUIRED, Status.REFUSED, Status.WITHDRAWN)


def state_words(status: Status, language: str = "zh-CN", reason: str | None = None) -> tuple[str, str]:
    """The name of a state, and what it means for the person: the same on paper and on the screen."""
    if reason == PAYMENT_DUE:
        return _DUE_EN if language == "en" else _DUE_ZH
    return (_EN if language == "en" else _ZH)[status]


def withdrawal_words(status: Status, language: str = "zh-CN") -> tuple[str, str]:
    """The same of a filing that takes another one back: how far it is, in the matter's own words."""
    if status is Status.CONCLUDED:
        return state_words(Status.WITHDRAWN, language)
    refused, asked = (_NOT_BACK_EN, _ASKED_BACK_EN) if language == "en" else (_NOT_BACK_ZH, _ASKED_BACK_ZH)
    return refused if status is Status.REFUSED else asked


def lines(
    facts: Mapping[str, str],
    outcome: Outcome,
    masked_name: str,
    language: str = "zh-CN",
    waiting: Sequence[tuple[str, str]] = (),
) -> tuple[SlipLine, ...]:
    """`facts`: number, title, filed_at, materials, delivery, phone, place, terminal, and what was paid or is
    owed. `waiting`: who will sign by phone, masked, each with their code. Never a full name, an ID number, an
    address or an answer."""
    label = _LABELS_EN if language == "en" else _LABELS_ZH
    state, meaning = state_words(outcome.status, language, outcome.reason)
    if "withdraws" in facts:
        state, meaning = withdrawal_words(outcome.status, language)
    filed = datetime.fromisoformat(facts["filed_at"])
    paper: list[SlipLine] = [
        SlipText(label[0], size=2, align="center", bold=True),
        SlipText(state, size=2, align="center", bold=True),
        SlipText(meaning, align="center"),
        SlipRule(),
        SlipPair(label[1], facts["number"]),
        SlipPair(label[2], facts["title"]),
        *_who(facts, outcome, masked_name, language),
        SlipPair(label[4], f"{filed:%Y-%m-%d %H:%M}"),
    ]
    if outcome.acceptance_number:
        paper.append(SlipPair(label[5], outcome.acceptance_number))
    paper += _served(facts, language)
    paper += _about(facts, outcome, label, language)
    paper += [
        *_visit(facts, outcome, language),
        *_signing(waiting, language),
        *_fee(facts, outcome, language),
        SlipRule(),
        SlipQr(qr(facts.get("withdraws", facts["number"]), outcome)),
        SlipPair(label[8], facts["phone"]),
        SlipPair(label[9], facts["place"]),
        SlipPair(label[10], facts["terminal"]),
        *_to_pay(facts, outcome, language),
    ]
    return tuple(paper)


def _served(facts: Mapping[str, str], language: str) -> list[SlipLine]:
    """Whose hands it came by, and as what: of a filing that a clerk made with somebody, or for them."""
    if "operator" not in facts:
        return []
    label, roles = _SERVED_EN if language == "en" else _SERVED_ZH
    return [SlipPair(label, f"{facts['operator']} {roles[facts['role']]}")]


def _who(facts: Mapping[str, str], outcome: Outcome, masked_name: str, language: str) -> tuple[SlipLine, ...]:
    """The person; of an organisation also who acted for it, and what nobody could be asked about yet."""
    label = _LABELS_EN if language == "en" else _LABELS_ZH
    if "organisation" not in facts:
        return (SlipPair(label[3], masked_name),)
    both = SlipPair(label[11], facts["organisation"]), SlipPair(label[12], masked_name)
    if facts.get("authority") != "later" or outcome.status is not Status.HELD:
        return both
    return *both, SlipText(_AUTHORITY_EN if language == "en" else _AUTHORITY_ZH)


def _about(facts: Mapping[str, str], outcome: Outcome, label: Sequence[str], language: str) -> list[SlipLine]:
    """What was handed in and how it is collected; of a withdrawal, what it takes back."""
    if "withdraws" in facts:
        return [SlipPair(_WITHDRAWN_NUMBER[language == "en"], facts["withdraws"])]
    deferred = _deferred(facts.get("deferred", ""), outcome, language)
    return [SlipPair(label[6], facts["materials"]), *deferred, SlipPair(label[7], facts["delivery"])]


def _signing(waiting: Sequence[tuple[str, str]], language: str) -> list[SlipLine]:
    if not waiting:
        return []
    codes: list[SlipLine] = [SlipPair(name, f"{code[:4]} {code[4:]}") for name, code in waiting]
    return [SlipRule(), SlipText(_SIGNING_EN if language == "en" else _SIGNING_ZH), *codes]


def _deferred(said: str, outcome: Outcome, language: str) -> list[SlipLine]:
    """容缺受理通知: what may follow, in which form, until when, and what comes of being late; granted only
    by the word of the platform."""
    if not said:
        return []
    granted = outcome.reason == DEFERRAL_GRANTED and outcome.status in (Status.RECEIVED, Status.ACCEPTED)
    title, asked, late, what = _NOTICE_EN if language == "en" else _NOTICE_ZH
    paper: list[SlipLine] = [SlipRule(), SlipText(title if granted else asked, bold=True)]
    for line in said.splitlines():
        name, form, day = line.split("｜")
        paper.append(SlipText(what.format(name=name, form=form, day=day)))
    return [*paper, SlipText(late)]


def _visit(facts: Mapping[str, str], outcome: Outcome, language: str) -> list[SlipLine]:
    """When to come. The platform books the times once it has the filing; until then they are only held."""
    anew = outcome.status is Status.CORRECTION_REQUIRED and outcome.reason != PAYMENT_DUE
    if "visit" not in facts or outcome.status in _NOT_COMING or anew:
        return []
    held, booked, later, code = _VISIT_EN if language == "en" else _VISIT_ZH
    if not facts["visit"]:
        return [SlipRule(), SlipText(later)]
    known = outcome.status not in (Status.HELD, Status.QUARANTINED)
    times: list[SlipLine] = [SlipPair(*line.split("｜")) for line in facts["visit"].splitlines()]
    number = facts["visit_code"]
    shown = SlipPair(code, f"{number[:4]} {number[4:]}")
    return [SlipRule(), SlipText(booked if known else held, bold=True), *times, shown]


def qr(number: str, outcome: Outcome) -> str:
    """What the code on slip and screen holds: the number and the state of that moment, nothing personal."""
    return f"kiosk:filing:{number}:{outcome.status}"


def _fee(facts: Mapping[str, str], outcome: Outcome, language: str) -> list[SlipLine]:
    if "later" in facts:
        text, label = (_LATER_EN, _FEE_EN[0]) if language == "en" else (_LATER_ZH, _FEE_ZH[0])
        return [] if outcome.status is Status.REFUSED else [SlipPair(label, text % facts["later"])]
    if "fee" not in facts:
        return []
    fee, of_which, bill, paid, unpaid = _FEE_EN if language == "en" else _FEE_ZH
    told = unpaid if _is_owed(facts, outcome) else paid
    if facts.get("owed") == APART:  # nobody tells the terminal when it is paid
        told = _APART[language == "en"]
    found: list[SlipLine] = [SlipPair(fee, told % facts["fee"])]
    found += [SlipPair(of_which, facts["fees"])] if facts.get("fees") else []
    return found + ([SlipPair(bill, facts["bill"])] if facts.get("bill") else [])


def _to_pay(facts: Mapping[str, str], outcome: Outcome, language: str) -> list[SlipLine]:
    """How to pay what is still owed: at the address that the platform told, if it did."""
    if not _is_owed(facts, outcome):
        return []
    scan, call = _PAY_EN if language == "en" else _PAY_ZH
    cashier = facts.get("cashier", "")
    code = [SlipQr(cashier)] if cashier else []
    return [SlipRule(), *code, SlipText(scan if cashier else call, align="center")]


def _is_owed(facts: Mapping[str, str], outcome: Outcome) -> bool:
    """It was put off, and the platform has not said since that it goes on, which it does once paid."""
    if facts.get("owed") == APART:
        return outcome.status is not Status.CONCLUDED
    return bool(facts.get("owed")) and (outcome.status in _UNPAID or outcome.reason == PAYMENT_DUE)
