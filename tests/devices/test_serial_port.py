"""A serial line that goes away in the middle of its opening is lost like any other."""

import os
import pty
import termios

import pytest

from kiosk.devices._serial_port import open_port


def test_a_line_that_goes_away_while_it_is_set_up_is_an_os_error_and_leaves_no_descriptor(monkeypatch):
    near, far = pty.openpty()
    path, set_up = os.ttyname(far), termios.tcsetattr
    os.close(far)

    def goes_away_first(descriptor, when, settings):
        os.close(near)
        set_up(descriptor, when, settings)

    monkeypatch.setattr(termios, "tcsetattr", goes_away_first)
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(OSError):
        open_port(path, 9600)
    assert len(os.listdir("/proc/self/fd")) == before - 1  # the near end alone
