"""At night nobody of the staff is there: what home and help say, who may sign in, and that morning comes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from acceptance.platform import CHINA
from kiosk.config.night import Night
from kiosk.devices.virtual import state
from kiosk.devices.virtual.handset import HandsetState
from kiosk.ui.staff_door import KNOCKS
from tests.journeys.clerk import counter, has_account
from tests.journeys.technician import workshop
from tests.ui.visitor import Visitor

NIGHT = Night()
ALONE, NOBODY_COMES = "夜间自助：没有工作人员在场", "夜间没有工作人员在场，请同时拨上面的电话"


def at(place, time):
    """The same place with a clock of its own."""
    now = place.clock().astimezone(CHINA)
    hour, minute = map(int, time.split(":"))
    wanted = now.replace(hour=hour, minute=minute, second=30, microsecond=0)
    return replace(place, ahead=place.ahead + (wanted - now))


def passes(visitor, **time):
    visitor.place.ahead += timedelta(**time)
    view = visitor.shell.view._machine
    visitor.until(lambda: view.property("night") is NIGHT.now(visitor.place.clock()), "the hour being seen")


def falls_soon(place):
    """A night that begins ten minutes from now, so that the platform's clock is about the same."""
    now = place.clock().astimezone(CHINA)
    return Night(f"{now + timedelta(minutes=10):%H:%M}", f"{now + timedelta(hours=1):%H:%M}")


def test_at_22_home_says_that_nobody_is_there_and_in_the_morning_no_more(place, tmp_path):
    with Visitor.arrives(at(place, "21:59"), tmp_path, online=False, night=NIGHT) as visitor:
        assert ALONE not in visitor.reads() and not visitor.can_tap("night.help")
        passes(visitor, seconds=30)
        assert ALONE in visitor.reads()
        visitor.tap("night.help")
        visitor.sees("Help")
        said = visitor.reads()
        assert "0572-12345" in said and "没有工作人员在场" in said and "服务台" not in said
        visitor.tap("close")
        passes(visitor, hours=8)
        assert visitor.shell.view._machine.property("time") == "06:00"
        assert ALONE not in visitor.reads() and not visitor.can_tap("night.help")
        visitor.tap("help")
        assert "服务台" in visitor.reads()


def test_by_night_five_taps_on_the_mark_ask_for_no_clerk(place, tmp_path):
    with Visitor.arrives(at(place, "23:00"), tmp_path, online=False, night=NIGHT) as visitor:
        passes(visitor, seconds=1)
        visitor.time.stop()
        visitor.tap(*["mark"] * KNOCKS)
        visitor.reads()
        assert visitor.page == "Home" and visitor.shell.view.clerk.signIn.property("state") == ""


def test_a_technician_comes_by_night_as_by_day(place, tmp_path):
    place.server.nobody_was_here()
    night = falls_soon(place)
    with workshop(replace(place), tmp_path, night=night) as bench:
        bench.knows_technicians()
        bench.place.ahead += timedelta(minutes=11)
        bench.until(lambda: bench.shell.view._machine.property("night"), "the night")
        bench.time.stop()
        bench.tap(*["mark"] * KNOCKS)
        bench.time.go_on()
        bench.sees("TechnicianSignIn", at_rest=False)
        bench.lifts_and_lays("shen-lei")
        bench.enters_code()
        bench.until(lambda: bench.carer.signIn.property("state") == "order", "the keys for the order")
        bench.tap("back")
        bench.sees("Home")


def test_a_session_goes_on_into_the_night_and_is_offered_no_clerk_until_morning(place, tmp_path):
    place.server.nobody_was_here()
    has_account(place.server)
    night = falls_soon(place)
    with counter(replace(place), tmp_path, night=night) as desk:
        desk.knows_staff()
        desk.walks_to_phone()
        desk.confirms()
        desk.sees("Choose", "region")
        session = desk.shell.session._session
        desk.tap("help")
        desk.until(lambda: desk.can_tap("help.staff"), "a clerk being offered")
        for minutes, offered in ((11, False), (60, True)):
            desk.place.ahead += timedelta(minutes=minutes)
            desk.until(lambda offered=offered: desk.can_tap("help.staff") is offered, "the hour being seen")
        desk.tap("close")
        desk.sees("Choose", "region")
        assert desk.shell.session._session is session


def test_whoever_was_asking_for_a_clerk_as_night_fell_is_let_in_by_none(place, tmp_path):
    place.server.nobody_was_here()
    has_account(place.server)
    with counter(replace(place), tmp_path, night=falls_soon(place)) as desk:
        desk.knows_staff()
        desk.walks_to_phone()
        desk.tap("help", "help.staff")
        desk.sees("TakeOver", at_rest=False)
        desk.place.ahead += timedelta(minutes=11)
        desk.shell.view.clerk.consent()
        assert desk.page == "TakeOver" and desk.shell.view.clerk.signIn.property("state") == ""


@pytest.mark.parametrize("hour, told", [("12:00", False), ("23:00", True)])
def test_the_call_lamp_promises_nobody_by_night(equipped_place, tmp_path, hour, told):
    with Visitor.arrives(at(equipped_place, hour), tmp_path, online=False, night=NIGHT) as visitor:
        calls = visitor.shell.view._machine.calls
        visitor.until(lambda: calls.property("state") == "hung", "the board")
        state.update(visitor.place.states, HandsetState, call="pressed")
        visitor.sees("Help")
        visitor.until(lambda: calls.property("state") == "called", "the lamp")
        said = visitor.reads()
        assert (NOBODY_COMES in said) is told and ("请在这里等工作人员" in said) is not told
        state.update(visitor.place.states, HandsetState, call="released")
