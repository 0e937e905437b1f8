"""What happens when nobody touches the screen, at each threshold, on a clock that the test moves."""

import pytest

from kiosk.ui.idle import RATING, IdleWatch


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


class Watched:
    """An idle watch whose time stands still until the test moves it."""

    def __init__(self):
        self.clock, self.working, self.ends = Clock(), False, 0
        self.watch = IdleWatch(self.clock, lambda: self.working)
        self.watch.ended.connect(self.end)
        self.watch.start()

    def end(self):
        self.ends += 1

    def after(self, seconds):
        self.clock.now += seconds
        self.watch.tick()
        return self.watch.state


@pytest.fixture
def watched():
    return Watched()


@pytest.mark.parametrize(
    "seconds, state", [(59.9, ""), (60, "curtain"), (149.9, "curtain"), (150, "warning"), (179.9, "warning")]
)
def test_the_cover_follows_the_seconds(watched, seconds, state):
    assert watched.after(seconds) == state
    assert watched.ends == 0


def test_the_warning_counts_thirty_seconds_down(watched):
    watched.after(150)
    assert watched.watch.seconds_left == 30
    watched.after(20.5)
    assert watched.watch.seconds_left == 10


def test_after_180_seconds_the_session_ends_once(watched):
    watched.after(180)
    watched.after(1)
    assert watched.ends == 1


def test_one_touch_lifts_a_cover_and_starts_again(watched):
    watched.after(60)
    assert watched.watch.touch() is True
    assert watched.after(59) == ""
    assert watched.watch.touch() is False


def test_a_page_on_which_a_device_works_outlasts_its_work(watched):
    watched.working = True
    watched.after(400)
    assert watched.ends == 0
    watched.working = False
    watched.after(0.25)
    assert watched.ends == 1


def test_the_rating_page_closes_after_twenty_seconds_without_a_warning(watched):
    watched.watch.start(RATING)
    assert watched.after(19.9) == ""
    assert watched.ends == 0
    watched.after(0.1)
    assert watched.ends == 1


def test_the_curtain_hides_the_answers_and_the_tap_that_lifts_it_presses_nothing(visitor):
    visitor.walks_to_review()
    visitor.sees("Review")
    visitor.until(lambda: visitor.can_tap("submit"), "a page that takes taps")
    where = visitor.where("submit")
    visitor.waits(61)
    assert visitor.shell.view.covered() and not visitor.can_tap("submit")
    visitor.press(where["x"] + 20, where["y"] + 20)
    visitor.until(lambda: visitor.can_tap("submit"), "the page behind the curtain")
    assert visitor.page == "Review"


def test_the_code_for_the_phone_stays_in_sight_but_the_warning_covers_it(visitor):
    visitor.walks_to_phone()
    visitor.scans()
    visitor.waits(61)
    assert not visitor.shell.view.covered()
    visitor.waits(90)
    assert visitor.can_tap("still-here")
    visitor.tap("still-here")
    assert not visitor.shell.view.covered() and visitor.page == "ConfirmByPhone"


def test_a_session_that_nobody_is_at_ends_when_the_card_is_gone(visitor):
    visitor.walks_to_phone()
    visitor.waits(181)
    visitor.until(lambda: visitor.shell.view._departure.begun, "the end")
    visitor.until(lambda: visitor.shell.view._departure._state == "card", "the word about the card")
    assert visitor.overs == [] and visitor.shell.session.badge_text() == ""
    visitor.takes_card()
    visitor.until(lambda: visitor.overs, "the end of the session")
    assert visitor.overs == ["over"]


def test_what_was_opened_over_home_goes_back_also_where_the_curtain_was_slept_through(visitor):
    for _ in range(2):
        visitor.tap("help")
        visitor.sees("Help")
        visitor.waits(200)
        visitor.sees("Home")
    assert visitor.overs == []


def test_at_home_nobody_is_waited_for_and_what_the_last_one_set_goes_back(visitor):
    visitor.tap("variant.large", "variant.language")
    visitor.waits(61)
    assert not visitor.shell.view.display.manner.type and visitor.shell.stage.wording.language == "zh-CN"
    visitor.waits(200)
    assert visitor.page == "Home" and visitor.overs == []
