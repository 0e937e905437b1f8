"""A signature holds for one object of one kind; a sealed part opens for the platform and for one filing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.wire import messages
from kiosk.wire.envelope import (
    OpeningKey,
    SealError,
    SealingKey,
    SignatureError,
    SigningKey,
    VerifyingKey,
    base64,
    canonical,
    unbase64,
    unverified_key_id,
)

KEY = SigningKey.generate()
TOKEN = KEY.sign(messages.FILING, {"id": "x"})


def test_what_was_signed_is_read_back():
    assert KEY.public.verify(messages.FILING, TOKEN) == {"v": 1, "suite": "intl-1", "id": "x"}
    assert KEY.sign(messages.FILING, {"id": "x"}) == TOKEN
    assert unverified_key_id(TOKEN) == KEY.public.id


def test_a_signature_of_one_kind_is_none_of_another():
    with pytest.raises(SignatureError, match="another type"):
        KEY.public.verify(messages.RECEIPT, TOKEN)


def test_another_key_does_not_do():
    with pytest.raises(SignatureError):
        SigningKey.generate().public.verify(messages.FILING, TOKEN)


@pytest.mark.parametrize("position", range(0, len(TOKEN), 7))
def test_no_character_can_be_changed(position):
    other = "A" if TOKEN[position] != "A" else "B"
    changed = TOKEN[:position] + other + TOKEN[position + 1 :]
    if changed.rsplit(".", 1)[0] == TOKEN.rsplit(".", 1)[0] and unbase64(
        changed.rsplit(".", 1)[1]
    ) == unbase64(TOKEN.rsplit(".", 1)[1]):
        pytest.fail("the same signature in another spelling was counted as a change")
    with pytest.raises(SignatureError):
        KEY.public.verify(messages.FILING, changed)


@given(st.text(max_size=60))
def test_any_text_is_refused_or_verified(text):
    with pytest.raises(SignatureError):
        KEY.public.verify(messages.FILING, text)


@pytest.mark.parametrize("header", ['{"alg":"none"}', '{"alg":"HS256"}', '{"alg":"EdDSA"}', "[]", "{}"])
def test_no_other_algorithm_is_taken(header):
    body = TOKEN.split(".")[1]
    with pytest.raises(SignatureError):
        KEY.public.verify(messages.FILING, f"{base64(header.encode())}.{body}.")


def test_a_head_that_is_nested_without_end_is_refused():
    deep = f"{base64(b'[' * 4000)}.{TOKEN.split('.', 1)[1]}"
    with pytest.raises(SignatureError):
        KEY.public.verify(messages.FILING, deep)
    with pytest.raises(SignatureError):
        unverified_key_id(deep)


def test_a_key_survives_its_file_and_its_text():
    again = SigningKey.from_pem(KEY.pem())
    assert again.public.id == KEY.public.id
    assert VerifyingKey.from_base64(KEY.public.base64()).verify(messages.FILING, TOKEN)["id"] == "x"


def test_a_part_opens_for_the_platform_and_for_its_own_filing_only():
    platform = OpeningKey.generate()
    public = SealingKey.from_base64(platform.public.base64())
    sealed = public.seal("答案".encode(), "filing-1", "body")
    assert "答案".encode() not in sealed
    assert OpeningKey.from_pem(platform.pem()).open(sealed, "filing-1", "body") == "答案".encode()
    for key, filing, part in (
        (OpeningKey.generate(), "filing-1", "body"),
        (platform, "filing-2", "body"),
        (platform, "filing-1", "material:a"),
    ):
        with pytest.raises(SealError):
            key.open(sealed, filing, part)
    with pytest.raises(SealError):
        platform.open(sealed[:-1], "filing-1", "body")
    with pytest.raises(SealError):
        platform.open(b"", "filing-1", "body")


def test_the_same_value_is_the_same_bytes():
    assert canonical({"b": 1, "a": "中"}) == canonical({"a": "中", "b": 1}) == '{"a":"中","b":1}'.encode()
