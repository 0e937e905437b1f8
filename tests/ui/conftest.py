"""A whole terminal before a citizen: real bytes of devices, a real platform, a real window off the screen."""

import json
import os
import tempfile
from datetime import datetime
from pathlib import Path

import pytest

from acceptance.platform import CHINA

# Before any test makes the application: a portrait screen, no help from a graphics card.
_SCREEN = Path(tempfile.gettempdir()) / f"kiosk-tests-screen-{os.getuid()}.json"
_SCREEN.write_text(json.dumps({"screens": [{"name": "portrait", "x": 0, "y": 0, "width": 1080, "height": 1920,
                                            "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}))  # fmt: skip
os.environ["QT_QUICK_BACKEND"] = "software"
if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_SCREEN}"

from tests.acceptance.station import Server  # noqa: E402
from tests.ui.parent import Parent  # noqa: E402
from tests.ui.place import Place  # noqa: E402
from tests.ui.visitor import Visitor  # noqa: E402

SUMMER = datetime(2026, 7, 10, 10, tzinfo=CHINA)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("platform") / "data", "--sandbox")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def place(server, tmp_path_factory):
    """One enrolled terminal's identity and running virtual devices; each test has a store of its own."""
    with Place.open(tmp_path_factory.mktemp("place"), server) as open_place:
        yield open_place


@pytest.fixture(scope="session")
def summer_place(tmp_path_factory):
    """The same in a morning of July, when children are enrolled."""
    server = Server(tmp_path_factory.mktemp("summer") / "data", "--sandbox", at=SUMMER)
    with Place.open(tmp_path_factory.mktemp("summer-place"), server, SUMMER) as open_place:
        yield open_place
    assert server.stop() == 0


@pytest.fixture
def parent(summer_place, tmp_path):
    """Somebody who comes to enrol a child, the line up."""
    with Parent.arrives(summer_place, tmp_path) as somebody:
        yield somebody


@pytest.fixture
def visitor(place, tmp_path):
    """Somebody before the home screen, the line up."""
    place.server.nobody_was_here()
    with Visitor.arrives(place, tmp_path) as somebody:
        yield somebody


@pytest.fixture
def offline_visitor(place, tmp_path):
    """Somebody before the home screen of a terminal that reaches no platform."""
    with Visitor.arrives(place, tmp_path, online=False) as somebody:
        yield somebody


@pytest.fixture
def summer_visitor(summer_place, tmp_path):
    """The same in the season of the enrolment."""
    with Visitor.arrives(summer_place, tmp_path, online=False) as somebody:
        yield somebody
