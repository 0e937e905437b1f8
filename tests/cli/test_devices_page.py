"""docs/devices.md: its commands are commands, and what it says the program says, the program says."""

import re
import shlex
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.devices import adapters, defaults, kinds, open_device
from kiosk.devices.virtual import chosen

PAGE = (Path(__file__).parents[2] / "docs" / "devices.md").read_text("utf-8")
COMMANDS = sorted(
    {found for found in re.findall(r"`kiosk (devices [^`]+)`", PAGE) if "[" not in found and " " in found}
)


def test_there_are_commands_to_look_at():
    said = {command.split()[1] for command in COMMANDS}
    assert said >= {"list", "watch", "read", "test", "print", "decode", "chart", "logo", "virtual"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_can_be_called(command):
    options = cli._parser(("devices",)).parse_args(shlex.split(command))
    assert callable(options.run)
    if getattr(options, "only", None):
        assert chosen(options.only)


def test_the_mistake_that_the_page_shows_is_said_like_that():
    with pytest.raises(ValueError) as refused:
        open_device("card_reader", "sdt_serial", {"prot": "/dev/ttyS1"})
    assert f"\n{refused.value}\n" in PAGE


@pytest.mark.parametrize(
    ("kind", "adapter"), [(kind, adapter) for kind in kinds() for adapter in adapters(kind)]
)
def test_every_option_of_an_adapter_is_on_the_page(kind, adapter):
    title = f"### `{kind}` / `{adapter}`\n"
    assert title in PAGE
    section = PAGE.partition(title)[2].partition("\n##")[0]
    assert [name for name in defaults(kind, adapter) if f"`{name}`" not in section] == []
