"""The service of the tests runs apart from the machine's, and goes with whoever started it."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.devices.virtual import pcscd
from tests.devices.rigs import until

PROGRAM = """
import os, signal
from kiosk.devices.virtual import pcscd
service = pcscd.Pcscd()
service.run()
print(pcscd.comm_folder(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def answers(folder):
    with socket.socket(socket.AF_UNIX) as line:
        return line.connect_ex(str(folder / "pcscd.comm")) == 0


def processes(folder):
    for entry in Path("/proc").glob("[0-9]*/mountinfo"):
        try:
            if folder.name in entry.read_text():
                yield entry.parent.name
        except OSError:  # ended meanwhile
            continue


def test_no_pcscd_outlives_a_process_that_was_killed(social):
    social.stop()
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60)
    folder = Path(ended.stdout.strip())
    assert folder.is_dir(), ended.stderr
    until(lambda: not list(processes(folder)))
    assert not answers(folder)
    shutil.rmtree(folder)


def test_the_reader_of_a_test_listens_in_its_own_network_only(social):
    inside = next(iter(processes(pcscd.comm_folder())))
    theirs, ours = (os.readlink(f"/proc/{process}/ns/net") for process in (inside, "self"))
    assert theirs != ours and answers(pcscd.comm_folder())


def test_what_is_missing_is_named(monkeypatch):
    monkeypatch.setattr(pcscd, "_NEEDED", ("/no/such/pcscd",))
    with pytest.raises(pcscd.PcscdError, match="/no/such/pcscd"):
        pcscd.Pcscd()
