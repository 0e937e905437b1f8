"""A disk without room: said before anybody begins, said at submitting, with every answer kept, and over as
soon as there is room again."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.sayings import doctor, says_once, told
from tests.ui.visitor import DEAD, Visitor

NOT_KEPT = "没有提交成功，本机暂时不能收件。请再试一次，或换一台机器"
GATE = "本机暂时不能收件，请换一台机器或找工作人员"
LACKING = "本机现在办不了，请换一台机器"
PIECE = 4096


def mount(*options: str) -> bool:
    return subprocess.run(["mount", *options], capture_output=True).returncode == 0


class Disk:
    """A small disk of one's own, which only root can have; others meet a limit on the size of files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.mounted = mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder))

    def resize(self, megabytes: int) -> None:
        assert mount("-o", f"remount,size={megabytes}m", str(self.folder))

    def fill(self) -> None:
        """To the last byte; or no file may grow any more."""
        if not self.mounted:
            largest = max(file.stat().st_size for file in self.folder.glob("kiosk.db*"))
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
            return
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(PIECE))
            except OSError:
                return

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        (self.folder / "filler").unlink(missing_ok=True)

    def close(self) -> None:
        self.free()
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)


@contextmanager
def a_disk(folder: Path) -> Iterator[Disk]:
    disk = Disk(folder)
    try:
        yield disk
    finally:
        disk.close()


@pytest.fixture
def disk(tmp_path) -> Iterator[Disk]:
    with a_disk(tmp_path / "disk") as made:
        yield made


def test_a_disk_that_is_full_at_submitting_costs_no_answer(place, disk, monkeypatch):
    """The floor is lifted, so that the very write meets the end of the disk."""
    monkeypatch.setattr("kiosk.store.DISK_FLOOR", -1)
    with Visitor.arrives(place, disk.folder, online=False) as visitor:
        visitor.walks_to_review_without_a_line()
        answers = dict(visitor.shell.session._session.answers)
        visitor.until(lambda: not visitor.shell.session._drafts._saving.running, "the draft")
        disk.fill()
        visitor.tap("submit")
        says_once(visitor, NOT_KEPT)
        assert visitor.page == "Review" and dict(visitor.shell.session._session.answers) == answers
        assert len(visitor.terminal.store.filings.receipts()) == 0
        if disk.mounted:
            found = doctor(visitor, disk.folder, DEAD)["磁盘空间"]
            assert found.result == "fail" and "清理磁盘" in told(found)
        disk.free()
        visitor.tap("submit")
        visitor.sees("Outcome")
        assert len(visitor.terminal.store.filings.receipts()) == 1
        assert visitor.terminal.store.journal.verify() is None
        visitor.tap("slip")
        visitor.sees("Slip")


def test_answers_that_cannot_be_saved_are_said_to_be_unsaved(place, disk, monkeypatch):
    monkeypatch.setattr("kiosk.store.DISK_FLOOR", -1)
    with Visitor.arrives(place, disk.folder, online=False) as visitor:
        visitor.walks_to_phone()
        visitor.until(lambda: visitor.can_tap("phone.later"), "the word about the network")
        disk.fill()
        visitor.tap("phone.later", "choice.330500", "choice.insured")
        says_once(visitor, "内容暂时存不下来，请一次办完，离开后不保留")
        disk.free()
        visitor.tap("submit")
        visitor.sees("Outcome")


@pytest.mark.skipif("not __import__('os').geteuid() == 0", reason="only root can mount a disk")
def test_too_little_room_is_said_before_anybody_begins_and_again_at_the_end(place, disk):
    with Visitor.arrives(place, disk.folder, online=False) as visitor:
        visitor.until(lambda: LACKING in visitor.reads(), "the word on the card")
        assert not visitor.can_tap("item.si-certificate")
        disk.resize(400)
        visitor.walks_to_review_without_a_line()
        disk.resize(8)
        visitor.tap("submit")
        says_once(visitor, GATE)
        assert visitor.page == "Review" and len(visitor.terminal.store.filings.receipts()) == 0
        disk.resize(400)
        visitor.tap("submit")
        visitor.sees("Outcome")
        assert len(visitor.terminal.store.filings.receipts()) == 1
