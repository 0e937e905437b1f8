"""What the cabinet says of itself is true now, or unknown: never what was true once."""

import os
import threading
import tty
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices import open_device
from kiosk.devices._board_lines import LONGEST, Lines, line, parse
from kiosk.devices.sensors import Readings, sample
from kiosk.model import Completion, DeviceError, DeviceState, Level
from tests.devices.rigs import Attempt, fixture_of, until
from tests.devices.rigs.boards import SensorsRig

QUICK = 0.5  # a deadline for a board that will not answer
ALL = Readings(False, False, False, 100, 30, 24.5, 45)
TYPES = {"presence": bool, "door_open": bool, "on_battery": bool, "charge": int, "minutes_left": int,
         "temperature": float, "humidity": int}  # fmt: skip


rig = fixture_of(SensorsRig)


def typed(found):
    values = {key: getattr(found, key) for key in TYPES}
    return all(value is None or type(value) is TYPES[key] for key, value in values.items())


def test_readings_are_what_the_cabinet_is(rig):
    adapter = rig.open()
    assert adapter.readings() == ALL
    rig.set(presence="near", door="open", ups="battery", charge=7, minutes=2, temperature=-3.5, humidity=99)
    until(lambda: adapter.readings() == Readings(True, True, True, 7, 2, -3.5, 99))
    assert typed(adapter.readings())


def test_a_change_is_told_when_it_happens_and_its_absence_when_the_time_is_over(rig):
    adapter = rig.open()
    assert adapter.wait_change(20) == ALL
    assert adapter.wait_change(0.01) == ALL
    found = []

    def wait():
        while not (found and found[-1].presence):
            found.append(adapter.wait_change(20))

    attempt = Attempt(wait)
    rig.set(presence="near")
    until(attempt.over)
    assert found[-1] == replace(ALL, presence=True)


def test_what_a_sensor_cannot_say_is_unknown_and_what_is_not_fitted_is_no_fault(rig):
    rig.set(humidity="none", temperature="none")
    adapter = rig.open()
    until(lambda: adapter.readings().humidity is None)
    assert adapter.status().state is DeviceState.ONLINE
    rig.set(door=None)
    until(lambda: adapter.readings().door_open is None)
    found = adapter.status()
    assert found.state is DeviceState.ATTENTION and found.worst.code == "sensor.unknown"
    assert "door" in found.worst.technician and found.detail["door"] == "unknown"
    assert adapter.check(Level.INTERNAL).result == "warn"


def test_a_board_without_any_sensor_is_not_ready(rig):
    rig.set(
        **dict.fromkeys(("presence", "door", "ups", "charge", "minutes", "temperature", "humidity"), "none")
    )
    adapter = rig.open()
    until(lambda: adapter.status().worst is not None and adapter.status().worst.code == "sensor.none")
    assert not adapter.status().ready


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ({"door": "open"}, "cabinet.open"),
        ({"ups": "battery"}, "power.battery"),
        ({"ups": "battery", "charge": 20}, "power.low"),
        ({"ups": "battery", "minutes": 5}, "power.low"),
        ({"temperature": 50.1}, "cabinet.hot"),
        ({"temperature": -0.1}, "cabinet.cold"),
        ({"humidity": 86}, "cabinet.damp"),
    ],
)
def test_what_a_technician_should_look_at_is_said_and_stops_nobody(rig, state, code):
    rig.set(**state)
    adapter = rig.open()
    until(lambda: [fault.code for fault in adapter.status().faults] == [code])
    found = adapter.status()
    assert found.ready and found.worst.severity == "warning"
    assert found.worst.citizen and found.worst.technician


def test_after_three_missed_heartbeats_nothing_is_known_and_nothing_old_returns(rig):
    adapter = rig.open(QUICK, heartbeat=0.1)
    until(lambda: adapter.readings() == ALL)
    rig.set(fault="silent", door="open")
    until(lambda: adapter.wait_change(0.05) == Readings())
    assert adapter.wait_change(0.05) == adapter.readings() == Readings()
    rig.set(fault=None)
    until(lambda: adapter.readings().door_open is True)


def test_one_missed_answer_is_no_silence_and_three_are(rig):
    adapter = rig.open(QUICK, heartbeat=60.0)
    until(lambda: adapter.readings() == ALL)
    rig.set(fault="silent")
    assert adapter.readings() == adapter.readings() == ALL
    assert not adapter.status().ready
    until(lambda: adapter.readings() == Readings())


def test_a_cable_that_is_out_is_told_as_unknown_at_once_and_one_that_is_back_as_known(rig):
    adapter = rig.open()
    assert adapter.wait_change(20) == ALL
    rig.set(fault="unplugged")
    assert adapter.wait_change(20) == Readings()
    rig.set(fault=None)
    assert adapter.wait_change(20) == ALL


def test_a_technician_is_shown_the_readings_or_told_why_there_are_none(rig):
    adapter = rig.open(QUICK)
    assert sample(adapter, 1) == vars(ALL)
    rig.set(fault="unplugged")
    until(lambda: not adapter.status().ready)
    with pytest.raises(DeviceError) as refused:
        sample(adapter, 1)
    assert refused.value.fault.code == "link.absent"


@pytest.mark.parametrize("fault", ["garbage", "half"])
def test_an_answer_that_is_none_is_never_ready(rig, fault):
    rig.set(fault=fault)
    adapter = rig.open(0.1)
    until(lambda: adapter.status().worst is not None and adapter.status().worst.code == "link.garbled")
    assert adapter.readings() == Readings()


def test_an_answer_that_comes_too_late_is_silence_until_it_comes_in_time(rig):
    rig.set(fault="slow")
    adapter = rig.open(0.02)
    until(lambda: adapter.status().worst is not None and adapter.status().worst.code == "link.silent")
    rig.set(fault=None)
    until(lambda: adapter.status().ready)


