"""A draft opens for its person's card at this terminal, and for nobody else."""

from __future__ import annotations

import pytest

from kiosk.store.vault import Vault, VaultError
from tests.people import ADULT, OTHER


def test_a_draft_opens_for_its_person_only(tmp_path):
    vault = Vault.load(tmp_path / "secret")
    sealed = vault.seal(ADULT.id_number, b"answers")
    assert Vault.load(tmp_path / "secret").open(ADULT.id_number, sealed) == b"answers"
    with pytest.raises(VaultError):
        vault.open(OTHER.id_number, sealed)
    with pytest.raises(VaultError):
        Vault.load(tmp_path / "elsewhere").open(ADULT.id_number, sealed)
    with pytest.raises(VaultError):
        vault.open(ADULT.id_number, sealed[:-1])


def test_the_secret_is_for_its_owner(tmp_path):
    Vault.load(tmp_path / "secret")
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_the_hash_of_a_person_says_nothing_elsewhere(tmp_path):
    here, there = Vault.load(tmp_path / "a"), Vault.load(tmp_path / "b")
    assert here.person(ADULT.id_number) == here.person(ADULT.id_number)
    assert here.person(ADULT.id_number) != there.person(ADULT.id_number)
    assert ADULT.id_number not in here.person(ADULT.id_number)


def test_systemd_may_hold_the_secret(tmp_path, monkeypatch):
    (tmp_path / "kiosk-secret").write_bytes(b"k" * 32)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    vault = Vault.load(tmp_path / "never-made")
    assert vault.open(ADULT.id_number, vault.seal(ADULT.id_number, b"x")) == b"x"
    assert not (tmp_path / "never-made").exists()


@pytest.mark.parametrize("content", [b"", b"short"])
def test_a_damaged_secret_is_refused_not_used(tmp_path, content):
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(VaultError):
        Vault.load(tmp_path / "secret")


def test_two_processes_that_start_at_once_have_one_secret(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        vaults = list(pool.map(lambda _: Vault.load(tmp_path / "secret"), range(8)))
    assert len({vault.person(ADULT.id_number) for vault in vaults}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
