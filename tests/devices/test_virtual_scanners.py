"""Each family of scanners runs by its name, and is told only what it heeds."""

import pytest
from PIL import Image

from kiosk.devices import open_device
from kiosk.devices import virtual as registry
from kiosk.devices.virtual import state
from kiosk.devices.virtual.words import changes
from tests.devices.rigs import Attempt, until

STANDS = registry.stands()
FAMILIES = {
    "code_scanner": "grow",
    "code_scanner_honeywell": "honeywell",
    "code_scanner_newland": "newland",
    "code_scanner_continuous": "continuous",
}


@pytest.mark.parametrize("name", FAMILIES)
def test_a_scanner_of_each_family_is_read_by_its_profile(name, tmp_path):
    (kind,) = STANDS[name].states
    with registry.running(registry.chosen([name]), tmp_path, tmp_path / "out") as where:
        assert where["code_scanner"]["options"]["profile"] == FAMILIES[name]
        scanner = open_device(
            "code_scanner", where["code_scanner"]["adapter"], where["code_scanner"]["options"]
        )
        scans = []
        attempt = Attempt(lambda: scans.append(scanner.scan("diagnosis", 20)))

        def read():
            """What a scanner that looks all the time saw too early is shown to it again."""
            if state.read(tmp_path, kind).code is None:
                state.update(tmp_path, kind, code="A-1")
            return attempt.over()

        until(read)
        assert [scan.text for scan in scans] == ["A-1"]
        scanner.close()


def test_a_scanner_that_may_refuse_does(tmp_path):
    (kind,) = STANDS["code_scanner_newland"].states
    with registry.running(registry.chosen(["code_scanner_newland"]), tmp_path, tmp_path / "out") as where:
        scanner = open_device("code_scanner", "serial", where["code_scanner"]["options"])
        until(lambda: scanner.status().ready)
        state.update(tmp_path, kind, **changes(STANDS["code_scanner_newland"], ["fault=refused"])[kind])
        until(lambda: not scanner.status().ready)
        scanner.close()


@pytest.mark.parametrize(
    ("name", "pair", "said"),
    [
        ("code_scanner", "fault=refused", "不受 fault=refused 影响"),
        ("code_scanner", "fault=held", "不受 fault=held 影响"),
        ("code_scanner", "aim=]C1", "没有 aim=]C1：写 KEY=VALUE，KEY 是"),
        ("code_scanner_honeywell", "fault=wrong_ack", "不受 fault=wrong_ack 影响"),
        ("code_scanner_continuous", "fault=refused", "不受 fault=refused 影响"),
        ("code_scanner_continuous", "lit=true", "没有 lit=true"),
        ("camera", "image=/nonexist.png", "camera 的 image 不能是 /nonexist.png：No such file"),
        ("face_camera", "image=/", "Is a directory"),
        ("card_reader", "picture=/dev/null", "不是图片"),
    ],
)
def test_what_would_do_nothing_is_refused(name, pair, said):
    with pytest.raises(ValueError) as refused:
        changes(STANDS[name], [pair])
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("name", "pair"),
    [
        ("code_scanner", "fault=wrong_ack"),
        ("code_scanner_newland", "fault=refused"),
        ("code_scanner_honeywell", "fault=no_suffix"),
        ("camera", "image=null"),
    ],
)
def test_what_does_something_is_taken(name, pair):
    assert changes(STANDS[name], [pair])


def test_what_can_be_is_listed_without_what_would_do_nothing():
    with pytest.raises(ValueError) as refused:
        changes(STANDS["code_scanner"], ["fault=on fire"])
    assert "wrong_ack" in str(refused.value) and "refused" not in str(refused.value)


def test_a_picture_is_found_wherever_the_device_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (8, 8)).save("here.png")
    ((_, told),) = changes(STANDS["camera"], ["image=here.png"]).items()
    assert told == {"image": str(tmp_path / "here.png")}
    (tmp_path / "half.png").write_bytes((tmp_path / "here.png").read_bytes()[:50])
    with pytest.raises(ValueError, match="camera 的 image 不能是 half.png"):
        changes(STANDS["camera"], ["image=half.png"])
