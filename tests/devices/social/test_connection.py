"""One card over the real service: pieces, wrong lengths, somebody else's resets, exclusive use."""

import pytest
from smartcard import scard

from kiosk.devices._pcsc.connection import Connection
from kiosk.devices._pcsc.monitor import establish, look
from kiosk.devices._pcsc.trouble import PcscError, Trouble
from kiosk.model import Completion
from tests.devices.rigs import until
from tests.devices.social.refusals import named, refusal

READER = "Virtual PCD 00 00"
SELECT = bytes.fromhex("00A404000F7378312E73682EC9E7BBE1B1A3D5CF")
RESET = -(2**32 - 0x80100068)


@pytest.fixture
def connection(social):
    social.set(card="liu-yang", pieces=True, exact=True)
    context = establish()
    until(lambda: look(context).readers[READER])
    found = Connection(context, READER)
    yield found
    found.close()
    scard.SCardReleaseContext(context)


def test_an_answer_in_pieces_comes_whole(connection):
    assert connection.once(list(SELECT)).sw == 0x6113
    assert connection.transmit(SELECT).data == b"\x6f\x11\x84\x0f" + SELECT[5:]


def test_a_wrong_length_is_asked_for_again_with_the_right_one(connection):
    connection.transmit(SELECT)
    connection.transmit(bytes.fromhex("00A4020002EF05"))
    command = bytes.fromhex("00B2030000")
    assert connection.once(list(command)).sw == 0x6C06
    assert connection.transmit(command).data == bytes.fromhex("0304332E3030")


def test_nobody_else_gets_the_card_meanwhile(connection, social):
    context = establish()
    with pytest.raises(PcscError) as caught:
        Connection(context, READER)
    assert caught.value.trouble is Trouble.SHARED
    assert named(social.open().read, 5) == (Completion.DEVICE_NOT_READY, "reader.shared")
    scard.SCardReleaseContext(context)


@pytest.fixture
def resets(monkeypatch):
    """Somebody else resets the card before so many of the next commands; all others go to the service."""
    real, left = scard.SCardTransmit, []

    def transmit(*arguments):
        return (left.pop(), []) if left else real(*arguments)

    monkeypatch.setattr(scard, "SCardTransmit", transmit)
    return left


def test_a_card_that_was_reset_once_is_read_from_the_start(social, resets):
    social.set(card="liu-yang")
    adapter = social.open()
    resets += [RESET]
    assert adapter.read(5).id_number == social.person().number and not resets


def test_a_card_that_is_reset_again_and_again_is_given_up_with_a_name(social, resets):
    social.set(card="liu-yang")
    resets += [RESET] * 2
    assert named(social.open().read, 5) == (Completion.HARDWARE_ERROR, "card.reset")


def test_a_pin_that_met_a_reset_is_not_shown_again(social, resets):
    social.set(card="liu-yang", pin="470913")
    adapter = social.open()
    refusal(adapter.read, 5)
    resets += [RESET]
    assert named(adapter.verify_pin, bytearray(b"470914"), 5) == (Completion.HARDWARE_ERROR, "card.reset")
    assert social.state().tries == 3
