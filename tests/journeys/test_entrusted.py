"""A certificate of a city without a line: taken here, made there (异地代收代办)."""

from __future__ import annotations

import json
import subprocess

import pytest

from kiosk.model import Status
from tests.devices.rigs import until

ONCE_IN_WUHAN, NEVER = "shen-lei", "chen-wei"
WUHAN = "420100"


def words(visit) -> str:
    """What the slip that came out last says."""
    return json.dumps(json.loads(visit.slips()[-1].with_suffix(".json").read_text()), ensure_ascii=False)


def comes_to(visit, filing, status) -> None:
    def so() -> bool:
        visit.sync_line()
        return visit.outcome(filing).status is status

    until(so, 30)


def test_it_is_made_where_the_person_was_insured_and_printed_at_any_terminal(visit):
    session = visit.finished(ONCE_IN_WUHAN, region=WUHAN, entrusted="later")
    assert "delivery" not in session.normal_answers, "nobody is promised paper that is not there yet"
    filing = visit.terminal.file(session)
    visit.terminal.print_slip(session, filing)
    assert "到任一终端打印" in words(visit)
    comes_to(visit, filing, Status.RESULT_READY)
    back = visit.confirm(visit.identify(ONCE_IN_WUHAN), ONCE_IN_WUHAN)
    (info,) = [found for found in visit.terminal.results(back).found if found.filing == filing.id]
    before = len(visit.pages())
    visit.terminal.print_result(info, visit.terminal.result(back, info))
    command = ["pdftotext", "-layout", visit.pages()[before], "-"]
    assert "武汉市" in subprocess.run(command, capture_output=True, check=True, text=True).stdout


def test_who_could_not_confirm_yet_is_kept_waiting_by_no_office(visit):
    session = visit.terminal.prefill(visit.terminal.defer_confirmation(visit.identify(ONCE_IN_WUHAN)))
    session = visit.answer(session, region=WUHAN)
    assert session.normal_answers["entrusted"] == "later"
    filing = visit.terminal.file(session)
    comes_to(visit, filing, Status.RESULT_READY)


def test_an_office_that_knows_nobody_of_that_name_says_so(visit):
    filing = visit.terminal.file(visit.finished(NEVER, region=WUHAN, entrusted="office"))
    comes_to(visit, filing, Status.REFUSED)
    back = visit.confirm(visit.identify(NEVER), NEVER)
    assert filing.id not in [found.filing for found in visit.terminal.results(back).found]


@pytest.mark.parametrize(("region", "asks"), [("310000", "delivery"), (WUHAN, "entrusted")])
def test_each_city_asks_once_how_the_certificate_is_handed_over(visit, region, asks):
    session = visit.confirm(visit.identify(NEVER), NEVER)
    session = session.answer("region", {"region": region}).answer("certificate", {"certificate": "insured"})
    choices = {"delivery", "entrusted"} & {step.key for step in session.path}
    assert choices == {asks}
