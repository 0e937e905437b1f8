"""The pages of organisations: their matters apart from those of persons, and for whom somebody acts."""

from __future__ import annotations

import pytest

from kiosk.flows.session import acting
from kiosk.ui.walker import walk
from tests.ui.visitor import Visitor

CATERING = "91330521MA2XX10T08"
MODES = {"standard": (), "large": ("variant.large",), "English": ("variant.language",)}


def opens(visitor: Visitor, mode: str = "standard") -> None:
    """From home to the matters of organisations."""
    visitor.tap(*MODES[mode])
    visitor.until(
        lambda: visitor.can_tap("organisations") or visitor.can_tap("page.down"), "a way to organisations"
    )
    while not visitor.can_tap("organisations"):
        visitor.tap("page.down")
    visitor.tap("organisations")
    visitor.sees("Organisations")


def arrives(visitor: Visitor, person: str = "liu-yang", *, phone: bool = True) -> None:
    """To the page that asks for whom."""
    opens(visitor)
    visitor.tap("item.restaurant", "agree")
    visitor.lays_card(person)
    visitor.sees("ConfirmByPhone")
    if phone:
        visitor.confirms(person)
    else:
        visitor.until(lambda: visitor.can_tap("phone.later"), "the word about the network")
        visitor.tap("phone.later")
    visitor.sees("ActFor", "acting")


def applicant(visitor: Visitor) -> acting.Organisation | None:
    return acting.organisation(visitor.shell.session._session)


def broken(visitor: Visitor, variant: str = "standard") -> list[str]:
    visitor.look()
    variant = "large" if variant == "large" else "standard"
    return [str(found) for found in walk(visitor.shell.window, visitor.terminal.site.mm_per_px, variant)]


def test_a_person_sees_no_matter_of_organisations_and_an_organisation_none_of_persons(visitor):
    home = visitor.reads()
    assert "单位办事" in home and "食品经营许可" not in home
    opens(visitor)
    page = visitor.reads()
    assert "食品经营许可" in page and "社保参保证明" not in page
    visitor.tap("organisations.close")
    visitor.sees("Home")


@pytest.mark.parametrize(
    "mode", [pytest.param(mode, marks=[] if mode == "large" else [pytest.mark.soak]) for mode in MODES]
)
def test_the_pages_of_organisations_keep_the_rules_of_the_glass(visitor, mode):
    opens(visitor, mode)
    assert broken(visitor, mode) == []
    visitor.tap("item.restaurant", "agree")
    visitor.lays_card("liu-yang")
    visitor.sees("ConfirmByPhone")
    visitor.confirms("liu-yang")
    visitor.sees("ActFor", "acting")
    assert broken(visitor, mode) == []


def test_one_of_the_register_is_a_tap_away(visitor):
    arrives(visitor)
    page = visitor.reads()
    assert "德清样例餐饮有限公司" in page and "法定代表人" in page
    visitor.tap(f"act.{CATERING}")
    visitor.sees("Form", "shop")
    there = applicant(visitor)
    assert (there.uscc, there.role) == (CATERING, "representative")


def test_another_one_is_typed_and_a_wrong_code_is_told_beside_it(visitor):
    arrives(visitor, "chen-wei")
    visitor.tap("field.organisation")
    visitor.types("91330521ma2xx10t09")
    visitor.tap("key.ok", "continue")
    visitor.until(lambda: "对不上" in visitor.reads(), "what is wrong with the code")
    assert applicant(visitor) is None
    visitor.shell.session.acting.type(CATERING)
    visitor.tap("continue")
    visitor.sees("Form", "shop")
    assert applicant(visitor).role == "mandate"


def test_without_a_line_it_says_that_authority_is_checked_later(offline_visitor):
    visitor = offline_visitor
    arrives(visitor, phone=False)
    assert "先收件" in visitor.reads()
    assert broken(visitor) == []
    visitor.shell.session.acting.type(CATERING)
    visitor.tap("continue")
    visitor.sees("Form", "shop")
    assert not applicant(visitor).known
