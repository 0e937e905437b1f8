"""A screen that crashes leaves no core file: it would be a person on the disk."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.bench import machine
from kiosk.host.child import Child
from tests.residue.place import core_files

CRASH = "import os, sys; print('ready', flush=True); sys.stdin.read(); os.abort()"


def test_the_host_lets_no_child_dump(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with core_files(True):
        child = Child.start("screen", [sys.executable, "-c", CRASH], time.monotonic())
        limits = Path(f"/proc/{child.process.pid}/limits").read_text()
        child.leave(time.monotonic())
        assert child.reap() < 0
    (core,) = [line.split() for line in limits.splitlines() if line.startswith("Max core file size")]
    assert core[4:6] == ["0", "0"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("sealed", [True, False])
def test_a_sealed_screen_does_not_dump_though_it_might(tmp_path, monkeypatch, sealed):
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0 or os.path.isabs(core_pattern()):
        pytest.skip("nothing dumps into its own folder here")
    monkeypatch.chdir(tmp_path)
    with core_files(True):
        assert dumped(screen(tmp_path, sealed)) is not sealed
    assert bool(list(tmp_path.glob("core*"))) is not sealed


def core_pattern() -> str:
    """Where the kernel writes core files; a pipe begins with |, and counts as absolute."""
    return Path("/proc/sys/kernel/core_pattern").read_text().strip().replace("|", "/")


def screen(folder: Path, sealed: bool) -> list[str]:
    machine.identity(folder / "data" / "identity")
    config = folder / "terminal.toml"
    config.write_text(
        f'[terminal]\nplace = "x"\nphone = "12345"\ndata = "data"\nsealed = {str(sealed).lower()}\n'
        '[platform]\nurl = "https://127.0.0.1:9"\n'
    )
    return [sys.executable, "-m", "kiosk", "screen", "--config", str(config)]


def dumped(command: list[str]) -> bool:
    """Whether the kernel made a core file of it, by the kernel's own word."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        told = process.stdout.readline()
        os.kill(process.pid, signal.SIGSEGV)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert told == b"ready\n"
    return os.WCOREDUMP(status)
