"""Appointments and tickets over the line: a card takes a time, only a confirmation opens what is booked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import requests

from acceptance.platform import CHINA
from tests.acceptance.station import Server, Station, new_id, person, problem

LIU, CAI = person("liu-yang"), person("retired-cai")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """On a Monday morning, before the doors open."""
    monday = datetime(2026, 11, 23, 7, 30, tzinfo=CHINA)
    running = Server(tmp_path_factory.mktemp("booking") / "data", "--sandbox", at=monday)
    yield running
    assert running.stop() == 0


@pytest.fixture
def station(server, tmp_path):
    return Station.enrol(server, tmp_path / "identity")


def slots(station, service, but=None):
    answer = station.call("POST", "/v1/services/free", {"services": [service], "but": but})
    assert answer.status_code == 200, answer.text
    return answer.json()["days"]


def book(station, who, service, slot):
    start = {"service": service, "start": slot["start"]}
    asked = {"id": new_id(), "id_number": who.number, "starts": [start]}
    held = station.call("POST", "/v1/appointments", asked)
    assert held.status_code == 201, held.text
    assert held.json()["state"] == "held"
    answer = station.call("POST", f"/v1/appointments/{asked['id']}/book", {"id_number": who.number})
    return answer.json()


def test_it_is_booked_seen_moved_and_given_back_by_its_person_alone(station):
    days = slots(station, "general")
    assert len(days) == 10  # the working days of two weeks
    told = book(station, LIU, "general", days[1]["slots"][0])
    assert told["state"] == "booked" and len(told["code"]) == 8
    said = station.identity.receipts.verify("statement", told["statement"])
    assert (said["kind"], said["id"], said["state"]) == ("appointment", told["id"], "booked")

    token = station.confirm(LIU, "booking")
    proved = {"id_number": LIU.number, "confirmation": token}
    mine = station.call("POST", "/v1/appointments/query", proved).json()["appointments"]
    assert [one["id"] for one in mine] == [told["id"]]

    leaves = [{"service": "general", "start": told["times"][0]["start"]}]
    starts = [{"service": "general", "start": days[2]["slots"][3]["start"]}]
    path = f"/v1/appointments/{told['id']}"
    moved = station.call("POST", f"{path}/move", proved | {"leaves": leaves, "starts": starts}).json()
    assert moved["times"][0]["start"] == starts[0]["start"]
    other = {"id_number": CAI.number, "confirmation": station.confirm(CAI, "booking")}
    assert problem(station.call("POST", f"{path}/cancel", other)) == (404, "not-found")
    assert station.call("POST", f"{path}/cancel", proved).json()["state"] == "cancelled"
    assert station.call("POST", "/v1/appointments/query", proved).json()["appointments"] == []


def test_without_a_confirmation_or_with_that_of_another_matter_nothing_booked_is_told(station):
    said = {"id_number": LIU.number, "confirmation": "none"}
    assert problem(station.call("POST", "/v1/appointments/query", said)) == (403, "not-confirmed")
    said["confirmation"] = station.confirm(LIU)
    assert problem(station.call("POST", "/v1/appointments/query", said)) == (403, "not-confirmed")


def test_who_is_no_terminal_of_ours_is_not_answered(station):
    with pytest.raises(requests.RequestException):
        requests.get(f"{station.server.url}/v1/services", verify=station.server.ca, timeout=10)


def test_several_examinations_are_offered_as_plans_of_one_day(station):
    asked = {"services": ["chest-ct", "mri", "abdomen"]}
    plans = station.call("POST", "/v1/services/free", asked).json()["plans"]
    assert [time["service"] for time in plans[0]][0] == "abdomen"  # fasting
    days = [{datetime.fromisoformat(time["start"]).date() for time in plan} for plan in plans]
    assert [len(day) for day in days] == [1, 1, 1] and len(set.union(*days)) == 3
    starts = [{"service": time["service"], "start": time["start"]} for time in plans[0]]
    wanted = {"id": new_id(), "id_number": LIU.number, "starts": starts, "filing": new_id()}
    held = station.call("POST", "/v1/appointments", wanted).json()
    assert [time["service"] for time in held["times"]] == [time["service"] for time in plans[0]]
    del wanted["filing"]
    assert problem(station.call("POST", "/v1/appointments", wanted | {"id": new_id()})) == (404, "not-found")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starts": []}, (400, "malformed")),
        ({"starts": [{"service": "general", "start": "2026-11-24T09:00:00"}]}, (400, "malformed")),  # no zone
        ({"starts": [{"service": "none", "start": "2026-11-24T09:00:00+08:00"}]}, (404, "not-found")),
        ({"starts": [{"service": "general", "start": "2026-11-24T12:15:00+08:00"}]}, (422, "slot-taken")),
    ],
)
def test_a_wish_of_another_shape_is_told_what_is_wrong(station, change, said):
    start = {"service": "general", "start": "2026-11-24T09:00:00+08:00"}
    asked = {"id": new_id(), "id_number": CAI.number, "starts": [start]} | change
    assert problem(station.call("POST", "/v1/appointments", asked)) == said


def test_a_number_is_taken_once_and_says_how_many_are_ahead(station):
    first = {"id": new_id(), "id_number": CAI.number, "service": "insurance"}
    told = station.call("POST", "/v1/tickets", first).json()
    assert told["state"] == "waiting" and told["number"].startswith("B")
    again = station.call("POST", "/v1/tickets", first | {"id": new_id()}).json()
    assert again["number"] == told["number"]
    state = station.call("POST", f"/v1/tickets/{told['id']}/state", {}).json()
    assert (state["number"], state["ahead"]) == (told["number"], told["ahead"])
    none = first | {"id": new_id(), "service": "mri"}
    assert problem(station.call("POST", "/v1/tickets", none)) == (404, "not-found")


def test_a_time_further_off_than_the_calendar_of_the_service_is_not_offered(station):
    last = slots(station, "general")[-1]["day"]
    assert datetime.fromisoformat(last).date() <= datetime(2026, 11, 23).date() + timedelta(days=13)
