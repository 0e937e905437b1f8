"""A slip says only what is true, and names nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk import receipt
from kiosk.model import Outcome, SlipPair, SlipQr, SlipText, Status, mask_id, mask_name
from tests.people import ADULT, OTHER

FACTS = {
    "number": "33052100010012611210000" + "1K",
    "title": "社保参保证明",
    "filed_at": "2026-11-21T09:30:00+08:00",
    "materials": "居民身份证",
    "delivery": "在这里打印",
    "phone": "12345",
    "place": "示范政务服务点",
    "terminal": "330521-0001-001",
}
NOW = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)


def paper(status: Status, language: str = "zh-CN", **more) -> str:
    lines = receipt.lines(FACTS, Outcome(status, NOW, **more), ADULT.masked_name, language)
    words = []
    for line in lines:
        if isinstance(line, SlipText):
            words.append(line.text)
        elif isinstance(line, SlipPair):
            words += [line.label, line.value]
        elif isinstance(line, SlipQr):
            words.append(line.payload)
    return "\n".join(words)


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.ACCEPTED, Status.REFUSED)])
def test_nothing_says_accepted_before_the_platform_did(status):
    assert "已受理" not in paper(status).replace("还没有受理", "")


def test_the_three_states_are_never_mixed():
    held, received, accepted = (paper(s) for s in (Status.HELD, Status.RECEIVED, Status.ACCEPTED))
    assert "已收件" in held and "平台已收到" not in held
    assert "平台已收到" in received and "已收件" not in received
    assert "已受理" in accepted and "已收件" not in accepted


def test_a_quarantined_filing_is_still_held_here():
    assert "已收件" in paper(Status.QUARANTINED)
    assert "工作人员" in paper(Status.QUARANTINED)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("language", ["zh-CN", "zh-easy", "en"])
def test_every_state_has_words_and_no_person(status, language):
    text = paper(status, language, acceptance_number="A-1")
    assert FACTS["number"] in text
    assert "A-1" in text
    assert ADULT.masked_name in text
    for secret in (ADULT.name, ADULT.id_number, ADULT.address):
        assert secret not in text


def test_who_signs_by_phone_stands_on_the_slip_masked_with_a_code():
    outcome = Outcome(Status.AWAITING_SIGNATURES, NOW)
    for language in ("zh-CN", "en"):
        lines = receipt.lines(FACTS, outcome, "*明", language, (("*红", "ABCD2345"), ("*兰", "EFGH6789")))
        pairs = {line.label: line.value for line in lines if isinstance(line, SlipPair)}
        assert (pairs["*红"], pairs["*兰"]) == ("ABCD 2345", "EFGH 6789")
        assert any("72" in line.text for line in lines if isinstance(line, SlipText))
    assert "72" not in paper(Status.AWAITING_SIGNATURES)


@pytest.mark.parametrize(
    ("name", "masked"), [("张三", "*三"), ("欧阳小明", "***明"), ("张", "*"), (OTHER.name, "*𪚥"), ("", "*")]
)
def test_names_are_masked_by_characters(name, masked):
    assert mask_name(name) == masked


def test_numbers_keep_four_at_each_end():
    assert mask_id(ADULT.id_number) == "3305**********001X"
    assert mask_id("12345678") == "********"
