"""The show itself: a scripted citizen with real pointer events, and verified signed receipts at the end."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


@pytest.mark.timeout(300)  # a minute on a quiet machine; the verdict is not how fast it is
def test_the_citizen_does_the_whole_job(tmp_path):
    out = tmp_path / "demo"
    command = [sys.executable, "-m", "kiosk", "demo", "--json", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["ok"] is True
    assert told["taps"] == 6
    assert [f["item"] for f in told["filings"]] == ["si-certificate", "si-certificate"]
    assert all(f["receipt_verified"] and f["outcome"] == "result_ready" for f in told["filings"])
    assert len(told["pictures"]) >= 25
    assert all((out / p.split("/demo/", 1)[1]).stat().st_size > 5000 for p in told["pictures"])
    timeline = json.loads((out / "timeline.json").read_text("utf-8"))
    assert [chapter["chapter"] for chapter in timeline["chapters"]] == [
        "online",
        "offline",
        "collect",
        "around",
    ]
    assert len(timeline["slips"]) == 2
    assert len(timeline["documents"]) == 2
    assert "有网络" in (out / "index.html").read_text("utf-8")


def test_a_folder_of_somebody_is_not_emptied(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    command = [sys.executable, "-m", "kiosk", "demo", "--json", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert (tmp_path / "mine.txt").exists()


def test_an_item_without_a_story_is_named(tmp_path):
    command = [sys.executable, "-m", "kiosk", "demo", "--json", "--item", "x", "--out", str(tmp_path / "o")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert json.loads(done.stdout)["ok"] is False


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_what_only_informs_is_shown_to_its_last_page(tmp_path):
    out = tmp_path / "demo"
    command = [sys.executable, "-m", "kiosk", "demo", "--json", "--item", "village-books", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["ok"] is True and told["filings"] == [] and told["typed"] == 0
    timeline = json.loads((out / "timeline.json").read_text("utf-8"))
    pages = [page["page"] for page in timeline["chapters"][0]["pages"]]
    assert pages == ["home", "shelf", "notice", "village", "what", "answer"]
