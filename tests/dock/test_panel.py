"""The panel under a mouse: what is pressed stands in the state files, and what happened is shown."""

import json
import shutil
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject

from kiosk.devices.virtual import state
from kiosk.devices.virtual.code_scanner import CodeScannerState
from kiosk.devices.virtual.face_camera import FaceCameraState
from kiosk.devices.virtual.handset import HandsetState
from kiosk.devices.virtual.portrait import card_photo
from kiosk.devices.virtual.sensors import SensorsState
from kiosk.devices.virtual.state import CardReaderState, DocumentPrinterState, ReceiptPrinterState
from kiosk.dock import line
from kiosk.dock.panel.window import Panel
from kiosk.dock.rig import Place, Rig
from tests.dock.outside import confirmation_site, shows, terminal_probe
from tests.ui.scratch_window import Scratch, strict_qt

PERSON = "liu-yang"
NOBODY = "https://localhost:9"


class Hand(Scratch):
    """A mouse over the panel."""

    def __init__(self, panel, place):
        super().__init__(panel.window)
        self.panel, self.place = panel, place

    def reads(self, kind):
        return state.read(self.place.state, kind)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "population.yaml").write_text(f'persons: {{{PERSON}: {{phone_key: "520131"}}}}')
    place = Place(
        tmp_path / "state",
        tmp_path / "out",
        NOBODY,
        tmp_path / "probe",
        tmp_path / "ca.pem",
        tmp_path / "population.yaml",
    )
    place.state.mkdir()
    place.out.mkdir()
    return place


@pytest.fixture
def hand(place):
    with strict_qt():
        panel = Panel(place)
        hand = Hand(panel, place)
        hand.until(panel.window.isExposed, "the panel")
        yield hand
        panel.close()


def test_a_card_is_laid_down_and_taken_away(hand):
    hand.tap(f"person.{PERSON}")
    assert hand.reads(CardReaderState).card == PERSON
    hand.tap("lift")
    assert hand.reads(CardReaderState).card is None


