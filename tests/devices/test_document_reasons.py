"""Each reason that an A4 printer can name, on command at the virtual one, and what it means."""

import pytest

from kiosk.devices.document_printer._printer_state import at_work, snapshot
from kiosk.devices.virtual.document_conditions import REASONS, DocumentConditionState
from kiosk.devices.virtual.state import StateError
from kiosk.model import Completion, DeviceError, DeviceState, Level, Supply
from tests.devices.rigs import until

PDF = b"%PDF-1.4\nsynthetic\n%%EOF\n"
FAULT, ATTENTION, ONLINE = DeviceState.FAULT, DeviceState.ATTENTION, DeviceState.ONLINE
MEANING = {
    "media-empty": (FAULT, "media.empty"),
    "media-needed": (FAULT, "media.empty"),
    "media-jam": (FAULT, "media.jam"),
    "media-low": (ATTENTION, "media.low"),
    "input-tray-missing": (FAULT, "tray.missing"),
    "toner-empty": (FAULT, "toner.empty"),
    "toner-low": (ATTENTION, "toner.low"),
    "marker-supply-empty": (FAULT, "toner.empty"),
    "marker-supply-low": (ATTENTION, "toner.low"),
    "marker-waste-full": (FAULT, "waste.full"),
    "marker-waste-almost-full": (ATTENTION, "waste.low"),
    "cover-open": (FAULT, "cover.open"),
    "door-open": (FAULT, "door.open"),
    "interlock-open": (FAULT, "door.open"),
    "output-area-full": (FAULT, "output.full"),
    "output-area-almost-full": (ATTENTION, "output.low"),
    "spool-area-full": (FAULT, "spool.full"),
    "fuser-over-temp": (FAULT, "fuser.hot"),
    "fuser-under-temp": (FAULT, "fuser.cold"),
    "opc-life-over": (FAULT, "drum.worn"),
    "opc-near-eol": (ATTENTION, "drum.low"),
    "paused": (FAULT, "printer.paused"),
    "moving-to-paused": (FAULT, "printer.paused"),
    "shutdown": (FAULT, "printer.off"),
    "stopped-partly": (ATTENTION, "printer.partly"),
    "timed-out": (FAULT, "printer.timeout"),
    "connecting-to-device": (ATTENTION, "printer.connecting"),
    "offline": (FAULT, "printer.offline"),
    "sleep-mode": (ONLINE, None),
}


def refusal(adapter, job="job"):
    with pytest.raises(DeviceError) as caught:
        adapter.print(job, PDF, 10)
    assert caught.value.fault.citizen and caught.value.fault.technician
    return caught.value


def test_every_reason_has_its_meaning():
    assert set(MEANING) == set(REASONS)


@pytest.mark.parametrize("reason", MEANING)
def test_a_reason_is_told_and_over_when_it_is_over(office, reason):
    state, code = MEANING[reason]
    office.condition(reasons=reason)
    adapter = office.open()
    found = adapter.status()
    assert (found.state, [fault.code for fault in found.faults]) == (state, [code] if code else [])
    if state is FAULT:
        assert refusal(adapter).fault.code == code
        assert not office.documents()
    office.condition(reasons="")
    assert (adapter.status().state, adapter.status().faults) == (ONLINE, ())


def test_what_is_only_a_warning_prints(office):
    office.condition(reasons=",".join(reason for reason, (state, _) in MEANING.items() if state is not FAULT))
    office.open().print("job", PDF, 10)
    assert office.documents() == [PDF]


def test_each_reason_has_a_technicians_sentence_of_its_own(office):
    adapter = office.open()
    said = []
    for reason in MEANING:
        office.condition(reasons=reason)
        said += [fault.technician for fault in adapter.status().faults]
    assert len(set(said)) == len(said) == len(MEANING) - 1


def test_the_printers_own_suffix_says_how_bad_it_is(office):
    adapter = office.open()
    for reason, state in [("media-low-error", FAULT), ("cover-open-warning", ATTENTION)]:
        office.condition(reasons=reason)
        assert adapter.status().state is state
    office.condition(reasons="media-jam-report")
    assert adapter.status().state is ONLINE
    office.condition(reasons="offline-report")
    assert (adapter.status().state, adapter.status().worst.code) == (FAULT, "printer.offline")


def test_the_worst_is_told_first_and_none_is_lost(office):
    office.condition(
        reasons="toner-low,opc-near-eol-report,media-low-warning,interlock-open,fuser-over-temp-error"
    )
    codes = [fault.code for fault in office.open().status().faults]
    assert codes == ["door.open", "fuser.hot", "toner.low", "media.low"]


def test_a_printer_that_takes_no_jobs_is_not_ready(office):
    office.condition(accepting=False)
    adapter = office.open()
    found = adapter.status()
    assert (found.state, found.worst.code) == (FAULT, "printer.refuses")
    assert adapter.check(Level.INTERNAL).result == "fail"
    error = refusal(adapter)
    assert (error.completion, error.fault.code) == (Completion.DEVICE_NOT_READY, "printer.refuses")
    office.condition(accepting=True)
    adapter.print("job", PDF, 10)
    assert office.documents() == [PDF]


def test_a_printer_that_stops_taking_jobs_finishes_the_one_it_has(office):
    office.device._seconds = 0.3
    adapter = office.open()
    ask = adapter._client.ask

    def asked(operation, fields=(), document=b""):
        answer = ask(operation, fields, document)
        if document:
            office.condition(accepting=False)
        return answer

    adapter._client.ask = asked
    adapter.print("job", PDF, 20)
    assert office.documents() == [PDF]
    assert not adapter.status().ready


