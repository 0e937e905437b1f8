"""make fuzz: atheris at every parser, 60 s each, or python -m tests.fuzz NAME… --seconds N.

Each parser runs in a process of its own, from the seeds of its target. What breaks one is left in
build/fuzz/NAME, and the exit code says so.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

OUT = Path("build/fuzz")
_GRACE = 60  # seconds for a process to start and to end


def main() -> int:
    options = _options()
    if options.alone:
        return _fuzz(options.names[0], options.seconds)
    from tests.fuzz.targets import PARSERS

    broken = []
    for name in options.names or PARSERS:
        command = [sys.executable, "-m", "tests.fuzz", name, "--seconds", str(options.seconds), "--alone"]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=options.seconds + _GRACE)
        runs = next((line for line in ended.stderr.splitlines() if line.startswith("Done ")), "no end")
        print(f"{name}: {runs}", flush=True)
        if ended.returncode:
            broken.append(name)
            print(ended.stdout[-2000:], ended.stderr[-4000:], sep="\n", flush=True)
    return 1 if broken else 0


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
