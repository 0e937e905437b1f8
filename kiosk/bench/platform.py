"""The reference platform as a process of its own, for as long as something is measured against it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.bench.figure import BenchError

_PLATFORM = [sys.executable, "-m", "acceptance.cli"]


@dataclass(frozen=True)
class Running:
    url: str
    public_url: str
    ca: Path


@contextmanager
def running(data: Path) -> Iterator[Running]:
    """Raises BenchError when it does not come up."""
    command = [*_PLATFORM, "serve", "--data", str(data), "--port", "0", "--public-port", "0"]
    with subprocess.Popen(
        [*command, "--exit-with-stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            said = json.loads(process.stdout.readline() or b"null")
            if not isinstance(said, dict):
                raise BenchError("the platform does not start")
            yield Running(said["url"], said["public_url"], Path(said["ca"]))
        finally:
            process.stdin.close()


def enrolment_code(data: Path) -> str:
    command = [*_PLATFORM, "enrol-code", "--data", str(data), "--site", "0001", "--region", "330521"]
    try:
        made = subprocess.run([*command, "--json"], check=True, capture_output=True)
        return str(json.loads(made.stdout)["code"])
    except (subprocess.CalledProcessError, ValueError, KeyError) as error:
        raise BenchError("the platform gives no code") from error
