"""A certificate by keys and a card, and no finger: a real window on an X display, real events of keys."""

from __future__ import annotations

import subprocess

import pytest

from kiosk.bench import screens
from kiosk.devices.virtual import state

NAMES = {"left": "Left", "right": "Right", "ok": "Return", "help": "F1"}
PRESSES = 60  # to come to something on a page; more would be no way for anybody


class Keypad:
    """Somebody who feels the keys, and looks at the frame."""

    def __init__(self, display, screen):
        self._display, self._screen = display, screen

    def presses(self, *names):
        keys = [NAMES[name] for name in names]
        subprocess.run(["xdotool", "key", *keys], env={"DISPLAY": self._display}, check=True, timeout=20)

    def stands(self):
        return self._screen.ask(cmd="keys").get("name")

    def chooses(self, name, way="right"):
        self._screen.where(name)  # there, and it takes taps
        for _ in range(PRESSES):
            if self.stands() == name:
                return self.presses("ok")
            before = self.stands()
            self.presses(way)
            assert self.stands() != "" or before == ""
        raise AssertionError(f"the keys never came to {name}")


@pytest.fixture
def terminal(tmp_path):
    with screens.display() as (display, _), screens.devices(tmp_path) as devices:
        probe = tmp_path / "probe"
        config = screens.configure(tmp_path, devices)
        with screens.started(screens.ours(config, probe), display, probe) as screen:
            screen.wait("ready")
            screen.order("show", "take_stage")
            screen.wait("warm")
            yield screen, Keypad(display, screen), screens.states(tmp_path)


def test_from_home_to_the_slip_by_five_keys(terminal):
    screen, keys, states = terminal
    keys.chooses("item.si-certificate")
    screen.comes_to("Notice")
    keys.presses("help")
    screen.comes_to("Help")
    keys.chooses("close")
    screen.comes_to("Notice")
    keys.chooses("agree")
    screen.comes_to("ReadCard")
    state.update(states, state.CardReaderState, card="liu-yang")
    screen.comes_to("ConfirmByPhone")
    keys.chooses("phone.later")  # there is no line
    screen.comes_to("region")
    keys.chooses("choice.330500")
    screen.comes_to("certificate")
    keys.chooses("choice.payments")
    screen.comes_to("period")
    keys.chooses("field.period_to")
    for _ in range(6):
        keys.chooses("key.backspace")
    for digit in "202601":
        keys.chooses(f"key.{digit}")
    keys.chooses("key.ok")
    keys.chooses("continue")
    screen.comes_to("Review")
    keys.chooses("submit")
    filing = screen.comes_to("Outcome")["filing"]
    assert filing
    keys.chooses("slip")
    screen.comes_to("Slip")
    keys.chooses("slip.done")
    screen.comes_to("Rating")
    keys.chooses("rate.1")
    keys.chooses("skip")
    state.update(states, state.CardReaderState, card=None)
    assert screen.hear("session_over").strip() == "session_over"