def test_a_line_that_somebody_else_has_is_not_ready(rig):
    first = rig.open()
    assert first.readings() == ALL
    assert rig.open(QUICK).status().state is DeviceState.ABSENT
    assert first.readings() == ALL


def pulled_at(rig, adapter, byte):
    """The cable goes at that byte of what the board sends, and comes back."""
    rig.set(unplug_at_byte=byte)
    while (found := adapter.readings()) != Readings():
        assert found == ALL, "half of an answer"
    assert adapter.status().worst.code == "link.absent"
    rig.set(fault=None)
    until(lambda: adapter.readings() == ALL)


def answer_size():
    said = {"presence": "away", "door": "closed", "ups": "mains", "charge": "100", "minutes": "30",
            "temperature": "24.5", "humidity": "45", "beat": "1"}  # fmt: skip
    return sum(len(line(key, value)) for key, value in said.items())


@pytest.mark.parametrize("byte", range(1, answer_size(), 17))
def test_the_cable_may_be_pulled_at_a_byte_and_the_same_object_works_again(rig, byte):
    adapter = rig.open()
    assert adapter.readings() == ALL
    pulled_at(rig, adapter, byte)


@pytest.mark.soak
def test_the_cable_may_be_pulled_at_every_byte_of_an_answer(rig):
    adapter = rig.open()
    assert adapter.readings() == ALL
    for byte in range(answer_size() + 1):
        pulled_at(rig, adapter, byte)


# --- the format, against bytes that nobody's code made ---


@pytest.mark.parametrize(
    ("content", "pair"),
    [
        (b"door=open*3F", ("door", "open")),
        (b"door=open*3F\r", ("door", "open")),
        (b"beat=7*18", ("beat", "7")),
        (b"temperature=-3.5*54", ("temperature", "-3.5")),
        (b"door=open*3E", None),
        (b"door=opem*3F", None),
        (b"door=open", None),
        (b"DOOR=open*3F", None),
        (b"door=*2B", None),
        (b"=open*29", None),
        (b"door=open*3F ", None),
        (b"", None),
    ],
)
def test_a_line_is_one_only_when_all_of_it_is_right(content, pair):
    assert parse(content) == pair


@given(st.lists(st.binary(max_size=60) | st.sampled_from([b"door=open*3F\n", b"beat=7*18\r\n", b"\n"])))
def test_any_bytes_in_any_pieces_are_lines_or_ignored_with_a_count(pieces):
    whole, cut = Lines(), Lines()
    data = b"".join(pieces)
    found = whole.take(data)
    assert found == [pair for piece in pieces for pair in cut.take(piece)]
    assert len(found) + whole.ignored == data.count(b"\n")
    assert len(found) + cut.ignored == data.count(b"\n")
    for key, value in found:
        assert line(key, value) in data.replace(b"\r\n", b"\n")


@given(st.binary(min_size=LONGEST, max_size=400).filter(lambda data: b"\n" not in data))
def test_what_never_ends_is_not_kept(data):
    lines = Lines()
    assert lines.take(data) == [] and lines.take(data) == []
    assert lines.take(b"\ndoor=open*3F\n") == [("door", "open")] and lines.ignored == 1


class Foreign:
    """A board that says `noise` before each answer."""

    def __init__(self):
        self.ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.theirs, self.path = theirs, os.ttyname(theirs)
        self.noise = b""
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        while asked := os.read(self.ours, 64):
            if b"q" in asked:
                return
            os.write(self.ours, self.noise + b"\ndoor=open*3F\nbeat=7*18\n")

    def stop(self):
        os.write(self.theirs, b"q")
        self._thread.join()
        os.close(self.theirs)
        os.close(self.ours)


@pytest.fixture(scope="module")
def foreign():
    found = Foreign()
    adapter = open_device("sensors", "serial_lines", {"port": found.path})
    yield found, adapter
    adapter.close()
    found.stop()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.binary(max_size=80)
        | st.builds(
            line,
            st.sampled_from(["presence", "ups", "charge", "minutes", "temperature", "humidity", "humour"]),
            st.text("0123456789.-?abe nr", min_size=1, max_size=16),
        ),
        max_size=8,
    )
)
def test_whatever_a_board_says_is_a_typed_reading_or_ignored(foreign, noise):
    board, adapter = foreign
    board.noise = b"".join(noise)
    before = int(adapter.status().detail["ignored_lines"])
    found = adapter.readings()
    assert found.door_open is True and typed(found)
    assert found.charge is None or 0 <= found.charge <= 100
    assert int(adapter.status().detail["ignored_lines"]) >= before


def test_one_sensor_that_is_no_longer_told_of_is_unknown_while_the_others_go_on(foreign):
    board, first = foreign
    first.close()  # one line has one user
    board.noise = line("charge", "88")
    adapter = open_device("sensors", "serial_lines", {"port": board.path, "heartbeat": 0.2, "deadline": 5.0})
    assert adapter.readings() == Readings(door_open=True, charge=88)
    board.noise = b""
    until(lambda: adapter.readings() == Readings(door_open=True))
    adapter.close()


def test_close_ends_a_look_that_has_no_answer(rig):
    rig.set(fault="silent")
    adapter = rig.open(20)
    attempt = Attempt(adapter.readings)

    def broken():
        adapter.close()
        return attempt.over()

    until(broken)
    assert attempt.error().completion is Completion.CANCELED


@pytest.mark.parametrize("fault", ["silent", "unplugged"])
def test_nobody_is_sent_away_for_sensors_that_no_matter_needs(rig, fault):
    rig.set(fault=fault)
    said = rig.open(QUICK).status().worst.citizen
    assert "换一台" not in said and "不影响办事" in said
