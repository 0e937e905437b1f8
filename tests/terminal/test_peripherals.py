"""The devices of a terminal, asked by threads of their own while somebody lets go of them."""

import threading
from datetime import datetime

from kiosk.model import DeviceState, DeviceStatus
from kiosk.store import Store
from kiosk.terminal.peripherals import Peripherals
from tests.devices.rigs import until

NOW = datetime.fromisoformat("2026-07-10T10:00:00+08:00")


class Slow:
    """Opens its line when it is asked, as every adapter does, and only then hears that it may answer."""

    def __init__(self):
        self.asked, self.may_answer, self.open = threading.Event(), threading.Event(), False

    def status(self):
        self.asked.set()
        self.may_answer.wait(5)
        self.open = True
        return DeviceStatus(DeviceState.ONLINE)

    def close(self):
        self.open = False
        self.may_answer.set()


def test_a_device_that_is_let_go_while_it_is_asked_holds_nothing_afterwards(tmp_path):
    slow = Slow()
    store = Store(tmp_path / "kiosk.db")
    peripherals = Peripherals(lambda: {"receipt_printer": slow}, store, lambda: NOW)
    peripherals.open()
    asking = threading.Thread(target=peripherals.poll)
    asking.start()
    assert slow.asked.wait(5)
    peripherals.close()
    asking.join(5)
    until(lambda: not any(thread.name == "ask-receipt_printer" for thread in threading.enumerate()))
    assert not slow.open
    assert peripherals.statuses() == {}, "nothing is noted of what nobody holds"
    store.close()
