"""A paper is what the platform signed, letter by letter, or it is nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from kiosk.wire.boot import BEIJING
from kiosk.wire.envelope import SigningKey
from kiosk.wire.messages import MessageError
from kiosk.wire.papers import PAPER, PaperObject, address, proved

PLATFORM, FOREIGN = SigningKey.generate(), SigningKey.generate()
URL = "https://platform.example:8444"
ISSUED = datetime(2026, 11, 21, 9, 30, tzinfo=BEIJING)
OURS = PaperObject("ABCD2345EFGH6789", "社保参保证明", "*洋", "3305**********0024", "社保经办机构", ISSUED)


def code_of(paper: PaperObject = OURS, key: SigningKey = PLATFORM, kind: str = PAPER) -> str:
    return address(URL, paper.code, key.sign(kind, paper.payload()))


def test_what_the_platform_signed_is_told():
    assert proved(PLATFORM.public, code_of()) == OURS


def test_no_character_behind_the_address_can_be_changed():
    code = code_of()
    for place in range(code.index("#") + 1, len(code)):
        other = "A" if code[place] != "A" else "B"
        bent = code[:place] + other + code[place + 1 :]
        assert proved(PLATFORM.public, bent) is None, place


FALSE = {
    "another key": code_of(key=FOREIGN),
    "signed for another purpose": code_of(kind="result"),
    "the signature of another paper": code_of(replace(OURS, code="ZZZZ2345EFGH6789")).replace(
        "ZZZZ", "ABCD", 1
    ),
    "no signature": f"{URL}/verify/{OURS.code}",
    "an empty one": f"{URL}/verify/{OURS.code}#",
    "no address": "kiosk:filing:3305210001001260914000015:held",
    "two of them": code_of() + "#" + code_of(),
}


@pytest.mark.parametrize("bend", FALSE)
def test_everything_else_is_nothing(bend):
    assert proved(PLATFORM.public, FALSE[bend]) is None


@pytest.mark.parametrize(
    "changes", [{"name": 3}, {"issued_at": "yesterday"}, {"issued_at": "2026-11-21T09:30"}]
)
def test_what_is_signed_and_of_another_shape_is_nothing(changes):
    payload = OURS.payload() | changes
    with pytest.raises(MessageError):
        PaperObject.read(payload)
    assert proved(PLATFORM.public, address(URL, OURS.code, PLATFORM.sign(PAPER, payload))) is None
