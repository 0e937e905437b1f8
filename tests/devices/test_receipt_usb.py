"""Receipt printers on USB: behind the kernel's usblp, and by libusb, which real pyusb talks to here."""

import pytest

from kiosk.devices import open_device
from kiosk.devices.receipt_printer import _lp
from kiosk.devices.virtual.usb_bus import VENDOR
from kiosk.model import DeviceError, DeviceState, Level, SlipText
from tests.devices.receipt.cables import OnUsb, plugged
from tests.devices.receipt.usb_plug import SERIAL
from tests.devices.rigs import HASTY, until

SLIP = [SlipText("收件凭证", size=2), SlipText("𠮷𪚥")]


@pytest.fixture(params=["usblp", "usb"])
def printer(request, tmp_path, monkeypatch):
    rig = plugged(request.param, tmp_path, monkeypatch)
    yield rig
    rig.stop()


@pytest.fixture
def usb(tmp_path, monkeypatch):
    rig = plugged("usb", tmp_path, monkeypatch)
    yield rig
    rig.stop()


def refusal(adapter):
    with pytest.raises(DeviceError) as caught:
        adapter.print("job", SLIP, 10)
    return caught.value.fault


def test_a_slip_comes_out_and_the_printer_says_so(printer):
    adapter = printer.open()
    found = adapter.status()
    assert (found.state, found.detail["answers"]) == (DeviceState.ONLINE, "yes")
    adapter.print("job", SLIP, 20)
    assert [slip["complete"] for slip in printer.slips()] == [True]
    adapter.close()
    printer.set(paper="out")
    assert refusal(printer.open()).code == "media.empty"


def test_the_cable_comes_and_goes(printer):
    adapter = printer.open(0.5)
    assert adapter.status().ready
    printer.set(fault="disconnected")
    until(lambda: adapter.status().state is DeviceState.ABSENT)
    assert refusal(adapter).code == "link.absent"
    printer.set(fault=None)
    until(lambda: adapter.status().ready)
    adapter.print("job", SLIP, 20)


def test_a_printer_that_never_answered_on_usb_is_not_healthy_and_the_way_out_is_told(printer):
    """Of some models usblp brings nothing back. Silence proves nothing, so it is no state to work in."""
    printer.set(fault="silent")
    adapter = printer.open(HASTY)
    found = adapter.status()
    assert not found.ready
    assert (found.worst.code, found.detail["answers"]) == ("status.one_way", "no")
    assert "write-only-80" in found.worst.technician
    assert refusal(adapter).code == "status.one_way"
    assert adapter.check(Level.INTERNAL).result == "fail"
    printer.set(fault=None)
    until(lambda: adapter.status().ready)
    assert adapter.status().detail["answers"] == "yes"


def test_one_that_answered_before_and_falls_silent_is_silent(printer):
    adapter = printer.open(HASTY)
    until(lambda: adapter.status().ready)
    printer.set(fault="silent")
    assert until(lambda: adapter.status().worst).code == "link.silent"


def test_a_technician_may_say_that_it_only_writes(printer):
    adapter = printer.open(profile="write-only-80")
    assert adapter.status().state is DeviceState.ATTENTION
    assert refusal(adapter).code == "print.unconfirmed"
    assert until(printer.slips)[0]["complete"]


def test_only_what_the_usblp_driver_owns_is_taken_for_it(tmp_path, monkeypatch):
    rig = plugged("serial", tmp_path, monkeypatch)
    try:
        assert not _lp.is_usblp(str(rig.link)) and not _lp.is_usblp("/dev/null")
        assert not _lp.is_usblp(str(tmp_path))
    finally:
        rig.stop()


def test_no_descriptor_for_the_way_back_is_no_way_back(tmp_path, monkeypatch):
    rig = plugged("usb", tmp_path, monkeypatch, one_way=True)
    try:
        adapter = rig.open(HASTY)
        assert adapter.status().worst.code == "status.one_way"
        adapter.close()
        assert refusal(rig.open(HASTY, profile="write-only-80")).code == "print.unconfirmed"
        assert until(rig.slips)[0]["complete"]
    finally:
        rig.stop()


def test_who_may_not_open_it_is_told_the_udev_rule(usb):
    usb.plug.peripheral.may_be_opened = lambda: False
    adapter = usb.open()
    found = adapter.status()
    assert (found.state, found.worst.code) == (DeviceState.FAULT, "link.denied")
    assert 'ATTR{idVendor}=="04b8", ATTR{idProduct}=="0e15"' in found.worst.technician
    usb.plug.peripheral.may_be_opened = lambda: True
    until(lambda: adapter.status().ready)


def test_a_printer_that_another_program_holds_is_told_as_such(usb):
    usb.plug.peripheral.claimed = True
    adapter = usb.open()
    assert adapter.status().worst.code == "link.in_use"
    usb.plug.peripheral.claimed = False
    until(lambda: adapter.status().ready)


def test_the_kernel_driver_is_put_away_and_given_back(usb):
    adapter = usb.open()
    assert adapter.status().ready
    assert not usb.plug.peripheral.kernel_has_it and usb.plug.peripheral.claimed
    adapter.close()
    assert usb.plug.peripheral.kernel_has_it and not usb.bus.open_handles


def test_empty_packets_are_no_answer_and_no_end(usb):
    adapter = usb.open()
    for _ in range(7):
        usb.plug.say(b"")
    assert adapter.status().ready
    for _ in range(3):
        usb.plug.say(b"")
    adapter.print("job", SLIP, 20)


@pytest.mark.parametrize(("serial", "state"), [(SERIAL, DeviceState.ONLINE), ("OTHER", DeviceState.ABSENT)])
def test_of_several_printers_the_serial_number_tells_which(usb, serial, state):
    assert usb.open(usb=f"04B8:0e15:{serial}").status().state is state


@pytest.mark.parametrize("written", ["04b8", "04b8:0e1", "04b8:0e15:", "0x04b8:0x0e15", "04b8:0e15 "])
def test_another_way_of_writing_the_address_is_refused(written):
    with pytest.raises(ValueError, match="选项 usb"):
        open_device("receipt_printer", "escpos", {"usb": written})


def test_a_device_without_a_printer_in_it_is_told_as_such(tmp_path, monkeypatch):
    rig = plugged("usb", tmp_path, monkeypatch, interface=VENDOR)
    try:
        assert rig.open().status().worst.code == "usb.interface"
    finally:
        rig.stop()


def test_a_machine_without_libusb_says_what_to_install(usb, monkeypatch):
    monkeypatch.setattr("usb.backend.libusb1.get_backend", lambda **_: None)
    assert "libusb" in OnUsb.open(usb).status().worst.technician


@pytest.mark.parametrize(
    "options", [{"path": "/dev/ttyS9", "usb": "04b8:0e15"}, {"host": "h", "usb": "04b8:0e15"}]
)
def test_two_lines_to_one_printer_are_refused(options):
    with pytest.raises(ValueError, match="只写一个"):
        open_device("receipt_printer", "escpos", options)
