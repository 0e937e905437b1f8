"""A document counts as printed when its job is completed and nobody names an error; else it is cancelled."""

import shutil
import socket
import subprocess
import threading
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices import open_device
from kiosk.devices.document_printer import _reasons
from kiosk.devices.document_printer._message import Answer, MessageError, Operation, Tag, parse, request
from kiosk.devices.virtual import ipp_message
from kiosk.model import Completion, DeviceError, DeviceState, Level, Media, Supply
from tests.devices.rigs import HASTY, PATIENT, Attempt, fixture_of, until
from tests.devices.rigs.document_printer import DocumentRig

PDF = b"%PDF-1.4\nsynthetic\n%%EOF\n"


slow_office = fixture_of(partial(DocumentRig, seconds=20))
a_while = fixture_of(partial(DocumentRig, seconds=0.5))


def refusal(adapter, job="job", timeout=10, pdf=PDF):
    with pytest.raises(DeviceError) as caught:
        adapter.print(job, pdf, timeout)
    assert caught.value.fault.citizen and caught.value.fault.technician
    return caught.value


def jobs(rig, which):
    adapter = rig.open()
    fields = [
        (Tag.KEYWORD, "which-jobs", [which]),
        (Tag.KEYWORD, "requested-attributes", ["job-state", "job-name"]),
    ]
    return adapter._client.ask(Operation.GET_JOBS, fields).jobs


def test_a_document_comes_out_byte_for_byte_and_once(office):
    adapter = office.open()
    adapter.print("job", PDF, 10)
    adapter.print("job", PDF, 10)
    assert office.documents() == [PDF]


def test_a_healthy_printer_says_who_it_is(office):
    found = office.open().status()
    assert (found.state, found.faults) == (DeviceState.ONLINE, ())
    assert found.supplies == {"paper": Supply.FULL, "toner": Supply.FULL}
    assert found.detail["model"] == "Virtual A4 printer"


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ({"media": "empty"}, "media.empty"),
        ({"media": "jam"}, "media.jam"),
        ({"toner": "empty"}, "toner.empty"),
        ({"door": "open"}, "door.open"),
        ({"fault": "stopped"}, "printer.paused"),
    ],
)
def test_a_printer_in_trouble_is_not_given_a_document(office, trouble, code):
    office.set(**trouble)
    adapter = office.open()
    found = adapter.status()
    assert (found.state, found.worst.code) == (DeviceState.FAULT, code)
    assert (found.media is Media.JAMMED) == (code == "media.jam")
    assert refusal(adapter).fault.code == code
    assert adapter.check(Level.INTERNAL).result == "fail"
    assert not jobs(office, "not-completed") and not office.documents()


@pytest.mark.parametrize("trouble", [{"media": "empty"}, {"media": "jam"}, {"door": "open"}])
def test_trouble_in_the_middle_cancels_the_job_so_that_it_never_comes_out_later(slow_office, trouble):
    adapter = slow_office.open()
    attempt = Attempt(adapter.print, "job", PDF, 20)
    until(lambda: adapter.status().state is DeviceState.BUSY)
    slow_office.set(**trouble)
    assert attempt.error().completion is Completion.DEVICE_NOT_READY
    assert jobs(slow_office, "not-completed") == ()
    assert [job["job-state"] for job in jobs(slow_office, "completed")] == [(7,)]


def test_an_answer_with_a_head_that_nobody_can_read_is_a_snapshot():
    """The boundary is given whole and in pieces: Python's reader of heads raises what it promises nowhere."""

    def answer():
        line, _ = door.accept()
        with line:
            line.recv(1 << 16)
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x; boundary*=a; boundary*0=b\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as door:
        printer = threading.Thread(target=answer)
        printer.start()
        uri = f"ipp://127.0.0.1:{door.getsockname()[1]}/ipp/print"
        found = open_device("document_printer", "ipp", {"uri": uri, "deadline": PATIENT}).status()
        printer.join()
    assert (found.state, found.worst.code) == (DeviceState.ABSENT, "link.absent")


