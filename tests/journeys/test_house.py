"""二手房转移登记: shares of a whole, taxes by the law of the day, one payment, three offices abreast."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import requests

from kiosk.demo.stand import standing
from kiosk.flows.definition import Form, Party, Pay
from kiosk.flows.gate import amount, charges, limit
from kiosk.flows.materials import State
from kiosk.flows.session import Session, card_fact
from kiosk.flows.session.party import Presence, gone_on
from kiosk.flows.taking import AnswerError
from kiosk.model import Applicant, SlipPair, Status
from kiosk.terminal.progress import parts
from tests import shipped
from tests.devices.rigs import until
from tests.ui.visitor import PEOPLE

ITEM = "house-transfer"
FLOW = shipped.items()[ITEM]
INK = [[(10.0, 10.0), (40.0, 30.0)], [(50.0, 10.0), (50.0, 45.0)]]
SELLER, WIFE, BUYER, OTHER = (
    PEOPLE.by_id(who) for who in ("liu-yang", "ouyang-wenjing", "zhou-jianguo", "lin-jie")
)
DEED = "浙(2021)德清县不动产权第0012345号"
HELD = {"number": DEED, "area": "89.60", "since": "2021-04-12", "mortgaged": False, "lender": ""}
TOLD = {
    **{"district": "330521", "situation": "sale", "coming": "themselves", "side": "seller"},
    **{"price": "2000000", "paying": "once", "supervised": "yes", "owning": "shares"},
    **{"only_home": "yes", "buyer_homes": "second", "willing": "yes", "others": "no", "dwelling": "no"},
    **{"let": "no", "dispute": "no", "utilities": "water,power", "power_number": "3305210012346"},
    **{"delivery": "window", "certificates": "each", "contact_mobile": "13800000000"},
}
SHARES = {"sellers": ("50", "50"), "buyers": ("60", "40")}
WHO = {"sellers": (SELLER, WIFE), "buyers": (BUYER, OTHER)}
DESKS = """
other: 0
items: {house-transfer: {contract: 0.001, tax: 0.002, registration: 0.005, water: 0.005, power: 0.005}}
"""


def begun(day: date = date(2026, 11, 23), **held: object) -> Session:
    """Somebody who confirmed, by the rules alone; the register told of one home."""
    session = Session("01997e20-0000-7000-8000-00000000d001", FLOW, day).agree("notice", "t")
    session = go(session, "identity")
    session = session.learn("card", card_fact(Applicant(name=SELLER.names[0], id_number=SELLER.number)))
    session = session.learn("confirmation", {"state": "confirmed", "token": ""})
    return session.learn("share:titles-held", {"state": "OK", "value": [HELD | held], "token": ""})


def go(session: Session, upto: str = "papers", shares=SHARES, **told: str) -> Session:
    """Answers page after page, as on record or as told; stops at a stop page."""
    told = TOLD | told
    while session.stop is None and session.step.key != upto:
        step = session.step
        group = step.key.split(".")[0]
        if step.kind == "Entries":
            more = len(step.slots) < len(shares[group])
            session = session.add(step.key) if more else session.answer(step.key, {})
            continue
        known = session.preset(step) if isinstance(step, Form) else {}
        values = {key: told.get(key, known.get(key, "")) for key in step.keys}
        if group in WHO:
            who = WHO[group][step.index]
            said = {"name": who.names[0], "idno": who.number, "share": shares[group][step.index]}
            values = {f"{step.key}.{key}": value for key, value in said.items()}
        session = session.answer(step.key, values)
    return session


def refused(session: Session, values: dict[str, str]) -> dict[str, str]:
    with pytest.raises(AnswerError) as error:
        session.answer(session.step.key, values)
    return {key: says.zh for key, says in error.value.says.items()}


def owed(session: Session) -> dict[str, Decimal]:
    return {line.fee.key: line.amount for line in charges(session)}


# --- AT-F1, by the rules alone ---


def test_shares_that_do_not_make_a_whole_are_told_their_sum_and_nobody_goes_on():
    session = go(begun(), "buyers.entries", SHARES | {"buyers": ("60", "50")})
    session = go(session.add("buyers.entries"), "buyers.entries", SHARES | {"buyers": ("60", "50")})
    assert list(refused(session, {}).values()) == ["份额合计应为 100%，现在是 110%"]
    session = session.revise("buyers.1").answer("buyers.1", entry("buyers.1", OTHER, "40"))
    assert session.answer("buyers.entries", {}).step.key == "owning"


def entry(key: str, who, share: str) -> dict[str, str]:
    return {f"{key}.name": who.names[0], f"{key}.idno": who.number, f"{key}.share": share}


def test_what_is_left_of_the_whole_stands_there_already_and_nobody_is_on_both_sides():
    session = go(begun(), "sellers.entries").add("sellers.entries")
    assert session.preset(session.step)["sellers.1.share"] == "50"
    session = go(session, "buyers.0").answer("buyers.0", entry("buyers.0", WIFE, "100"))
    assert list(refused(session, {}).values()) == ["同一个人填了两次，请删去一个"]


def test_a_mortgage_puts_a_step_between_and_the_steps_are_counted_anew():
    without, held = go(begun(), "sellers.0"), go(begun(mortgaged=True, lender="示范银行"), "loan")
    assert "loan" not in [step.key for step in without.path]
    assert held.step.key == "loan" and held.preset(held.step) == {"lender": "示范银行"}
    known = [step.key for step in held.path]
    assert known.index("loan") == known.index("mortgaged") + 1
    assert len(held.path) == len(begun().path) + 1
    assert "mortgagee" in [standing.material.key for standing in go(held).standings]


def test_a_price_in_words_is_refused_with_an_example():
    session = go(begun(), "deal")
    said = refused(session, TOLD | {"price": "二百万"})
    assert "2000000" in said["price"]
    given = {key: TOLD[key] for key in session.step.keys}
    assert refused(session, given | {"price": "0"}) == {"price": "金额应大于 0"}


@pytest.mark.parametrize(
    ("held", "told", "lines"),
    [
        ({}, {}, {"deed": "20000.00", "registration": "90.00"}),
        (  # within two years: value added tax and its surcharge, and the price without it is the base
            {"since": "2025-10-09"},
            {"buyer_homes": "first", "delivery": "electronic"},
            {"deed": "19417.48", "vat": "58252.43", "surcharge": "2912.62", "income": "19417.48"}
            | {"registration": "80.00"},
        ),
        (  # large, the third, and not the only home of the sellers
            {"area": "151.00"},
            {"buyer_homes": "more", "only_home": "no"},
            {"deed": "60000.00", "income": "20000.00", "registration": "90.00"},
        ),
        ({"area": "140.00"}, {}, {"deed": "20000.00", "registration": "90.00"}),
        ({"area": "140.01"}, {}, {"deed": "40000.00", "registration": "90.00"}),
    ],
)
def test_taxes_and_registration_are_lines_of_one_payment(held, told, lines):
    session = go(begun(**held), **told)
    assert owed(session) == {key: Decimal(value) for key, value in lines.items()}
    assert amount(session) == sum(map(Decimal, lines.values()))


def test_the_rates_are_those_of_the_day():
    before = go(begun(date(2025, 12, 31), since="2025-10-09"))
    after = go(begun(date(2026, 1, 1), since="2025-10-09"))
    assert (owed(before)["vat"], owed(after)["vat"]) == (Decimal("95238.10"), Decimal("58252.43"))
    assert (limit(after).count, limit(after).unit.value) == (50, "minutes")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"district": "other"}, "这套房要到房屋所在地办"),
        ({"situation": "gift"}, "继承、赠与请到窗口"),
        ({"coming": "agent"}, "代理请到窗口"),
    ],
)
def test_what_cannot_be_done_here_is_told_before_the_card(told, says):
    session = go(Session("i", FLOW, date(2026, 11, 23)).agree("notice", "t"), **told)
    assert session.stop.title.zh == says and session.stop.phone and session.stop.where.zh


# --- with a platform, and everything real between ---


@pytest.fixture(scope="module")
def stand(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    desks = folder / "desks.yaml"
    desks.write_text(DESKS, "utf-8")
    with standing(folder / "stand", desks=desks) as made:
        yield made


def arrives(visit, back: bool = False) -> Session:
    """`back`: goes on where this person left it."""
    session = go(visit.terminal.agree(visit.terminal.begin(ITEM), "notice"), "identity")
    visit.lay("liu-yang")
    session = visit.terminal.read_card(session, 10)
    visit.lift()
    until(lambda: not visit.terminal.card_present())
    session = visit.terminal.draft(session) if back else session
    return visit.confirm(session, "liu-yang")


def signs(visit, session: Session, person: str) -> Session:
    """Somebody lays their card and signs; whose step is done is gone on from."""
    step, gathering = session.step, visit.terminal.gathering
    assert isinstance(step, Party)
    visit.lay(person)
    card = gathering.read(10)
    visit.lift()
    session = gathering.join(session, step, card)
    form = visit.terminal.application_form(session)
    return gathering.sign(session, step.key, PEOPLE.by_id(person).number, form, INK)


def by_phone(visit, session: Session, number: str) -> Session:
    return visit.terminal.gathering.invite(session, session.step, number)


def to_the_cashier(visit) -> tuple[Session, str]:
    """Both couples; the last buyer is asked by phone. With the address of that request."""
    session = visit.terminal.climb(go(arrives(visit)))
    assert session.material is None, session.material
    session = signs(visit, session.see("papers"), "ouyang-wenjing")
    session = gone_on(session, "sellers_sign")
    session = signs(visit, session, "zhou-jianguo")
    session = by_phone(visit, session, OTHER.number)
    url = session.facts["party:buyers_sign"]["people"][OTHER.number]["url"]
    session = gone_on(session, "buyers_sign")
    return visit.terminal.sign(session, "signature", visit.terminal.application_form(session), INK), url


def test_offices_confirm_the_four_sign_one_payment_is_taken_and_three_departments_finish(visit):
    session, url = to_the_cashier(visit)
    proved = {key: session.told[key] for key in ("title", "only_home", "buyer_homes")}
    assert proved == dict.fromkeys(proved, "verify:YES")
    assert session.told["tax_receipt"] == "FACT", "what one office makes, another takes"
    assert isinstance(session.step, Pay) and amount(session) == Decimal("20090.00")
    session = pays(visit, session)
    visit.terminal.save_draft(session)

    again = after_the_lid_was_closed(visit)
    assert again.step.kind == "Review", "paid, and nothing to pay again"
    assert again.facts["payment"]["order"] == session.facts["payment"]["order"]

    filing = visit.terminal.file(again)
    visit.sync_line()
    assert visit.outcome(filing).status is Status.AWAITING_SIGNATURES
    answer = requests.post(
        url, {"phone_key": OTHER.phone_key, "decision": "sign"}, verify=str(visit.stand.authority), timeout=30
    )
    assert answer.status_code == 200
    slip = [line.value for line in visit.terminal.slip(again, filing) if isinstance(line, SlipPair)]
    assert [value for value in slip if "20090.00" in value]

    def finished() -> bool:
        visit.sync_line()
        return set(states(visit, again, filing).values()) == {"done"}

    until(finished, 40)
    assert list(states(visit, again, filing)) == ["contract", "tax", "registration", "water", "power"]
    assert visit.outcome(filing).status is Status.CONCLUDED


def after_the_lid_was_closed(visit) -> Session:
    """The lid was closed after the payment: offices are asked again, and who has paid is not."""
    session = arrives(visit, back=True)
    session = visit.terminal.climb(session).see("papers")
    for step in ("sellers_sign", "buyers_sign"):
        session = gone_on(session, step)
    if session.step.kind == "Sign":
        session = visit.terminal.sign(session, "signature", visit.terminal.application_form(session), INK)
    return session


def pays(visit, session: Session) -> Session:
    session, order = visit.terminal.payments.order(session)
    answer = requests.post(order.url, verify=str(visit.stand.authority), timeout=30)
    assert "已缴费" in answer.text
    session, order = visit.terminal.payments.hear(session, order)
    assert order.state == "confirmed"
    return session


def states(visit, session: Session, filing) -> dict[str, str]:
    (matter,) = [m for m in visit.terminal.withdrawing.matters(session) if m.filing.id == filing.id]
    return {part.news.key: part.news.state.value for part in parts(matter, visit.terminal.flows)}


def test_an_owner_who_is_left_out_is_found_by_the_register(visit):
    alone = SHARES | {"sellers": ("100",)}
    session = visit.terminal.climb(go(arrives(visit), "papers", alone))
    here = session.material
    assert (here.material.key, here.state) == ("title", State.NO)
    assert "每一位房主" in here.rung.text.zh and here.rung.revise == "home_paper"
    (missing,) = [a for a in replace(session).attendances(FLOW.step("sellers_sign"))]
    assert missing.presence is Presence.APPLICANT
