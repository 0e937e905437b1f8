"""Somebody else's ESC/POS client takes the virtual printer for a printer."""

import warnings

import pytest

from tests.devices.rigs import until


@pytest.fixture
def client(printer, tmp_path, monkeypatch):
    monkeypatch.setenv("ESCPOS_CAPABILITIES_PICKLE_DIR", str(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it warns about is its own
        from escpos.printer import Network

        host, port = printer.device.endpoint
        found = Network(host, port=port, timeout=5, profile="default")
        found.open()
        yield found
        found.close()


def test_it_asks_and_is_answered(printer, client):
    assert client.is_online()
    assert client.paper_status() == 2
    printer.set(paper="low")
    assert client.paper_status() == 1
    printer.set(paper="out")
    assert (client.is_online(), client.paper_status()) == (False, 0)


def test_it_prints_text_and_a_code_and_cuts(printer, client):
    client.set(align="center", bold=True)
    client.text("Receipt 42\n")
    client.qr("https://example.invalid/42", native=True, size=6)
    client.cut()
    (slip,) = until(printer.slips)
    assert slip["complete"]
    assert slip["texts"][0] == "Receipt 42"
    assert slip["qr"] == ["https://example.invalid/42"]
