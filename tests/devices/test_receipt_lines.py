"""Printers of other makers and other lines: fewer bits, no answers, a serial port, any bytes at all."""

import select
import socket
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices import open_device
from kiosk.devices.receipt_printer import _profile
from kiosk.model import Completion, DeviceError, DeviceState, SlipQr, SlipText, Supply
from tests.devices.rigs import PATIENT, Attempt, until
from tests.devices.rigs.receipt_printer import SlipRig

SLIP = (SlipText("收件凭证", size=2, align="center"), SlipText("已收件（还没受理）"), SlipQr("12345"))


def refusal(adapter, job="job"):
    with pytest.raises(DeviceError) as caught:
        adapter.print(job, SLIP, 10)
    return caught.value


def test_a_printer_that_cannot_answer_is_never_healthy_and_nothing_is_confirmed(printer):
    adapter = printer.open(profile="write-only-80")
    found = adapter.status()
    assert (found.state, found.worst.code) == (DeviceState.ATTENTION, "status.unsupported")
    error = refusal(adapter)
    assert (error.completion, error.fault.code) == (Completion.UNSUPPORTED, "print.unconfirmed")
    assert until(printer.slips)[0]["complete"]


def test_bytes_without_fixed_bits_are_understood(tmp_path):
    """Some makers answer 0C and 6C where others answer 1E and 7E."""
    rig = SlipRig(tmp_path, fixed_bits=False)
    try:
        adapter = rig.open(profile="plain-bits-80")
        assert adapter.status().state is DeviceState.ONLINE
        adapter.print("job", SLIP, 10)
        rig.set(paper="low")
        assert adapter.status().supplies["paper"] is Supply.LOW
        rig.set(paper="out")
        assert adapter.status().supplies["paper"] is Supply.OUT
    finally:
        rig.stop()


def test_a_serial_printer_is_the_same_printer(tmp_path):
    rig = SlipRig(tmp_path, link=tmp_path / "lp")
    try:
        adapter = open_device(
            "receipt_printer", "escpos", {"path": str(tmp_path / "lp"), "deadline": PATIENT}
        )
        assert adapter.status().state is DeviceState.ONLINE
        adapter.print("job", [*SLIP, SlipText("𠮷𪚥")], 20)
        assert rig.slips()[0]["complete"]
        rig.set(paper="out")
        assert refusal(adapter, "next").fault.code == "media.empty"
        adapter.close()
    finally:
        rig.stop()


@pytest.mark.parametrize(
    "options", [{}, {"host": "127.0.0.1", "path": "/dev/null"}, {"host": "h", "profile": "no"}]
)
def test_options_that_say_nothing_are_refused_at_once(options):
    with pytest.raises(ValueError):
        open_device("receipt_printer", "escpos", options)


@settings(max_examples=20)
@given(answers=st.lists(st.binary(max_size=6), min_size=4, max_size=4))
def test_whatever_a_printer_answers_is_a_snapshot(answers):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk():
            client, _ = server.accept()
            with client:
                for answer in answers:
                    if not client.recv(16):
                        return
                    client.sendall(answer)

        talking = threading.Thread(target=talk)
        talking.start()
        host, port = server.getsockname()
        adapter = open_device("receipt_printer", "escpos", {"host": host, "port": port, "deadline": 0.02})
        found = adapter.status()
        assert found.state in DeviceState
        assert not found.ready or all(len(answer) == 1 for answer in answers)
        adapter.close()
        talking.join(10)


@pytest.mark.parametrize("profile", ["plain-bits-80", "unknown-80", "unknown-58"])
def test_an_estimated_slip_is_watched_for_as_long_as_a_slow_printer_needs(tmp_path, profile):
    """A mechanism of 60 mm/s is still at work when a fast one would long have finished."""
    rig = SlipRig(tmp_path, fixed_bits=False, dots=384 if profile.endswith("58") else 576)
    try:
        rig.set(speed_mm_s=60)
        adapter = rig.open(profile=profile)
        attempt = Attempt(adapter.print, "job", [SlipText("一行")] * 15, 20)
        until(lambda: rig.printed_lines() >= 13)
        rig.set(cover="open")
        assert attempt.error().fault.code == "cover.open"
        assert not rig.slips()
    finally:
        rig.stop()


def test_no_estimate_takes_an_unmeasured_printer_for_faster_than_50_mm_a_second():
    estimated = [profile for profile in _profile.every().values() if not profile.ordered_reply]
    assert estimated
    assert max(profile.mm_s for profile in estimated) <= 50


def test_an_estimate_ends_well_when_nothing_goes_wrong(tmp_path):
    rig = SlipRig(tmp_path, fixed_bits=False)
    try:
        rig.set(speed_mm_s=60)
        rig.open(profile="plain-bits-80").print("job", [SlipText("一行")] * 3, 20)
        assert [slip["complete"] for slip in rig.slips()] == [True]
    finally:
        rig.stop()


def test_a_late_answer_goes_to_nobody_when_its_client_has_gone(printer):
    """Not to whoever got the number of its socket next."""

    def owed():
        return any(isinstance(thread, threading.Timer) for thread in threading.enumerate())

    printer.set(fault="slow")
    with socket.create_connection(printer.device.endpoint) as client:
        client.sendall(b"\x10\x04\x01")
        until(owed)
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1) == b""  # the printer has let go of it
    others = [end for _ in range(20) for end in socket.socketpair()]
    until(lambda: not owed())
    heard = select.select(others, [], [], 0)[0]
    for end in others:
        end.close()
    assert not heard
