"""The terminal's secret: the keyed hash that stands for a person, and the seal of their draft.

A draft's key is derived from the ID number and the secret together, so the same person's card opens it
again. Where systemd holds the secret (sealed to a TPM), the disk alone opens nothing; where it is a file
beside the database, whoever has the whole disk can try ID numbers. Neither resists root on the machine.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.store.database import StoreError

CREDENTIAL = (
    "kiosk-secret"  # name of the systemd credential that holds it, sealed to the TPM where there is one
)


LENGTH = 32  # bytes


class VaultError(Exception):
    """Not sealed for this person at this terminal, or damaged."""


class _Person(NamedTuple):
    id_number: str
    name: str  # what stands for them at this terminal
    cipher: AESGCM


class Vault:
    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._last: _Person | None = None  # a visit is one person's, and each step of it is saved

    @classmethod
    def load(cls, path: Path) -> Vault:
        """From systemd's credentials where given, else from a file for its owner only, made if missing.

        Raises VaultError for a secret that is too short to be one, StoreError when it cannot be read or made
        at this moment.
        """
        credentials = os.environ.get("CREDENTIALS_DIRECTORY")
        try:
            if credentials and (given := Path(credentials) / CREDENTIAL).exists():
                return cls(_long_enough(given.read_bytes()))
            if not path.exists():
                _make(path)
            return cls(_long_enough(path.read_bytes()))
        except OSError as error:
            raise StoreError(error.strerror) from error

    def person(self, id_number: str) -> str:
        """The same person is the same value at this terminal, and nothing elsewhere."""
        return self._of(id_number).name

    def seal(self, id_number: str, data: bytes) -> bytes:
        nonce = secrets.token_bytes(12)
        return nonce + self._of(id_number).cipher.encrypt(nonce, data, b"draft")

    def open(self, id_number: str, sealed: bytes) -> bytes:
        try:
            return self._of(id_number).cipher.decrypt(sealed[:12], sealed[12:], b"draft")
        except (InvalidTag, ValueError):
            raise VaultError("draft") from None

    def _of(self, id_number: str) -> _Person:
        last = self._last
        if last is None or last.id_number != id_number:
            name = hmac.new(self._secret, b"person\0" + id_number.encode(), hashlib.sha256).hexdigest()
            derive = HKDF(hashes.SHA256(), 32, salt=b"kiosk/draft/1", info=id_number.encode())
            last = self._last = _Person(id_number, name, AESGCM(derive.derive(self._secret)))
        return last


def _long_enough(secret: bytes) -> bytes:
    if len(secret) < LENGTH:
        raise VaultError("the terminal's secret is damaged")
    return secret


def _make(path: Path) -> None:
    """Whole or not at all, durable. Of two processes that start at once, the first one's secret stays."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        os.unlink(temporary)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
