"""Signing and sealing: objects are signed (JWS, RFC 7515), parts are sealed (HPKE, RFC 9180).

The suite `intl-1` is Ed25519 (RFC 8037), DHKEM(X25519, HKDF-SHA256) with HKDF-SHA256 and AES-256-GCM, and
SHA-256. Every signed object names its type in the `typ` header, so that a signature made for one purpose
is worth nothing for another, and its suite in the payload, so that another suite can be added.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

SUITE = "intl-1"
_ALGORITHM = "Ed25519"
_HPKE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class SignatureError(Exception):
    """Not signed by the key that it should be, of another type, or of a suite that is not known."""


class SealError(Exception):
    """A sealed part that this key does not open, or that was sealed for another filing."""


def digest(data: bytes) -> str:
    """SHA-256, lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def canonical(value: object) -> bytes:
    """Canonical JSON (RFC 8785): the same value is the same bytes everywhere."""
    return rfc8785.dumps(cast(Any, value))


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 key pair with its id, the RFC 7638 thumbprint."""

    private: Ed25519PrivateKey

    @classmethod
    def generate(cls) -> SigningKey:
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, pem: bytes) -> SigningKey:
        key = serialization.load_pem_private_key(pem, None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError("not an Ed25519 key")
        return cls(key)

    def pem(self) -> bytes:
        return _pem(self.private)

    @cached_property
    def public(self) -> VerifyingKey:
        return VerifyingKey(self.private.public_key())

    def sign(self, kind: str, payload: dict[str, Any]) -> str:
        """The payload as a compact JWS of the type `kind`, deterministic for the same payload."""
        header = {"alg": _ALGORITHM, "kid": self.public.id, "typ": f"{kind}+jws"}
        body = canonical({"v": 1, "suite": SUITE, **payload})
        return jws.serialize_compact(header, body, self._signer, algorithms=[_ALGORITHM])

    @cached_property
    def _signer(self) -> OKPKey:
        return OKPKey.import_key(self.pem())


@dataclass(frozen=True)
class VerifyingKey:
    public: Ed25519PublicKey

    @classmethod
    def from_base64(cls, text: str) -> VerifyingKey:
        return cls(Ed25519PublicKey.from_public_bytes(unbase64(text)))

    def base64(self) -> str:
        return base64(self.public.public_bytes_raw())

    @cached_property
    def id(self) -> str:
        return digest(self.public.public_bytes_raw())[:32]

    @cached_property
    def _verifier(self) -> OKPKey:
        return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": self.base64()})

    def verify(self, kind: str, token: str) -> dict[str, Any]:
        """The payload of a token of the type `kind`. Raises SignatureError for anything else."""
        try:
            signed = jws.deserialize_compact(token, self._verifier, algorithms=[_ALGORITHM])
            payload = json.loads(signed.payload)
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            raise SignatureError(f"{kind}: {type(error).__name__}") from None
        if signed.protected.get("typ") != f"{kind}+jws":
            raise SignatureError(f"{kind}: of another type")
        if not isinstance(payload, dict) or payload.get("suite") != SUITE or payload.get("v") != 1:
            raise SignatureError(f"{kind}: of another suite or version")
        return payload


def unverified_key_id(token: str) -> str:
    """Which key claims to have signed; only good for looking it up. Raises SignatureError."""
    try:
        header = json.loads(unbase64(token.split(".", 1)[0]))
        return str(header["kid"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SignatureError(f"no key id: {type(error).__name__}") from None


@dataclass(frozen=True)
class SealingKey:
    """The platform's public key: what is sealed to it, nobody at the terminal can open."""

    public: X25519PublicKey

    @classmethod
    def from_base64(cls, text: str) -> SealingKey:
        return cls(X25519PublicKey.from_public_bytes(unbase64(text)))

    def base64(self) -> str:
        return base64(self.public.public_bytes_raw())

    def seal(self, data: bytes, filing: str, part: str) -> bytes:
        return _HPKE.encrypt(data, self.public, info=_binding(filing, part))


@dataclass(frozen=True)
class OpeningKey:
    """The platform's private half. The terminal never has one."""

    private: X25519PrivateKey

    @classmethod
    def generate(cls) -> OpeningKey:
        return cls(X25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, pem: bytes) -> OpeningKey:
        key = serialization.load_pem_private_key(pem, None)
        if not isinstance(key, X25519PrivateKey):
            raise ValueError("not an X25519 key")
        return cls(key)

    def pem(self) -> bytes:
        return _pem(self.private)

    @property
    def public(self) -> SealingKey:
        return SealingKey(self.private.public_key())

    def open(self, sealed: bytes, filing: str, part: str) -> bytes:
        try:
            return bytes(_HPKE.decrypt(sealed, self.private, info=_binding(filing, part)))
        except (InvalidTag, ValueError) as error:
            raise SealError(f"{part}: {type(error).__name__}") from None


def base64(data: bytes) -> str:
    """Base64url without padding (RFC 7515 §2)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unbase64(text: str) -> bytes:
    """Raises ValueError."""
    return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _binding(filing: str, part: str) -> bytes:
    """A part sealed for one filing does not open as a part of another."""
    return f"kiosk/part/1\0{filing}\0{part}".encode()


def _pem(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
