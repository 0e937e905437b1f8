"""The other end of a serial line, played by hand: what the adapter really writes, and whatever we answer."""

import os
import select
import threading
import tty
from contextlib import contextmanager

import pytest

from kiosk.devices import open_device
from kiosk.model import DeviceError
from tests.devices.rigs import PATIENT


def refusal(adapter, timeout=10.0, purpose="diagnosis"):
    with pytest.raises(DeviceError) as caught:
        adapter.scan(purpose, timeout)
    assert caught.value.fault.citizen and caught.value.fault.technician
    return caught.value


def port_of(wire, profile, deadline=PATIENT):
    return open_device(
        "code_scanner", "serial", {"port": wire.port, "profile": profile, "deadline": deadline}
    )


class Wire:
    def __init__(self, ours, port):
        self._ours, self.port = ours, port
        self.heard = b""

    def hear(self, expected):
        """Everything up to and with `expected`."""
        while expected not in self.heard:
            assert select.select([self._ours], [], [], PATIENT)[0], f"only {self.heard.hex(' ')}"
            self.heard += os.read(self._ours, 4096)
        before, _, self.heard = self.heard.partition(expected)
        return before

    def listen(self, seconds):
        """Something or nothing."""
        if select.select([self._ours], [], [], seconds)[0]:
            self.heard += os.read(self._ours, 4096)

    def say(self, data):
        os.write(self._ours, data)


@contextmanager
def played(part):
    """`part` plays the scanner in a thread of its own; what it raises is raised here."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    wire, raised = Wire(ours, os.ttyname(theirs)), []

    def play():
        try:
            part(wire)
        except BaseException as error:
            raised.append(error)

    player = threading.Thread(target=play)
    player.start()
    try:
        yield wire
        player.join(30)
        assert not player.is_alive()
        for error in raised:
            raise error
    finally:
        player.join(30)
        os.close(ours)
        os.close(theirs)