def test_a_printer_without_pdf_is_not_ready(office):
    office.condition(pdf=False, reasons="media-low")
    adapter = office.open()
    found = adapter.status()
    assert (found.state, [fault.code for fault in found.faults]) == (FAULT, ["format.pdf", "media.low"])
    assert refusal(adapter).completion is Completion.UNSUPPORTED
    assert not office.documents()


@pytest.mark.parametrize(
    ("markers", "low_markers", "supply", "state"),
    [
        ("80", "", Supply.FULL, ONLINE),
        ("1", "", Supply.LOW, ATTENTION),
        ("0,80", "", Supply.OUT, ATTENTION),
        ("80,0", "", Supply.OUT, ATTENTION),
        ("11", "", Supply.FULL, ONLINE),
        ("10", "", Supply.LOW, ATTENTION),
        ("9", "5", Supply.FULL, ONLINE),
        ("20,80", "25,5", Supply.LOW, ATTENTION),
        ("20,80", "-1,5", Supply.FULL, ONLINE),
        ("-2", "", Supply.UNKNOWN, ONLINE),
        ("-3,80", "", Supply.UNKNOWN, ONLINE),
        ("-2,3", "", Supply.LOW, ATTENTION),
    ],
)
def test_the_lowest_marker_decides(office, markers, low_markers, supply, state):
    office.condition(markers=markers, low_markers=low_markers)
    found = office.open().status()
    assert (found.supplies["toner"], found.state) == (supply, state)
    if state is ATTENTION:
        assert [(fault.code, fault.severity) for fault in found.faults] == [("toner.low", "warning")]


def test_a_waste_box_is_no_marker():
    facts = {"printer-state": (3,), "marker-levels": (80, 2), "marker-types": ("toner", "waste-toner")}
    assert at_work(facts).supplies["toner"] is Supply.FULL
    assert at_work({**facts, "marker-types": ("toner", "ink")}).supplies["toner"] is Supply.LOW
    assert snapshot({"printer-state": (3,)}).supplies["toner"] is Supply.UNKNOWN


@pytest.mark.parametrize(
    ("supply", "expected"),
    [
        ("type=toner;unit=percent;maxcapacity=100;level=75;colorantname=black;", Supply.FULL),
        ("type=tonerCartridge;maxcapacity=3000;level=240;", Supply.LOW),
        ("type=ink;maxcapacity=100;level=0;", Supply.OUT),
        ("type=toner;maxcapacity=100;level=-2;", Supply.UNKNOWN),
        ("type=toner;maxcapacity=-2;level=50;", Supply.UNKNOWN),
        ("type=toner;level=half", Supply.UNKNOWN),
        ("type=wasteToner;maxcapacity=100;level=2;", Supply.UNKNOWN),
        ("", Supply.UNKNOWN),
    ],
)
def test_a_printer_without_markers_tells_its_toner_by_its_supplies(supply, expected):
    facts = {"printer-state": (3,), "printer-supply": (supply.encode(),)}
    assert at_work(facts).supplies["toner"] is expected
    assert at_work({**facts, "marker-levels": (80,)}).supplies["toner"] is Supply.FULL


def test_what_the_printer_says_itself_is_not_said_twice(office):
    office.condition(reasons="toner-low", markers="3")
    assert [fault.code for fault in office.open().status().faults] == ["toner.low"]


@pytest.mark.parametrize(
    ("job", "word"), [("aborted", "aborted-by-system"), ("errors", "completed-with-errors")]
)
def test_a_job_that_ended_badly_is_not_called_printed(office, job, word):
    office.condition(job=job)
    adapter = office.open()
    error = refusal(adapter)
    assert error.completion is Completion.HARDWARE_ERROR
    assert error.fault.code == "job.errors" and word in error.fault.technician
    assert office.documents() == ([] if job == "aborted" else [PDF])


@pytest.mark.parametrize(
    ("base", "more", "code"),
    [
        ({"fault": "garbage"}, {}, "link.garbled"),
        ({}, {"answers": "half"}, "link.garbled"),
        ({"fault": "disconnected"}, {}, "link.absent"),
    ],
)
def test_what_is_no_answer_is_no_state(office, base, more, code):
    adapter = office.open()
    office.set(**base)
    office.condition(**more)
    assert adapter.status().worst.code == code and not adapter.status().ready
    assert refusal(adapter).fault.code == code
    assert not office.documents()
    office.set(fault=None)
    office.condition(answers=None)
    adapter.print("job", PDF, 10)
    assert office.documents() == [PDF]


@pytest.mark.parametrize("at", [1, 500, 900])
def test_a_cable_pulled_out_at_any_byte_prints_at_most_once(office, at):
    """Questions and the document together are some 1100 bytes."""
    adapter = office.open()
    office.condition(unplug_at_byte=at)
    assert refusal(adapter).fault.code == "link.absent"
    assert adapter.status().state is DeviceState.ABSENT
    office.set(fault=None)
    until(lambda: adapter.status().ready)
    adapter.print("job", PDF, 10)
    assert office.documents() == [PDF]


@pytest.mark.parametrize(
    "wrong",
    [
        {"reasons": "media-gone"},
        {"reasons": "media-low,"},
        {"reasons": None},
        {"markers": "full"},
        {"markers": "101"},
        {"low_markers": 5},
        {"accepting": 1},
        {"pdf": "no"},
        {"job": "lost"},
        {"answers": "all"},
        {"unplug_at_byte": -1},
    ],
)
def test_a_condition_that_cannot_be_is_refused(wrong):
    with pytest.raises(StateError, match=next(iter(wrong))):
        DocumentConditionState(**wrong)
