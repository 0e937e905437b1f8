"""terminal.toml: the example loads, the guide is complete, and every mistake is said at once and clearly."""

from __future__ import annotations

import inspect
import json
import os
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from kiosk.config import RESOURCES, SCHEMA, ConfigError, load
from kiosk.devices import adapters, kinds

EXAMPLE = RESOURCES / "terminal.example.toml"
GUIDE = RESOURCES.parent / "docs" / "configuration.md"
DEVICES = GUIDE.with_name("devices.md")
SMALLEST = """
[terminal]
place = "p"
phone = "12345"
data = "data"
sealed = {sealed}
{terminal}
[platform]
url = "https://platform.example:8443"
"""


def schema_keys() -> Iterator[tuple[str, str]]:
    """(table, key) of everything that a file may say."""
    for table, entry in json.loads(SCHEMA.read_text("utf-8"))["properties"].items():
        inner = entry.get("properties")
        if inner is None:
            inner, table = entry["additionalProperties"]["properties"], f"{table}.*"
        for key in inner:
            yield table, key


def tables(text: str) -> dict[str, str]:
    """The text of each table of a TOML file, comments included, devices under one name."""
    found: dict[str, str] = {}
    for name, body in re.findall(r"(?ms)^\[([\w.]+)\]\n(.*?)(?=^\[|\Z)", text):
        name = "devices.*" if name.startswith("devices.") else name
        found[name] = found.get(name, "") + body
    return found


def mistakes(folder: Path, text: str) -> list[str]:
    file = folder / "terminal.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load(file)
    return caught.value.mistakes


def test_the_example_loads():
    config = load(EXAMPLE)
    assert config.sealed and config.fullscreen
    assert [device.kind for device in config.devices] == [
        "card_reader",
        "receipt_printer",
        "document_printer",
    ]


def test_the_example_loads_with_every_commented_line_in_use(tmp_path):
    text = EXAMPLE.read_text("utf-8").replace("sealed = true", "sealed = false")
    text = re.sub(r"(?m)^options = \{ host.*\n", "", text)
    file = tmp_path / "terminal.toml"
    file.write_text(re.sub(r"(?m)^# (\w+ = )", r"\1", text), "utf-8")
    config = load(file)
    assert config.starts_at is not None
    assert config.items == tmp_path / "items"
    assert config.devices[1].options["path"] == "/dev/ttyS1"


@pytest.mark.parametrize(("table", "key"), list(schema_keys()))
def test_every_key_is_in_the_example_and_in_the_guide(table, key):
    assert re.search(rf"(?m)^(# )?{key} = ", tables(EXAMPLE.read_text("utf-8"))[table])
    assert f"| `{table}.{key}` |" in GUIDE.read_text("utf-8")


@pytest.mark.parametrize("kind", kinds())
def test_every_adapter_and_each_of_its_options_stands_in_the_guide(kind):
    guide = DEVICES.read_text("utf-8")
    for adapter in adapters(kind):
        assert f"| `{adapter}` |" in guide
        section = guide.split(f"### `{kind}` / `{adapter}`\n")[1].split("\n#")[0]
        rows = re.findall(r"(?m)^\| (`[^|]*) \||^(`.*`) 同上", section)
        named = {name for row in rows for name in re.findall(r"`(\w+)`", "".join(row))}
        assert named == set(
            inspect.signature(import_module(f"kiosk.devices.{kind}.{adapter}").connect).parameters
        )


BROKEN = """
colour = "red"
[terminal]
place = ""
phone = "热线"
sealed = "yes"
plase = "p"
starts_at = "2026-01-05"
[platform]
url = "http://platform.example"
timeout = 0
[screen]
width = 480
mm_per_px = 9
fullscreen = 1
[devices.card_reader]
option = {}
[devices]
document_printer = "ipp"
"""


