"""The tools of who writes and publishes items, as they are called at a keyboard."""

from __future__ import annotations

import json
import os
import pty
import subprocess

import pytest

from kiosk.config import RESOURCES
from kiosk.flows import skeleton
from tests.cli.test_commands import KIOSK, kiosk

CERTIFICATE = RESOURCES / "items" / "si-certificate.yaml"


def test_a_case_is_explained_from_a_file(tmp_path):
    case = tmp_path / "case.json"
    case.write_text('{"today": "2026-07-01", "answers": {"certificate": "payments"}}', "utf-8")
    code, told, _ = kiosk(
        "flows", "explain", "si-certificate", "--case", str(case), "--step", "period", "--json"
    )
    (reason,) = told["reasons"]
    assert (code, reason["holds"], reason["names"]) == (0, True, {"certificate": "payments"})


@pytest.mark.parametrize("text", ["", "[]", '{"today": "soon"}', '{"answers": 3}'])
def test_a_case_that_is_none_is_said_in_one_sentence(tmp_path, text):
    case = tmp_path / "case.json"
    case.write_text(text, "utf-8")
    code, told, said = kiosk("flows", "explain", "si-certificate", "--case", str(case), "--json")
    assert (code, told["ok"]) == (2, False)
    assert "案例" in said and "Traceback" not in said


def test_two_versions_are_compared(tmp_path):
    newer = tmp_path / "si-certificate.yaml"
    text = CERTIFICATE.read_text("utf-8")
    newer.write_text(text.replace("<= 36", "<= 24"), "utf-8")
    code, told, _ = kiosk("flows", "diff", str(CERTIFICATE), str(newer), "--walks", "30", "--json")
    assert code == 0
    assert told["changes"] == [{"what": "changed", "where": "step period", "parts": ["checks"]}]
    assert told["drafts"]["walks"] == 30


def test_a_pack_is_made_and_verified_and_another_publishers_is_not(tmp_path):
    key, out = tmp_path / "publisher.pem", tmp_path / "items.zip"
    public = [
        subprocess.run([KIOSK, "flows", "key", str(path)], capture_output=True, text=True).stdout.strip()
        for path in (key, tmp_path / "other.pem")
    ]
    assert key.stat().st_mode & 0o077 == 0
    code, told, _ = kiosk("flows", "pack", str(out), "--key", str(key), "--json")
    assert (code, told["publisher"]) == (0, public[0])
    code, told, _ = kiosk("flows", "verify", str(out), f"--publisher={public[0]}", "--json")
    assert code == 0
    assert "si-certificate" in told["items"]
    code, told, said = kiosk("flows", "verify", str(out), f"--publisher={public[1]}", "--json")
    assert (code, told["ok"]) == (2, False)
    assert "发布者" in said


def test_a_wrong_item_is_not_published(tmp_path):
    (tmp_path / "items").mkdir()
    (tmp_path / "items" / "bad.yaml").write_text("item: bad\n", "utf-8")
    subprocess.run([KIOSK, "flows", "key", str(tmp_path / "k.pem")], capture_output=True, check=True)
    out = tmp_path / "items.zip"
    arguments = ["--key", str(tmp_path / "k.pem"), "--resources", str(tmp_path)]
    code, _, said = kiosk("flows", "pack", str(out), *arguments)
    assert code == 2
    assert "bad.yaml:1" in said
    assert not out.exists()


def test_a_new_item_is_asked_for_at_the_keyboard_and_passes_the_check(tmp_path):
    items = tmp_path / "items"
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [KIOSK, "flows", "new", "senior-pass", "--items", str(items)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as asking:
        os.write(ours, "老年优待证\n".encode() + b"\n" * (len(skeleton.QUESTIONS) - 1))
        out, asked = asking.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert asking.returncode == 0, asked.decode()
    assert all(question.asks in asked.decode() for question in skeleton.QUESTIONS)
    assert str(items / "senior-pass.yaml") in out.decode()
    code, told, _ = kiosk("flows", "check", "--items", str(items), "--json")
    assert (code, told["items"]) == (0, 1)
    said = tmp_path / "said.json"
    said.write_text(json.dumps({"title": "x"}), "utf-8")
    code, _, said_back = kiosk("flows", "new", "senior-pass", "--items", str(items), "--answers", str(said))
    assert code == 2
    assert "不覆盖" in said_back
