"""Somebody reports what is broken: nobody is asked who they are, and nobody is kept (domain S-79)."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest

from acceptance.keys import Keys
from kiosk.model import Status
from tests.ui.parent import Parent

PICTURES = os.environ.get("KIOSK_PICTURES")  # a folder, to look at what is reported on here
LAMP = "千秋街 12 号门口"


@pytest.fixture
def passer_by(place, tmp_path):
    with Parent.arrives(place, tmp_path) as somebody:
        yield somebody


def pictured(somebody, name):
    if PICTURES:
        somebody.look().save(str(Path(PICTURES, f"report-{name}.png")))


def reports(somebody, contact="none"):
    somebody.picks_matter("street-report")
    pictured(somebody, "guide")
    somebody.tap("agree")
    pictured(somebody, "what")
    somebody.picks("what", "facility")
    somebody.sees("Form", "place")
    somebody.fills(where_it_is=LAMP)
    somebody.picks("contact", contact)
    if contact == "phone":
        somebody.sees("Form", "number")
        somebody.fills(phone="13800000000")
    somebody.sees("Review")
    pictured(somebody, "review")
    somebody.tap("submit")


def kept_at_platform(server, item):
    """What the platform has of the filings of an item, opened with its own key."""
    keys = Keys.open(server.data)
    with sqlite3.connect(f"file:{server.data / 'platform.sqlite'}?mode=ro", uri=True) as db:
        filings = db.execute("select id, person, status from filings where item = ?", (item,)).fetchall()
        bodies = [
            keys.opening.open(content, id, "body")
            for id, _, _ in filings
            for (content,) in db.execute("select sealed from parts where filing = ? and name = 'body'", (id,))
        ]
    db.close()
    return filings, [json.loads(body) for body in bodies]


def test_an_anonymous_report_stores_no_identity(passer_by):
    reports(passer_by)
    session = passer_by.session
    passer_by.sees("Outcome", at_rest=False)
    passer_by.until(
        lambda: passer_by.terminal.outcome(session.id).status is Status.RECEIVED, "the platform's word"
    )
    pictured(passer_by, "outcome")
    filings, bodies = kept_at_platform(passer_by.place.server, "street-report")
    mine = bodies[[id for id, _, _ in filings].index(session.id)]
    assert mine["answers"] == {"what": "facility", "where_it_is": LAMP, "words": "", "contact": "none"}
    assert not mine["applicant"] and "card" not in mine["facts"]


def test_who_leaves_a_number_gives_that_and_nothing_else(passer_by):
    reports(passer_by, "phone")
    passer_by.until(lambda: passer_by.page not in ("Review", ""), "the outcome")
    assert passer_by.session.applicant is None
    assert passer_by.session.normal_answers["phone"] == "13800000000"


def test_wages_are_somebody_elses_matter_and_the_page_says_whose(passer_by):
    passer_by.picks_matter("street-report")
    passer_by.tap("agree")
    passer_by.picks("what", "wages")
    passer_by.sees("Stop")
    assert "12333" in passer_by.reads()
    pictured(passer_by, "wages")
