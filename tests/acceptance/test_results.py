"""A result is handed to the person who confirmed, wherever it was filed; the card alone gets nothing."""

import re
import time
from base64 import b64decode

import pytest
import requests

from kiosk.ui.collection import ITEM
from kiosk.wire.envelope import digest
from kiosk.wire.messages import RESULT, ResultObject
from tests.acceptance.station import OTHER_ITEM, Station, now, person, problem

WEI, CAI = person("chen-wei"), person("retired-cai")


def filed(station, who, token=None, **answers):
    return station.filed(who, token, region="320500", **answers)


def results(station, who, token):
    answer = station.ask("/v1/results/query", who, token)
    assert answer.status_code == 200, answer.text
    found = answer.json()["results"]
    assert all(entry["pages"] == 1 for entry in found)
    return [ResultObject.read(station.identity.receipts.verify(RESULT, e["result"])) for e in found]


def test_a_result_is_there_at_once_and_signed(station):
    token = station.confirm(WEI)
    made = filed(station, WEI, token)
    newest = results(station, WEI, token)[0]
    assert (newest.filing, newest.item, newest.title) == (made.id, "si-certificate", "社会保险参保证明")
    answer = station.ask(f"/v1/results/{newest.id}", WEI, token).json()
    pdf = b64decode(answer["pdf"])
    assert pdf.startswith(b"%PDF-") and digest(pdf) == newest.digest


def test_the_number_of_a_slip_finds_its_filing_at_any_terminal_for_its_person_only(station, server, tmp_path):
    made = filed(station, WEI)
    elsewhere = Station.enrol(server, tmp_path / "other")
    asked = {"number": made.object.number}
    own = elsewhere.ask("/v1/results/query", WEI, elsewhere.confirm(WEI, ITEM), **asked).json()
    assert own["filing"] == {"id": made.id, "status": "accepted", "reason": None}
    first = elsewhere.identity.receipts.verify(RESULT, own["results"][0]["result"])
    assert first["filing"] == made.id
    foreign = elsewhere.ask("/v1/results/query", CAI, elsewhere.confirm(CAI, ITEM), **asked).json()
    assert foreign["filing"] is None
    assert made.id not in [
        elsewhere.identity.receipts.verify(RESULT, entry["result"])["filing"] for entry in foreign["results"]
    ]


def test_the_number_of_another_matter_is_not_told_of(station):
    made = filed(station, WEI)
    answer = station.ask(
        "/v1/results/query", WEI, station.confirm(WEI, OTHER_ITEM), number=made.object.number
    )
    assert answer.json() == {"results": [], "filing": None}


@pytest.mark.parametrize("number", ["", "x", "A" * 41, "330521' or 1=1", 5])
def test_what_is_no_number_is_refused(station, number):
    assert station.ask("/v1/results/query", CAI, station.confirm(CAI), number=number).status_code == 400


def test_newest_first(station):
    token = station.confirm(WEI)
    kinds = ("insured", "entitlements")
    ids = [filed(station, WEI, token, certificate=kind).id for kind in kinds]
    assert [result.filing for result in results(station, WEI, token)[:2]] == ids[::-1]


def test_of_many_that_wait_the_newest_come_first_and_the_others_soon(station):
    who = person("foreign-2023-schneider")
    ids = [station.filed(who, None, region="330200").id for _ in range(5)][::-1]
    token = station.confirm(who)
    assert [result.filing for result in results(station, who, token)] == ids[:3]
    deadline = time.monotonic() + 60
    while len(found := results(station, who, token)) < 5 and time.monotonic() < deadline:
        pass
    assert [result.filing for result in found] == ids


def test_what_was_filed_offline_waits_for_the_confirmed_person_at_any_terminal(station, server, tmp_path):
    made = filed(station, WEI)
    elsewhere = Station.enrol(server, tmp_path / "other")
    found = results(elsewhere, WEI, elsewhere.confirm(WEI))
    assert made.id in [result.filing for result in found]


def test_the_card_alone_gets_nothing(station):
    token = station.confirm(WEI)
    filed(station, WEI, token)
    id = results(station, WEI, token)[0].id
    for path in ("/v1/results/query", f"/v1/results/{id}", f"/v1/results/{id}/phone"):
        assert problem(station.ask(path, WEI, None)) == (403, "not-confirmed")
        assert problem(station.ask(path, CAI, token)) == (403, "not-confirmed")


def test_nobody_gets_the_result_of_another_person(station):
    token = station.confirm(WEI)
    filed(station, WEI, token)
    id = results(station, WEI, token)[0].id
    theirs = station.confirm(CAI)
    assert problem(station.ask(f"/v1/results/{id}", CAI, theirs)) == (404, "not-found")
    assert problem(station.ask(f"/v1/results/{id}/phone", CAI, theirs)) == (404, "not-found")
    assert id not in [result.id for result in results(station, CAI, theirs)]


def test_who_comes_to_collect_opens_results_of_every_item(station):
    made = filed(station, WEI)
    token = station.confirm(WEI, ITEM)
    found = results(station, WEI, token)
    assert made.id in [result.filing for result in found]
    assert station.ask(f"/v1/results/{found[0].id}", WEI, token).status_code == 200
    assert station.ask(f"/v1/results/{found[0].id}/phone", WEI, token).status_code == 200


def test_another_matter_opens_no_results_of_this_one(station):
    filed(station, WEI)
    id = results(station, WEI, station.confirm(WEI, ITEM))[0].id
    token = station.confirm(WEI, OTHER_ITEM)
    assert results(station, WEI, token) == []
    for path in (f"/v1/results/{id}", f"/v1/results/{id}/phone"):
        assert problem(station.ask(path, WEI, token)) == (404, "not-found")


@pytest.fixture
def link(station):
    token = station.confirm(WEI)
    filed(station, WEI, token)
    newest = results(station, WEI, token)[0]
    return newest, station.ask(f"/v1/results/{newest.id}/phone", WEI, token).json()["url"]


def test_a_phone_loads_the_result_once(link, server):
    newest, url = link
    first = requests.get(url, verify=server.ca, timeout=30)
    assert first.headers["Content-Type"] == "application/pdf"
    assert digest(first.content) == newest.digest
    again = requests.get(url, verify=server.ca, timeout=30)
    assert again.status_code == 410 and "已经失效" in again.text


def test_whoever_holds_the_paper_can_verify_it(link, server):
    newest, _ = link
    address = f"{server.public_url}/verify/{newest.verification_code}"
    shown = requests.get(address, verify=server.ca, timeout=30)
    assert shown.status_code == 200
    for words in ("是真的", "社会保险参保证明", "*伟", "4406**********0035", f"{now().year}年"):
        assert words in shown.text
    assert WEI.names[0] not in shown.text and WEI.number not in shown.text
    grouped = "-".join(re.findall("....", newest.verification_code)).lower()
    assert (
        "是真的" in requests.get(f"{server.public_url}/verify/{grouped}", verify=server.ca, timeout=30).text
    )


def test_a_code_that_was_never_issued_is_not_genuine(server):
    shown = requests.get(f"{server.public_url}/verify/AAAABBBBCCCCDDDD", verify=server.ca, timeout=30)
    assert shown.status_code == 404 and "没有查到" in shown.text
