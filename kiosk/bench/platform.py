"""The reference platform as a process of its own, for as long as something is measured against it."""

from __future__ import annotations

import json
import shutil
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


@dataclass(frozen=True)
class Place:
    """Where a platform keeps its keys, and its rows: in the same folder, or in PostgreSQL."""

    data: Path
    database: str | None = None

    @property
    def options(self) -> list[str]:
        return ["--data", str(self.data), *(["--db", self.database] if self.database else [])]

    def copied(self, data: Path) -> Place:
        """Another with the same keys, and the same rows where they are in the folder. At rest only."""
        shutil.copytree(self.data, data)
        return Place(data)


@contextmanager
def running(place: Place) -> Iterator[Running]:
    """Raises BenchError when it does not come up."""
    command = [*_PLATFORM, "serve", *place.options, "--port", "0", "--public-port", "0"]
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


def enrolment_code(place: Place) -> str:
    command = [*_PLATFORM, "enrol-code", *place.options, "--site", "0001", "--region", "330521"]
    try:
        made = subprocess.run([*command, "--json"], check=True, capture_output=True)
        return str(json.loads(made.stdout)["code"])
    except (subprocess.CalledProcessError, ValueError, KeyError) as error:
        raise BenchError("the platform gives no code") from error
