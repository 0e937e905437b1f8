"""The host: one screen on stage, one in the wings, and whatever dies or hangs is replaced."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

import kiosk.host
from kiosk.host import Host
from kiosk.store import Store
from kiosk.store.journal import Event

SCREEN = Path(__file__).parent / "screen.py"
WITHIN = 20.0  # seconds for anything to happen on a busy machine


class Stage:
    """A host running on its own thread, and what its children wrote down."""

    def __init__(self, folder: Path, screen: str, sync: str = "live") -> None:
        self.records = {"screen": folder / "screen", "sync": folder / "sync"}
        self.store = Store(folder / "kiosk.db")
        self.over = threading.Event()
        commands = [
            [sys.executable, str(SCREEN), str(self.records[kind]), how]
            for kind, how in (("screen", screen), ("sync", sync))
        ]
        self.host = Host(self.store, *commands, lambda: datetime.now(UTC), self.over.is_set)
        self.thread = threading.Thread(target=self.host.run)

    def said(self, kind: str = "screen") -> list[tuple[int, str]]:
        path = self.records[kind]
        lines = path.read_text().splitlines() if path.exists() else []
        return [(int(line.split()[0]), line.split(maxsplit=1)[1]) for line in lines]

    def wait(self, holds) -> None:
        deadline = time.monotonic() + WITHIN
        pause = threading.Event()
        while not holds():
            assert time.monotonic() < deadline, self.said()
            pause.wait(0.01)

    def on_stage(self) -> list[int]:
        return [pid for pid, what in self.said() if what == "take_stage"]

    def started(self, kind: str = "screen") -> list[int]:
        return [pid for pid, what in self.said(kind) if what == "started"]

    def events(self) -> list[tuple[str, str]]:
        rows = self.store._database.rows("select event, subject from journal order by seq")
        return [(row["event"], row["subject"]) for row in rows]


@pytest.fixture
def stage(tmp_path, monkeypatch):
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # signals are for the main thread only
    stages = []

    def start(screen: str, sync: str = "live") -> Stage:
        made = Stage(tmp_path, screen, sync)
        made.thread.start()
        stages.append(made)
        return made

    yield start
    for made in stages:
        made.over.set()
        made.thread.join(WITHIN)
        assert not made.thread.is_alive()
        assert not any(alive(pid) for pid in made.started() + made.started("sync"))
        made.store.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_takes_the_stage_and_one_waits(stage):
    running = stage("live")
    running.wait(lambda: len(running.started()) == 2 and running.on_stage())
    first, second = running.started()
    assert running.on_stage() == [first]
    assert running.started("sync")
    assert alive(first) and alive(second)


def test_a_killed_screen_is_followed_by_the_spare(stage):
    running = stage("live")
    running.wait(lambda: len(running.started()) == 2 and running.on_stage())
    first, second = running.started()
    os.kill(first, signal.SIGKILL)
    running.wait(lambda: len(running.on_stage()) == 2)
    assert running.on_stage() == [first, second]
    running.wait(lambda: len(running.started()) == 3)
    assert ("died", "screen") in running.events()


def test_the_next_comes_up_before_the_one_before_goes_and_has_the_devices_after(stage):
    running = stage("over")
    running.wait(lambda: len(running.on_stage()) >= 3)
    said = running.said()
    for earlier, later in zip(running.on_stage(), running.on_stage()[1:], strict=False):
        left = said.index((earlier, "left"))
        assert said.index((later, "show")) < left < said.index((later, "take_stage"))
        assert not alive(earlier)
    assert ("died", "screen") not in running.events()


def test_a_next_that_does_not_come_up_keeps_nobody_s_process_alive(stage):
    running = stage("blank")
    running.wait(lambda: len(running.on_stage()) >= 2)
    first, second = running.on_stage()[:2]
    assert running.said().index((first, "left")) < running.said().index((second, "take_stage"))


def test_a_screen_that_overstays_is_killed(stage):
    running = stage("stay")
    running.wait(lambda: len(running.on_stage()) >= 2)
    assert not alive(running.on_stage()[0])


def test_a_screen_that_hangs_is_replaced(stage, monkeypatch):
    monkeypatch.setattr(kiosk.host, "SILENT_AFTER", 0.4)
    running = stage("hang")
    running.wait(lambda: len(running.on_stage()) >= 2)
    assert not alive(running.on_stage()[0])


def test_a_screen_that_dies_at_once_is_tried_again_with_pauses(stage):
    running = stage("die")
    running.wait(lambda: len(running.started()) >= 3)
    assert running.on_stage() == []
    assert running.events().count(("died", "screen")) >= 2


def test_a_killed_sync_is_started_again_and_the_stage_stays(stage):
    running = stage("live")
    running.wait(lambda: running.on_stage() and running.started("sync"))
    os.kill(running.started("sync")[0], signal.SIGKILL)
    running.wait(lambda: len(running.started("sync")) == 2)
    assert len(running.on_stage()) == 1


def test_children_leave_when_the_host_is_killed(tmp_path):
    record = tmp_path / "screen"
    code = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.host import Host
from kiosk.store import Store
command = [sys.executable, {str(SCREEN)!r}, {str(record)!r}, "live"]
Host(Store(Path({str(tmp_path / "kiosk.db")!r})), command, command, lambda: datetime.now(UTC)).run()
"""
    host = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    pause, deadline = threading.Event(), time.monotonic() + WITHIN

    def said(what: str) -> int:
        return record.read_text().count(what) if record.exists() else 0

    while said("started") < 3 and time.monotonic() < deadline:
        pause.wait(0.02)
    host.kill()
    host.wait()
    while said("left") < 3 and time.monotonic() < deadline:
        pause.wait(0.02)
    assert said("started") == said("left") == 3


