"""A reader that was set to another rate is found, said and, where that is wanted, set right."""

import os
import termios
import threading
import tty

import pytest

from kiosk.devices.card_reader._frame import FIND, RATES, SAM_ID, SAM_STATUS, SELECT, request, set_rate
from kiosk.devices.virtual import persons, sam
from kiosk.devices.virtual.card_reader import VirtualCardReader
from kiosk.model import DeviceError, DeviceState, Level
from tests.devices.rigs import until
from tests.devices.rigs.card_reader import ReaderRig

HASTIER = 0.15  # every rate that is not the right one costs as much


def ready(adapter):
    """Its status once it has been found: a loaded machine may miss it the first time."""
    status = adapter.status()
    return status if status.ready else None


@pytest.fixture
def reader_at(tmp_path):
    rigs = []

    def plugged(baud):
        rig = ReaderRig(tmp_path / str(baud))
        rig.device.stop()
        rig.device = VirtualCardReader(rig.folder, tmp_path / "reader", persons.load(), baud=baud)
        rig.device.start()
        rig.set(card="liu-yang")
        rigs.append(rig)
        return rig

    yield plugged
    for rig in rigs:
        rig.stop()


@pytest.mark.parametrize("found", [57600, 9600])
def test_a_reader_at_another_rate_works_and_a_technician_is_told_both(reader_at, found):
    rig = reader_at(found)
    adapter = rig.open(HASTIER)
    status = until(lambda: ready(adapter))
    assert status.state is DeviceState.ATTENTION
    assert status.detail["baud"] == str(found)
    assert f"波特率写的是 115200，阅读器用的是 {found}" in status.worst.technician
    assert status.worst.severity == "warning"
    assert adapter.check(Level.INTERNAL).result == "warn"
    assert adapter.read(5).number == rig.people["liu-yang"].number


def test_the_rate_that_was_found_is_the_first_to_be_tried_after_a_replug(reader_at):
    rig = reader_at(9600)
    adapter = rig.open(HASTIER)
    until(lambda: ready(adapter))
    rig.set(fault="unplugged")
    until(lambda: adapter.status().state is DeviceState.ABSENT)
    rig.set(fault=None)
    until(lambda: adapter.status().ready)
    assert adapter.status().detail["baud"] == "9600"


@pytest.mark.parametrize(("found", "written"), [(9600, 115200), (115200, 38400)])
def test_where_it_is_wanted_the_reader_is_set_to_what_was_written(reader_at, found, written):
    rig = reader_at(found)
    adapter = rig.open(HASTIER, baud=written, negotiate="set")
    status = until(lambda: ready(adapter))
    assert (status.state, status.detail["baud"]) == (DeviceState.ONLINE, str(written))
    adapter.close()
    assert until(lambda: ready(rig.open(baud=written))).state is DeviceState.ONLINE, (
        "the reader itself has changed"
    )


def test_a_reader_that_cannot_be_set_goes_on_as_it_is(reader_at, monkeypatch):
    monkeypatch.setattr(sam.Sam, "_set_rate", lambda *_: sam.reply(0x21))
    adapter = reader_at(38400).open(HASTIER, negotiate="set")
    status = until(lambda: ready(adapter))
    assert (status.state, status.detail["baud"]) == (DeviceState.ATTENTION, "38400")


def test_a_rate_that_the_protocol_cannot_set_is_left_alone(reader_at):
    adapter = reader_at(57600).open(HASTIER, baud=4800, negotiate="set")
    status = until(lambda: ready(adapter))
    assert (status.state, status.detail["baud"]) == (DeviceState.ATTENTION, "57600")


def test_nobody_there_at_any_rate_is_silence_and_the_written_rate_stays(reader_at):
    rig = reader_at(115200)
    rig.set(fault="silent")
    adapter = rig.open(0.05)
    assert adapter.status().worst.code == "link.silent"
    line = os.open(rig.device.endpoint, os.O_RDWR | os.O_NOCTTY)
    assert termios.tcgetattr(line)[4] == termios.B115200
    os.close(line)
    rig.set(fault=None)
    until(lambda: adapter.status().state is DeviceState.ONLINE)
    assert adapter.status().detail["baud"] == "115200"


def test_a_reader_that_falls_silent_over_a_card_is_not_spoken_to_at_another_rate(reader):
    """Found, then nothing more: whoever changes the rate now destroys a read that may still come."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    heard, rates = [], set()
    answers = {
        request(SAM_STATUS): sam.reply(0x90),
        request(SAM_ID): sam.reply(0x90, bytes(16)),
        request(FIND): sam.reply(0x9F, bytes(4)),
    }

    def serve():
        while command := os.read(ours, 64):
            heard.append(command)
            rates.add(termios.tcgetattr(theirs)[4])
            os.write(ours, answers.get(command, b""))
            if command == request(SELECT):
                return

    serving = threading.Thread(target=serve)
    serving.start()
    adapter = reader.open(0.2, port=os.ttyname(theirs))
    with pytest.raises(DeviceError):
        adapter.read(0)
    serving.join(10)
    adapter.close()
    assert heard == [request(command) for command in (SAM_STATUS, SAM_ID, FIND, SELECT)]
    assert rates == {termios.B115200}
    assert termios.tcgetattr(theirs)[4] == termios.B115200
    os.close(ours)
    os.close(theirs)


def test_each_order_to_change_the_rate_is_the_published_frame():
    frames = [request(set_rate(rate)).hex(" ").upper() for rate in RATES]
    assert frames[0] == "AA AA AA 96 69 00 03 60 00 63"
    assert [frame[-5:-3] for frame in frames] == ["00", "01", "02", "03", "04"]