def test_it_stands_at_the_right_edge_beside_a_terminal_that_begins_at_the_left(hand):
    window, space = hand.panel.window, hand.panel.window.screen().availableGeometry()
    free = space.width() - window.width(), space.height() - window.height()
    at = window.framePosition()
    assert (at.x() - space.x(), at.y() - space.y()) == (max(0, free[0]), max(0, free[1] // 2))


def test_whoever_names_a_place_gets_it(place):
    with strict_qt():
        panel = Panel(place, at=(10, 20))
        assert panel.window.framePosition().toTuple() == (10, 20)
        panel.close()


def test_no_full_name_is_on_the_panel(hand):
    assert {person["name"][0] for person in hand.panel.desk.people} == {"*"}


@pytest.mark.parametrize("paper", ["low", "out", "full"])
def test_the_roll_is_emptied_and_filled(hand, paper):
    hand.tap("paper.out", f"paper.{paper}")
    assert hand.reads(ReceiptPrinterState).paper == paper


def test_the_cover_opens_and_closes(hand):
    hand.tap("cover.open")
    assert hand.reads(ReceiptPrinterState).cover == "open"
    hand.tap("cover.closed")
    assert hand.reads(ReceiptPrinterState).cover == "closed"


@pytest.mark.parametrize("media", ["empty", "jam", "ready"])
def test_the_tray_is_emptied_jammed_and_filled(hand, media):
    hand.tap("tray.empty", f"tray.{media}")
    assert hand.reads(DocumentPrinterState).media == media


def test_the_network_is_cut_slowed_and_mended(hand):
    hand.tap("network.cut")
    assert line.read(hand.place.state) == line.LineState(cut=True)
    hand.tap("network.slow")
    assert line.read(hand.place.state) == line.LineState(delay_s=3)
    hand.tap("network.ok")
    assert line.read(hand.place.state) == line.LineState()


def test_what_a_script_changes_is_seen(hand):
    state.update(hand.place.state, ReceiptPrinterState, paper="out")
    hand.until(lambda: hand.panel.desk.paper == "out", "the empty roll")


def test_a_slip_hangs_out_until_it_is_torn_off(hand):
    Image.new("L", (576, 900), 255).save(hand.place.out / "slip-0007.png")
    (hand.place.out / "mouth.json").write_text(json.dumps({"slip": "slip-0007.png"}))
    hand.until(lambda: hand.panel.desk.slip.fileName() == "slip-0007.png", "the slip")
    hand.tap("tear")
    assert hand.reads(ReceiptPrinterState).torn == 7


def test_the_first_page_of_the_newest_document_is_shown(hand):
    (hand.place.out / "doc-0001.pdf").write_bytes(pdf("first"))
    (hand.place.out / "doc-0002.pdf").write_bytes(pdf("second"))
    hand.until(lambda: hand.panel.desk.sheets == 2 and hand.panel.desk.page, "the page")


def test_a_document_that_is_none_is_counted_and_not_shown(hand):
    (hand.place.out / "doc-0001.pdf").write_bytes(b"no PDF")
    hand.until(lambda: hand.panel.desk.sheets == 1, "the document")
    assert hand.panel.desk.page == ""


def pdf(words):
    from fpdf import FPDF

    sheet = FPDF()
    sheet.add_page()
    sheet.set_font("helvetica", size=40)
    sheet.cell(text=words)
    return bytes(sheet.output())


@pytest.fixture
def site(tmp_path):
    with confirmation_site(tmp_path) as site, terminal_probe(tmp_path) as probe:
        probe.answers["grab"] = shows(site.url + "/c/1")
        yield site


def test_the_phone_scans_the_screen_and_says_yes(site, hand):
    hand.tap(f"person.{PERSON}", "phone.scan")
    hand.until(lambda: hand.panel.phone.asks, "the question")
    hand.tap("phone.confirm")
    hand.until(lambda: hand.panel.phone.title == "已确认是本人", "the answer")
    assert site.posted == [("/c/1", {"phone_key": "520131", "decision": "confirm"})]


def test_the_phone_can_say_no(site, hand):
    hand.tap("phone.scan")
    hand.until(lambda: hand.panel.phone.asks, "the question")
    hand.tap("phone.decline")
    hand.until(lambda: not hand.panel.phone.busy, "the answer")
    assert site.posted == [("/c/1", {"decision": "decline"})]


def test_a_card_that_was_taken_away_still_says_whose_phone_it_is(site, hand):
    hand.tap(f"person.{PERSON}", "lift", "phone.scan")
    hand.until(lambda: hand.panel.phone.asks, "the question")
    hand.tap("phone.confirm")
    hand.until(lambda: site.posted and not hand.panel.phone.busy, "the answer")
    assert hand.panel.phone.title == "已确认是本人"


def test_nobodys_phone_confirms_nothing(site, hand):
    hand.tap("phone.scan")
    hand.until(lambda: hand.panel.phone.asks, "the question")
    hand.tap("phone.confirm")
    assert "谁的手机" in hand.panel.phone.title
    assert site.posted == []


def test_without_a_terminal_the_phone_says_so(hand):
    hand.tap("phone.scan")
    hand.until(lambda: not hand.panel.phone.busy, "the phone")
    assert hand.panel.phone.title == "看不到终端屏幕"
    hand.tap("phone.away")
    assert hand.panel.phone.title == ""


def test_a_real_slip_comes_out_of_the_real_line(place):
    with strict_qt(), Rig(place) as rig:
        panel = Panel(place)
        hand = Hand(panel, place)
        hand.until(panel.window.isExposed, "the panel")
        printer = rig.endpoints["receipt_printer"]
        with socket.create_connection((printer["host"], printer["port"]), timeout=10) as job:
            job.sendall(b"\x1b@\x1c&" + "收件凭证\n".encode("gb18030") + b"\n\n\x1dV\x42\x00")
            hand.until(lambda: panel.desk.slip.fileName() == "slip-0001.png", "the slip")
        hand.tap("tear")
        hand.until(lambda: panel.desk.slip.isEmpty(), "an empty mouth")
        panel.close()


def test_the_panel_opens_again_on_what_it_left(place):
    for _ in range(2):
        with strict_qt():
            panel = Panel(place)
            Hand(panel, place).tap("network.cut")
            panel.close()
    assert line.read(place.state).cut
    shutil.rmtree(place.state)


def test_a_device_without_a_desk_is_told_and_shown_by_its_keys(place):
    more = replace(place, also=("sensors", "handset"))
    with strict_qt(), Rig(more):
        panel = Panel(more)
        hand = Hand(panel, more)
        hand.until(panel.window.isExposed, "the panel")
        states = panel.states
        assert [device["name"] for device in states.devices] == ["handset", "sensors"]
        panel.window.findChild(QObject, "states.words").setProperty("text", "sensors door=open charge=7")
        hand.tap("states.tell")
        assert hand.reads(SensorsState) == SensorsState(door="open", charge=7) and states.trouble == ""
        hand.until(lambda: "door=open" in states.devices[1]["said"], "what was told")
        states.tell("sensors door=ajar")
        assert "door 不能是" in states.trouble and "door=open" in states.devices[1]["said"]
        states.tell("toaster")
        assert "handset、sensors" in states.trouble
        state.update(more.state, SensorsState, presence="near")
        hand.until(lambda: "presence=near" in states.devices[1]["said"], "what another hand did")
        panel.close()


def test_a_press_does_what_its_words_say_and_says_what_it_lacks(place):
    more = replace(place, also=("handset", "code_scanner"))
    with strict_qt(), Rig(more):
        panel = Panel(more)
        hand = Hand(panel, more)
        hand.until(panel.window.isExposed, "the panel")
        hand.tap("states.code_scanner.0")
        assert panel.states.trouble == "还没有凭条：先办一件事，打出凭条"
        (more.out / "slip-0001.json").write_text(json.dumps({"qr": ["kiosk:filing:330521:held"]}))
        hand.tap("states.code_scanner.0")
        assert hand.reads(CodeScannerState).code == "kiosk:filing:330521:held"
        hand.tap("states.handset.0")
        hand.until(lambda: hand.reads(HandsetState).presses == 1, "the press, counted")
        panel.close()


def test_the_one_of_the_card_steps_before_the_face_camera_and_goes_away(place):
    more = replace(place, out=place.out / "with a space", also=("face_camera",))
    with strict_qt(), Rig(more):
        panel = Panel(more)
        hand = Hand(panel, more)
        hand.until(panel.window.isExposed, "the panel")
        assert Path(hand.reads(CardReaderState).picture).read_bytes() == card_photo("fair")
        for press, seen in enumerate(("fair.png", "bearded.png", "nobody.png")):
            hand.tap(f"states.face_camera.{press}")
            image = Path(hand.reads(FaceCameraState).image)
            assert image.name == seen and image.exists()
        hand.until(lambda: "image=nobody.png" in panel.states.devices[0]["said"], "who stands there, by name")
        panel.close()
