"""No person in any log, at any level, nor in what an error says of itself."""

import base64
import logging

import pytest

from kiosk.devices.virtual.portrait import card_photo
from kiosk.model import DeviceError, SlipQr, SlipText
from tests.devices.document_camera import sheets
from tests.devices.rigs import fixture_of
from tests.devices.rigs.camera_scanner import CameraScannerRig
from tests.devices.rigs.document_camera import DocumentCameraRig
from tests.devices.rigs.face_camera import THRESHOLD, FaceCameraRig
from tests.devices.rigs.receipt_printer import SlipRig

PERSON = "two-rare-planes"
LICENCE, TICKET = "统一社会信用代码：91330521MA2JB0T0TJ", "kiosk:staff:0123456789abcdef"
PATIENCE = 30.0  # seconds: a busy machine looks at large pictures

lens = fixture_of(CameraScannerRig)


def test_a_read_and_two_prints_leave_no_person_behind(reader, printer_of_names, office, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    reader.set(card=PERSON)
    card = reader.open().read(10)
    lines = [SlipText(card.name), SlipText(card.number), SlipText(card.address), SlipQr(card.number)]
    printer_of_names.open().print("slip", lines, 10)
    office.open().print("document", b"%PDF-1.4 " + card.name.encode(), 10)
    logging.getLogger("kiosk.devices").debug("a word of our own")
    said = caplog.text + "".join(capfd.readouterr()) + repr(card)
    for secret in (card.name, card.number, card.address, card.number.encode().hex(), card.birth):
        assert secret not in said
    assert "a word of our own" in caplog.text, "the log was really open"


def test_an_error_names_the_field_and_not_its_content(reader, caplog):
    caplog.set_level(logging.DEBUG)
    reader.set(card=PERSON, lift_after="select")
    with pytest.raises(DeviceError) as caught:
        reader.open().read(10)
    person = reader.people[PERSON]
    told = repr(caught.value) + str(caught.value) + caplog.text
    assert person.name not in told and person.number not in told


@pytest.mark.parametrize("content", [LICENCE, TICKET], ids=["taken", "refused"])
def test_a_code_before_the_lens_is_told_to_whoever_asked_and_to_no_log(lens, caplog, capfd, content):
    caplog.set_level(logging.DEBUG)
    lens.show(content)
    try:
        answer = lens.open().scan("business-licence", PATIENCE)
        assert answer.text == content
    except DeviceError as error:
        assert content == TICKET
        answer = error
    said = caplog.text + "".join(capfd.readouterr()) + repr(answer)
    for secret in (content, content[-16:], content.encode().hex()):
        assert secret not in said


def test_a_page_under_the_lens_is_in_its_record_and_in_no_log(desk, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    desk.lay(sheets.jpeg(sheets.good(1)))
    page = desk.open(PATIENCE).capture(2 * PATIENCE)
    assert page.jpeg.startswith(b"\xff\xd8")
    assert not told(page.jpeg, caplog.text + "".join(capfd.readouterr()) + repr(page))


def test_a_face_is_compared_and_the_photo_is_in_no_log(hall, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    hall.stands("fair")
    photo = card_photo("fair")
    found = hall.open().compare(photo, THRESHOLD, PATIENCE)
    assert found.same
    assert not told(photo, caplog.text + "".join(capfd.readouterr()) + repr(found))


def told(picture, said):
    """What of a picture stands in a text, in the forms in which bytes get into one."""
    middle = picture[len(picture) // 6 * 3 :][:24]  # a multiple of three: base64 of the whole has it as it is
    forms = middle.hex(), repr(middle)[2:-1].replace("\\'", "'"), base64.b64encode(middle).decode()
    return [form for form in forms if form in said.replace("\\'", "'")]


def test_bytes_of_a_picture_are_found_in_every_form_in_which_they_could_get_into_a_text():
    picture = card_photo("fair")
    for form in (picture.hex(), repr(picture), base64.b64encode(picture).decode()):
        assert told(picture, form)


@pytest.fixture
def desk(tmp_path):
    rig = DocumentCameraRig(tmp_path, sheets.FRAME, interval=0.05)
    yield rig
    rig.stop()


@pytest.fixture
def hall(tmp_path):
    rig = FaceCameraRig(tmp_path)
    yield rig
    rig.stop()


@pytest.fixture
def printer_of_names(tmp_path):
    rig = SlipRig(tmp_path / "slips")
    yield rig
    rig.stop()
