"""Matters of several people for these tests, and sessions on the way through them. Everybody is synthetic."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from random import Random

from acceptance import statements
from kiosk.flows import fees, gate
from kiosk.flows.loader import load_items
from kiosk.flows.samples import TYPED
from kiosk.flows.session import Session

FLOWS = load_items(Path(__file__).parent / "items")
HOUSE, PETITION, REPORT = (FLOWS[item] for item in ("house-transfer", "petition", "street-report"))
TODAY = date(2026, 7, 10)
NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
PEOPLE = [
    {"name": f"{name}小", "idno": TYPED["idno"](Random(n), date(1996, 1, 1))} for n, name in enumerate(NAMES)
]


def card(person, **other):
    fact = {"name": person["name"], "id_number": person["idno"], "card_kind": " ", "sex": "1"}
    return fact | {"birth": "1990-03-07", "address": "", "valid_to": "2035-01-01"} | other


def begun(flow, today=TODAY):
    session = Session("id", flow, today).learn("capabilities", {"kinds": ["card_reader"]})
    session = session.agree("notice", "t")
    return session.learn("card", card(PEOPLE[0])) if flow is not REPORT else session


def fill(session, **values):
    """The entry at hand."""
    form = session.step
    return session.answer(form.key, {f"{form.key}.{key}": value for key, value in values.items()})


def listed(session, group, entries):
    """All entries of a group, and the list left as it is."""
    for number, entry in enumerate(entries):
        if number:
            session = session.add(f"{group}.entries")
        session = fill(session, **entry)
    return session


def house(shares=("60", "40"), sellers=2):
    """Up to the list of the buyers."""
    session = begun(HOUSE).answer("use", {"use": "home"})
    several = [{**person, "phone": "13800000000"} for person in PEOPLE[:sellers]]
    session = listed(session, "sellers", several).answer("sellers.entries", {})
    buyers = [{**person, "share": share} for person, share in zip(PEOPLE[10:], shares, strict=False)]
    return listed(session, "buyers", buyers)


def agreed(shares=("60", "40"), sellers=2):
    """Up to the people."""
    session = house(shares, sellers).answer("buyers.entries", {})
    deal = {"deed": "浙(2021)德清县不动产权第0012345号", "price": "2000000", "area": "89.6", "deal_on": ""}
    return session.answer("deal", deal).answer("delivery", {"delivery": "window"})


def paid(session, key=None):
    """The cashier's fact; with the platform's `key` also its signed word."""
    if gate.amount(session) == 0:
        return session
    amount = fees.yuan(gate.amount(session))
    if key is None:
        return session.learn("payment", {"state": "confirmed", "amount": amount})
    what = statements.Paid("order", session.id, session.flow.item, "T", amount, {}, "1")
    token = statements.pay(key, what, datetime.fromisoformat("2026-07-10T12:00:00+08:00"))
    fact = {"state": "confirmed", "amount": amount, "order": "order", "token": token}
    return session.learn("payment", fact)
