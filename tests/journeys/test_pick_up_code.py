"""The code on a slip, held under the scanner, leads to its own result and to nobody else's."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from acceptance import tables
from kiosk.devices.virtual import state
from kiosk.devices.virtual.code_scanner import CodeScannerState
from kiosk.model import Outcome, Status
from kiosk.receipt import qr
from tests.acceptance.station import Station, person
from tests.journeys.sayings import says_once
from tests.journeys.scanning import hold


def shows(visitor, code):
    view, results = visitor.shell.view, visitor.shell.session.aftermath.results
    page, codes = view.page_name(), view._machine.codes
    visitor.until(lambda: codes.property("ready"), "the scanner")

    def is_read():
        told = codes.property("says") or (page == "Results" and results.property("says"))
        return told or view.page_name() != page

    hold(visitor, code, is_read, "what the code leads to")


def slip_code(visitor, filing):
    return qr(filing.number, Outcome(Status.HELD, visitor.place.clock()))


def files(visitor):
    """A certificate that is ready; its person has gone."""
    visitor.walks_to_review()
    visitor.tap("submit")
    visitor.sees("Preview")
    filing = visitor.shell.session.aftermath.filing
    visitor.takes_card()
    visitor.shell.session.end()
    visitor.sees("Home")
    return filing


def confirms_as(visitor, person="liu-yang"):
    visitor.sees("ReadCard")
    visitor.lays_card(person)
    visitor.sees("ConfirmByPhone")
    visitor.confirms(person)


@pytest.mark.parametrize("shown", ["slip", pytest.param("number", marks=pytest.mark.soak)])
def test_a_code_at_home_opens_its_result_once_the_person_has_proved_who_they_are(equipped_visitor, shown):
    visitor = equipped_visitor
    filing = files(visitor)
    shows(visitor, slip_code(visitor, filing) if shown == "slip" else filing.number)
    confirms_as(visitor)
    visitor.sees("Preview")
    assert visitor.shell.session.aftermath.results._info.filing == filing.id


def test_a_code_before_the_list_opens_the_one_it_means(equipped_visitor):
    visitor = equipped_visitor
    filing = files(visitor)
    visitor.tap("collect")
    confirms_as(visitor)
    visitor.sees("Results")
    shows(visitor, slip_code(visitor, filing))
    visitor.sees("Preview")
    assert visitor.shell.session.aftermath.results._info.filing == filing.id


@pytest.fixture
def another_machine(equipped_visitor, tmp_path):
    return Station.enrol(equipped_visitor.place.server, tmp_path / "another")


def test_what_was_filed_at_another_machine_is_found_by_its_slip(equipped_visitor, another_machine):
    made = another_machine.filed(person("liu-yang"))
    shows(equipped_visitor, f"kiosk:filing:{made.object.number}:accepted")
    confirms_as(equipped_visitor)
    equipped_visitor.sees("Preview")
    assert equipped_visitor.shell.session.aftermath.results._info.filing == made.id


STANDS = {
    "in_progress": "这件是在另一台机器上办的，还没有结果。有了以后，在哪台机器上都能取",
    "correction_required": "这件是在另一台机器上办的。有的内容没有填。请重新办一次，每一步都填好",
}


@pytest.mark.parametrize("status", STANDS)
def test_of_what_has_no_result_yet_it_is_said_where_it_stands(equipped_visitor, another_machine, status):
    visitor, station = equipped_visitor, another_machine
    session = station.walk(person("liu-yang"), None)
    unfinished = replace(session, answers={"region": "330500"})
    made = station.make(unfinished)
    assert station.receipt(station.send(made)).status is Status.CORRECTION_REQUIRED
    with visitor.place.server.database.writing() as connection:  # as an office would go on with it
        of_it = update(tables.filings).where(tables.filings.c.id == made.id)
        connection.execute(of_it.values(status=status))
    shows(visitor, f"kiosk:filing:{made.object.number}:received")
    confirms_as(visitor)
    visitor.sees("Results")
    says_once(visitor, STANDS[status])


def test_the_slip_of_somebody_else_opens_nothing_and_says_so(equipped_visitor):
    visitor = equipped_visitor
    filing = files(visitor)
    shows(visitor, slip_code(visitor, filing))
    confirms_as(visitor, "chen-wei")
    visitor.sees("Results")
    says_once(visitor, "您的结果里没有这个码对应的。请看看是不是您自己的凭条，或从下面选")
    assert visitor.shell.session.aftermath.results._info is None


def test_a_code_that_is_none_gets_one_sentence_at_home(equipped_visitor):
    visitor = equipped_visitor
    visitor.sees("Home")
    shows(visitor, "https://example.invalid/pay?to=me")
    says_once(visitor, "这不是凭条上的码。请扫凭条上的二维码。")
    assert visitor.page == "Home" and "example" not in visitor.reads()


def test_on_other_pages_the_scanner_rests(equipped_visitor):
    visitor = equipped_visitor
    visitor.until(lambda: state.read(visitor.place.states, CodeScannerState).lit, "the light at home")
    visitor.tap("item.si-certificate")
    visitor.sees("Notice")
    visitor.until(lambda: not state.read(visitor.place.states, CodeScannerState).lit, "no light any more")


def test_a_scanner_that_is_unplugged_changes_nothing_and_comes_back(equipped_visitor):
    visitor = equipped_visitor
    state.update(visitor.place.states, CodeScannerState, fault="unplugged")
    visitor.until(lambda: not visitor.shell.view._machine.codes.property("ready"), "the scanner gone")
    visitor.until(lambda: "扫" not in visitor.reads(), "a page that offers no scanner")
    assert visitor.can_tap("collect")
    state.update(visitor.place.states, CodeScannerState, fault=None)
    shows(visitor, "no pick-up code")
    says_once(visitor, "这不是凭条上的码。请扫凭条上的二维码。")
