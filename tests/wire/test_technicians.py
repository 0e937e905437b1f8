"""The one-time code of a technician, by the test vectors of its standard, and how its key lies in a roll."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.wire.messages import MessageError
from kiosk.wire.staff import Roll, card_proof
from kiosk.wire.technicians import PERIOD, Technician, address, code, sealed, step_of
from tests import people

KEY = b"12345678901234567890"  # of RFC 6238, appendix B
VECTORS = {59: "287082", 1111111109: "081804", 1111111111: "050471", 2000000000: "279037"}
NOW = datetime(2026, 7, 10, 10, tzinfo=UTC)
CARD, OTHER = people.ADULT.id_number, people.OTHER.id_number
SITE = "330521-0001"
SOMEBODY = Technician(f"{SITE}-T01", "沈*", card_proof(SITE, CARD), "ab", sealed(KEY, CARD, "ab"))


@pytest.mark.parametrize("second, expected", VECTORS.items())
def test_a_code_is_what_rfc_6238_says(second, expected):
    assert code(KEY, step_of(datetime.fromtimestamp(second, UTC))) == expected


def test_a_code_counts_near_its_time_and_with_its_own_card_alone():
    typed = code(KEY, step_of(NOW)).encode()
    assert SOMEBODY.step(CARD, typed, NOW) == step_of(NOW)
    assert SOMEBODY.step(CARD, typed, NOW + timedelta(seconds=2 * PERIOD)) == step_of(NOW)
    assert SOMEBODY.step(CARD, typed, NOW + timedelta(seconds=4 * PERIOD)) is None
    assert SOMEBODY.step(OTHER, typed, NOW) is None


def test_a_roll_tells_of_technicians_and_no_key_lies_open_in_it():
    roll = Roll(SITE, (), NOW, NOW + timedelta(days=7), (SOMEBODY,))
    told = Roll.read(roll.payload())
    assert told == roll and told.technician(CARD) == SOMEBODY and told.technician(OTHER) is None
    assert KEY.hex() not in str(roll.payload()) and CARD not in str(roll.payload())
    assert not roll.repeats(Roll(SITE, (), roll.valid_from, roll.valid_to))
    assert SOMEBODY.card not in repr(roll) and SOMEBODY.key not in repr(roll)
    older = {name: value for name, value in roll.payload().items() if name != "technicians"}
    assert Roll.read(older).technicians == ()  # of a platform that knows of none


@pytest.mark.parametrize("key", ["", "ab", "zz" * 20])
def test_a_key_that_is_none_makes_no_roll(key):
    payload = Roll(SITE, (), NOW, NOW, (SOMEBODY,)).payload()
    payload["technicians"][0]["key"] = key
    with pytest.raises(MessageError):
        Roll.read(payload)


def test_an_app_is_told_the_key_by_its_usual_address():
    assert address(SOMEBODY.id, KEY) == (
        "otpauth://totp/kiosk%3A330521-0001-T01?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=kiosk&digits=6&period=30"
    )
