"""Each person's session is a process of its own: what one leaves in a printer never joins the next one's."""

import signal
import socket
import subprocess
import sys
from functools import partial

import pytest

from kiosk.devices.document_printer._client import Client
from kiosk.devices.document_printer._message import Operation, Tag
from kiosk.devices.receipt_printer import _encode, _profile, escpos
from kiosk.model import DeviceError, SlipQr, SlipText
from tests.devices.rigs import HASTY, Attempt, fixture_of, until
from tests.devices.rigs.document_printer import DocumentRig

FIRST = [SlipText("第一位的凭条"), *[SlipText("第一位的内容")] * 20, SlipQr("first")]
SECOND = [SlipText("第二位的凭条"), SlipQr("second")]
PDF = b"%PDF-1.4\nsynthetic\n%%EOF\n"
KILLED = """
import sys
from pathlib import Path
from kiosk.devices import open_device
from kiosk.devices.receipt_printer import _mouth
from kiosk.model import SlipText
_mouth.FOLDER = Path(sys.argv[2])
printer = open_device("receipt_printer", "escpos", {"host": "127.0.0.1", "port": int(sys.argv[1])})
printer.print("first", [SlipText("第一位的内容")] * 200, 60)
"""


@pytest.fixture
def quick(monkeypatch):
    """From when it is called on, the paper of this printer takes no time."""
    return lambda: monkeypatch.setattr(escpos, "_SLOWER", 0.05)


def second_slip(printer, **options):
    """What the next person gets, and everything that came out before."""
    printer.open(**options).print("second", SECOND, 20)
    *before, slip = printer.slips()
    assert slip["texts"] == ["第二位的凭条"] and slip["complete"]
    assert slip["qr"] == ["second"]
    return before


@pytest.mark.parametrize("profile", ["generic-80", "plain-bits-80"])
def test_half_a_slip_of_a_process_that_is_gone_is_a_paper_of_its_own(printer, profile, quick):
    printer.set(speed_mm_s=40)
    adapter = printer.open(0.5, profile=profile)
    attempt = Attempt(adapter.print, "first", FIRST, 20)
    until(lambda: printer.printed_lines() >= 3)
    printer.set(cover="open")
    assert attempt.error().fault.code == "cover.open"
    adapter.close()
    printer.set(cover="closed", speed_mm_s=0)
    quick()
    (torn,) = second_slip(printer, profile=profile)
    assert torn["texts"][0] == "第一位的凭条"
    if profile == "generic-80":
        assert not torn["complete"] and torn["qr"] == [], "the rest of it was thrown away"


def test_a_process_killed_in_the_middle_leaves_nothing_on_the_next_slip(printer, memory):
    printer.set(speed_mm_s=60)
    port = str(printer.device.endpoint[1])
    person = subprocess.Popen([sys.executable, "-c", KILLED, port, str(memory)])
    until(lambda: printer.printed_lines() >= 3)
    person.send_signal(signal.SIGKILL)
    person.wait(10)
    printer.set(speed_mm_s=0)
    (torn,) = second_slip(printer)
    assert set(torn["texts"]) == {"第一位的内容"} and not torn["complete"]


