"""What confirms a slip, and what only looks like it: each once led to a slip that was not out, or to two."""

from __future__ import annotations

import threading

import pytest
import serial

from kiosk.devices import open_device
from kiosk.devices.receipt_printer import _ear, _mouth
from kiosk.devices.receipt_printer._link import Link
from kiosk.model import SlipQr, SlipText
from tests.devices.rigs import Attempt, until
from tests.devices.rigs.receipt_printer import SlipRig
from tests.slip_truth.judge import attempt, known_clean
from tests.slip_truth.wire import Port, Wire

LONG = [SlipText(f"第 {number} 行") for number in range(12)]
RARE = [SlipText("𠮷𪚥", size=2)] * 2 + [SlipText("一行")]
SHORT = [SlipText("一行"), SlipQr("short")]


@pytest.fixture(autouse=True)
def memory(tmp_path, monkeypatch):
    folder = tmp_path / "memory"
    folder.mkdir()
    monkeypatch.setattr(_mouth, "FOLDER", folder)
    monkeypatch.setattr(serial, "Serial", Port)


@pytest.fixture
def printer(tmp_path):
    rig = SlipRig(tmp_path)
    yield rig
    rig.stop()


@pytest.fixture
def cable(printer):
    with Wire(printer.device.endpoint) as wire:
        yield wire


@pytest.fixture
def adapter(cable):
    found = open_device("receipt_printer", "escpos", {**cable.options, "deadline": 1.5})
    yield found
    found.close()


NOISE = ["00", "0f", "00 00", "37 25 00", "25 00", "10 00 0c 00", "00 0c 00", "00 00 00"]


@pytest.mark.parametrize("noise", NOISE)
def test_bytes_that_are_no_ordered_reply_confirm_nothing(printer, cable, adapter, noise):
    printer.set(speed_mm_s=60, paper_out_after_lines=9)
    attempt = Attempt(adapter.print, "job", LONG, 20)
    until(lambda: printer.printed_lines() >= 3)
    cable.inject(bytes.fromhex(noise))
    assert attempt.error().fault.code == "media.empty"
    assert not any(slip["complete"] for slip in printer.slips())


def after_the_confirmation(cable, happens):
    """Does something when the last ordered reply is on its way, before anybody can ask anything."""
    replies = []

    def bend(answer):
        replies.extend([answer] if answer in (0x00, 0x0F) else [])
        if len(replies) == _ear.REPLIES:
            happens()
        return bytes([answer])

    cable.bend = bend


@pytest.mark.parametrize("trouble", [{"cover": "open"}, {"paper": "out"}, {"fault": "silent"}])
def test_what_goes_wrong_behind_a_confirmed_slip_does_not_print_it_twice(printer, cable, adapter, trouble):
    known_clean(cable)
    after_the_confirmation(cable, lambda: printer.set(**trouble))
    assert [attempt(adapter, "job", SHORT) for _ in range(2)] == ["printed", "printed"]
    assert [slip["complete"] for slip in printer.slips()] == [True]


def test_a_printer_that_confirms_and_says_that_its_cutter_jammed_is_not_believed(printer, cable, adapter):
    known_clean(cable)
    after_the_confirmation(cable, lambda: printer.set(cutter="jam"))
    assert attempt(adapter, "job", SHORT) == "cutter.jam"


def test_a_reply_that_was_lost_does_not_print_a_slip_twice(printer, cable, adapter):
    lost = []
    known_clean(cable)

    def bend(answer):
        if answer == 0x00 and not lost:
            lost.append(answer)
            return b""
        return bytes([answer])

    cable.bend = bend
    assert attempt(adapter, "job", SHORT) == "printed"
    assert lost and [slip["complete"] for slip in printer.slips()] == [True]


@pytest.mark.parametrize("profile", ["generic-80", "unknown-80"])
def test_a_printer_that_starts_anew_within_a_picture_on_a_slow_line_is_noticed(printer, tmp_path, profile):
    """It loses what it had, and takes the rest of the dots for text."""
    printer.stop()
    rig = SlipRig(tmp_path / "again", fixed_bits=profile == "generic-80")
    try:
        with Wire(rig.device.endpoint, tmp_path / "port", 19200) as cable:
            options = {**cable.options, "profile": profile, "deadline": 1.0}
            known_clean(cable)
            adapter = open_device("receipt_printer", "escpos", options)
            attempt = Attempt(adapter.print, "job", RARE, 30)
            until(lambda: cable.sent > 600)
            rig.set(fault="silent")
            rig.device._mechanism.clear()
            off = cable.sent
            until(lambda: cable.sent > off + 1344 or attempt.over())  # 0.7 s
            rig.set(fault=None)
            assert attempt.error().fault.code in ("link.silent", "link.absent")
            adapter.close()
    finally:
        rig.stop()


def test_a_slip_that_nobody_watched_is_not_called_printed(printer, adapter, monkeypatch):
    """So busy a machine that a new roll was put in between two of its looks: torn, and nothing to be seen."""
    printer.set(speed_mm_s=60, paper_out_after_lines=6)
    hear, slept = Link.listen, threading.Event()

    def late(link, wait):
        if not slept.is_set():
            until(lambda: printer.state().paper == "out")
            printer.set(paper="full")
            until(lambda: link.unseen > 0.7)
            slept.set()
        hear(link, wait)

    monkeypatch.setattr(Link, "listen", late)
    assert attempt(adapter, "job", LONG) == "print.unseen"
    assert attempt(adapter, "job", LONG) == "printed"
    until(lambda: [slip["complete"] for slip in printer.slips()].count(True) >= 1)
