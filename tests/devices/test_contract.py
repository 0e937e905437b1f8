"""One promise for every adapter that the folders hold: a new one joins by having a rig here."""

import ast
import re
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

from kiosk import devices
from kiosk.devices import Device, adapters, kinds, open_device
from kiosk.devices.virtual import state
from kiosk.model import Completion, DeviceState, DeviceStatus, Health, Level
from tests.devices import rigs
from tests.devices.rigs import HASTY, Attempt, until
from tests.devices.rigs.code_scanner_serial import ClickScannerRig, MuteScannerRig

RIGS = rigs.found()
ALL = sorted((kind, adapter) for kind in kinds() for adapter in adapters(kind))
OPTIONS = [
    pytest.param(name, option, id=f"{'/'.join(name)}.{option}")
    for name in ALL
    for option in signature(import_module("kiosk.devices." + ".".join(name)).connect).parameters
]


STOOD = {"/".join(name): RIGS[name] for name in ALL} | {
    "code_scanner/serial.continuous": MuteScannerRig,
    "code_scanner/serial.syn-only": ClickScannerRig,
}


@pytest.fixture(params=STOOD)
def rig(request, tmp_path):
    found = STOOD[request.param](tmp_path)
    yield found
    found.stop()


def test_every_adapter_stands_before_this_suite():
    assert sorted(RIGS) == ALL


def test_an_adapter_keeps_the_contract_of_its_kind(rig):
    adapter = rig.open()
    assert isinstance(adapter, Device)
    assert isinstance(adapter, rig.contract)


@pytest.mark.parametrize("name", ALL, ids="/".join)
def test_opening_does_not_wait_for_hardware_and_absence_is_a_state(name):
    adapter = open_device(*name, {**RIGS[name].nowhere, "deadline": 0.2})
    found = adapter.status()
    assert found.state is DeviceState.ABSENT and not found.ready
    assert found.worst.code == "link.absent"
    adapter.close()


@pytest.mark.parametrize("name", ALL, ids="/".join)
def test_an_option_that_does_not_exist_is_refused_by_name(name):
    with pytest.raises(ValueError, match="no_such_option"):
        open_device(*name, {**RIGS[name].nowhere, "no_such_option": 1})


@pytest.mark.parametrize("wrong", [True, [], float("nan"), -1, "abc", "\0", ""], ids=repr)
@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_an_option_of_another_type_or_range_is_refused_by_name_when_opening(name, option, wrong):
    """Whatever stands in terminal.toml: a plain sentence for the technician now, or a device that works."""
    others = {key: value for key, value in RIGS[name].nowhere.items() if {key, option} != RIGS[name].either}
    try:
        adapter = open_device(*name, {**others, option: wrong, "deadline": 0.2} | {option: wrong})
    except ValueError as error:
        assert re.search("[\u4e00-\u9fff]", str(error)) and option in str(error)
        return
    adapter_module = import_module("kiosk.devices." + ".".join(name))
    assert isinstance(wrong, str) and signature(adapter_module.connect).parameters[option].annotation == "str"
    assert not adapter.status().ready
    adapter.close()


def test_a_private_module_is_no_adapter():
    assert not [adapter for _, adapter in ALL if adapter.startswith("_")]
    with pytest.raises(ValueError):
        devices.open_device("card_reader", "_frame", {})


def test_a_healthy_device_is_ready_and_passes_its_check(rig):
    adapter = rig.open()
    assert adapter.status().ready
    health = adapter.check(Level.INTERNAL)
    assert isinstance(health, Health)
    assert (health.result, health.level) == ("pass", Level.INTERNAL)
    assert re.search("[\u4e00-\u9fff]", health.name) and health.value


def test_a_silent_device_is_never_ready_and_tells_the_technician_why(rig):
    rig.set(**rig.silence)
    adapter = rig.open(HASTY)
    for _ in range(4):
        found = adapter.status()
        assert not found.ready
        assert found.worst.citizen and found.worst.technician
    health = adapter.check(Level.INTERNAL)
    assert health.result == rig.dead
    assert re.search("[\u4e00-\u9fff]", health.value) and re.search("[\u4e00-\u9fff]", health.advice)


def test_a_device_that_went_and_came_back_is_found_without_opening_it_anew(rig):
    if rig.absence is None:
        rig.set(**rig.silence)
    else:
        rig.set(**rig.absence)
    adapter = rig.open(0.2)
    until(lambda: not adapter.status().ready)  # a virtual device hears of its fault a moment later
    rig.set(**rig.presence)
    until(lambda: rig.proven(adapter).ready)


FAULTS = ("silent", "slow", "garbage", "half", "scrambled", "mute", "frozen", "held", "refused", "wrong_ack",
          "no_suffix", "stopped", "unplugged", "disconnected")  # fmt: skip


def set_if_it_can_be(rig, fault):
    try:
        rig.set(fault=fault)
    except state.StateError:
        return False
    return True


def attempted(rig, adapter):
    """A command that is broken off: what it ends with, or None where it succeeded."""
    attempt = Attempt(rig.work, adapter)

    def broken():
        adapter.close()
        return attempt.over()

    until(broken)
    return attempt.outcome()


def test_whatever_is_wrong_nothing_but_a_named_error_leaves_an_adapter(rig):
    rig.keep_busy()
    adapter, told = rig.open(HASTY), 0
    for fault in FAULTS:
        if not set_if_it_can_be(rig, fault):
            continue
        told += 1
        found = adapter.status()
        assert isinstance(found, DeviceStatus) and all(f.citizen and f.technician for f in found.faults)
        assert isinstance(adapter.check(Level.INTERNAL), Health)
        error = attempted(rig, adapter)
        assert error is None or error.fault.citizen and error.fault.technician
    assert told >= 3
    rig.set(**rig.presence)
    until(lambda: adapter.status().state is not DeviceState.ABSENT)


def test_close_breaks_a_wait_in_another_thread_and_may_be_called_twice(rig):
    rig.keep_busy()
    adapter = rig.open(0.5)
    attempt = Attempt(rig.work, adapter)

    def broken():
        adapter.close()
        return attempt.over()

    until(broken)
    assert attempt.error().completion is Completion.CANCELED
    adapter.close()


def imports_of(path):
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_virtual_devices_and_adapters_know_nothing_of_each_other_nor_of_a_screen():
    """What would be right on both sides by being the same code proves nothing."""
    folder = Path(devices.__file__).parent
    for path in folder.rglob("*.py"):
        virtual = path.parent.name == "virtual"
        forbidden = (
            tuple(f"kiosk.devices.{kind}" for kind in kinds()) if virtual else ("kiosk.devices.virtual",)
        )
        assert not [name for name in imports_of(path) if name.startswith((*forbidden, "PySide6"))], path.name