def test_systemd_hears_ready_then_the_watchdog(stage, tmp_path, monkeypatch):
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(path))
        systemd.settimeout(WITHIN)
        monkeypatch.setenv("NOTIFY_SOCKET", str(path))
        running = stage("live")
        assert systemd.recv(100) == b"READY=1"
        assert systemd.recv(100) == b"WATCHDOG=1"
        running.over.set()
        while (message := systemd.recv(100)) == b"WATCHDOG=1":
            continue
        assert message == b"STOPPING=1"


def test_the_journal_tells_the_life_of_the_terminal(stage):
    running = stage("live")
    running.wait(lambda: running.on_stage())
    assert (Event.STARTED.value, "host") in running.events()
    assert running.store.journal.verify() is None


def test_a_clerks_ticket_goes_to_the_screen_that_follows_and_to_no_other(stage):
    running = stage("clerk")
    running.wait(lambda: len(running.on_stage()) >= 3)
    told = [(pid, what) for pid, what in running.said() if what.startswith("staff ")]
    first, second = running.on_stage()[:2]
    assert told[0] == (second, f"staff ticket-of-{first}")
    assert all(what != f"staff ticket-of-{pid}" for pid, what in told)
    assert len({what for _, what in told}) == len(told)
    in_order = [what for pid, what in running.said() if pid == second]
    assert in_order.index("take_stage") < in_order.index(f"staff ticket-of-{first}")


def test_a_screen_that_dies_hands_no_clerk_on(stage):
    running = stage("live")
    running.wait(lambda: len(running.started()) == 2 and running.on_stage())
    os.kill(running.on_stage()[0], signal.SIGKILL)
    running.wait(lambda: len(running.on_stage()) == 2)
    assert not any(what.startswith("staff") for _, what in running.said())


def test_screens_that_are_to_be_restarted_are_followed_by_fresh_ones(stage):
    running = stage("live", sync="restart")
    running.wait(lambda: len(running.on_stage()) == 2)
    first, spare, fresh = running.started()[:3]
    assert running.on_stage() == [first, fresh]
    said = running.said()
    assert said.index((spare, "left")) < said.index((fresh, "started")) < said.index((first, "retire"))
    running.wait(lambda: not alive(first))
    assert ("died", "screen") not in running.events()
