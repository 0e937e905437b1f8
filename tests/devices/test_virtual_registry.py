"""Every virtual device says what it stands in for, and one process starts them all."""

import json
import os
import subprocess
import sys
from dataclasses import fields

import pytest

from kiosk.devices import adapters, kinds, open_device
from kiosk.devices import virtual as registry
from kiosk.devices.virtual import state
from kiosk.devices.virtual.state import CardReaderState, StateError
from kiosk.devices.virtual.words import changes
from kiosk.model import SlipText
from tests.devices.rigs import until

STANDS = registry.stands()


@pytest.fixture
def dock(tmp_path):
    command = [sys.executable, "-m", "kiosk.devices.virtual", "--state", str(tmp_path / "state")]
    command += ["--out", str(tmp_path / "out"), "--document-seconds", "0"]
    command += ["--reader-link", str(tmp_path / "tty")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield process
        process.stdin.close()
        assert process.wait(20) == 0
    assert not (tmp_path / "tty").exists()


def test_all_that_need_nothing_special_in_one_process_until_its_input_closes(dock, tmp_path):
    where = json.loads(dock.stdout.readline())
    assert {*where} == {stand.kind for stand in STANDS.values() if not stand.alone}
    assert where["card_reader"]["options"]["port"] == str(tmp_path / "tty")
    opened = {kind: open_device(kind, entry["adapter"], entry["options"]) for kind, entry in where.items()}
    for device in opened.values():
        until(lambda device=device: device.status().ready)
    state.update(tmp_path / "state", CardReaderState, card="zhang-rare")
    card = opened["card_reader"].read(10)
    opened["receipt_printer"].print("slip", [SlipText(card.name, size=2)], 10)
    opened["document_printer"].print("document", b"%PDF-1.4", 10)
    for device in opened.values():
        device.close()
    out = sorted(os.listdir(tmp_path / "out"))
    assert out == ["doc-0001.pdf", "mouth.json", "slip-0001.json", "slip-0001.png"]


@pytest.mark.parametrize("stand", STANDS.values(), ids=lambda stand: stand.name)
def test_what_a_virtual_device_stands_in_for_exists_and_its_states_are_its_own(stand):
    assert stand.kind in kinds() and stand.adapter in adapters(stand.kind)
    assert stand.states and all(kind() == kind() for kind in stand.states)
    keys = [field.name for kind in stand.states for field in fields(kind)]
    assert len(keys) == len(set(keys)), "a key that two state files have cannot be set by its name"


def test_no_two_virtual_devices_share_a_state_file():
    files = [kind.KIND for stand in STANDS.values() for kind in stand.states]
    assert len(files) == len(set(files))


@pytest.mark.parametrize("stand", STANDS.values(), ids=lambda stand: stand.name)
def test_each_virtual_device_can_be_silent_and_says_so_in_its_own_words(stand):
    (kind,) = {*changes(stand, ["fault=silent"])}
    assert kind(fault="silent").fault == "silent"
    with pytest.raises(ValueError, match=f'{stand.name} 的 fault 不能是 "on fire"，可以是 null、silent、'):
        changes(stand, ["fault=on fire"])
    with pytest.raises(StateError):
        kind(fault="on fire")


def test_only_those_that_are_named_are_started(tmp_path):
    with registry.running(registry.chosen(["handset", "sensors"]), tmp_path, tmp_path / "out") as where:
        assert {*where} == {"handset", "sensors"}
        assert (tmp_path / "sensors").is_symlink()
    assert not (tmp_path / "sensors").exists() and not (tmp_path / "handset").exists()


def test_a_name_that_none_has_and_two_for_one_place_are_refused():
    with pytest.raises(ValueError, match="没有虚拟设备 toaster；有 .*card_reader"):
        registry.chosen(["toaster"])
    with pytest.raises(ValueError, match="code_scanner 只能有一个"):
        registry.chosen(["code_scanner", "camera"])


def test_what_was_started_is_stopped_when_the_next_one_fails(tmp_path):
    wanted = registry.chosen(["sensors", "document_printer"])
    told = {"document_printer": {"no_such_word": 1}}
    with pytest.raises(TypeError), registry.running(wanted, tmp_path, tmp_path, told):
        pass
    assert not (tmp_path / "sensors").exists()


@pytest.mark.parametrize(
    ("name", "pair", "value"),
    [
        ("code_scanner", "code=6901234567892", "6901234567892"),
        ("code_scanner", "code=null", None),
        ("code_scanner", 'code={"a": 1}', '{"a": 1}'),
        ("code_scanner", "lit=true", True),
        ("social_card", "pin=123456", "123456"),
        ("social_card", "tries=2", 2),
        ("receipt_printer", "speed_mm_s=150", 150),
        ("receipt_printer", "speed_mm_s=1.5", 1.5),
        ("sensors", "temperature=-3.5", -3.5),
        ("sensors", "charge=none", "none"),
        ("sensors", "charge=null", None),
    ],
)
def test_a_value_is_a_number_only_where_its_key_takes_one(name, pair, value):
    ((_, values),) = changes(STANDS[name], [pair]).items()
    assert [*values.values()] == [value]
    assert type([*values.values()][0]) is type(value)


@pytest.mark.parametrize(
    ("name", "pair", "said"),
    [
        ("receipt_printer", "paper=pink", 'paper 不能是 "pink"，可以是 full、low、out'),
        ("receipt_printer", "colour=pink", "没有 colour=pink：.* paper、"),
        ("card_reader", "card", "没有 card：写 KEY=VALUE"),
        ("card_reader", "card=nobody", "可以是 null、.*zhang-rare"),
        ("sensors", "charge=true", "charge 不能是"),
        ("sensors", "charge=101", "0 到 100 的数"),
        ("sensors", "temperature=20.55", "1 位小数"),
        ("sensors", "temperature=NaN", "temperature 不能是"),
        ("handset", "presses=1.0", "presses 不能是"),
        ("handset", "lamp=blue", "lamp 不能是"),
    ],
)
def test_what_a_device_cannot_be_is_refused_in_a_sentence(name, pair, said):
    with pytest.raises(ValueError, match=said):
        changes(STANDS[name], [pair])
