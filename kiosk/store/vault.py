"""The terminal's secret: the keyed hash that stands for a person, and the seal of their draft.

A draft's key is derived from the ID number and the secret together, so the disk alone opens nothing, and
the same person's card opens it again. It resists whoever takes the disk, not root on the live machine.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CREDENTIAL = (
    "kiosk-secret"  # name of the systemd credential that holds it, sealed to the TPM where there is one
)


class VaultError(Exception):
    """Not sealed for this person at this terminal, or damaged."""


class Vault:
    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def load(cls, path: Path) -> Vault:
        """From systemd's credentials where given, else from a file for its owner only, made if missing."""
        credentials = os.environ.get("CREDENTIALS_DIRECTORY")
        if credentials and (given := Path(credentials) / CREDENTIAL).exists():
            return cls(given.read_bytes())
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(path.read_bytes())
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        return cls(path.read_bytes())

    def person(self, id_number: str) -> str:
        """The same person is the same value at this terminal, and nothing elsewhere."""
        return hmac.new(self._secret, b"person\0" + id_number.encode(), hashlib.sha256).hexdigest()

    def seal(self, id_number: str, data: bytes) -> bytes:
        nonce = secrets.token_bytes(12)
        return nonce + AESGCM(self._key(id_number)).encrypt(nonce, data, b"draft")

    def open(self, id_number: str, sealed: bytes) -> bytes:
        try:
            return AESGCM(self._key(id_number)).decrypt(sealed[:12], sealed[12:], b"draft")
        except (InvalidTag, ValueError):
            raise VaultError("draft") from None

    def _key(self, id_number: str) -> bytes:
        derive = HKDF(hashes.SHA256(), 32, salt=b"kiosk/draft/1", info=id_number.encode())
        return derive.derive(self._secret)
