"""The other end of a serial line, played by hand: what the adapter really writes, and whatever we answer."""

import os
import select
import threading
import tty
from contextlib import contextmanager

from tests.devices.rigs import PATIENT


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
