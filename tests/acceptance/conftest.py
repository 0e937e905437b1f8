"""One platform a worker, in a process of its own; a newly enrolled terminal a test."""

import shutil
from pathlib import Path

import pytest

from kiosk.devices.virtual.portrait import card_photo
from tests.acceptance.enrolling import ladder
from tests.acceptance.station import Server, Station, two_items

JOINT_REQUEST = Path(__file__).parents[1] / "flows" / "items" / "joint-request.yaml"


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("platform")
    items = two_items(folder / "resources")
    ladder(items)
    shutil.copy(JOINT_REQUEST, items)
    faces = folder / "faces.yaml"
    faces.write_text("version: 3\nitems: [si-certificate]\nthreshold: 0.363\n", "utf-8")
    (folder / "photos").mkdir()
    (folder / "photos" / "liu-yang.jpg").write_bytes(card_photo("fair"))
    told = ("--items", str(items), "--face-policy", str(faces), "--photos", str(folder / "photos"))
    running = Server(folder / "data", "--sandbox", *told)
    yield running
    assert running.stop() == 0


@pytest.fixture
def station(server, tmp_path):
    return Station.enrol(server, tmp_path / "identity")


@pytest.fixture
def troubled(station):
    """The station, whose platform has no trouble left when the test ends."""
    yield station
    station.sandbox(data_latency_s=0, data_unavailable=[], refuse_next=0, busy_next=0, hold_answers_s=0)