def test_every_mistake_is_said_at_once(tmp_path):
    said = mistakes(tmp_path, BROKEN)
    assert [line.partition(": ")[0] for line in said] == [
        "colour",
        "devices.card_reader.adapter",
        "devices.card_reader.option",
        "devices.document_printer",
        "platform.timeout",
        "platform.url",
        "screen.fullscreen",
        "screen.mm_per_px",
        "screen.width",
        "terminal.data",
        "terminal.phone",
        "terminal.place",
        "terminal.plase",
        "terminal.sealed",
        "terminal.starts_at",
    ]


def test_every_mistake_is_said_in_chinese_with_a_remedy(tmp_path):
    for line in mistakes(tmp_path, BROKEN):
        sentence = line.partition(": ")[2]
        assert re.search("[\u4e00-\u9fff]{3}", sentence), line
        assert not re.search(r"\b(is|not|required|property|type of|match)\b", sentence), line


def test_a_terminal_knows_one_address_of_the_outside_and_no_office(tmp_path):
    tables = json.loads(SCHEMA.read_text("utf-8"))["properties"]
    outside = [
        (table, key)
        for table, entry in tables.items()
        for key, kept in entry.get("properties", {}).items()
        if "https" in kept.get("pattern", "")
    ]
    assert outside == [("platform", "url")]
    whole = SMALLEST.format(sealed="true", terminal="")
    office = '[offices.police]\nurl = "https://police.example"\n'
    assert [line.partition(": ")[0] for line in mistakes(tmp_path, whole + office)] == ["offices"]
    second = 'other_url = "https://other.example"\n'
    assert [line.partition(": ")[0] for line in mistakes(tmp_path, whole + second)] == ["platform.other_url"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('place = "p"\nplace = "q"', "同一项是否写了两次"),
        ("place = p", "第 1 行"),
        ("[terminal", "文件末尾"),
    ],
)
def test_a_file_that_is_not_toml_is_told_where(tmp_path, wrong, said):
    (line,) = mistakes(tmp_path, wrong)
    assert said in line


def test_a_file_in_another_encoding(tmp_path):
    file = tmp_path / "terminal.toml"
    file.write_bytes('place = "示范"'.encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load(file)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ConfigError, match=r"terminal\.example\.toml"):
        load(tmp_path / "terminal.toml")


def test_a_folder_instead_of_a_file(tmp_path):
    with pytest.raises(ConfigError, match="读不了"):
        load(tmp_path)


def test_a_sealed_terminal_has_the_real_time(tmp_path):
    text = SMALLEST.format(sealed="true", terminal="starts_at = 2026-01-05T09:00:00+08:00")
    assert mistakes(tmp_path, text) == ["terminal.starts_at: 正式（sealed）配置不能改时间，请删去"]


def test_a_sealed_terminal_has_no_virtual_devices(tmp_path):
    ours, theirs = os.openpty()
    link = tmp_path / "reader"
    link.symlink_to(os.ttyname(theirs))
    device = f'[devices.card_reader]\nadapter = "sdt_serial"\noptions = {{ port = "{link}" }}\n'
    try:
        (line,) = mistakes(tmp_path, SMALLEST.format(sealed="true", terminal="") + device)
        (tmp_path / "terminal.toml").write_text(
            SMALLEST.format(sealed="false", terminal="") + device, "utf-8"
        )
        assert load(tmp_path / "terminal.toml").devices[0].options["port"] == str(link)
    finally:
        os.close(ours)
        os.close(theirs)
    assert line.startswith("devices.card_reader.options.port: ")


@pytest.mark.parametrize("url", ["https://[::1]:8443", "https://10.0.0.1", "https://platform.example/"])
def test_addresses_that_are_right(tmp_path, url):
    file = tmp_path / "terminal.toml"
    file.write_text(
        SMALLEST.format(sealed="true", terminal="").replace("https://platform.example:8443", url), "utf-8"
    )
    assert load(file).platform == url.rstrip("/")