def test_a_document_that_takes_too_long_is_cancelled(slow_office):
    assert refusal(slow_office.open(), timeout=0.1).fault.code == "timeout"
    assert [job["job-state"] for job in jobs(slow_office, "completed")] == [(7,)]


def test_low_toner_prints_and_is_the_technicians_business(office):
    office.set(toner="low")
    adapter = office.open()
    assert adapter.status().state is DeviceState.ATTENTION
    adapter.print("job", PDF, 10)
    assert office.documents() == [PDF]


@pytest.mark.parametrize("fault", ["silent", "slow"])
def test_a_printer_that_does_not_answer_in_time_is_never_online(office, fault):
    office.set(fault=fault)
    adapter = office.open(HASTY)
    assert (adapter.status().state, adapter.status().worst.code) == (DeviceState.FAULT, "link.silent")
    assert refusal(adapter).completion is Completion.TIME_OUT


def lose_the_answer(adapter, rig, job):
    """The printer takes the document, and falls silent before it says so."""
    ask = adapter._client.ask

    def asked(operation, fields=(), document=b""):
        if operation is Operation.PRINT_JOB:
            rig.set(fault="silent")
        return ask(operation, fields, document)

    adapter._client.ask = asked
    error = refusal(adapter, job)
    adapter._client.ask = ask
    rig.set(fault=None)
    return error


def test_a_lost_answer_never_prints_a_document_twice(office):
    adapter = office.open(0.5)
    assert lose_the_answer(adapter, office, "job").fault.code == "link.silent"
    until(office.documents)
    adapter.print("job", PDF, 10)
    assert office.documents() == [PDF]


def test_a_printed_document_whose_end_nobody_saw_is_not_printed_again(office):
    adapter = office.open()
    ask = adapter._client.ask

    def asked(operation, fields=(), document=b""):
        if operation is Operation.GET_JOB_ATTRIBUTES:
            until(office.documents)
            office.set(fault="silent")
            adapter._client._deadline = HASTY
        return ask(operation, fields, document)

    adapter._client.ask = asked
    assert refusal(adapter).fault.code == "link.silent"
    adapter._client.ask, adapter._client._deadline = ask, PATIENT
    office.set(fault=None)
    adapter.print("job", PDF, 10)
    assert office.documents() == [PDF]


def test_a_document_that_was_cancelled_is_sent_again_when_it_is_wanted_again(a_while):
    adapter = a_while.open()
    assert refusal(adapter, timeout=0).fault.code == "timeout"
    adapter.print("job", PDF, 20)
    assert a_while.documents() == [PDF]


def test_the_next_person_does_not_get_a_document_whose_answer_was_lost(slow_office):
    adapter = slow_office.open(0.5)
    lose_the_answer(adapter, slow_office, "first")
    until(lambda: jobs(slow_office, "not-completed"))
    refusal(adapter, "second", timeout=0.05)
    ended = {job["job-name"][0]: job["job-state"] for job in jobs(slow_office, "completed")}
    assert ended == {"first": (7,), "second": (7,)}


def test_a_printer_that_is_not_there_is_absent():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    adapter = open_device(
        "document_printer", "ipp", {"uri": f"ipp://127.0.0.1:{port}/ipp/print", "deadline": 0.5}
    )
    assert (adapter.status().state, adapter.status().worst.code) == (DeviceState.ABSENT, "link.absent")
    assert refusal(adapter).completion is Completion.DEVICE_NOT_READY


def test_a_technician_gets_a_page_in_hand(office, tmp_path):
    health = office.open().check(Level.EXTERNAL)
    assert (health.result, health.level) == ("pass", Level.EXTERNAL)
    (page,) = office.documents()
    at = int(page.rsplit(b"startxref", 1)[1].split()[0])
    assert page[at:].startswith(b"xref"), "the table of the file is where the file says"
    office.set(media="empty")
    assert office.open().check(Level.EXTERNAL).result == "fail"


