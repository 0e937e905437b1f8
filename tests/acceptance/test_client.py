"""The terminal's own client and the platform, over a real line: each understands the other."""

from dataclasses import replace

import pytest

from acceptance.keys import Keys
from kiosk.model import Status
from kiosk.wire.client import PlatformClient
from kiosk.wire.envelope import digest
from kiosk.wire.troubles import RefusedError, UnreachableError
from tests.acceptance.station import new_id, person

WANG = person("wang-fang")


@pytest.fixture
def client(station):
    opened = station.client
    yield opened
    opened.close()


def test_a_filing_is_settled_by_a_verified_receipt(station, client):
    made = station.make(station.walk(WANG, None, region="340100"))
    receipt = client.submit("filings", made.id, made.payload, digest(made.envelope.encode()))
    assert (receipt.filing, receipt.status) == (made.id, Status.ACCEPTED)
    page = client.feed("", 0)
    assert [(event.seq, event.status) for event, _ in page.events] == [
        (1, Status.ACCEPTED),
        (2, Status.RESULT_READY),
    ]
    assert client.feed(page.epoch, 2).events == ()


def test_a_refusal_names_its_problem(station, client):
    made = station.make(station.walk(WANG, None, region="340100"), number="0" * 25)
    with pytest.raises(RefusedError) as refusal:
        client.submit("filings", made.id, made.payload, digest(made.envelope.encode()))
    assert refusal.value.problem.type == "urn:kiosk:problem:envelope"


def test_a_session_asks_and_believes_what_is_signed(station, client):
    token = station.confirm(WANG)
    assert client.statement(token)["kind"] == "confirmation"
    about = {"id_number": WANG.number, "name": WANG.names[0], "confirmation": token}
    shared = client.ask("/v1/data/share", about | {"authorisation": new_id(), "source": "si-places"})
    assert client.statement(shared["statement"])["value"] == ["320500", "340100"]
    made = station.filed(WANG, token, region="340100")
    entry = client.ask("/v1/results/query", about)["results"][0]
    result = client.result(entry["result"])
    assert (result.filing, result.title) == (made.id, "社会保险参保证明")


def test_a_busy_platform_is_unreachable_for_as_long_as_it_says(troubled):
    client = troubled.client
    troubled.sandbox(busy_next=1)
    with pytest.raises(UnreachableError) as absence:
        client.feed("", 0)
    client.close()
    assert absence.value.retry_after == 2.0


def test_a_platform_of_another_authority_is_not_believed(station, tmp_path):
    other = Keys.open(tmp_path / "other")
    endpoint = station.identity.endpoint(station.server.url)
    client = PlatformClient(replace(endpoint, ca=other.folder / "ca.pem"), station.identity.receipts)
    with pytest.raises(UnreachableError, match="not trusted"):
        client.feed("", 0)
    client.close()
