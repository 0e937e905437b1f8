"""Telling terminals what to do: from the page to the terminal, and its answer back onto the page."""

import json

import pytest
from sqlalchemy import select

from acceptance.command_tables import commands
from kiosk.wire.commands import ACKNOWLEDGEMENT, COMMAND, Acknowledgement, Command, Outcome
from tests.acceptance.station import Station, new_id, now, problem
from tests.console.browser import PHONE


def at(station):
    return f"/terminals/{station.identity.terminal}"


def came(station):
    """The commands in the answer to a heartbeat, proved as a terminal proves them."""
    tokens = station.beat().json()["commands"]
    return [Command.read(station.identity.receipts.verify(COMMAND, token)) for token in tokens]


def answer(station, command, outcome=Outcome.DONE, signed_by=None, **changes):
    word = Acknowledgement(command.id, station.identity.terminal, outcome, "", now())
    token = (signed_by or station).identity.signing.sign(ACKNOWLEDGEMENT, word.payload() | changes)
    path = f"/v1/commands/{command.id}/acknowledgement"
    return station.call("POST", path, {"acknowledgement": token})


@pytest.fixture
def operator(signed_in):
    return signed_in("operator")


@pytest.fixture
def neighbour(server, tmp_path):
    return Station.enrol(server, tmp_path / "neighbour")


def test_a_command_is_given_until_it_is_answered_and_the_page_says_how_it_ended(station, operator):
    sent = operator.send(at(station), f"{at(station)}/command", kind="diagnosis", item="")
    assert "等终端来取" in sent.text and "上传诊断" in sent.text
    (command,) = came(station)
    assert (command.kind, command.subject) == ("diagnosis", "")
    assert command.expires_at > command.issued_at
    assert came(station) == [command]
    assert answer(station, command, report={"findings": {"ok": True}}).status_code == 200
    assert came(station) == []
    page = operator.get(at(station)).text
    assert "下载报告" in page and "operator" in page
    report = operator.get(f"{at(station)}/commands/{command.id}")
    assert json.loads(report.content) == {"findings": {"ok": True}}
    assert "attachment" in report.headers["Content-Disposition"]


def test_the_first_answer_counts_and_comes_from_the_terminal_itself(station, neighbour, operator):
    operator.send(at(station), f"{at(station)}/command", kind="self_test")
    (command,) = came(station)
    assert problem(answer(station, command, signed_by=neighbour)) == (422, "signature")
    assert problem(answer(neighbour, command)) == (404, "not-found")
    assert problem(answer(station, command, id=new_id())) == (422, "envelope")
    assert problem(answer(station, command, report="burnt")) == (422, "envelope")
    assert came(station) == [command]
    assert answer(station, command, Outcome.FAILED, detail="too_slow").status_code == 200
    assert answer(station, command, Outcome.FAILED).status_code == 200
    assert problem(answer(station, command)) == (422, "idempotency-conflict")
    assert "没有做成：检查超过了两分钟" in operator.get(at(station)).text
    assert operator.get(f"{at(station)}/commands/{command.id}").status_code == 404


def test_a_whole_site_is_told_at_once_and_nobody_twice(station, neighbour, operator):
    said = {"kind": "suspend_item", "item": "si-certificate"}
    for _ in range(2):
        operator.send(at(station), f"{at(station)}/command", **said, all="yes")
    for one in (station, neighbour):
        assert [(c.kind, c.subject, c.terminal) for c in came(one)] == [
            ("suspend_item", "si-certificate", one.identity.terminal)
        ]
    operator.send(at(station), f"{at(station)}/command", kind="resume_item", item="si-certificate")
    assert [c.kind for c in came(station)] == ["suspend_item", "resume_item"]
    assert len(came(neighbour)) == 1


def test_what_cannot_be_told_is_not_told(server, station, signed_in, passwords, operator):
    form = f"{at(station)}/command"
    for said in ({"kind": "burn"}, {"kind": "suspend_item"}, {"kind": "resume_item", "item": "no-such"}, {}):
        assert operator.send(at(station), form, **said).status_code == 400
    assert operator.post(form, kind="self_test").status_code == 403
    nowhere = operator.send(at(station), "/terminals/330521-0001-999/command", kind="self_test")
    assert nowhere.status_code == 404
    other = signed_in("caseworker")
    assert other.send("/quarantine", form, kind="self_test").status_code == 403
    assert other.get(f"{at(station)}/commands/{new_id()}").status_code == 403
    with server.database.reading() as connection:
        own = commands.c.terminal == station.identity.terminal
        assert connection.execute(select(commands).where(own)).first() is None


def test_an_item_is_suspended_by_hand_on_a_phone(station, browser):
    browser.open(at(station), PHONE)
    script = "document.getElementById('item').value = 'si-certificate'"
    browser.driver.execute_script(script)
    browser.press("发出")
    browser.says("等终端来取")
    assert browser.violations() == []
    assert browser.asks("document.documentElement.scrollWidth <= window.innerWidth")
    (command,) = came(station)
    answer(station, command)
    browser.says("完成")
    assert browser.complaints() == []
