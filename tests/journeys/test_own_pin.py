"""A clerk's own PIN: changed by card and PIN while the platform answers, and by nothing less."""

import pytest

from acceptance import staff
from kiosk.model import CardKind, IdentityCard
from kiosk.store import Store
from kiosk.store.journal import Event
from kiosk.store.shifts import FREE
from kiosk.sync import Sync
from kiosk.terminal.own_pin import OwnPin, PinError
from kiosk.terminal.staff import SignInError, Staff
from kiosk.wire.client import PlatformClient
from tests.acceptance.server import REGION, SITE, now
from tests.journeys.clerk import CLERK, PIN, WRONG, counter, has_account
from tests.ui.visitor import DEAD, PEOPLE, SLOWEST

NEW = "740159"


def card_of(person):
    who = PEOPLE.by_id(person)
    return IdentityCard(CardKind.RESIDENT, who.number, who.names[0])


def client(place, url):
    return PlatformClient(place.identity.endpoint(url), place.identity.receipts, SLOWEST)


def hears(place, of):
    """A heartbeat, which brings the roll."""
    Sync(of.store, place.identity, of.platform, place.clock).round()


def opens(of, pin):
    return of.roll().of_card(card_of(CLERK).number).opens(card_of(CLERK).number, pin.encode())


def change(of, old=PIN, new=NEW, card=CLERK):
    OwnPin(of).change(card_of(card), old.encode(), new.encode())


@pytest.fixture
def duty(place, tmp_path):
    """A clerk on duty at a terminal that the platform answers."""
    place.heal()
    has_account(place.server)
    store = Store(tmp_path / "kiosk.db")
    made = Staff(store, client(place, place.server.url), place.clock, f"{REGION}-{SITE}")
    hears(place, made)
    made.find(card_of(CLERK))
    made.sign_in(PIN.encode())
    yield made
    made.platform.close()
    store.close()


def test_the_new_pin_counts_with_the_next_roll_and_the_old_one_no_more(duty, place):
    change(duty)
    assert opens(duty, PIN)  # until the roll comes
    hears(place, duty)
    assert opens(duty, NEW) and not opens(duty, PIN)
    rows = duty.store._database.rows(
        "select subject, detail from journal where event = ?", (Event.PIN_CHANGED,)
    )
    assert [row["subject"] for row in rows] == [duty.operator.account]
    assert NEW not in rows[0]["detail"]


def test_a_pin_that_everybody_tries_first_or_the_same_one_is_not_taken_and_costs_no_try(duty):
    for new, why in (("123456", "weak"), ("111111", "weak"), (PIN, "same")):
        with pytest.raises(PinError) as refused:
            change(duty, new=new)
        assert refused.value.why == why
    assert not duty.store._database.rows("select 1 from staff_attempt")


def test_a_wrong_old_pin_is_counted_like_one_at_the_door(duty):
    for left in range(FREE - 1, 0, -1):
        with pytest.raises(SignInError) as refused:
            change(duty, old=WRONG)
        assert (refused.value.why, refused.value.left) == ("wrong", left)
    for old in (WRONG, PIN):
        with pytest.raises(SignInError) as refused:
            change(duty, old=old)
        assert refused.value.why == "resting"


def test_another_persons_card_changes_nobodys_pin(duty):
    with pytest.raises(SignInError) as refused:
        change(duty, card="chen-wei")
    assert refused.value.why == "unknown"


def test_without_a_line_the_old_pin_stays_and_no_try_is_left_counted(duty, place):
    line, duty.platform = duty.platform, client(place, DEAD)
    with pytest.raises(PinError) as refused:
        change(duty)
    duty.platform.close()
    duty.platform = line
    assert refused.value.why == "off-line" and opens(duty, PIN)
    assert not duty.store._database.rows("select 1 from staff_attempt")


def test_what_was_changed_or_closed_elsewhere_is_not_changed_again(duty, place):
    change(duty)
    with pytest.raises(PinError) as refused:
        change(duty, new="926403")  # by the roll of before
    assert refused.value.why == "gone"
    hears(place, duty)
    staff.close_account(place.server.database, now, duty.operator.account)
    with pytest.raises(PinError) as refused:
        change(duty, old=NEW, new="926403")
    assert refused.value.why == "gone"


def test_at_the_screen_it_is_typed_twice_and_signs_in_from_then_on(place, tmp_path):
    place.server.nobody_was_here()
    has_account(place.server)
    with counter(place, tmp_path) as desk:
        desk.signs_in()
        desk.tap("bench.duties", "duty.pin")
        desk.sees("OwnPin", at_rest=False)
        desk.lifts_and_lays(CLERK)
        desk.until(lambda: desk.can_tap("key.1"), "the keys")
        for pin in (PIN, NEW, "740158"):
            desk.enters(pin)
        desk.until(lambda: "不一样" in desk.reads(), "the word on two that differ")
        for pin in (NEW, NEW):
            desk.enters(pin)
        desk.until(lambda: "已经改好" in desk.reads(), "the change")
        desk.until(lambda: opens(desk.staff, NEW) or hears(place, desk.staff), "the roll")
        desk.takes_card()
        desk.tap("back")
        desk.sees("Duties", at_rest=False)
        desk.tap("home", "bench.leave")
        desk.signs_in(pin=NEW)
