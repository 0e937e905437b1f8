"""Fields that are tapped: chips on the form, long lists on a page of their own, nothing to type."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from tests.flows.test_tapped_fields import FLOW
from tests.ui.test_glass import Inspector
from tests.ui.visitor import Visitor

PICTURES = os.environ.get("KIOSK_PICTURES")  # a folder, to look at what is measured here


@pytest.fixture
def owner(place, tmp_path):
    """Somebody who comes to open a canteen."""
    with Visitor.arrives(place, tmp_path, online=False, flows={"canteen": FLOW}) as somebody:
        yield somebody


def comes_to_the_form(owner):
    owner.tap("item.canteen", "agree")
    owner.lays_card()
    owner.sees("Form", "shop")


def values(owner):
    return {field["key"]: field["value"] for field in owner.shell.session._asked.property("fields")}


def test_a_form_of_taps_goes_through_and_is_read_by_its_names(owner):
    comes_to_the_form(owner)
    assert values(owner) == {"trade": "", "dishes": "", "online": "no"}
    owner.tap("continue")
    errors = {error["key"]: error["says"] for error in owner.shell.session._asked.property("errors")}
    assert errors == {"trade": "经营业态：请选一项", "dishes": "经营项目（可以选几项）：请至少选一项"}
    owner.tap("chip.trade.snack", "chip.trade.restaurant")  # one of them
    owner.tap("chip.dishes.juice", "chip.dishes.cold", "chip.dishes.hot", "chip.dishes.cold")  # several
    owner.tap("chip.online.yes")
    assert values(owner) == {"trade": "restaurant", "dishes": "hot,juice", "online": "yes"}
    owner.tap("continue")
    owner.sees("Form", "sale")
    owner.tap("field.cities", "chip.310000", "chip.320100", "chip.310000", "chips.done")
    owner.tap("field.home_city", "chip.320100")  # one: the page closes by itself
    owner.until(lambda: owner.can_tap("chip.label.own"), "the form again")
    owner.tap("chip.label.own", "chip.label.own")  # may be left out, and so taken back
    assert values(owner) == {"cities": "320100", "home_city": "320100", "since": "", "label": ""}
    owner.tap("continue")
    owner.sees("Form", "staff.0")
    owner.shell.session._asked.type("staff.0.name", "刘宁宁")
    owner.tap("chip.staff.0.duties.safety", "chip.staff.0.certified.yes", "continue")
    owner.sees("Entries")
    owner.tap("continue", "choice.window")
    owner.sees("Review")
    rows = {row["button"]: row["value"] for row in owner.shell.session._asked.property("rows")}
    assert "热食类、自制饮品（现榨果汁）" in rows["revise.shop"] and "是" in rows["revise.shop"]
    owner.tap("variant.language")
    rows = {row["button"]: row["value"] for row in owner.shell.session._asked.property("rows")}
    assert (
        "Hot dishes, Fresh juice" in rows["revise.shop"] and "Food safety officer" in rows["revise.staff.0"]
    )


def test_a_list_that_does_not_fit_is_turned_and_opens_where_something_was_chosen(owner):
    comes_to_the_form(owner)
    owner.tap("chip.trade.restaurant", "chip.dishes.hot", "chip.online.yes", "continue")
    owner.sees("Form", "sale")
    owner.tap("field.cities")
    codes = list(FLOW.step("sale").fields[0].values)
    seen = [code for code in codes if owner.can_tap(f"chip.{code}")]
    while owner.can_tap("chips.down") and len(seen) < len(codes):
        owner.tap("chips.down")
        seen += [code for code in codes if owner.can_tap(f"chip.{code}")]
    assert seen == codes
    owner.tap(f"chip.{codes[-1]}", "chips.done")
    owner.until(lambda: owner.can_tap("continue"), "the form again")
    owner.tap("field.cities")
    owner.until(lambda: owner.can_tap(f"chip.{codes[-1]}"), "the page of what was chosen")
    assert not owner.can_tap(f"chip.{codes[0]}")


def test_focus_goes_from_field_to_field_and_says_what_it_is_on(owner):
    comes_to_the_form(owner)
    window = owner.shell.window

    def focused():
        return window.activeFocusItem().objectName()

    order = []
    owner.until(lambda: owner.can_tap("chip.trade.restaurant"), "the form")
    for _ in range(40):
        QTest.keyClick(window, Qt.Key.Key_Tab)
        order.append(focused())
        if order[-1] == "continue":
            break
    mine = [name for name in order if name.startswith(("chip.", "field."))]
    assert mine == [
        f"chip.{field.key}.{value}" for field in FLOW.step("shop").fields for value in field.values
    ]
    while focused() != "chip.dishes.cold":
        QTest.keyClick(window, Qt.Key.Key_Backtab)
    QTest.keyClick(window, Qt.Key.Key_Return)
    owner.until(lambda: values(owner)["dishes"] == "cold", "the choice")
    assert focused() == "chip.dishes.cold"
    assert heard(window.activeFocusItem()) == (QAccessible.Role.CheckBox, "冷食类", True)
    while focused() != "chip.trade.snack":
        QTest.keyClick(window, Qt.Key.Key_Backtab)
    assert heard(window.activeFocusItem()) == (QAccessible.Role.RadioButton, "小吃店", False)


def heard(item):
    told = QAccessible.queryAccessibleInterface(item)
    return told.role(), told.text(QAccessible.Text.Name), bool(told.state().checked)


LARGEST = pytest.param("large", ["variant.large", "variant.language"], id="large-en")
OTHERS = [
    pytest.param("standard", [], id="standard", marks=pytest.mark.soak),
    pytest.param("large", ["variant.large"], id="large", marks=pytest.mark.soak),
    pytest.param("en", ["variant.language"], id="en", marks=pytest.mark.soak),
]


@pytest.mark.parametrize("variant, taps", [LARGEST, *OTHERS])
def test_every_page_of_taps_keeps_the_measures(owner, variant, taps, request):
    inspector = Inspector(owner, variant)

    def look(name):
        inspector.turn(name)
        if PICTURES:
            owner.look().save(str(Path(PICTURES) / f"{request.node.callspec.id}-{name}.png"))

    owner.tap(*taps)
    comes_to_the_form(owner)
    look("empty")
    owner.tap("continue")
    look("errors")
    while owner.can_tap("page.up") and not owner.can_tap("chip.trade.snack"):
        owner.tap("page.up")
    for tap in ("trade.snack", "dishes.hot", "dishes.cakes", "online.yes"):
        while not owner.can_tap(f"chip.{tap}"):
            owner.tap("page.down")
        owner.tap(f"chip.{tap}")
    look("chosen")
    owner.tap("continue")
    owner.sees("Form", "sale")
    look("sale")
    owner.tap("field.cities", "chip.310000")
    look("cities")
    owner.tap("chips.done", "field.home_city")
    look("city")
    owner.tap("chip.310000")
    look("sale filled")
    assert "\n".join(inspector.found) == ""
