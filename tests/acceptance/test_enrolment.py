"""A terminal comes in with a one-time code, and is put out by revocation."""

import json
import socket
import ssl
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from sqlalchemy import select

from acceptance import tables
from acceptance.cli import main
from acceptance.keys import Keys
from kiosk.wire.envelope import SealingKey, SigningKey, VerifyingKey
from tests.acceptance.station import Station, now, person, problem

LIU = person("liu-yang")


def request(name="whatever", key=None):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateSigningRequestBuilder().subject_name(subject)
    signed = made.sign(key or ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM).decode()


def enrol(server, code, **changes):
    body = {"code": code, "csr": request(), "signing_key": SigningKey.generate().public.base64()}
    return requests.post(f"{server.public_url}/v1/enrol", json=body | changes, verify=server.ca, timeout=30)


def test_a_code_brings_all_that_a_terminal_needs_to_know(server):
    answer = enrol(server, server.code(), csr=request("330521-9999-999"))
    assert answer.status_code == 201
    given = answer.json()
    certificate = x509.load_pem_x509_certificate(given["certificate"].encode())
    (name,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert name.value == given["terminal"]  # ours, not what the request wished for
    assert list(purposes) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    assert given["number_prefix"] == given["terminal"].replace("-", "") and len(given["number_prefix"]) == 13
    assert VerifyingKey.from_base64(given["receipt_key"]) and SealingKey.from_base64(given["sealing_key"])
    assert given["ca"] == Path(server.ca).read_text()


def test_a_code_is_good_once(server):
    code = server.code()
    assert enrol(server, code).status_code == 201
    assert problem(enrol(server, code)) == (403, "enrolment-code")


def test_a_code_that_was_typed_carelessly_is_the_same_code(server):
    assert enrol(server, server.code().lower().replace("-", " ")).status_code == 201


def test_a_code_that_nobody_gave_or_that_is_old_is_refused(server):
    assert problem(enrol(server, "AAAAA-BBBBB-CCCCC-DDDDD")) == (403, "enrolment-code")
    assert problem(enrol(server, server.code(at=now() - timedelta(hours=24)))) == (403, "enrolment-code")


def test_a_request_that_will_not_do_leaves_the_code_unused(server):
    code = server.code()
    for changes in ({"csr": "no request"}, {"signing_key": "no key"}, {"signing_key": "AAAA"}):
        assert problem(enrol(server, code, **changes)) == (400, "malformed")
    assert enrol(server, code).status_code == 201


def test_codes_are_kept_as_hashes_only(server):
    code = server.code()
    with server.database.reading() as connection:
        kept = str(connection.execute(select(tables.codes)).all())
    assert code not in kept and code.replace("-", "") not in kept


def test_a_site_counts_its_terminals(server):
    first, second = (enrol(server, server.code()).json()["terminal"] for _ in range(2))
    assert int(second[-3:]) == int(first[-3:]) + 1


def test_the_command_prints_a_code_that_works(server, capsys):
    command = ["enrol-code", "--site", "0042", "--region", "330521", "--terminal", "007", "--json"]
    assert main([*command, *server.place]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["terminal"] == "330521-0042-007"
    assert enrol(server, printed["code"]).json()["terminal"] == "330521-0042-007"


@pytest.mark.parametrize("wrong", [["--site", "1"], ["--region", "x"], ["--terminal", "1"]], ids=str)
def test_the_command_names_what_is_wrong_with_a_site(server, capsys, wrong):
    given = ["enrol-code", "--site", "0042", "--region", "330521", *wrong, *server.place]
    assert main(given) == 1
    printed = capsys.readouterr()
    assert printed.out == "" and "digits" in printed.err


def test_a_revoked_terminal_is_no_longer_admitted(station, server):
    made = station.make(station.walk(LIU, None))
    assert station.send(made).status_code == 201
    assert main(["revoke", "--terminal", station.identity.terminal, *server.place]) == 0
    assert problem(station.send(made)) == (403, "not-admitted")
    assert problem(station.call("GET", "/v1/feed")) == (403, "not-admitted")


def test_a_terminal_that_is_not_known_cannot_be_revoked(server):
    assert main(["revoke", "--terminal", "330521-0001-000", *server.place]) == 1


def test_a_new_enrolment_ends_the_old_one_and_takes_its_queue_over(station, server, tmp_path):
    queued = station.make(station.walk(LIU, None))
    renewed = Station.enrol(server, tmp_path / "renewed", number=station.identity.terminal[-3:])
    assert renewed.identity.terminal == station.identity.terminal
    assert problem(station.send(queued)) == (403, "not-admitted")
    assert renewed.send(queued).status_code == 201  # signed with the key before


def test_nobody_gets_in_without_a_certificate(server):
    """TLS 1.2 tells it within the handshake, TLS 1.3 after it; either way no request is read."""
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(f"{server.url}/v1/feed", verify=server.ca, timeout=30)
    context = ssl.create_default_context(cafile=server.ca)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    host, _, port = server.url.removeprefix("https://").rpartition(":")
    with (
        socket.create_connection((host, int(port)), timeout=30) as line,
        pytest.raises(ssl.SSLError),
    ):
        context.wrap_socket(line, server_hostname=host)


def test_nobody_gets_in_with_a_certificate_of_their_own(server, tmp_path):
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=330521-0001-001")
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now() - timedelta(days=1))
    made = builder.not_valid_after(now() + timedelta(days=1)).sign(key, hashes.SHA256())
    pair = tmp_path / "cert.pem", tmp_path / "key.pem"
    pair[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pair[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    with pytest.raises(requests.exceptions.RequestException):
        requests.get(f"{server.url}/v1/feed", verify=server.ca, cert=(str(pair[0]), str(pair[1])), timeout=30)


def test_a_second_start_finds_the_same_keys(server, tmp_path):
    first, second = Keys.open(tmp_path / "keys"), Keys.open(tmp_path / "keys")
    assert first.receipts.pem() == second.receipts.pem()
    assert first.authority.pem == second.authority.pem
    assert first.pseudonym("x") == second.pseudonym("x")
    for file in (tmp_path / "keys").iterdir():
        assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(["--db", "mysql://localhost/x"], "sqlite:///"), (["--host", "203.0.113.1"], "Cannot assign")],
    ids=["database", "host"],
)
def test_what_keeps_the_platform_from_starting_is_named(tmp_path, capsys, wrong, said):
    ports = ["--port", "0", "--public-port", "0", "--data", str(tmp_path)]
    assert main(["serve", *ports, *wrong]) == 1
    assert said in capsys.readouterr().err
