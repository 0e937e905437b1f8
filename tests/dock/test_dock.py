"""The dock as a process: it says where everything is, and goes when its starter goes."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from kiosk.devices import open_device
from kiosk.dock import people, phone
from kiosk.dock.people import PopulationError
from kiosk.dock.rig import Place, Rig
from kiosk.model import DeviceState, Media, SlipText


@pytest.mark.parametrize("panel", [[], ["--panel", "--panel-at", "10,20"]], ids=["plain", "panel"])
def test_the_dock_tells_its_addresses_and_ends_with_its_input(tmp_path, panel):
    command = [
        sys.executable,
        "-m",
        "kiosk.dock",
        "--state",
        tmp_path / "state",
        "--out",
        tmp_path / "out",
    ]
    with subprocess.Popen(
        [*command, "--platform", "https://localhost:9", *panel],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as dock:
        addresses = json.loads(dock.stdout.readline())
        assert Path(addresses["card_reader"]["port"]).exists()
        printer = addresses["receipt_printer"]
        socket.create_connection((printer["host"], printer["port"]), timeout=10).close()
        socket.create_connection(
            ("127.0.0.1", urlsplit(addresses["document_printer"]["uri"]).port), timeout=10
        ).close()
        url = urlsplit(addresses["line"]["url"])
        assert (url.scheme, url.hostname) == ("https", "localhost")
        _, said = dock.communicate(timeout=30)
        assert (dock.returncode, said) == (0, b"")


def test_the_dock_starts_more_devices_for_who_asks_for_them(tmp_path):
    place = Place(tmp_path / "state", tmp_path / "out", "https://localhost:9", also=("sensors",))
    with Rig(place) as rig:
        assert {"card_reader", "receipt_printer", "document_printer", "sensors", "line"} == {*rig.endpoints}
        assert Path(str(rig.endpoints["sensors"]["port"])).exists()
    assert not (tmp_path / "state" / "sensors").exists()
    with pytest.raises(ValueError, match="没有虚拟设备 toaster"):
        Rig(Place(tmp_path / "state", tmp_path / "out", "https://localhost:9", also=("toaster",)))


@pytest.mark.parametrize(
    ("model", "profile"), [("80", None), ("58", "generic-58"), ("presenter", "custom-vkp80ii")]
)
def test_the_dock_has_the_receipt_printer_that_was_asked_for(tmp_path, model, profile):
    place = Place(tmp_path / "state", tmp_path / "out", "https://localhost:9", receipt_printer=model)
    with Rig(place) as rig:
        where = rig.endpoints["receipt_printer"]
        assert where.get("profile") == profile
        printer = open_device("receipt_printer", rig.adapters["receipt_printer"], where)
        try:
            assert printer.status().state is DeviceState.ONLINE
            printer.print("job", [SlipText("收件凭证")], 20)
        finally:
            printer.close()
        media = Media.PRESENT if model == "presenter" else Media.UNKNOWN
        assert printer.status().media is media
        printer.close()
    (paper,) = (tmp_path / "out").glob("slip-*.png")
    with Image.open(paper) as picture:
        assert picture.width == (448 if model == "58" else 640)


def test_a_dock_without_a_panel_loads_no_qt(tmp_path):
    program = "import sys; from kiosk.dock import __main__; print('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_holders_come_from_the_persons_and_their_phones_from_the_population(tmp_path):
    population = tmp_path / "population.yaml"
    population.write_text('persons: {liu-yang: {phone_key: "520131"}, chen-wei: {insured: []}}')
    holders = {holder.id: holder for holder in people.load(population)}
    assert holders["liu-yang"].phone_key == "520131"
    assert holders["chen-wei"].phone_key is None
    assert "520131" not in repr(holders["liu-yang"])
    assert holders["liu-yang"].masked_name == "*洋"


@pytest.mark.parametrize("said", ["", "persons: 7", "persons: [1]", ": :"])
def test_a_population_that_is_none_is_said_so(tmp_path, said):
    population = tmp_path / "population.yaml"
    population.write_text(said)
    with pytest.raises(PopulationError, match=r"population\.yaml"):
        people.phone_keys(population)


def test_a_page_prints_nothing_of_a_person():
    assert "*洋" not in repr(phone.PhonePage("title", (("谁", "*洋"),)))
