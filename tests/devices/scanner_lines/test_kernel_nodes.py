"""The shipped adapters on nodes of a kernel: umockdev answers their calls, from /sys to the last read."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("umockdev-run") is None, reason="umockdev is not installed")

KEYBOARD = """P: /devices/usb1/1-1/input/input7
E: SUBSYSTEM=input
A: id/vendor=0c2e
A: id/product=0b61
A: capabilities/key=10000 7 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe

P: /devices/usb1/1-1/input/input7/event7
N: input/event7
E: DEVNAME=/dev/input/event7
E: SUBSYSTEM=input
A: dev=13:71
L: device=../../input7
"""
HID = """P: /devices/usb1/1-1/0003:0C2E:0B81.0001
E: SUBSYSTEM=hid
E: HID_ID=0003:00000C2E:00000B81
H: report_descriptor=058C0902A1010912A10285021500

P: /devices/usb1/1-1/0003:0C2E:0B81.0001/hidraw/hidraw3
N: hidraw3
E: DEVNAME=/dev/hidraw3
E: SUBSYSTEM=hidraw
A: dev=240:3
L: device=../../../0003:0C2E:0B81.0001
"""
PROGRAM = """
import sys
from pathlib import Path
from kiosk.devices import open_device
from kiosk.devices.code_scanner import _witness
_witness.FOLDER = Path(sys.argv[3])
adapter = open_device("code_scanner", sys.argv[1], {"usb": sys.argv[2]})
before = adapter.status()
scan = adapter.scan("diagnosis", 30)
print(before.state, scan.text, scan.symbology or "-", adapter.status().state)
adapter.close()
"""


def on_nodes(tmp_path, device, played, adapter, plug):
    (tmp_path / "device").write_text(device)
    run = subprocess.run(
        ["umockdev-run", "-d", tmp_path / "device", *played, "--",
         sys.executable, "-c", PROGRAM, adapter, plug, tmp_path],
        capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert run.stderr == ""
    return run.stdout.split()


def test_a_keyboard_is_found_held_and_read(tmp_path):
    strokes = [(42, 1), (30, 1), (30, 0), (42, 0), (3, 1), (3, 0), (28, 1), (28, 0)]
    events = [
        "E: 0.000000 0000 0000 0000"
    ]  # then a second passes: what comes at once was not shown for the call
    events += [
        f"E: {1 + at * 0.002:.6f} 0001 {key:04x} {value:04x}" for at, (key, value) in enumerate(strokes)
    ]
    (tmp_path / "events").write_text("\n".join(events) + "\n")
    played = ["-e", f"/dev/input/event7={tmp_path / 'events'}"]
    found = on_nodes(tmp_path, KEYBOARD, played, "wedge", "0c2e:0b61")
    assert found == ["unknown", "A2", "-", "online"]


def test_a_hid_scanner_is_found_lit_read_and_put_out(tmp_path):
    """The script is what has to be said and heard, byte for byte; anything else ends the run."""
    script = [written(b"\x16U\r"), written(b"\x16U\r"), written(b"\x16T\r")]
    script += [b"r 0 " + line(report(b"x" * 56, 1)), b"r 0 " + line(report(b"end", 0))]
    script += [written(b"\x16U\r"), written(b"\x16U\r")]
    (tmp_path / "script").write_bytes(b"\n".join(script) + b"\n")
    found = on_nodes(tmp_path, HID, ["-s", f"/dev/hidraw3={tmp_path / 'script'}"], "hid_pos", "0c2e:0b81")
    assert found == ["online", "x" * 56 + "end", "QRCode", "online"]


def report(data, goes_on):
    return bytes((2, len(data))) + b"]Q1" + data.ljust(56, b"\0") + b"s\0" + bytes([goes_on])


def written(command):
    return b"w 0 " + line((b"\xfd\x03" + command).ljust(64, b"\0"))


def line(data):
    """As umockdev writes bytes that are no characters."""
    return b"".join(b"^" + bytes([byte + 64]) if byte < 32 else bytes([byte]) for byte in data)
