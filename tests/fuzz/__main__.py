"""make fuzz: atheris at every parser, 60 s each, or python -m tests.fuzz NAME… --seconds N.

Each parser runs in a process of its own, from the seeds of its target, as many at once as there are
processors. What breaks one is left in build/fuzz/NAME, and the exit code says so.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

OUT = Path("build/fuzz")
_GRACE = 60  # seconds for a process to start and to end


def main() -> int:
    options = _options()
    if options.alone:
        return _fuzz(options.names[0], options.seconds)
    from tests.fuzz.targets import PARSERS

    if unknown := set(options.names) - PARSERS.keys():
        print(f"no such parser: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        held = list(pool.map(partial(_holds, seconds=options.seconds), options.names or PARSERS))
    return 0 if all(held) else 1


def _holds(name: str, seconds: int) -> bool:
    """Says how often the parser was called, and with what it broke, where it did."""
    command = [sys.executable, "-m", "tests.fuzz", name, "--seconds", str(seconds), "--alone"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=seconds + _GRACE)
    runs = next((line for line in ended.stderr.splitlines() if line.startswith("Done ")), "no end")
    broken = f"{ended.stdout[-2000:]}\n{ended.stderr[-4000:]}\n" if ended.returncode else ""
    print(f"{name}: {runs}\n{broken}", end="", flush=True)
    return ended.returncode == 0


def _fuzz(name: str, seconds: int) -> int:
    import atheris

    with atheris.instrument_imports(include=["kiosk"]):
        from tests.fuzz.targets import PARSERS
    parser = PARSERS[name]
    seeds, found = OUT / name / "seeds", OUT / name / "found"
    for folder in (seeds, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(parser.seeds):
        (seeds / f"{number}").write_bytes(seed)
    limits = [f"-max_total_time={seconds}", "-max_len=4096", f"-artifact_prefix={OUT / name}/"]
    atheris.Setup([name, str(found), str(seeds), *limits], parser.target)
    atheris.Fuzz()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.fuzz")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--alone", action="store_true", help="in this very process")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
