"""Killed in every system call, and every one refused: a secret and a key file are whole, or not there, or as
they were before."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.vault import LENGTH, Vault
from kiosk.wire.identity import write_private
from tests.crash.injection import BROKEN, FULL, KILL, Point, Run, Workshop
from tests.crash.work import NEW, OLD, PRIVATE, SECRET

EFFECTS = {"killed": KILL, "full": FULL, "broken": BROKEN}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory) -> Iterator[Workshop]:
    opened = Workshop(tmp_path_factory.mktemp("workshop"))
    yield opened
    opened.close()


def begin(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    write_private(folder / PRIVATE, OLD)


def secret_is_whole(folder: Path, run: Run) -> None:
    file = folder / SECRET
    before = file.read_bytes() if file.exists() else None
    assert before is not None or "kept" not in run.said
    vault = Vault.load(file)
    after = file.read_bytes()
    assert len(after) == LENGTH and after == (before or after)
    assert Vault.load(file).person("x") == vault.person("x")


def private_file_is_whole(folder: Path, run: Run) -> None:
    file = folder / PRIVATE
    assert file.read_bytes() in ([NEW] if "kept" in run.said else [OLD, NEW])
    write_private(file, NEW)
    assert file.read_bytes() == NEW
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in folder.iterdir()] == [PRIVATE]


@pytest.mark.parametrize(("program", "check"), [(SECRET, secret_is_whole), (PRIVATE, private_file_is_whole)])
@pytest.mark.parametrize("effect", EFFECTS)
def test_at_every_system_call(program, check, effect, workshop, tmp_path):
    folder = tmp_path / "place"
    begin(folder)
    road = workshop.run(f"{program} {folder}", (), EFFECTS[effect]).names
    assert len(road) > 5
    for n in range(1, len(road) + 1):
        begin(folder)
        injections = Point(EFFECTS[effect], n).injections(road)
        run = workshop.run(f"{program} {folder}", (), EFFECTS[effect], injections)
        where = f"call {n}: {run.calls[-1]}; said {run.said}; {run.errors}"
        assert run.met, where
        assert run.code == (-signal.SIGKILL if effect == "killed" else 0), where
        check(folder, run)
    print(f"\n{program}, {effect}: {len(road)} points", file=sys.stderr)
