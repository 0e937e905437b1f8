"""The terminal's own client and the platform, over a real line: each understands the other."""

from dataclasses import replace

import pytest
import requests

from acceptance.keys import Keys
from kiosk.model import Status
from kiosk.terminal import asking
from kiosk.terminal.words import OfflineError
from kiosk.wire.client import PlatformClient
from kiosk.wire.envelope import digest
from kiosk.wire.troubles import RefusedError, UnreachableError
from tests.acceptance.station import FLOW, OTHER_ITEM, new_id, person

LIU, WANG = person("liu-yang"), person("wang-fang")


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


@pytest.fixture
def walked(station):
    return station.walk(WANG, None)


def on_the_phone(station, url, decision="confirm"):
    fields = {"phone_key": WANG.phone_key, "decision": decision}
    assert requests.post(url, data=fields, verify=station.server.ca, timeout=30).status_code == 200


def test_a_confirmation_counts_for_its_own_matter_only(station, client, walked):
    asked = asking.ask_confirmation(client, walked, "打印证明")
    assert asking.confirmation(client, walked, asked) is None
    on_the_phone(station, asked.url)
    other = replace(walked, flow=replace(FLOW, item=OTHER_ITEM))
    with pytest.raises(OfflineError, match="another matter"):
        asking.confirmation(client, other, asked)
    assert asking.confirmation(client, walked, asked)["state"] == "confirmed"


class Replay:
    """Somebody on the line who gives every question the same genuine answer of the platform."""

    def __init__(self, client, answer):
        self.statement, self._answer = client.statement, answer

    def ask(self, path, body):
        return self._answer


def test_what_a_source_said_counts_for_its_own_session_only(station, client, walked):
    token = station.confirm(WANG)
    about = {"id_number": WANG.number, "name": WANG.names[0], "confirmation": token}

    def answer(path, **more):
        return client.ask(f"/v1/data/{path}", about | {"authorisation": walked.id} | more)

    said = answer("share", source="si-places")
    believed = asking.share(Replay(client, said), walked, "si-places", token)
    assert (believed["state"], believed["token"]) == ("OK", said["statement"])
    nothing = {"state": "UNAVAILABLE"}
    assert asking.share(Replay(client, said), replace(walked, id=new_id()), "si-places", token) == nothing
    assert asking.share(Replay(client, said), walked, "si-records", token) == nothing
    somebody_else = replace(station.walk(LIU, None), id=walked.id)
    assert asking.share(Replay(client, said), somebody_else, "si-places", token) == nothing


def test_a_predicate_is_no_share(station, client, walked):
    token = station.confirm(WANG, OTHER_ITEM)
    about = {"id_number": WANG.number, "name": WANG.names[0], "confirmation": token}
    asked = about | {"authorisation": walked.id, "predicate": "insured-in-period", "arguments": {}}
    said = client.ask("/v1/data/verify", asked)
    assert asking.share(Replay(client, said), walked, "insured-in-period", token) == {"state": "UNAVAILABLE"}


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
    with pytest.raises(UnreachableError, match="证书不可信"):
        client.feed("", 0)
    client.close()