def test_what_is_no_pdf_is_not_sent(office):
    assert refusal(office.open(), pdf=b"<html>").fault.code == "document.pdf"


def test_an_address_that_is_none_is_refused_at_once():
    with pytest.raises(ValueError):
        open_device("document_printer", "ipp", {"uri": "lpd://somewhere"})


@pytest.mark.parametrize(
    ("reasons", "codes"),
    [
        (["none"], []),
        (["toner-low-warning", "media-jam-error"], ["media.jam", "toner.low"]),
        (["media-empty"], ["media.empty"]),
        (["media-jam-report"], []),
        (["toner-low-report", "media-empty-error"], ["media.empty", "toner.low"]),
        (["offline-report"], ["printer.offline"]),
        (["sleep-mode"], []),
        (["com.example-odd"], ["printer.com.example-odd"]),
    ],
)
def test_reasons_become_faults_worst_first(reasons, codes):
    found = _reasons.faults(reasons)
    assert [fault.code for fault in found] == codes
    assert all(fault.citizen and fault.technician for fault in found)


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("media-empty", "media.low"),
        ("media-needed", "media.low"),
        ("toner-empty", "toner.low"),
        ("marker-supply-empty", "toner.low"),
        ("marker-waste-full", "waste.low"),
    ],
)
@pytest.mark.parametrize("suffix", ["report", "warning"])
def test_a_supply_that_is_no_error_is_not_said_to_have_ended(reason, code, suffix):
    found = _reasons.faults([f"{reason}-{suffix}"])
    assert [(fault.severity, fault.code) for fault in found] == [("warning", code)]
    assert "还能打" in found[0].technician and "还能打印" in found[0].citizen
    error = _reasons.faults([reason])[0]
    assert error.severity == "error" and error.technician != found[0].technician


def test_a_tray_that_is_out_while_the_printer_goes_on_is_no_error():
    found = _reasons.faults(["input-tray-missing-warning"])
    assert [(fault.code, fault.severity) for fault in found] == [("tray.low", "warning")]
    assert "还能打" in found[0].technician


def test_a_request_is_the_bytes_of_rfc_8010():
    raw = request(Operation.GET_PRINTER_ATTRIBUTES, 7, [(Tag.KEYWORD, "requested-attributes", ["a", "bc"])])
    assert raw.hex(" ").startswith("02 00 00 0b 00 00 00 07 01 47 00 12")
    assert raw.endswith(b"\x44\x00\x14requested-attributes\x00\x01a\x44\x00\x00\x00\x02bc\x03")


@settings(max_examples=150)
@given(st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_a_named_error(raw):
    for whole in (raw, bytes.fromhex("0200000000000001") + raw):
        try:
            assert isinstance(parse(whole), Answer)
        except MessageError as error:
            assert str(error)
    try:
        ipp_message.parse(raw)
    except ipp_message.RequestError as error:
        assert str(error)


@pytest.mark.parametrize("test", ["ipp-1.1.test", "print-job.test", "validate-job.test", "get-jobs.test"])
def test_a_foreign_client_takes_the_virtual_printer_for_a_printer(office, tmp_path, test):
    assert shutil.which("ipptool"), "ipptool is missing: apt-get install cups-ipp-utils"
    folder = "/usr/share/cups/ipptool"
    source = f"{folder}/{test}"
    document = tmp_path / "document-a4.pdf"
    document.write_bytes(PDF)
    told = subprocess.run(
        [
            "ipptool",
            "-t",
            "-T",
            "20",
            "-f",
            str(document),
            "-d",
            f"document={document}",
            office.device.endpoint,
            source,
        ],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
    )
    assert "[PASS]" in told.stdout, told.stdout + told.stderr
    assert "[FAIL]" not in told.stdout, told.stdout
