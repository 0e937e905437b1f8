"""The command line as a machine reads it: one JSON object, nothing else, and an exit code that agrees."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.config import RESOURCES
from kiosk.demo.stand import standing
from kiosk.devices.virtual import state

KIOSK = Path(sys.executable).with_name("kiosk")  # the console script, as people call it


def kiosk(*arguments: str, timeout: float = 60) -> tuple[int, dict, str]:
    dark = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run([KIOSK, *arguments], capture_output=True, text=True, timeout=timeout, env=dark)
    return done.returncode, json.loads(done.stdout) if done.stdout.startswith("{") else {}, done.stderr


@pytest.fixture(scope="module")
def stand(tmp_path_factory):
    with standing(tmp_path_factory.mktemp("cli")) as made:
        yield made


def test_doctor_finds_nothing_on_a_healthy_machine(stand):
    code, told, _ = kiosk("doctor", "--config", str(stand.config_file), "--json")
    assert [c for c in told["checks"] if c["result"] == "fail"] == []
    assert (code, told["ok"]) == (0, True)
    assert {"name", "level", "result", "value", "limit", "advice"} <= set(told["checks"][0])


def test_doctor_names_what_is_wrong_and_exits_with_it(stand):
    state.update(stand.states, state.ReceiptPrinterState, paper="out")
    code, told, _ = kiosk("doctor", "--config", str(stand.config_file), "--json")
    state.update(stand.states, state.ReceiptPrinterState, paper="full")
    assert (code, told["ok"]) == (1, False)
    (failed,) = [c for c in told["checks"] if c["result"] == "fail"]
    assert "纸" in failed["value"] + failed["advice"]


def test_doctor_without_a_configuration_says_what_to_do(tmp_path):
    code, told, _ = kiosk("doctor", "--config", str(tmp_path / "terminal.toml"), "--json")
    assert (code, told["ok"]) == (1, False)
    assert "terminal.example.toml" in json.dumps(told, ensure_ascii=False)


def test_a_card_is_read_once_from_an_endpoint_on_the_command_line(stand):
    state.update(stand.states, state.CardReaderState, card="two-rare-planes")
    port = f"port={stand.dock.said['card_reader']['port']}"
    config = ["--config", str(stand.config_file)]
    code, told, _ = kiosk(
        "devices", "read", "card_reader", "--adapter", "sdt_serial", "--option", port, *config, "--json"
    )
    state.update(stand.states, state.CardReaderState, card=None)
    assert (code, told["ok"]) == (0, True)
    assert told["record"]["name"] == "𠮷𪚥"


def test_no_card_is_an_answer_too(stand):
    port = f"port={stand.dock.said['card_reader']['port']}"
    code, told, _ = kiosk(
        *("devices", "read", "card_reader", "--adapter", "sdt_serial", "--option", port),
        *("--timeout", "0.5", "--json", "--config", str(stand.config_file)),
    )
    assert (code, told["ok"], told["completion"]) == (1, False, "time_out")


def test_a_sealed_terminal_reads_no_cards_from_the_command_line(stand, tmp_path):
    sealed = tmp_path / "terminal.toml"
    text = stand.config_file.read_text("utf-8").replace("sealed = false", "sealed = true")
    sealed.write_text(text[: text.index("[devices")], "utf-8")
    code, told, said = kiosk(
        *("devices", "read", "card_reader", "--adapter", "sdt_serial", "--option", "port=/dev/ttyS0"),
        *("--json", "--config", str(sealed)),
    )
    assert (code, told["ok"]) == (2, False)
    assert "sealed" in said


@pytest.mark.parametrize("option", ["prot=/dev/ttyS0", "port"])
def test_an_option_that_does_not_exist_is_named(stand, option):
    code, told, said = kiosk(
        *("devices", "read", "card_reader", "--adapter", "sdt_serial", "--option", option),
        *("--timeout", "0.1", "--json", "--config", str(stand.config_file)),
    )
    assert code != 0
    assert told["ok"] is False
    assert "Traceback" not in said


def test_items_are_checked(tmp_path):
    code, told, _ = kiosk("flows", "check", "--json")
    assert (code, told["ok"], told["mistakes"]) == (0, True, [])
    (tmp_path / "items").mkdir()
    (tmp_path / "codes").mkdir()
    (tmp_path / "items" / "bad.yaml").write_text("item: bad\n", "utf-8")
    code, told, _ = kiosk("flows", "check", "--items", str(tmp_path / "items"), "--json")
    assert (code, told["ok"]) == (1, False)
    assert {"file", "line", "rule", "remedy"} == set(told["mistakes"][0])


def test_the_journal_and_the_way_to_the_platform(stand):
    from kiosk.store import Store

    Store(stand.config.store).close()
    config = ["--config", str(stand.config_file), "--json"]
    code, told, _ = kiosk("journal", "verify", *config)
    assert (code, told["ok"]) == (0, True)
    code, told, _ = kiosk("sync", "status", *config)
    assert (code, told["queued"], told["network"]) == (0, 0, "unknown")
    assert (told["seq"], told["chain_head"], told["schedule"], told["ok_at"]) == (0, "0" * 64, [], None)
    assert len(told["epoch"]) == 32 and told["feed"]["after"] == 0
    code, told, _ = kiosk("sync", "drain", *config)
    assert (code, told["ok"], told["sent"], told["queued"], told["stopped"]) == (0, True, 0, 0, "")
    assert told["network"] == "ok" and told["ok_at"]


def test_an_edited_journal_is_found(stand, tmp_path):
    from datetime import UTC, datetime

    from kiosk.store import Store
    from kiosk.store.journal import Event

    config = tmp_path / "terminal.toml"
    text = stand.config_file.read_text("utf-8").replace('data = "terminal"', 'data = "elsewhere"')
    config.write_text(text, "utf-8")
    store = Store(tmp_path / "elsewhere" / "kiosk.db")
    for _ in range(3):
        store.journal.append(Event.STARTED, datetime.now(UTC), "host")
    with store._database.write() as db:
        db.execute("update journal set subject = 'sync' where seq = 2")
    store.close()
    code, told, _ = kiosk("journal", "verify", "--config", str(config), "--json")
    assert (code, told["ok"], told["broken_at"]) == (1, False, 2)


def test_a_terminal_that_is_not_enrolled_says_so(tmp_path, stand):
    config = tmp_path / "terminal.toml"
    text = stand.config_file.read_text("utf-8").replace('data = "terminal"', 'data = "fresh"')
    config.write_text(text, "utf-8")
    code, _, said = kiosk("run", "--config", str(config))
    assert code == 2
    assert "kiosk enrol" in said
    assert "Traceback" not in said


def test_every_mistake_of_a_configuration_is_said_at_once(tmp_path):
    config = tmp_path / "terminal.toml"
    config.write_text('[terminal]\nplace = ""\nphone = "call me"\n[platform]\nurl = "http://x"\n', "utf-8")
    code, _, said = kiosk("run", "--config", str(config))
    assert code == 2
    for key in ("terminal.place", "terminal.phone", "terminal.data", "platform.url"):
        assert key in said


def test_a_second_host_does_not_touch_the_devices_of_the_first(stand):
    stand.config.data.mkdir(exist_ok=True)
    with (stand.config.data / "host.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, _, said = kiosk("run", "--config", str(stand.config_file))
    assert code == 2
    assert "已经在运行" in said


def test_a_broken_configuration_is_told_to_a_machine_too(tmp_path):
    config = tmp_path / "terminal.toml"
    config.write_text("[terminal]\n", "utf-8")
    for command in (["journal", "verify"], ["sync", "status"]):
        code, told, _ = kiosk(*command, "--config", str(config), "--json")
        assert (code, told["ok"]) == (2, False)
        assert told["mistakes"]


def test_no_other_file_opens_a_sealed_machine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    example = (RESOURCES / "terminal.example.toml").read_text("utf-8")
    (tmp_path / "terminal.toml").write_text(example, "utf-8")
    code, told, _ = kiosk(
        *("devices", "read", "card_reader", "--adapter", "sdt_serial", "--option", "port=/dev/ttyS0"),
        *("--json", "--config", str(tmp_path / "elsewhere.toml")),
    )
    assert (code, told["ok"]) == (2, False)
