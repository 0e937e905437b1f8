"""Whatever a line brings is a code or a named error, and no error carries what was read."""

import contextlib
import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.devices import open_device
from kiosk.devices.code_scanner import Scan, _profile
from kiosk.devices.code_scanner._burst import Burst
from kiosk.devices.code_scanner._hidraw import usage_pages
from kiosk.devices.code_scanner._keys import EVENT, Keys
from kiosk.devices.code_scanner._payload import accept
from kiosk.devices.code_scanner._report import Reports
from kiosk.model import DeviceError
from tests.devices.scanner_lines.wire import played

SECRET = "kiosk:staff:not-for-any-log-0001"
ASSEMBLERS = {"burst": lambda: Burst(0.05, 0.02), "keys": lambda: Keys(0.05), "reports": lambda: Reports(1.0)}
EVENTS = st.builds(
    EVENT.pack,
    st.integers(0, 2**40), st.integers(0, 999_999), st.integers(0, 5), st.integers(0, 250), st.integers(0, 2),
)  # fmt: skip
REPORTS = st.builds(
    lambda length, aim, data, flag: (bytes((2, length)) + aim + data).ljust(63, b"\0")[:63] + bytes([flag]),
    st.integers(0, 60), st.binary(min_size=3, max_size=3), st.binary(max_size=58), st.integers(0, 1),
)  # fmt: skip
CHUNKS = {
    "burst": st.binary(),
    "keys": st.one_of(EVENTS, st.binary()),
    "reports": st.one_of(REPORTS, st.binary()),
}


@pytest.mark.parametrize("name", ASSEMBLERS)
@settings(max_examples=150)
@given(data=st.data())
def test_any_chunks_make_a_code_or_a_named_error(name, data):
    assembler = ASSEMBLERS[name]()
    assembler.begin()
    with contextlib.suppress(DeviceError):
        for chunk in data.draw(st.lists(CHUNKS[name], max_size=8)):
            code = assembler.take(chunk)
            if code is None and assembler.quiet is not None and data.draw(st.booleans()):
                code = assembler.ended()
            if code is not None:
                scan = accept(code.data, code.symbology, "diagnosis")
                assert isinstance(scan, Scan) and isinstance(scan.text, str)
    assembler.begin()
    assert assembler.quiet is None, "the next code begins anew"


@pytest.mark.parametrize("profile", _profile.every())
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(answers=st.lists(st.binary(max_size=40), min_size=1, max_size=4))
def test_whatever_a_port_answers_is_a_scan_or_a_named_error(profile, answers):
    trigger = _profile.named(profile)

    def scanner(wire):
        for answer in answers:
            wire.say(trigger.ack + answer)
            wire.listen(0.03)

    with played(scanner) as wire:
        options = {"port": wire.port, "profile": profile, "deadline": 0.03, "idle": 5}
        adapter = open_device("code_scanner", "serial", options)
        try:
            assert isinstance(adapter.scan("diagnosis", 0.02), Scan)
        except DeviceError as error:
            assert error.fault.citizen and error.fault.technician
        adapter.status()
        adapter.close()


@settings(max_examples=200)
@given(descriptor=st.binary(max_size=60))
def test_any_report_descriptor_is_read_to_its_end(descriptor):
    assert all(0 <= page < 2**32 for page in usage_pages(descriptor))


def test_no_code_is_in_any_log_repr_or_error(any_line, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    adapter = any_line.open()
    scan = any_line.read(adapter, SECRET, purpose="staff")
    assert scan.text == SECRET
    with pytest.raises(DeviceError) as caught:
        any_line.read(adapter, SECRET + "!", purpose="staff")
    any_line.set(code=SECRET)
    logging.getLogger("kiosk.devices").debug("a word of our own")
    said = (
        caplog.text
        + "".join(capfd.readouterr())
        + repr(scan)
        + repr(adapter.status())
        + repr(any_line.state())
    )
    said += repr(caught.value) + str(caught.value)
    assert SECRET not in said and SECRET.encode().hex() not in said
    assert "a word of our own" in caplog.text, "the log was really open"
