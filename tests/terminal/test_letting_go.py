"""A device that is let go of while it is being asked stays free, for whoever comes next."""

import threading
from datetime import UTC, datetime

from kiosk.model import DeviceState, DeviceStatus
from kiosk.store import Store
from kiosk.terminal.peripherals import Peripherals
from tests.devices.rigs import until


class Hesitant:
    """Takes hold of itself to answer, as adapters do whose line was lost, and only when it is told to."""

    def __init__(self):
        self.asked, self.go_on, self.held = threading.Event(), threading.Event(), True
        self.closed = 0

    def status(self):
        self.asked.set()
        self.go_on.wait(20)
        self.held = True
        return DeviceStatus(DeviceState.ONLINE)

    def close(self):
        self.held, self.closed = False, self.closed + 1


def test_a_device_that_answers_after_it_was_let_go_of_is_let_go_of_again(tmp_path):
    device = Hesitant()
    peripherals = Peripherals(
        lambda: {"card_reader": device}, Store(tmp_path / "kiosk.db"), lambda: datetime.now(UTC)
    )
    peripherals.open()
    asking = threading.Thread(target=peripherals.poll)
    asking.start()
    assert device.asked.wait(20)
    peripherals.close()
    device.go_on.set()
    asking.join(20)
    until(lambda: device.closed == 2)
    assert not device.held
    assert peripherals.statuses() == {}
