"""What grows is seen to grow, and what does not is not; a process that leaks so much is the control."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kiosk import bench
from kiosk.bench import growing
from kiosk.bench.growing import Sample, measure, sample, slope

# At each line: keeps so many kB, opens so many files and starts so many threads.
LEAKING = """
import sys, threading
kept, wait = [], threading.Event()
print(flush=True)
for line in sys.stdin:
    memory, files, threads = map(int, line.split())
    kept.append(bytearray(b"x" * 1024 * memory))
    kept += [open("/dev/null") for _ in range(files)]
    for _ in range(threads):
        threading.Thread(target=wait.wait, daemon=True).start()
    print(flush=True)
"""


@contextmanager
def leaking() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", LEAKING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    with process:
        process.stdout.readline()
        yield process
        process.kill()


def samples(line: str, count: int = 20) -> list[Sample]:
    found = []
    with leaking() as process:
        for _ in range(count):
            process.stdin.write(line + "\n")
            process.stdout.readline()
            found.append(sample(process.pid))
    return found


def test_memory_that_is_kept_shows_as_so_many_kb_a_session():
    assert 200 < measure(samples("256 0 0")).slope < 300


def test_what_keeps_nothing_is_flat():
    grown = measure(samples("0 0 0"))
    assert grown.slope < growing.LIMIT
    assert grown.descriptors[0] == grown.descriptors[1] and grown.threads == (1, 1)


def test_descriptors_and_threads_that_stay_are_counted():
    grown = measure(samples("0 1 0"))
    assert grown.descriptors[1] - grown.descriptors[0] == 10
    assert measure(samples("0 0 1")).threads == (2, 12)


@pytest.mark.parametrize(("values", "expected"), [([5, 5, 5, 5], 0), ([0, 2, 4], 2), ([3, 0, 3, 0], -0.6)])
def test_the_line_is_the_nearest_one(values, expected):
    assert slope(values) == pytest.approx(expected)


def test_it_is_measured_only_when_asked_for(monkeypatch):
    asked = []
    quick = {name: lambda scale, name=name, **options: asked.append(name) or [] for name in bench.FIGURES}
    monkeypatch.setattr(bench, "FIGURES", quick)
    bench.run()
    assert "growth" not in asked and "start" in asked
    bench.run(["growth"])
    assert asked[-1] == "growth"


def test_a_figure_of_growth_says_what_grew(monkeypatch):
    flat, leak = [Sample(1000, 9, 2)] * 4, [Sample(1000 + 8 * n, 9 + n, 2) for n in range(4)]
    monkeypatch.setattr(growing, "sessions", lambda count, warm_up: {"host": flat, "sync": leak})
    told = {figure["name"]: figure for figure in bench.run(["growth"])["figures"]}
    assert {name: figure["ok"] for name, figure in told.items()} == {
        "growth.host": True, "growth.sync": False, "growth.descriptors": False, "growth.threads": True,
    }  # fmt: skip
    assert told["growth.sync"]["value"] == pytest.approx(8)
    assert (told["growth.descriptors"]["value"], told["growth.descriptors"]["limit"]) == (20, 18)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_host_and_sync_are_as_large_after_200_sessions_as_before():
    for name, held in growing.sessions(growing.SESSIONS).items():
        grown = measure(held)
        assert grown.descriptors[1] <= grown.descriptors[0], name
        assert grown.threads[1] <= grown.threads[0], name
        assert grown.slope <= growing.LIMIT, name
