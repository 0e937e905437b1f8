"""Printers of other makers and other lines: fewer bits, no answers, a serial port, any bytes at all."""

import socket
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices import open_device
from kiosk.model import Completion, DeviceError, DeviceState, SlipQr, SlipText, Supply
from tests.devices.conftest import PATIENT, SlipRig, until

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
