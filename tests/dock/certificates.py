"""An authority and a certificate for localhost, thrown away with the test."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def authority(folder):
    """Paths of the authority's certificate, the server's certificate and the server's key."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "root")])
    leaf = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    ca = _sign(root, root, ca_key.public_key(), ca_key, x509.BasicConstraints(ca=True, path_length=None))
    server = _sign(
        leaf, root, key.public_key(), ca_key, x509.SubjectAlternativeName([x509.DNSName("localhost")])
    )
    paths = folder / "ca.pem", folder / "server.pem", folder / "server.key"
    contents = (
        ca.public_bytes(serialization.Encoding.PEM),
        server.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return paths


def _sign(subject, issuer, public, signer, extension):
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(issuer, subject, public, x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))
    return builder.add_extension(extension, critical=True).sign(signer, hashes.SHA256())
