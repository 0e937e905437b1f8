"""Every shipped matter, walked by the scripted citizen to its true end; and what they are going to say."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

from kiosk import demo
from kiosk.demo.planning import PlanError, plan
from kiosk.demo.visits import VISITS, Visit, visit
from kiosk.flows.definition import Form, Review
from tests import shipped

DAY = date(2026, 11, 23)
WALKED = [item for item in shipped.items() if item not in demo.STORIES]


def test_what_will_be_said_fits_every_field_and_names_whose_cards_are_wanted():
    told = plan(shipped.items()["petition"], visit("petition"), DAY)
    assert told.people == ("liu-yang",)
    assert told.answers["petitioners.1.name"] == "刘洋" and told.answers["petitioners"] == "0,1"
    assert told.answers["owed"] == "200000.00"


def test_whoever_would_be_stopped_takes_another_way_and_who_insists_has_no_plan():
    flow = shipped.items()["street-report"]
    assert plan(flow, Visit(), DAY).answers["what"] == "facility"
    with pytest.raises(PlanError, match="stops at situation"):
        plan(shipped.items()["house-transfer"], Visit(answers={"situation": "gift"}), DAY)


def test_the_visits_are_of_shipped_matters():
    assert VISITS.keys() <= shipped.items().keys()


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("item", WALKED)
def test_every_shipped_matter_is_walked_to_its_end(item, tmp_path):
    out = tmp_path / "demo"
    command = [sys.executable, "-m", "kiosk", "demo", "--json", "--item", item, "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=580)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["ok"] is True
    files = isinstance(shipped.items()[item].steps[-1], Review)
    assert [filing["item"] for filing in told["filings"]] == ([item] if files else [])
    assert told["facts"] > 0 and told["taps"] > told["facts"] - 1
    assert bool(told["printed"]) == files
    asked = [step for step in shipped.items()[item].steps if isinstance(step, Form) and not step.when]
    typed = any(not field.values and not field.optional for step in asked for field in step.fields)
    assert bool(told["typed"]) >= typed