def test_a_process_that_died_within_a_picture_does_not_swallow_the_next_slip(printer, quick):
    """A printer whose buffer cannot be cleared still waits for the rest of the dots."""
    printer.mark.begin()
    picture = _encode.encode([SlipText("𠮷" * 10, size=2)], _profile.named("unknown-80")).chunks[1]
    with socket.create_connection(printer.device.endpoint) as line:
        line.sendall(_encode.START + "第一位\n".encode("gb18030") + picture[: len(picture) // 2])
    until(printer.printed_lines)
    quick()
    (torn,) = second_slip(printer, profile="plain-bits-80")
    assert torn["texts"] == ["第一位"]


def test_a_healthy_printer_wastes_no_paper_on_the_next_process(printer):
    printer.open().print("first", SECOND, 10)
    printer.open().print("second", SECOND, 10)
    assert [slip["scraps"] for slip in printer.slips()] == [0, 0]


def test_after_a_start_of_the_machine_nobody_knows_and_one_cut_frees_the_mouth(printer, memory):
    printer.mark.begin()
    printer.open().print("first", SECOND, 10)
    printer.open().print("second", SECOND, 10)
    assert [slip["scraps"] for slip in printer.slips()] == [1, 0]
    assert [path.read_bytes() for path in memory.iterdir()] == [b""], "the memory holds no content"


def test_without_a_place_for_the_memory_every_slip_is_parted(printer, memory):
    printer.mark.begin()
    memory.rmdir()
    printer.open().print("first", SECOND, 10)
    second_slip(printer)
    assert [slip["scraps"] for slip in printer.slips()] == [1, 1]


def test_a_printer_that_never_answers_is_not_cut_again_and_again(printer):
    for job in ("first", "second"):
        with pytest.raises(DeviceError):
            printer.open(profile="write-only-80").print(job, SECOND, 10)
    first, second = until(lambda: printer.slips()[1:] and printer.slips())
    assert (first["scraps"], second["scraps"]) == (0, 0)


slow_office = fixture_of(partial(DocumentRig, seconds=20))


def jobs(rig, which):
    """Everybody's, as the printer tells them: name → state."""
    client = Client(rig.device.endpoint, "auditor", 5.0)
    fields = [
        (Tag.KEYWORD, "which-jobs", [which]),
        (Tag.KEYWORD, "requested-attributes", ["job-state", "job-name"]),
    ]
    return {job["job-name"][0]: job["job-state"][0] for job in client.ask(Operation.GET_JOBS, fields).jobs}


def leave_behind(rig, name, user=None):
    """As a process does that is killed right after its document was taken."""
    client = rig.open()._client if user is None else Client(rig.device.endpoint, user, 5.0)
    client.ask(Operation.PRINT_JOB, [(Tag.NAME, "job-name", [name])], PDF)


def test_a_document_of_a_process_that_is_gone_is_cancelled_before_the_next_one(slow_office):
    leave_behind(slow_office, "first")
    leave_behind(slow_office, "also first")
    with pytest.raises(DeviceError):
        slow_office.open().print("second", PDF, HASTY)
    assert jobs(slow_office, "completed") == {"first": 7, "also first": 7, "second": 7}
    assert not slow_office.documents()


def test_a_document_left_in_a_printer_without_paper_does_not_come_out_for_the_next_person(office):
    office.set(media="empty")
    leave_behind(office, "first")
    until(lambda: jobs(office, "not-completed") == {"first": 6})
    with pytest.raises(DeviceError) as caught:
        office.open().print("second", PDF, 10)
    assert caught.value.fault.code == "media.empty"
    assert jobs(office, "completed") == {"first": 7}
    office.set(media="ready")
    office.open().print("second", PDF + b"2", 10)
    assert office.documents() == [PDF + b"2"]


@pytest.mark.parametrize("quirks", [(), ("lists_all",)])
def test_another_terminals_document_in_a_shared_printer_is_left_alone(tmp_path, quirks):
    rig = DocumentRig(tmp_path, seconds=20, quirks=quirks)
    try:
        leave_behind(rig, "elsewhere", user="kiosk-elsewhere")
        with pytest.raises(DeviceError):
            rig.open(user="kiosk-here").print("here", PDF, HASTY)
        assert list(jobs(rig, "not-completed")) == ["elsewhere"]
        assert jobs(rig, "completed") == {"here": 7}
    finally:
        rig.stop()


def test_nothing_is_printed_behind_a_document_that_cannot_be_cancelled(tmp_path):
    rig = DocumentRig(tmp_path, seconds=20, quirks=("keeps_all",))
    try:
        leave_behind(rig, "first")
        with pytest.raises(DeviceError) as caught:
            rig.open().print("second", PDF, 10)
        assert caught.value.fault.code == "job.left_behind"
        assert list(jobs(rig, "not-completed")) == ["first"]
    finally:
        rig.stop()


def test_the_virtual_printer_lists_and_cancels_by_owner(slow_office):
    leave_behind(slow_office, "mine", user="me")
    mine = Client(slow_office.device.endpoint, "me", 5.0)
    yours = Client(slow_office.device.endpoint, "you", 5.0)
    asked = [(Tag.BOOLEAN, "my-jobs", [True])]
    assert len(mine.ask(Operation.GET_JOBS, asked).jobs) == 1
    assert not yours.ask(Operation.GET_JOBS, asked).jobs
    with pytest.raises(DeviceError) as caught:
        yours.ask(Operation.CANCEL_JOB, [(Tag.INTEGER, "job-id", [1])])
    assert "0403" in caught.value.fault.technician


def test_the_same_document_still_in_the_queue_is_followed_and_not_sent_again(tmp_path):
    rig = DocumentRig(tmp_path, seconds=0.3)
    try:
        leave_behind(rig, "job")
        rig.open().print("job", PDF, 20)
        assert rig.documents() == [PDF]
        assert jobs(rig, "completed") == {"job": 9}
    finally:
        rig.stop()
