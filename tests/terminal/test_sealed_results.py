"""A result that is not what the platform sealed is neither shown nor printed (domain S-40)."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.terminal import asking
from kiosk.terminal.words import ResultInfo, SealBrokenError
from kiosk.wire import messages
from kiosk.wire.envelope import digest
from tests.terminal.test_whose_word import AGREED, FOREIGN, PLATFORM, authority, platform  # noqa: F401

PDF = b"%PDF-1.7 sealed"
SEALED = messages.ResultObject(
    "r1", "f1", "si-certificate", "社保参保证明", digest(PDF), datetime(2026, 11, 21, tzinfo=UTC), "1234"
)
INFO = ResultInfo("r1", "f1", SEALED.title, SEALED.issued_at, 1)


def answered(sealed=SEALED, pdf=PDF, key=PLATFORM):
    return {"result": key.sign(messages.RESULT, sealed.payload()), "pdf": b64encode(pdf).decode()}


def test_what_the_platform_sealed_is_handed_out_byte_for_byte(platform):  # noqa: F811
    platform.says = answered()
    assert asking.result(platform, AGREED, INFO) == PDF


TAMPERED = {
    "one byte of the paper": answered(pdf=PDF[:-1] + b"e"),
    "another seal": answered(key=FOREIGN),
    "the paper of another result": answered(replace(SEALED, id="r2")),
    "a seal of nobody": answered() | {"result": "a.b.c"},
    "no paper": answered() | {"pdf": None},
}


@pytest.mark.parametrize("bend", TAMPERED)
def test_a_tampered_result_is_not_handed_out(platform, bend):  # noqa: F811
    platform.says = TAMPERED[bend]
    with pytest.raises(SealBrokenError):
        asking.result(platform, AGREED, INFO)
