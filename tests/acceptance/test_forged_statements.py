"""A statement that is right in every word, but not signed by the platform, opens nothing."""

from __future__ import annotations

import pytest

from kiosk.wire import messages
from kiosk.wire.envelope import SigningKey
from tests.acceptance.station import new_id, person, problem

LIU = person("liu-yang")


@pytest.fixture(params=["terminal's key", "unknown key"])
def forged(request, station):
    words = station.identity.receipts.verify(messages.STATEMENT, station.confirm(LIU))
    key = station.identity.signing if request.param == "terminal's key" else SigningKey.generate()
    return key.sign(messages.STATEMENT, words)


def test_it_opens_no_source(station, forged):
    asked = {"authorisation": new_id(), "source": "si-places"}
    assert problem(station.ask("/v1/data/share", LIU, forged, **asked)) == (403, "not-confirmed")


def test_it_files_nothing(station, forged):
    assert problem(station.send(station.make(station.walk(LIU, forged)))) == (422, "statement")
