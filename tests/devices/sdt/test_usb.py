"""Which device, which pipes, whose right: what only readers on USB have."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.devices import open_device
from kiosk.devices.virtual.usb_bus import Peripheral
from kiosk.devices.virtual.usb_card_reader import VirtualUsbCardReader
from kiosk.model import Completion, DeviceError, DeviceState
from tests.devices.rigs import HASTY, Attempt, until

LAYOUTS = {
    "single": "single 02/81",
    "second": "single 06/85",
    "split": "split 02/81 06/85",
    "hid": "hid 01/81",
}


@pytest.mark.parametrize(("layout", "used"), LAYOUTS.items())
def test_the_pipes_that_a_reader_speaks_on_are_found_and_said(usb, layout, used):
    adapter = usb(layout).open(0.3)
    assert adapter.status().detail["layout"] == used


def test_pipes_that_were_found_are_the_first_after_a_replug(usb):
    rig = usb("split")
    adapter = rig.open(0.3)
    assert adapter.status().ready
    rig.set(fault="unplugged")
    assert adapter.status().state in (DeviceState.ABSENT, DeviceState.FAULT)
    rig.set(fault=None)
    until(lambda: adapter.status().ready)
    assert adapter._link._transport.ways[0] == LAYOUTS["split"]


@pytest.mark.parametrize(("layout", "written"), [("split", "single"), ("single", "split"), ("single", "hid")])
def test_another_layout_than_the_written_one_is_not_guessed(usb, layout, written):
    status = usb(layout).open(HASTY, layout=written).status()
    assert not status.ready
    assert status.worst.code in ("link.silent", "link.garbled", "link.no_pipes")


def test_without_the_right_to_open_it_the_technician_gets_the_rule_to_write(usb):
    rig = usb()
    rig.set(access="denied")
    adapter = rig.open()
    fault = adapter.status().worst
    assert fault.code == "link.denied"
    assert 'ATTR{idVendor}=="0400", ATTR{idProduct}=="c35a"' in fault.technician
    rig.set(access="granted")
    until(lambda: adapter.status().ready)


def test_the_right_is_missed_too_where_the_serial_number_must_be_asked_for(usb):
    rig = usb()
    rig.set(access="denied")
    assert rig.open(serial="20230001").status().worst.code == "link.denied"


def test_two_alike_are_told_apart_by_serial_number_and_by_port(usb, tmp_path):
    rig = usb()
    second = VirtualUsbCardReader(tmp_path / "second", rig.bus, serial="20230002", port=4)
    second.start()
    rig.set(card="liu-yang")
    try:
        assert (
            rig.open(serial="20230001").present() and rig.open(bus="1-1").status().worst.code == "link.taken"
        )
        assert not rig.open(serial="20230002").present()
        assert rig.open(bus="1-3").status().state is DeviceState.ABSENT
    finally:
        second.stop()


def test_a_device_of_that_number_that_is_no_reader_is_named(usb):
    rig = usb()
    rig.bus.plug(Peripheral(0x1234, 0x5678, (0x81,), lambda *_: None))
    fault = rig.open(vendor="1234", product="5678").status().worst
    assert fault.code == "link.no_pipes" and "1234:5678" in fault.technician


def test_the_kernels_driver_gives_a_hid_reader_up_and_gets_it_back(usb):
    rig = usb("hid")
    assert rig.device.peripheral.kernel_has_it
    adapter = rig.open()
    assert adapter.status().ready and not rig.device.peripheral.kernel_has_it
    adapter.close()
    assert rig.device.peripheral.kernel_has_it and not rig.bus.open_handles


def test_a_stalled_pipe_is_cleared_and_the_answer_behind_it_is_read(usb):
    rig = usb()
    rig.set(card="liu-yang", stalled=True)
    assert rig.open().read(10).number == rig.people["liu-yang"].number
    assert not rig.state().stalled


def test_stale_reports_do_not_become_the_next_answer(usb):
    rig = usb("hid")
    rig.set(card="liu-yang")
    adapter = rig.open(0.2)
    assert adapter.status().ready
    rig.set(fault="half")
    with pytest.raises(DeviceError) as caught:
        adapter.read(0)
    assert caught.value.completion is Completion.INVALID_DATA
    rig.device.peripheral.send(0x81, b"\xaa\xaa\xaa\x96\x69\x00\x04\x00\x00\x80\x84".ljust(64, b"\0"))
    rig.set(fault=None)
    assert adapter.read(5).number == rig.people["liu-yang"].number


def test_reports_are_the_frame_filled_up_with_zeros(usb):
    rig, heard = usb("hid"), []
    take = rig.device.peripheral.heard
    rig.device.peripheral.heard = lambda endpoint, report: (heard.append(report), take(endpoint, report))
    assert rig.open().status().ready
    assert heard[0] == bytes.fromhex("AAAAAA9669 0003 11FF ED") + bytes(54)
    assert {len(report) for report in heard} == {64}


def test_split_pipes_carry_the_head_and_the_rest(usb):
    rig, heard = usb("split"), []
    take = rig.device.peripheral.heard
    rig.device.peripheral.heard = lambda endpoint, part: (
        heard.append((endpoint, part)),
        take(endpoint, part),
    )
    assert rig.open(layout="split").status().ready
    assert heard[:2] == [(0x02, bytes.fromhex("AAAAAA9669 0003")), (0x06, bytes.fromhex("11FF ED"))]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    layout=st.sampled_from(["single", "split"]),
    answers=st.lists(
        st.tuples(st.sampled_from([0x81, 0x85]), st.binary(min_size=1, max_size=130)), max_size=4
    ),
    head=st.sampled_from([b"", b"\xaa\xaa\xaa\x96\x69", b"\xaa\xaa\xaa\x96\x69\x00\x04"]),
)
def test_whatever_comes_out_of_the_pipes_is_a_card_or_a_named_error(usb_bus, layout, answers, head):
    def answer(_, __):
        for endpoint, content in answers:
            speaker.send(endpoint, head + content)

    speaker = Peripheral(0x1234, 0x5678, (0x02, 0x81, 0x06, 0x85), answer)
    usb_bus.plug(speaker)
    options = {"vendor": "1234", "product": "5678", "layout": layout, "deadline": 0.005}
    adapter = open_device("card_reader", "sdt_usb", options)
    assert not adapter.status().ready
    with pytest.raises(DeviceError) as caught:
        adapter.read(0)
    assert caught.value.fault.citizen and caught.value.fault.technician
    adapter.close()
    usb_bus.pull(speaker)
    assert not usb_bus.open_handles


@pytest.fixture
def usb_bus(usb):
    return usb().bus


def test_closing_gives_the_device_back_and_breaks_a_wait(usb):
    rig = usb()
    rig.set(fault="silent")
    adapter = rig.open(60)
    attempt = Attempt(adapter.read, 60)
    until(lambda: rig.device.peripheral.claimed)
    adapter.close()
    assert attempt.error().completion is Completion.CANCELED
    assert not rig.bus.open_handles


def test_a_machine_without_libusb_is_told_which_package_is_missing(monkeypatch):
    monkeypatch.setattr("usb.backend.libusb1.get_backend", lambda *_, **__: None)
    fault = open_device("card_reader", "sdt_usb", {}).status().worst
    assert fault.code == "link.library" and "libusb-1.0-0" in fault.technician


def test_on_the_real_libusb_a_reader_that_is_not_there_is_absent():
    adapter = open_device("card_reader", "sdt_usb", {"vendor": "FFF0", "product": "0001"})
    assert adapter.status().state is DeviceState.ABSENT
    adapter.close()
