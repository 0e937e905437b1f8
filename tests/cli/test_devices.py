"""Virtual devices from the command line: what is told there is what their files say and what they are."""

import json
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kiosk.bench import screens
from kiosk.devices import open_device
from kiosk.devices.sensors import Readings
from kiosk.devices.virtual import state
from kiosk.devices.virtual.sensors import SensorsState
from tests.devices.rigs import until

KIOSK = Path(sys.executable).with_name("kiosk")  # the console script, as people call it


def kiosk(place, *arguments):
    done = subprocess.run(
        [KIOSK, "devices", "virtual", *arguments, "--json"],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=place,
    )
    return done.returncode, json.loads(done.stdout), done.stderr


@pytest.fixture
def running(tmp_path):
    """Sensors and a handset in a process of their own, and where they are."""
    command = [KIOSK, "devices", "virtual", "run", "--json", "--only", "sensors", "handset"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        yield process, json.loads(process.stdout.readline())["devices"]
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert not (tmp_path / "out/virtual/state/sensors").exists()


def test_by_command_by_file_and_by_the_device_itself_the_same_is_seen(running, tmp_path):
    _, where = running
    states = tmp_path / "out/virtual/state"
    assert {*where} == {"sensors", "handset"}
    board = open_device("sensors", where["sensors"]["adapter"], where["sensors"]["options"])
    lamp = open_device("handset", where["handset"]["adapter"], where["handset"]["options"])
    assert board.readings() == Readings(False, False, False, 100, 30, 24.5, 45)

    code, told, _ = kiosk(tmp_path, "set", "sensors", "door=open", "temperature=-3.5", "humidity=null")
    assert (code, told["state"]["sensors"]["door"]) == (0, "open")
    assert state.read(states, SensorsState) == SensorsState(door="open", temperature=-3.5, humidity=None)
    until(lambda: board.readings() == Readings(False, True, False, 100, 30, -3.5, None))

    state.update(states, SensorsState, presence="near")
    until(lambda: board.readings().presence is True)
    code, told, _ = kiosk(tmp_path, "show", "sensors")
    assert (code, told["state"]["sensors"]["presence"]) == (0, "near")

    lamp.ring(True)
    code, told, _ = kiosk(tmp_path, "show")
    assert (code, told["state"]["handset"]["lamp"]) == (0, "on")
    board.close()
    lamp.close()


def test_a_technician_reads_a_sensor_where_the_command_says_that_it_is(running, tmp_path):
    _, where = running
    port = f"port={where['sensors']['options']['port']}"
    command = [KIOSK, "devices", "read", "sensors", "--adapter", "serial_lines", "--option", port, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)["record"] == vars(Readings(False, False, False, 100, 30, 24.5, 45))


def test_for_a_person_each_device_is_one_line(tmp_path):
    command = [KIOSK, "devices", "virtual", "run", "--only", "sensors"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        said = process.stdout.readline()
        process.terminate()
        assert process.wait(20) == 0
    assert said == f"sensors / serial_lines: port={tmp_path}/out/virtual/state/sensors\n"


def test_a_receipt_printer_with_a_presenter_is_had_by_name_and_one_without_has_no_mouth_to_block(tmp_path):
    for model, code in [("presenter", 0), ("58", 2)]:
        command = [KIOSK, "devices", "virtual", "run", "--json", "--only", "receipt_printer"]
        command += ["--receipt-printer", model]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as process:
            where = json.loads(process.stdout.readline())["devices"]["receipt_printer"]["options"]
            done, told, said = kiosk(tmp_path, "set", "receipt_printer", "output=blocked")
            process.terminate()
            assert process.wait(20) == 0
        assert done == code, said
        assert where["profile"] == {"presenter": "custom-vkp80ii", "58": "generic-58"}[model]
    assert "receipt_printer 的 output 现在只能是 clear：这台打印机没有出纸器" in told["error"]


def test_where_they_are_can_be_put_into_a_configuration(tmp_path):
    command = [KIOSK, "devices", "virtual", "run", "--toml", "--only", "code_scanner", "receipt_printer"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        lines = []
        while not any(line.startswith("options.port = ") and line[15].isdigit() for line in lines):
            lines.append(process.stdout.readline())
            assert lines[-1], "it ended"
        process.terminate()
        assert process.wait(20) == 0
    devices = tomllib.loads("".join(lines))["devices"]
    assert devices["code_scanner"]["adapter"] == "serial"
    assert devices["code_scanner"]["options"] == {
        "port": str(tmp_path / "out/virtual/state/scanner"),
        "profile": "grow",
    }
    assert devices["receipt_printer"]["options"].keys() == {"host", "port"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("set", "sensors", "door=ajar"), 'sensors 的 door 不能是 "ajar"，可以是 open、closed、none、null'),
        (("set", "sensors", "colour=red"), "sensors 没有 colour=red"),
        (("set", "toaster", "a=b"), "没有虚拟设备 toaster"),
        (("show", "toaster"), "没有虚拟设备 toaster"),
        (("run", "--only", "toaster"), "没有虚拟设备 toaster"),
        (("run", "--only", "camera", "code_scanner"), "code_scanner 只能有一个"),
        (("run", "--toml"), "--toml 和 --json 只能写一个"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(arguments, said, tmp_path):
    code, told, stderr = kiosk(tmp_path, *arguments)
    assert (code, told["ok"]) == (2, False)
    assert said in told["error"] and said in stderr and "Traceback" not in stderr
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("run", "--only", "sensors", "--state", "/dev/null/x"), "/dev/null/x"),
        (("run", "--only", "sensors", "--out", "/proc/x"), "/proc/x"),
        (("set", "card_reader", "card=null", "--state", "/proc/nope"), "/proc/nope"),
        (("show", "card_reader", "--state", "/dev/null/x"), "/dev/null/x"),
    ],
)
def test_a_folder_that_cannot_be_used_is_named(arguments, named, tmp_path):
    code, told, stderr = kiosk(tmp_path, *arguments)
    assert (code, told["ok"]) == (2, False)
    assert named in told["error"] and told["error"] == stderr.splitlines()[-1] and "Traceback" not in stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may take what pcscd needs away from a process")
def test_a_card_without_a_service_to_lie_at_is_said_in_a_sentence(tmp_path):
    """In a room of its own where nothing of pcscd is installed."""
    hide = 'mount -t tmpfs none /usr/lib/pcsc && exec "$@"'
    room = ["unshare", "-m", "sh", "-c", hide, "sh"]
    if subprocess.run([*room, "true"], capture_output=True).returncode:
        pytest.skip("this system gives no namespaces")
    command = [*room, KIOSK, "devices", "virtual", "run", "--only", "social_card", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "没有安装：/usr/lib/pcsc/drivers" in json.loads(done.stdout)["error"]


def test_a_state_file_that_is_none_is_named(tmp_path):
    states = tmp_path / "out/virtual/state"
    states.mkdir(parents=True)
    (states / "sensors.json").write_text("{")
    for arguments in (("show", "sensors"), ("set", "sensors", "door=open")):
        code, told, _ = kiosk(tmp_path, *arguments)
        assert code == 2 and "sensors.json" in told["error"]
    assert (states / "sensors.json").read_text() == "{"


@pytest.mark.parametrize("arguments", [("run",), ("set", "sensors", "door=open"), ("show",)])
def test_a_sealed_terminal_has_no_virtual_devices(arguments, tmp_path):
    """Wherever its configuration lies, and whichever is named."""
    screens.configure(tmp_path)
    file = tmp_path / "terminal.toml"
    file.write_text(file.read_text("utf-8").replace("sealed = false", "sealed = true"), "utf-8")
    for named in ((), ("--config", str(tmp_path / "another.toml"))):
        code, told, _ = kiosk(tmp_path, *arguments, *named)
        assert (code, told["ok"]) == (2, False) and "sealed" in told["error"]
    assert not (tmp_path / "out").exists()
