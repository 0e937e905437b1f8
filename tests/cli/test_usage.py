"""What cannot be done is one sentence and, with --json, one object, before anything is touched."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli import main, plain

KIOSK = Path(sys.executable).with_name("kiosk")
READER = ("card_reader", "--adapter", "sdt_serial", "--option", "port=/dev/does-not-exist")
PRINTER = ("--adapter", "escpos", "--option", "host=127.0.0.1", "--option", "port=1")


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    """What the command answers to a machine, and to a person: its code, the object, standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        code = main([*map(str, arguments), "--json"])
        found = capsys.readouterr()
        return code, json.loads(found.out), found.err

    return run


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("devices", "watch", *READER, "--seconds", "nan"), "--seconds: 要写成 0 到 604800 的数（秒）"),
        (("devices", "watch", *READER, "--seconds", "inf"), "--seconds: 要写成 0 到 604800 的数（秒）"),
        (("devices", "watch", *READER, "--seconds=-1"), "--seconds: 要写成 0 到 604800 的数（秒）"),
        (("devices", "read", *READER, "--timeout", "1e999"), "--timeout: 要写成 0 到 604800 的数（秒）"),
        (("doctor", "--roll", "abc"), "--roll: 要写成 1 到 1000 的数（米），现在是 'abc'"),
        (("doctor", "--roll", "nan"), "--roll: 要写成 1 到 1000 的数（米）"),
        (("devices", "toast"), "'toast'"),
        (("devices", "read"), "kind"),
        (("devices", "read", *READER, "--colour", "red"), "--colour"),
    ],
)
def test_words_that_make_no_command_are_answered_as_json_too(said, arguments, named):
    code, told, stderr = said(*arguments)
    assert (code, told["ok"]) == (2, False)
    assert named in told["error"] and "_metres" not in told["error"]
    assert stderr.startswith("usage: kiosk ") and told["error"] in stderr


def test_a_shell_hears_the_same_exit_code():
    done = subprocess.run([KIOSK, "devices", "toast"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "") and "'toast'" in done.stderr


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "没有字"),
        (" \n\n", "没有字"),
        ("第一行\n有\x1bp指令", "第 2 行有打不出的控制字符 U+001B（ESC）"),
        ("a\tb", "第 1 行有打不出的控制字符 U+0009（制表符）"),
        ("a\x0cb", "第 1 行有打不出的控制字符 U+000C"),
        ("a\rb", "第 1 行有打不出的控制字符 U+000D"),
    ],
)
def test_a_text_that_paper_would_show_otherwise_is_not_printed(said, tmp_path, text, named):
    (tmp_path / "slip.txt").write_text(text, "utf-8", newline="")
    code, told, _ = said("devices", "print", "slip.txt", *PRINTER)
    assert (code, told["ok"]) == (2, False) and named in told["error"] and "slip.txt" in told["error"]


def test_a_text_that_is_not_there_and_one_in_another_encoding_are_two_things(said, tmp_path):
    code, told, _ = said("devices", "print", "slip.txt", *PRINTER)
    assert code == 2 and "slip.txt" in told["error"] and "UTF-8" not in told["error"]
    (tmp_path / "slip.txt").write_bytes("回执".encode("gb18030"))
    assert "不是 UTF-8" in said("devices", "print", "slip.txt", *PRINTER)[1]["error"]


def test_a_configuration_that_was_named_has_to_be_there(said):
    code, told, _ = said("devices", "test", "card_reader", "--config", "typo.toml")
    assert (code, told["error"]) == (2, "没有配置文件 typo.toml")


def test_a_port_that_is_a_file_is_no_loose_cable(said, tmp_path):
    (tmp_path / "port").write_text("", "utf-8")
    where = ("--adapter", "sdt_serial", "--option", f"port={tmp_path / 'port'}")
    code, told, _ = said("devices", "read", "card_reader", *where, "--timeout", "1")
    assert (code, told["error"]) == (1, "link.absent") and "不是设备" in told["technician"]


def test_an_interrupt_is_a_sentence_and_no_trace(said, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(plain, "lines", interrupted)
    code, told, stderr = said("devices", "print", "slip.txt", *PRINTER)
    assert (code, told) == (130, {"ok": False, "error": "已中断"}) and "Traceback" not in stderr


def test_the_lines_of_a_text_are_those_that_an_editor_shows(tmp_path):
    (tmp_path / "slip.txt").write_bytes("\ufeff回执\r\n\r\n第二行\u2028还是\r\n".encode())
    assert plain.lines(tmp_path / "slip.txt") == ["回执", "", "第二行\u2028还是"]


def test_a_report_that_is_not_there_is_named_before_any_configuration(said):
    code, told, _ = said("doctor", "--verify", "nofile.json")
    assert code == 2 and "nofile.json" in told["error"] and "mistakes" not in told


def test_of_a_report_on_paper_the_file_to_prove_is_named(said, tmp_path):
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.4\n")
    code, told, _ = said("doctor", "--verify", "report.pdf")
    assert code == 2 and "report.pdf" in told["error"] and "附件 readiness.json" in told["error"]
