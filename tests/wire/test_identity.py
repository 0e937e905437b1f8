"""Enrolment is all or nothing, and what a bad answer brings is said in words."""

from __future__ import annotations

import json

import pytest

from kiosk.wire.envelope import OpeningKey, SigningKey
from kiosk.wire.identity import Identity, IdentityError, enrol
from tests.wire.tls import Authority, reply, server

GOOD = {
    "terminal": "330521-0001-001",
    "number_prefix": "3305210001001",
    "certificate": "CERT",
    "ca": "CA",
    "receipt_key": SigningKey.generate().public.base64(),
    "sealing_key": OpeningKey.generate().public.base64(),
}


@pytest.fixture
def enrolled(tmp_path):
    authority = Authority(tmp_path / "authority")

    def attempt(status: int = 201, answer: object = GOOD) -> Identity:
        def respond(handler, body):
            assert set(json.loads(body)) == {"code", "csr", "signing_key"}
            reply(handler, status, json.dumps(answer).encode(), "application/json")

        with server(authority, respond, client_needed=False) as url:
            return enrol(tmp_path / "identity", url, "CODE", authority.file)

    return attempt


def test_what_was_learned_is_there_again_for_its_owner_only(tmp_path, enrolled):
    identity = enrolled()
    again = Identity.load(tmp_path / "identity")
    assert (again.terminal, again.signing.public.id) == (identity.terminal, identity.signing.public.id)
    for path in (tmp_path / "identity").iterdir():
        assert path.stat().st_mode & 0o077 == 0
    assert (tmp_path / "identity").stat().st_mode & 0o077 == 0


def test_a_second_enrolment_replaces_all_and_keeps_the_secret(tmp_path, enrolled):
    first = enrolled()
    (tmp_path / "identity" / "secret.key").write_bytes(b"s" * 32)
    second = enrolled()
    assert first.signing.public.id != second.signing.public.id
    assert (tmp_path / "identity" / "secret.key").read_bytes() == b"s" * 32
    assert not list(tmp_path.glob("identity.*"))


@pytest.mark.parametrize("missing", sorted(GOOD))
def test_an_incomplete_answer_leaves_the_old_identity(tmp_path, enrolled, missing):
    first = enrolled()
    with pytest.raises(IdentityError, match="不完整"):
        enrolled(answer={k: v for k, v in GOOD.items() if k != missing})
    assert Identity.load(tmp_path / "identity").signing.public.id == first.signing.public.id


def test_a_code_that_does_not_do_is_said(tmp_path, enrolled):
    with pytest.raises(IdentityError, match="403"):
        enrolled(status=403, answer={"type": "urn:kiosk:problem:code"})
    with pytest.raises(IdentityError, match="尚未登记"):
        Identity.load(tmp_path / "identity")


def test_nobody_there_is_said(tmp_path):
    authority = Authority(tmp_path / "authority")
    with pytest.raises(IdentityError, match="连不上"):
        enrol(tmp_path / "identity", "https://localhost:9", "CODE", authority.file, timeout=2)


def test_a_damaged_folder_is_said(tmp_path, enrolled):
    enrolled()
    (tmp_path / "identity" / "platform.json").write_text("{")
    with pytest.raises(IdentityError, match="损坏"):
        Identity.load(tmp_path / "identity")


def test_an_end_between_the_two_renames_keeps_the_old_identity_and_its_secret(tmp_path, enrolled):
    first = enrolled()
    (first.folder / "secret.key").write_bytes(b"secret")
    first.folder.rename(tmp_path / "identity.old")
    assert Identity.load(first.folder).terminal == first.terminal
    assert (enrolled().folder / "secret.key").read_bytes() == b"secret"


def test_keys_that_cannot_be_written_are_said(tmp_path, enrolled):
    (tmp_path / "identity.new").write_text("in the way")
    with pytest.raises(IdentityError, match="写不进"):
        enrolled()
