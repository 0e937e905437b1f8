"""An adapter that another package brings, as `pip` would leave it: modules, and metadata beside them."""

import json

import pytest

from kiosk import cli
from kiosk.devices import adapters, defaults, open_device, words
from tests.devices.rigs import PATIENT, fixture_of
from tests.devices.rigs.card_reader import ReaderRig

READER = """
from kiosk.devices.card_reader import sdt_serial

def connect(port: str, patience: float = 2.5) -> object:
    return sdt_serial.connect(port=port, deadline=patience)
"""

reader = fixture_of(ReaderRig)


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Puts a package there with these modules and these entry points."""

    def put(modules, **points):
        folder = tmp_path / "site"
        info = folder / "acme_kiosk-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-kiosk\nVersion: 1.0\n")
        lines = [f"{name.replace('__', '.')} = {value}" for name, value in points.items()]
        (info / "entry_points.txt").write_text("\n".join(["[kiosk.adapters]", *lines, ""]))
        for name, text in modules.items():
            (folder / f"{name}.py").write_text(text)
        monkeypatch.syspath_prepend(str(folder))

    return put


def test_a_card_is_read_by_the_adapter_of_another_package(install, reader):
    install({"acme_sound": READER}, card_reader__acme="acme_sound")
    assert adapters("card_reader") == ["sdt_serial", "sdt_usb", "acme"]
    assert defaults("card_reader", "acme") == {"port": None, "patience": 2.5}
    written = words.options("card_reader", "acme", [f"port={reader.options()['port']}", "patience=5"])
    assert written["patience"] == PATIENT
    reader.set(card="liu-yang")
    device = open_device("card_reader", "acme", written)
    reader.opened.append(device)
    assert device.read(10).number == reader.people["liu-yang"].number


def test_its_options_are_checked_as_ours_are(install):
    install({"acme_checked": READER}, card_reader__acme="acme_checked")
    with pytest.raises(ValueError, match="card_reader/acme 没有选项 speed；可以写 port、patience"):
        open_device("card_reader", "acme", {"speed": 3})
    with pytest.raises(ValueError, match="card_reader/acme 缺少选项 port"):
        open_device("card_reader", "acme", {})


def test_none_takes_the_name_of_one_of_ours(install):
    install({"acme_thief": "raise SystemError"}, card_reader__sdt_serial="acme_thief")
    assert adapters("card_reader").count("sdt_serial") == 1
    assert "baud" in defaults("card_reader", "sdt_serial")


def test_no_package_brings_a_kind(install):
    install({"acme_kind": READER}, teleporter__acme="acme_kind")
    with pytest.raises(ValueError, match="没有适配器 teleporter/acme"):
        open_device("teleporter", "acme", {})


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("raise ZeroDivisionError", "acme_broken_0", "ZeroDivisionError"),
        ("import no_such_library", "acme_broken_1", "ModuleNotFoundError"),
        ("", "acme_broken_2", "要是一个有 connect 的模块"),
        ("def connect(): ...", "acme_broken_3:connect", "要是一个有 connect 的模块"),
    ],
)
def test_a_broken_one_is_a_sentence_and_hides_no_other(install, capsys, text, value, said):
    install({value.partition(":")[0]: text}, card_reader__acme=value)
    with pytest.raises(ValueError, match=said) as caught:
        open_device("card_reader", "acme", {})
    assert "card_reader/acme" in str(caught.value)
    assert cli.main(["devices", "list", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["broken"] == [str(caught.value)]
    assert told["kinds"]["card_reader"] == ["sdt_serial", "sdt_usb"] and told["kinds"]["receipt_printer"]
