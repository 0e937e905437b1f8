"""No person in any log, at any level, nor in what an error says of itself."""

import logging

import pytest

from kiosk.model import DeviceError, SlipQr, SlipText
from tests.devices.rigs.receipt_printer import SlipRig

PERSON = "two-rare-planes"


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


@pytest.fixture
def printer_of_names(tmp_path):
    rig = SlipRig(tmp_path / "slips")
    yield rig
    rig.stop()
