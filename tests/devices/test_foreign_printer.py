"""A printer that somebody else wrote: what our adapter says to it, and what it makes of the answers."""

import pytest

from kiosk.devices import open_device
from kiosk.model import DeviceError, DeviceState, Level, Supply
from tests.devices import foreign_printer
from tests.devices.rigs import until

PDF = b"%PDF-1.4\nsynthetic\n%%EOF\n"
TRAYS = {"size1": "iso_a4_210x297mm", "type1": "stationery", "level1": 250,
         "size3": "iso_dl_110x220mm", "type3": "envelope", "level3": 25}  # fmt: skip
SUPPLIES = {"supply0": 25, "supply1": 75}


@pytest.fixture(scope="module")
def bus(tmp_path_factory):
    with foreign_printer.announced(tmp_path_factory.mktemp("announced")) as environment:
        yield environment


@pytest.fixture
def printer(bus, tmp_path):
    """What it is sent comes out at once."""
    with foreign_printer.printing(tmp_path, bus, "-c", "/bin/true") as found:
        yield found


@pytest.fixture
def adapter(printer):
    found = opened(printer)
    yield found
    found.close()


def opened(printer):
    return open_device("document_printer", "ipp", {"uri": printer.uri})


def refusal(adapter, within=30):
    with pytest.raises(DeviceError) as caught:
        adapter.print("job", PDF, within)
    assert caught.value.fault.citizen and caught.value.fault.technician
    return caught.value.fault.code


def taken(adapter, job):
    """It takes one document at a time, and may not have let go of the one before."""
    try:
        adapter.print(job, PDF, 30)
    except DeviceError as error:
        assert error.fault.code == "printer.busy"
        return False
    return True


def test_it_is_known_by_name_and_ready(adapter):
    found = adapter.status()
    assert (found.state, found.faults) == (DeviceState.ONLINE, ())
    assert found.detail["model"] == "Example Printer"
    assert adapter.check(Level.INTERNAL).result == "pass"


def test_a_document_comes_out_byte_for_byte_and_once(printer, adapter):
    adapter.print("job", PDF, 30)
    adapter.print("job", PDF, 30)
    adapter.print("another", PDF + b"%another", 30)
    assert printer.documents() == [PDF, PDF + b"%another"]


@pytest.mark.parametrize(
    ("page", "fields", "code", "supply"),
    [
        ("media", {**TRAYS, "level1": 5}, "media.low", "paper"),
        ("supplies", {**SUPPLIES, "supply1": 0}, "toner.low", "toner"),
        ("supplies", {**SUPPLIES, "supply1": 5}, "toner.low", "toner"),
        ("supplies", {**SUPPLIES, "supply0": 100}, "waste.low", None),
    ],
)
def test_what_it_only_reports_is_told_and_stops_nothing(printer, page, fields, code, supply):
    adapter = opened(printer)
    printer.set(page, **fields)
    found = adapter.status()
    assert (found.state, found.worst.code) == (DeviceState.ATTENTION, code)
    assert supply is None or found.supplies[supply] in (Supply.LOW, Supply.OUT)
    assert adapter.check(Level.INTERNAL).result == "warn"
    adapter.print("job", PDF, 30)
    assert printer.documents() == [PDF]
    adapter.close()


def test_an_empty_tray_is_told_and_what_it_holds_up_is_cancelled(printer, adapter):
    """It only reports the tray, takes the document and waits for paper: it must not come out for the next."""
    printer.set("media", **{**TRAYS, "level1": 0})
    found = adapter.status()
    assert (found.worst.code, found.supplies["paper"]) == ("media.low", Supply.LOW)
    assert refusal(adapter, within=2) == "timeout"
    printer.set("media", **TRAYS)
    until(lambda: taken(adapter, "next"), 30)
    assert [(name, state) for _, name, state in adapter._queue._ours("completed")] == [
        ("next", 9),
        ("job", 7),
    ]


def test_how_much_toner_is_left_is_read_where_there_are_no_markers(printer, adapter):
    assert adapter.status().supplies["toner"] is Supply.FULL


def test_a_document_that_it_gave_up_has_not_been_printed(bus, tmp_path):
    with foreign_printer.printing(tmp_path, bus, "-c", "/bin/false") as printer:
        adapter = opened(printer)
        assert refusal(adapter) == "job.errors"
        adapter.close()
