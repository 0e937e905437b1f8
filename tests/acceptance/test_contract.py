"""The platform answers as docs/openapi.json says, whether it is called as that says or otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from acceptance import office_work
from acceptance.platform import clock
from tests.acceptance import postgres
from tests.acceptance.server import Server
from tests.acceptance.station import Station

ROOT = Path(__file__).parents[2]
POLICE = "公安部门"


def terminal(station: Station) -> list[str]:
    endpoint = station.identity.endpoint(station.server.url)
    proof = ["--request-cert", str(endpoint.certificate), "--request-cert-key", str(endpoint.key)]
    return ["--include-tag", "terminal", "--url", station.server.url, *proof]


def others(station: Station) -> list[str]:
    """Who needs no certificate: phones, and departments by their key."""
    key = office_work.new_key(station.server.database, clock(None), POLICE)
    proof = ["--header", f"Authorization: Bearer {key}"]
    return ["--include-tag", "public", "--include-tag", "offices", "--url", station.server.public_url, *proof]


def judge(station: Station, folder: Path, *options: str) -> None:
    """By schemathesis, as a program of its own: whoever else runs it finds the same."""
    config = ["--config-file", str(Path(__file__).with_name("schemathesis.toml"))]
    told = [str(ROOT / "docs" / "openapi.json"), "--tls-verify", station.server.ca, "--no-color"]
    judged = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", *config, "run", *told, "--warnings", "off", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert judged.returncode == 0, f"{judged.stdout[-6000:]}{judged.stderr[-2000:]}"
    assert " passed" in judged.stdout and "ERROR" not in station.server.stderr, station.server.stderr[-2000:]


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    """Of a platform of its own: what comes by the hundreds counts against nobody else's limits."""
    folder = tmp_path_factory.mktemp("contract")
    server = Server(folder / "data")
    yield Station.enrol(server, folder / "identity")
    assert server.stop() == 0


def test_a_terminal_is_answered_as_the_description_says(station, tmp_path):
    judge(station, tmp_path, *terminal(station), "--phases", "coverage", "--mode", "positive")


def test_phones_and_departments_are_answered_as_the_description_says(station, tmp_path):
    judge(station, tmp_path, *others(station), "--phases", "coverage")


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_however_long_it_is_asked_it_does_what_it_says(tmp_path, database):
    with postgres.running() if database == "postgresql" else nullcontext() as address:
        server = Server(tmp_path / "data", db=address)
        try:
            station = Station.enrol(server, tmp_path / "identity")
            for who in (terminal(station), others(station)):
                judge(station, tmp_path, *who, "--max-examples", "150")
        finally:
            assert server.stop() == 0
