"""Departments that work for themselves: they take up what is theirs, and say what came of it."""

from __future__ import annotations

import pytest
import requests

from acceptance import office_work
from kiosk.flows.session import card_fact
from kiosk.flows.session.party import gone_on
from tests import shipped
from tests.acceptance.enrolling import AT, PAPERS, Visit
from tests.acceptance.station import Server, Station, applicant, now, person, problem
from tests.devices.rigs import until

BIRTH = shipped.items()["birth"]
MOTHER, FATHER = person("ouyang-wenjing"), person("liu-yang")
TOLD = {
    **{"born_at": "hospital", "registered": "yes", "certificate_held": "no", "married": "yes"},
    **{"follow": "mother", "household": "family", "baby_name": "刘小满", "head_name": "刘洋"},
    **{"head_idno": FATHER.number, "relation": "child", "pay": "withhold", "bank_of_issue": "icbc"},
    **{"allowance": "yes", "account_number": "6222021205000200026", "account_bank": "示范银行"},
    **{"clinic": "clinic-1", "delivery": "locker", "contact_mobile": "13800000000"},
}
HEALTH, POLICE, DISEASE, SECURITY = "卫生健康部门", "公安部门", "疾控部门", "人社部门"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("offices") / "data", "--offices", "api", at=AT)
    yield running
    assert running.stop() == 0


@pytest.fixture
def filing(server, tmp_path):
    """A birth that was filed and accepted: its id, and the station that follows its feed."""
    server.nobody_was_here()
    station = Station.enrol(server, tmp_path / "identity")
    visit = Visit.confirmed(station, MOTHER, BIRTH, answers=TOLD)
    session = visit.walk()
    session = session.join("father_agrees", card_fact(applicant(FATHER)))
    papers = (PAPERS["form"], PAPERS["signature"])
    session = session.sign_as("father_agrees", FATHER.number, papers, AT.isoformat())
    session = visit.on(gone_on(session, "father_agrees"))
    assert visit.file(session)[0] == "received"
    until(lambda: any(event.branches for event in station.events()), 30)
    return session.id, station


class Office:
    """What a department's own system does on the wire."""

    def __init__(self, server, department):
        self.server, self.key = server, office_work.new_key(server.database, now, department)

    def post(self, path, key=None, **body):
        headers = {"Authorization": f"Bearer {self.key if key is None else key}"}
        url = self.server.public_url + path
        return requests.post(url, json=body, headers=headers, verify=self.server.ca, timeout=30)

    def claims(self, filing, worker="desk 1"):
        """What it gets of this filing, beside what others have left."""
        answer = self.post("/v1/offices/claim", worker=worker, most=50)
        assert answer.status_code == 200, answer.text
        return {one["branch"]: one for one in answer.json()["branches"] if one["filing"] == filing}

    def says(self, filing, branch, outcome, worker="desk 1", **more):
        return self.post(f"/v1/offices/branches/{filing}/{branch}", worker=worker, outcome=outcome, **more)


@pytest.fixture(scope="module")
def offices(server):
    return {name: Office(server, name) for name in (HEALTH, POLICE, DISEASE, SECURITY)}


def states(station):
    told = [event for event in station.events() if event.branches][-1]
    return {branch.key: branch.state.value for branch in told.branches}


def test_whoever_has_no_key_of_a_department_learns_nothing(offices):
    for key in ("", "guessed", offices[HEALTH].key[:-1]):
        assert problem(offices[HEALTH].post("/v1/offices/claim", key, worker="x"))[0] == 403


def test_departments_take_up_their_parts_one_after_the_other(filing, offices):
    id, station = filing
    assert offices[POLICE].claims(id) == {}, "no certificate yet"
    mine = offices[HEALTH].claims(id)
    assert mine.keys() == {"certificate", "parenting"}
    assert mine["certificate"]["answers"]["baby_name"] == "刘小满"
    assert mine["parenting"]["answers"].keys() == {"baby_name", "born_on", "contact_mobile"}, "and no more"
    assert offices[HEALTH].claims(id, "desk 2") == {}, "somebody has it in hand"
    assert problem(offices[HEALTH].says(id, "certificate", "done", "desk 2"))[1] == "branch-closed"
    assert problem(offices[POLICE].says(id, "certificate", "done"))[1] == "not-found"
    assert problem(offices[HEALTH].says(id, "certificate", "done"))[1] == "branch-result"
    given = {"birth_certificate": "Q330000321"}
    assert offices[HEALTH].says(id, "certificate", "done", result=given).status_code == 204
    assert problem(offices[HEALTH].says(id, "certificate", "done", result=given))[1] == "branch-closed"
    claimed = offices[POLICE].claims(id)["registration"]
    assert claimed["inputs"] == given
    assert states(station)["insurance"] == "waiting"


def test_who_waits_for_the_person_says_so_and_goes_on(filing, offices):
    id, station = filing
    offices[HEALTH].claims(id)
    given = {"birth_certificate": "Q330000322"}
    assert offices[HEALTH].says(id, "certificate", "done", result=given).status_code == 204
    assert "vaccination" in offices[DISEASE].claims(id)
    waits = offices[DISEASE].says(id, "vaccination", "waits", reason="MATERIAL_MISSING")
    assert waits.status_code == 204 and states(station)["vaccination"] == "paused"
    assert offices[DISEASE].says(id, "vaccination", "resumes", "desk 2").status_code == 204
    assert offices[DISEASE].claims(id, "desk 2").keys() == {"vaccination"}
    assert offices[DISEASE].says(id, "vaccination", "done", "desk 2").status_code == 204
    assert states(station)["vaccination"] == "done"


def test_a_note_reaches_whoever_goes_on_after_it_and_nobody_else(filing, offices):
    id, station = filing
    mine = offices[HEALTH].claims(id)
    assert [one["notes"] for one in mine.values()] == [{}, {}]
    given = {"birth_certificate": "Q330000323"}
    said = {"note": "电话里改过一次姓名"}
    assert offices[HEALTH].says(id, "certificate", "done", result=given, **said).status_code == 204
    assert offices[HEALTH].says(id, "parenting", "done", note="没有人等它").status_code == 204
    next_ones = offices[POLICE].claims(id)["registration"], offices[DISEASE].claims(id)["vaccination"]
    assert [one["notes"] for one in next_ones] == [{"certificate": "电话里改过一次姓名"}] * 2
    assert offices[POLICE].says(id, "registration", "done", result={"citizen_number": "1"}).status_code == 204
    assert offices[SECURITY].claims(id)["social_card"]["notes"] == {}, (
        "it comes after the police, not after the ward"
    )
    assert all("姓名" not in repr(event) for event in station.events()), "no terminal hears of it"


def test_a_word_of_another_shape_is_refused(filing, offices):
    id, _ = filing
    offices[HEALTH].claims(id)
    for wrong in (
        {"outcome": "perhaps"},
        {"outcome": "cannot", "reason": "王小明"},
        {"outcome": "done", "x": 1},
    ):
        answer = offices[HEALTH].post(f"/v1/offices/branches/{id}/certificate", worker="desk 1", **wrong)
        assert problem(answer) == (400, "malformed")
