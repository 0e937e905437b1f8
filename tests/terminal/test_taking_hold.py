"""Whoever is quicker than the devices of a machine that just started waits; nobody is turned away."""

import threading
from datetime import UTC, datetime

import pytest

from kiosk.model import DeviceError
from kiosk.store import Store
from kiosk.terminal.peripherals import Peripherals


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "kiosk.db")


def test_who_asks_for_a_device_while_it_is_taken_hold_of_gets_it(store):
    begun, plugged, reader = threading.Event(), threading.Event(), object()

    def opener():
        begun.set()
        assert plugged.wait(20)
        return {"card_reader": reader}

    peripherals = Peripherals(opener, store, lambda: datetime.now(UTC))
    opening = threading.Thread(target=peripherals.open)
    opening.start()
    assert begun.wait(20)
    found = []
    asking = threading.Thread(target=lambda: found.append(peripherals.device("card_reader")))
    asking.start()
    assert peripherals.opened == {} and found == []
    plugged.set()
    asking.join(20)
    opening.join(20)
    assert found == [reader]


def test_a_device_that_is_not_there_is_said_to_be_so_at_once(store):
    def opener():
        raise OSError("no such adapter")

    peripherals = Peripherals(opener, store, lambda: datetime.now(UTC))
    for _ in range(2):
        with pytest.raises(DeviceError, match="device.absent"):
            peripherals.device("card_reader")
        with pytest.raises(OSError, match="no such adapter"):
            peripherals.open()
