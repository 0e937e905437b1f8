"""The platform's own certification authority (X.509): small, thrown away with its folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPublicKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_SKEW = timedelta(days=1)  # a terminal's clock may run behind
_AUTHORITY_LIFE = timedelta(days=3650)
_LIFE = timedelta(days=365)


class RequestError(Exception):
    """A certificate signing request that this authority does not follow."""


@dataclass(frozen=True)
class Issued:
    certificate: x509.Certificate

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")

    @property
    def serial(self) -> str:
        return f"{self.certificate.serial_number:X}"


@dataclass(frozen=True)
class Authority:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def create(cls) -> Authority:
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("Reference acceptance platform CA")
        usage = x509.KeyUsage(
            digital_signature=True,
            key_cert_sign=True,
            crl_sign=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            encipher_only=False,
            decipher_only=False,
        )
        builder = (
            _builder(name, key.public_key(), _AUTHORITY_LIFE)
            .issuer_name(name)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        return cls(key, builder.sign(key, hashes.SHA256()))

    def server(self, key: ec.EllipticCurvePrivateKey, hosts: Iterable[str]) -> Issued:
        names = x509.SubjectAlternativeName([_general_name(host) for host in hosts])
        return self._issue("acceptance", key.public_key(), ExtendedKeyUsageOID.SERVER_AUTH, names)

    def terminal(self, id: str, request_pem: str) -> Issued:
        """A client certificate for the key of the request; its name is ours to give. Raises RequestError."""
        try:
            request = x509.load_pem_x509_csr(request_pem.encode())
            public = request.public_key()
            valid = request.is_signature_valid
        except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature) as error:
            raise RequestError(type(error).__name__) from None
        if not valid or not isinstance(public, ec.EllipticCurvePublicKey):
            raise RequestError("an elliptic-curve key that signed its own request is needed")
        return self._issue(id, public, ExtendedKeyUsageOID.CLIENT_AUTH)

    @property
    def pem(self) -> str:
        return Issued(self.certificate).pem

    def _issue(
        self,
        name: str,
        public: CertificateIssuerPublicKeyTypes,
        purpose: x509.ObjectIdentifier,
        alternative: x509.SubjectAlternativeName | None = None,
    ) -> Issued:
        builder = (
            _builder(_name(name), public, _LIFE)
            .issuer_name(self.certificate.subject)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
            )
        )
        if alternative:
            builder = builder.add_extension(alternative, critical=False)
        return Issued(builder.sign(self.key, hashes.SHA256()))


def _builder(
    name: x509.Name, public: CertificateIssuerPublicKeyTypes, life: timedelta
) -> x509.CertificateBuilder:
    """Validity follows the machine's real clock, because that is what TLS compares it with."""
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now + life)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
