"""A PIN is asked for only where the card wants one, shown to it once for each entry, and kept nowhere."""

import logging
import traceback

import pytest

from kiosk.devices import open_device
from kiosk.devices.social_card_reader import PinError
from kiosk.model import Completion
from tests.devices.rigs import until
from tests.devices.social.refusals import named, refusal

PERSON, PIN = "liu-yang", "470913"
RIGHT, WRONG = PIN.encode(), b"470914"


@pytest.fixture
def locked(social):
    """A card that shows its holder only after a PIN, read as far as it goes."""
    social.set(card=PERSON, pin=PIN)
    social.adapter_open = social.open()
    social.asked = refusal(social.adapter_open.read, 5)
    return social


def entry(digits=RIGHT):
    return bytearray(digits)


def test_the_card_asks_and_the_right_entry_opens_it(locked):
    assert isinstance(locked.asked, PinError) and locked.asked.tries_left is None
    assert locked.asked.fault.code == "pin.needed"
    assert locked.state().tries == 3, "nothing was tried behind the person's back"
    pin = entry()
    locked.adapter_open.verify_pin(pin, 5)
    assert pin == bytes(len(PIN)), "the entry is overwritten"
    assert locked.adapter_open.read(5).id_number == locked.person().number


def test_the_tries_that_are_left_are_said_down_to_the_last(locked):
    for left in (2, 1):
        pin = entry(WRONG)
        error = refusal(locked.adapter_open.verify_pin, pin, 5)
        assert (error.fault.code, error.tries_left, locked.state().tries) == ("pin.wrong", left, left)
        assert str(left) in error.fault.citizen and pin == bytes(len(WRONG))
    assert refusal(locked.adapter_open.read, 5).tries_left == 1
    for _ in range(2):
        assert refusal(locked.adapter_open.verify_pin, entry(WRONG), 5).fault.code == "pin.blocked"
    assert refusal(locked.adapter_open.verify_pin, entry(), 5).tries_left == 0


def test_a_right_entry_after_a_wrong_one_opens_the_card(locked):
    refusal(locked.adapter_open.verify_pin, entry(WRONG), 5)
    locked.adapter_open.verify_pin(entry(), 5)
    assert locked.adapter_open.read(5).name == locked.person().name
    assert locked.state().tries == 3


def test_what_cannot_be_a_pin_costs_no_try(locked):
    for digits in (b"", b"47091", b"4709134", b"47o913", "４７０９１３".encode()):
        pin = entry(digits)
        assert named(locked.adapter_open.verify_pin, pin, 5) == (Completion.USER_ERROR, "pin.form"), digits
        assert locked.state().tries == 3 and not any(pin)


def test_an_answer_that_is_lost_does_not_show_the_pin_again(locked):
    locked.set(fault="half")
    assert refusal(locked.adapter_open.verify_pin, entry(WRONG), 5).completion is Completion.INVALID_DATA
    assert locked.state().tries == 3 - 1


@pytest.mark.parametrize("forget", ["close", "read"])
def test_an_opened_card_does_not_stay_open(locked, forget):
    locked.adapter_open.verify_pin(entry(), 5)
    locked.adapter_open.close() if forget == "close" else locked.adapter_open.read(5)
    assert refusal(locked.adapter_open.read, 5).fault.code == "pin.needed"


def test_the_next_card_is_not_opened_by_the_entry_for_the_last(locked):
    locked.adapter_open.verify_pin(entry(), 5)
    locked.set(card="wang-fang")
    codes = []

    def asked_again():
        codes.append(refusal(locked.adapter_open.read, 5).fault.code)
        return codes[-1] == "pin.needed"

    until(asked_again)
    assert set(codes) <= {"pin.needed", "card.lifted", "card.silent"}


def test_a_region_whose_cards_want_the_pin_first_is_not_tried_without(social):
    social.set(card=PERSON)  # it would be read freely
    adapter = social.open(profile="pin-first")
    assert refusal(adapter.read, 5).fault.code == "pin.needed"


@pytest.mark.parametrize("pin", [None, PIN])
def test_a_card_for_certified_readers_only_is_said_to_be_one(social, pin):
    social.set(card=PERSON, authorised_only=True, pin=pin)
    adapter = social.open()
    assert refusal(adapter.read, 5).fault.code == "pin.needed"
    unsupported = (Completion.UNSUPPORTED, "card.authorised_reader")
    if pin is None:
        assert named(adapter.verify_pin, entry(), 5) == unsupported
    else:
        adapter.verify_pin(entry(), 5)
        assert named(adapter.read, 5) == unsupported


def test_no_pin_and_no_person_in_logs_or_errors(locked, caplog):
    caplog.set_level(logging.DEBUG)
    wrong = refusal(locked.adapter_open.verify_pin, entry(WRONG), 5)
    locked.adapter_open.verify_pin(entry(), 5)
    card = locked.adapter_open.read(5)
    logging.getLogger("kiosk.devices").debug("a word of our own")
    said = "".join(traceback.format_exception(wrong)) + repr(card) + repr(wrong) + caplog.text
    for secret in (PIN, WRONG.decode(), card.name, card.id_number, card.card_number):
        assert secret not in said
    assert "a word of our own" in caplog.text, "the log was really open"


def test_a_profile_that_does_not_exist_is_refused_by_name():
    with pytest.raises(ValueError, match="generic"):
        open_device("social_card_reader", "pcsc_social", {"profile": "no-such-region"})


def test_neither_the_pin_nor_the_card_is_in_the_last_exchanges(locked):
    adapter = locked.adapter_open
    said = [one.hex for one in adapter.exchanges.last()]
    assert any(hex.startswith("00 A4 04 00 0F 73 78 31") for hex in said), "the application"
    adapter.verify_pin(entry(), 5)
    card = adapter.read(5)
    said += [one.hex for one in adapter.exchanges.last()]
    bare = "".join(said).replace(" ", "")
    hidden = (PIN.encode(), bytes.fromhex(PIN), card.name.encode("gb18030"), card.id_number.encode())
    assert not [
        secret for secret in hidden if secret.hex().upper() in bare or secret[:3].hex().upper() in bare
    ]
    assert "00 20 00 00 〔4 字节〕" in said, "the order that shows a PIN, without it"
    assert any(hex.endswith("〕 90 00") for hex in said), "a record, counted, and its status word"
