"""A virtual social-security card that one process runs is read by another, from terminal.toml alone."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kiosk.bench import screens
from kiosk.devices.virtual import pcscd
from tests.devices.rigs import until

KIOSK = Path(sys.executable).with_name("kiosk")
OTHER_SERVICE = """
import sys
from kiosk.devices import open_device
one = open_device("social_card_reader", "pcsc_social", {"socket": "/run/one/pcscd.comm"})
for path in ("/run/one/pcscd.comm", "/run/two/pcscd.comm"):
    try:
        open_device("social_card_reader", "pcsc_social", {"socket": path}).close()
    except ValueError as error:
        print(error)
print(one.status().faults[0].code)
one.close()
"""


def elsewhere():
    """The environment of a process that was not started by the one with the devices."""
    return {key: value for key, value in os.environ.items() if key != "PCSCLITE_CSOCK_NAME"}


@pytest.fixture
def sections(tmp_path):
    """What `run --toml` says of the virtual card, while it runs."""
    try:
        pcscd.Pcscd().leave()
    except pcscd.PcscdError as error:
        pytest.skip(str(error))
    command = [KIOSK, "devices", "virtual", "run", "--only", "social_card", "--toml"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=elsewhere())
    with process:
        yield "".join(iter(process.stdout.readline, "\n"))
        process.terminate()
        assert process.wait(20) == 0


def test_the_card_of_one_process_is_read_by_another_from_its_configuration(sections, tmp_path):
    screens.configure(tmp_path)
    configuration = tmp_path / "terminal.toml"
    configuration.write_text(configuration.read_text("utf-8") + "\n" + sections, "utf-8")
    assert tomllib.loads(sections)["devices"]["social_card_reader"]["adapter"] == "pcsc_social"

    def kiosk(*arguments):
        done = subprocess.run(
            [KIOSK, "devices", *arguments, "--json"],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=tmp_path,
            env=elsewhere(),
        )
        return done.returncode, json.loads(done.stdout)

    assert kiosk("virtual", "set", "social_card", "card=liu-yang")[0] == 0
    until(lambda: kiosk("test", "social_card_reader")[1]["result"] == "pass")
    code, told = kiosk("read", "social_card_reader")
    assert (code, told["record"]["name"]) == (0, "刘洋")


def test_one_process_has_one_service_and_says_so():
    done = subprocess.run(
        [sys.executable, "-c", OTHER_SERVICE], capture_output=True, text=True, timeout=60, env=elsewhere()
    )
    refused, absent = done.stdout.splitlines()
    assert "选项 socket" in refused and "/run/one/pcscd.comm" in refused
    assert absent == "link.absent"
