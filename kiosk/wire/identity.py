"""Who this terminal is: its keys, its certificate, and the platform's keys that it learned on enrolment.

One folder, readable by its owner only. The signing key never leaves it; nothing in it opens a sealed part.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.wire import enrolled
from kiosk.wire.client import Endpoint
from kiosk.wire.enrolled import IdentityError
from kiosk.wire.envelope import SealingKey, SigningKey, VerifyingKey

if TYPE_CHECKING:
    from cryptography import x509

__all__ = ["Identity", "IdentityError", "enrol", "write_private"]

_SIGNING, _TLS, _CERTIFICATE, _CA = "signing.key", "tls.key", "tls.crt", "ca.crt"


@dataclass(frozen=True)
class Identity:
    folder: Path
    terminal: str  # as the platform names it
    number_prefix: str  # region 6, site 4, terminal 3
    signing: SigningKey
    receipts: VerifyingKey  # the platform signs its word with it
    sealing: SealingKey  # what goes to the platform is sealed to it

    @classmethod
    def load(cls, folder: Path) -> Identity:
        """Raises IdentityError when the terminal is not enrolled or its folder is damaged."""
        platform = enrolled.platform(folder)
        try:
            return cls(
                folder=folder,
                terminal=platform["terminal"],
                number_prefix=platform["number_prefix"],
                signing=SigningKey.from_pem((folder / _SIGNING).read_bytes()),
                receipts=VerifyingKey.from_base64(platform["receipt_key"]),
                sealing=SealingKey.from_base64(platform["sealing_key"]),
            )
        except FileNotFoundError as error:
            raise IdentityError(f"终端尚未登记（缺少 {Path(error.filename).name}）") from None
        except (ValueError, KeyError, TypeError) as error:
            raise enrolled.damaged(error) from None

    def endpoint(self, url: str) -> Endpoint:
        return Endpoint(url, self.folder / _CA, self.folder / _CERTIFICATE, self.folder / _TLS)

    def certificate(self) -> x509.Certificate:
        from cryptography import x509

        return x509.load_pem_x509_certificate((self.folder / _CERTIFICATE).read_bytes())


def enrol(folder: Path, url: str, code: str, ca: Path, timeout: float = 10.0) -> Identity:
    """Makes keys, proves the one-time code, and keeps what the platform answers. Raises IdentityError.

    `url` is the platform's public address; `ca` is the certificate that proves it, brought by hand.
    """
    import requests
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    signing, tls = SigningKey.generate(), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "terminal")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(tls, hashes.SHA256())
    body = {
        "code": code,
        "csr": request.public_bytes(serialization.Encoding.PEM).decode(),
        "signing_key": signing.public.base64(),
    }
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(f"{url}/v1/enrol", json=body, verify=str(ca), timeout=timeout)
        fields = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise IdentityError(f"登记时连不上平台：{type(error).__name__}") from None
    if answer.status_code != 201:
        raise IdentityError(f"平台不接受这个登记码（{answer.status_code}）")
    try:
        platform = {key: fields[key] for key in ("terminal", "number_prefix", "receipt_key", "sealing_key")}
        certificate, authority = fields["certificate"].encode(), fields["ca"].encode()
    except (KeyError, TypeError, AttributeError) as error:
        raise IdentityError(f"平台的登记回答不完整：{error}") from None
    tls_pem = tls.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    files = {_SIGNING: signing.pem(), _TLS: tls_pem, _CERTIFICATE: certificate, _CA: authority}
    try:
        _install(folder, files | {enrolled.PLATFORM: json.dumps(platform).encode()})
    except OSError as error:
        raise IdentityError(f"登记的密钥写不进 {folder}：{error.strerror}") from None
    return Identity.load(folder)


def _install(folder: Path, files: Mapping[str, bytes]) -> None:
    """All of the new identity or all of the old: never keys of one beside a certificate of the other."""
    fresh, old = folder.with_name(f"{folder.name}.new"), enrolled.set_aside(folder)
    enrolled.put_back(folder)
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():  # the terminal's own secret lives here too, and outlives an enrolment
        shutil.copytree(folder, fresh)
    fresh.mkdir(parents=True, exist_ok=True)
    fresh.chmod(0o700)
    for name, data in files.items():
        write_private(fresh / name, data)
    if folder.exists():
        os.replace(folder, old)
    os.replace(fresh, folder)
    shutil.rmtree(old, ignore_errors=True)


def write_private(path: Path, data: bytes) -> None:
    """Whole or not at all, durable, for the owner only."""
    temporary = path.with_suffix(".new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    os.replace(temporary, path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
