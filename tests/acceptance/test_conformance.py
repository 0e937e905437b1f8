"""The kit finds every promise kept by the real platform, and names what a broken one breaks."""

from __future__ import annotations

import json
import shutil

import pytest
import yaml

from acceptance import conformance
from acceptance.cli import main
from kiosk.flows.loader import RESOURCES, load_items
from kiosk.wire.identity import enrol
from tests.acceptance import broken_platform as faults
from tests.acceptance.server import Server

UNSEEN = {"P1", "P3", "P12", "P16"}
BREAKS = (
    (faults.forgets_the_signature, "P8", "BadSignature"),
    (faults.answers_with_a_page, "P8", "200 (text/html)"),
    (faults.loses_a_commit, "P6", "called missing"),
    (faults.changes_a_receipt, "P2", "the same filing again got another receipt"),
    (faults.skips_an_event, "P15", "from 1 to 3"),
    (faults.takes_any_digest, "P4", "Content-Digest of other bytes"),
    (faults.takes_any_signature, "P4", "by a key that was never enrolled"),
    (faults.takes_what_it_cannot_open, "P5", "in the clear was answered 201"),
    (faults.tells_of_no_gap, "P6", "never sent: named missing []"),
    (faults.notices_nothing, "P6", "sequence_went_back was not noticed"),
    (faults.keeps_a_half, "P7", "half of a filing"),
    (faults.fails_in_html, "P9", "no problem+json (text/html)"),
    (faults.names_no_time, "P10", "503 without a Retry-After"),
    (faults.lets_one_spoil_a_batch, "P10", "number 1 of a batch was answered 422"),
    (faults.tells_of_no_gap, "P11", "forgotten: named missing []"),
    (faults.never_begins_anew, "P11", "beyond the end of the feed"),
    (faults.refuses_what_it_does_not_know, "P13", "was answered 422"),
    (faults.believes_the_terminals_clock, "P14", "the terminal's time"),
)


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """The product's items, of which one was another a version ago."""
    earlier = tmp_path_factory.mktemp("earlier")
    for kind in ("items", "codes"):
        shutil.copytree(RESOURCES / kind, earlier / kind)
    path = earlier / "items" / "si-certificate.yaml"
    item = yaml.safe_load(path.read_text("utf-8"))
    for other in (earlier / "items").glob("*.yaml"):
        if other != path:
            other.unlink()
    later = earlier.parent / "later"
    shutil.copytree(earlier, later)
    newer = later / "items" / path.name
    newer.write_text(yaml.safe_dump(item | {"version": item["version"] + 1}, allow_unicode=True), "utf-8")
    return newer, path


@pytest.fixture(scope="module")
def platform(tmp_path_factory, editions):
    now, earlier = editions
    options = ("--items", str(now.parent), "--earlier-items", str(earlier.parent))
    running = Server(tmp_path_factory.mktemp("judged") / "data", *options)
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def identity(platform, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kit") / "identity"
    return enrol(folder, platform.public_url, platform.code(), platform.ca)


def test_the_real_platform_keeps_every_promise_that_can_be_seen(platform, editions, tmp_path, capsys):
    now, earlier = editions
    report = tmp_path / "report.json"
    options = ["--url", platform.url, "--public-url", platform.public_url, "--ca", platform.ca]
    options += ["--enrol-code", platform.code(), "--item", str(now), "--earlier-item", str(earlier)]
    code = main(["conformance", *options, "--report", str(report), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (code, told["ok"]) == (0, True), told
    assert [one["name"] for one in told["promises"]] == [f"P{n}" for n in range(1, 17)]
    assert {one["name"] for one in told["promises"] if one["kept"] is None} == UNSEEN
    assert all(one["evidence"] and one["title"] for one in told["promises"])
    assert json.loads(report.read_text("utf-8")) == told
    versions = next(one for one in told["promises"] if one["name"] == "P13")["evidence"]
    assert versions.count("judged by its own rules") == 2


def test_an_edition_before_the_last_one_is_not_judged_by_its_own_rules(platform, identity, editions):
    current = load_items(editions[0].parent)["si-certificate"]
    strange = conformance.Definition(current.item, current.version - 1, "8" * 64)
    (verdict,) = conformance.judge(platform.url, identity, [strange], only=["P13"])
    assert verdict.kept is False and "si-certificate" in verdict.evidence


def test_a_proxy_that_alters_nothing_breaks_nothing(platform, identity):
    with faults.broken(platform, identity, faults.honest) as url:
        verdicts = conformance.judge(url, identity, only=["P2", "P4", "P6", "P7", "P11", "P15"])
    assert {verdict.name: verdict.kept for verdict in verdicts} == dict.fromkeys(
        ("P2", "P4", "P6", "P7", "P11", "P15"), True
    ), verdicts


@pytest.mark.parametrize(
    ("fault", "promise", "seen"),
    [
        pytest.param(*broken, marks=[] if n % 4 == 0 else [pytest.mark.soak])
        for n, broken in enumerate(BREAKS)
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_what_is_broken_is_named(platform, identity, fault, promise, seen):
    with faults.broken(platform, identity, fault) as url:
        (verdict,) = conformance.judge(url, identity, only=[promise])
    assert verdict.kept is False, verdict
    assert seen in verdict.evidence


def test_being_sent_away_with_a_slot_breaks_nothing(platform, identity):
    with faults.broken(platform, identity, faults.gives_slots) as url:
        verdicts = conformance.judge(url, identity, only=["P10", "P15"])
    assert [verdict.kept for verdict in verdicts] == [True, True], verdicts
    assert "turned away, each with its slot" in verdicts[0].evidence


def test_every_promise_that_can_be_seen_is_seen_broken_here():
    assert {promise for _, promise, _ in BREAKS} == {f"P{n}" for n in range(1, 17)} - UNSEEN


def test_a_broken_platform_is_told_to_people_and_machines(platform, identity, capsys):
    known = ["--ca", platform.ca, "--identity", str(identity.folder), "--only", "P8", "--only", "P9"]
    with faults.broken(platform, identity, faults.answers_with_a_page) as url:
        assert main(["conformance", "--url", url, *known]) == 1
    said = capsys.readouterr().out
    assert "P8  BROKEN" in said and "200 (text/html)" in said
    assert said.splitlines()[-1].startswith("Broken: P8")


def test_where_there_is_no_platform_there_is_nothing_to_judge(platform, identity, capsys):
    options = ["--url", "https://127.0.0.1:9", "--ca", platform.ca, "--identity", str(identity.folder)]
    assert main(["conformance", *options, "--json"]) == 2
    told = capsys.readouterr()
    assert json.loads(told.out)["ok"] is False and "nothing to judge" in told.err
    assert main(["conformance", "--url", platform.url, "--ca", platform.ca]) == 2
    assert "--enrol-code or --identity" in capsys.readouterr().err
