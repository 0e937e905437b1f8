"""The platform's keys, in one folder that only its owner can read; made at the first start."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from acceptance.certificates import Authority
from acceptance.failure import StartError
from kiosk.wire.envelope import OpeningKey, SigningKey, base64

_SEAL = "电子专用章"
_SEAL_NOTE = "样例"


class KeyFolderError(StartError):
    """The folder holds something that is not the key which its name says."""


@dataclass(frozen=True)
class Seal:
    """What the drawn seal says: along its ring, and under its star."""

    ring: str
    note: str


@dataclass(frozen=True)
class Keys:
    authority: Authority = field(repr=False)
    receipts: SigningKey = field(repr=False)
    opening: OpeningKey = field(repr=False)
    secret: bytes = field(repr=False)
    seal: Seal
    folder: Path

    @classmethod
    def open(cls, folder: Path) -> Keys:
        """What the folder holds; what is missing is made. Raises KeyFolderError."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return cls(
                authority=_authority(folder),
                receipts=SigningKey.from_pem(_kept(folder / "receipt.key", SigningKey.generate().pem)),
                opening=OpeningKey.from_pem(_kept(folder / "opening.key", OpeningKey.generate().pem)),
                secret=_kept(folder / "secret.key", lambda: secrets.token_bytes(32)),
                seal=_seal(folder / "seal.txt"),
                folder=folder,
            )
        except ValueError as error:
            raise KeyFolderError(f"{folder.name}: {type(error).__name__}") from None

    def pseudonym(self, id_number: str) -> str:
        """The keyed hash under which a person's filings and results are found."""
        return self._keyed("person", id_number).hex()

    def token(self, purpose: str, id: str) -> str:
        """A secret for an address; the same for the same id, so that a repeated request meets it again."""
        return base64(self._keyed(purpose, id)[:24])

    def verification_code(self, result: str) -> str:
        """Sixteen characters that a person can read out; they tell nothing of the result."""
        number = int.from_bytes(self._keyed("verification", result)[:10])
        letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
        return "".join(letters[number >> shift & 31] for shift in range(75, -1, -5))

    def server_files(self, hosts: Sequence[str]) -> tuple[Path, Path, Path]:
        """Certificate, key and CA as files for TLS; the certificate is new at every start."""
        private = _private(_kept(self.folder / "server.key", _new_ec_key))
        certificate, ca = self.folder / "server.pem", self.folder / "ca.pem"
        _write(certificate, self.authority.server(private, hosts).pem.encode())
        return certificate, self.folder / "server.key", ca

    def _keyed(self, purpose: str, value: str) -> bytes:
        return hmac.digest(self.secret, f"{purpose}\0{value}".encode(), "sha256")


def hashed(secret: str) -> str:
    """How a code or token is kept: whoever reads the database cannot use it."""
    return sha256(secret.encode()).hexdigest()


def _authority(folder: Path) -> Authority:
    key, certificate = folder / "ca.key", folder / "ca.pem"
    if not (key.exists() and certificate.exists()):
        made = Authority.create()
        _write(key, _pem(made.key))
        _write(certificate, made.pem.encode())
    return Authority(_private(key.read_bytes()), x509.load_pem_x509_certificate(certificate.read_bytes()))


def _seal(path: Path) -> Seal:
    ring, _, note = _kept(path, lambda: f"{_SEAL}\n{_SEAL_NOTE}\n".encode()).decode().strip().partition("\n")
    return Seal(ring.strip(), note.strip())


def _private(pem: bytes) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not an elliptic-curve key")
    return key


def _new_ec_key() -> bytes:
    return _pem(ec.generate_private_key(ec.SECP256R1()))


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    if not path.exists():
        _write(path, make())
    return path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, also at a power cut; readable by the owner only."""
    new = path.with_suffix(".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
