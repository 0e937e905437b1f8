"""Two terminals with the same items make the same filing of the same answers (domain S-08)."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime

import pytest

from kiosk.flows.loader import RESOURCES, load_items
from kiosk.flows.session import Session, card_fact
from kiosk.terminal.filing import Maker
from kiosk.terminal.words import Site
from kiosk.wire.envelope import OpeningKey, SigningKey
from kiosk.wire.identity import Identity
from tests.people import ADULT

PLATFORM = OpeningKey.generate()
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ANSWERS = {"region": "310000", "certificate": "payments"}


def terminal(folder, number):
    """One that has its own copy of the items, its own name, keys and place."""
    for part in ("items", "codes"):
        shutil.copytree(RESOURCES / part, folder / part)
    signing = SigningKey.generate()
    identity = Identity(
        folder, f"330521-0001-{number}", f"3305210001{number}", signing, signing.public, PLATFORM.public
    )
    return load_items(folder / "items"), Maker(identity, Site(f"示范点 {number}", "12345"))


def answered(flow, **typed):
    session = Session("one-and-the-same", flow, date(2026, 11, 21)).agree("notice", "t")
    session = session.learn("card", card_fact(ADULT)).learn("confirmation", {"state": "deferred"})
    for key, value in ANSWERS.items():
        session = session.answer(key, {key: value})
    session = session.answer("period", typed)
    assert session.step.kind == "Review"
    return session


def body(terminal, **typed):
    """What the platform opens of what this terminal would send."""
    items, maker = terminal
    prepared = maker.prepare(answered(items["si-certificate"], **typed), "person", NOW, "zh-CN")
    (part,) = prepared.parts
    return PLATFORM.open(part.sealed, prepared.id, part.name)


@pytest.fixture
def two(tmp_path):
    return terminal(tmp_path / "one", "001"), terminal(tmp_path / "two", "002")


def test_the_same_answers_are_the_same_bytes_at_any_terminal_however_they_were_typed(two):
    one, other = two
    first = body(one, period_from="202501", period_to="202603")
    assert first == body(other, period_from="2025年1月", period_to="2026-03")
    assert json.loads(first)["answers"]["period_from"] == "2025-01"


def test_another_answer_is_another_filing(two):
    one, other = two
    assert body(one, period_from="202501", period_to="202603") != body(
        other, period_from="202502", period_to="202603"
    )


def test_an_item_that_somebody_edited_shows_in_the_filing(two, tmp_path):
    one, _ = two
    path = tmp_path / "two" / "items" / "si-certificate.yaml"
    path.write_text(path.read_text("utf-8").replace("<= 36", "<= 48"), "utf-8")
    edited = load_items(path.parent), two[1][1]
    typed = {"period_from": "202501", "period_to": "202603"}
    assert json.loads(body(one, **typed))["definition"] != json.loads(body(edited, **typed))["definition"]
