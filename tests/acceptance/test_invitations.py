"""Somebody who is not at the terminal signs by phone: before the filing comes, or after it."""

from dataclasses import replace

import pytest
import requests
from sqlalchemy import update

from acceptance import statements, tables
from kiosk.model import mask_name
from tests.acceptance.station import Station, new_id, now, person, problem
from tests.acceptance.together import CHEN, LIU, OUYANG, Group, on_phone

SHEN = person("shen-guiying")


@pytest.fixture(autouse=True)
def rested(server):
    """Nobody's phone was asked too often in an earlier test."""
    server.nobody_was_here()


@pytest.fixture
def group(station):
    """Liu at the terminal, Ouyang here too, Chen far away."""
    together = Group.comes(station, OUYANG, CHEN)
    together.signs_here(OUYANG)
    return together


def past(server, id):
    with server.database.writing() as connection:
        table = tables.invitations
        connection.execute(update(table).where(table.c.id == id).values(expires_at=now()))


def test_the_phone_shows_what_is_signed_and_names_nobody(group, server):
    _, url = group.invites(CHEN)
    shown = on_phone(server, url)
    assert shown.status_code == 200 and "<script" not in shown.text
    for words in ("共同申请", "加装电梯", mask_name(CHEN.names[0]), "同意并签名", "不签"):
        assert words in shown.text
    for who in (LIU, OUYANG, CHEN):
        assert who.names[0] not in shown.text and who.number not in shown.text


def test_who_signs_after_the_filing_completes_it(group, server):
    id, url = group.invites(CHEN)
    assert group.files().status.value == "awaiting_signatures"
    assert "已签名" in on_phone(server, url, CHEN).text
    assert group.told() == [("awaiting_signatures", None), ("received", None)]
    said, token = group.state(id)
    statement = group.station.identity.receipts.verify("statement", token)
    assert said == "signed" and statement["filing"] == group.session.id
    assert statement["person"] == statements.person_digest(id, CHEN.number)
    assert CHEN.number not in str(statement)


def test_who_signed_before_the_filing_came_is_counted_in(group, server):
    _, url = group.invites(CHEN)
    on_phone(server, url, CHEN)
    assert group.files().status.value == "received"


def test_what_came_while_the_list_was_open_travels_as_the_platforms_word(group, server):
    _, url = group.invites(CHEN)
    on_phone(server, url, CHEN)
    group.hears(CHEN)
    assert group.files().status.value == "received"


def test_the_last_of_several_completes_it(station, server):
    group = Group.comes(station, OUYANG, CHEN)
    urls = [group.invites(who)[1] for who in (OUYANG, CHEN)]
    group.files()
    on_phone(server, urls[1], CHEN)
    assert len(group.told()) == 1
    on_phone(server, urls[0], OUYANG)
    assert group.told()[-1] == ("received", None)


def test_who_declines_sends_it_back_with_the_reason(group, server):
    id, url = group.invites(CHEN)
    group.files()
    assert "没有签名" in on_phone(server, url, CHEN, "decline").text
    assert group.told()[-1] == ("correction_required", "SIGNATURE_DECLINED")
    on_phone(server, url, CHEN)  # too late
    assert group.state(id) == ("declined", None) and len(group.told()) == 2


def test_what_nobody_answers_in_three_days_is_sent_back(group, server):
    id, url = group.invites(CHEN)
    group.files()
    assert group.told() == [("awaiting_signatures", None)]
    past(server, id)
    assert group.told()[-1] == ("correction_required", "SIGNATURE_EXPIRED")
    assert on_phone(server, url, CHEN).status_code == 410
    assert len(group.told()) == 2


def test_a_filing_that_comes_after_its_time_is_sent_back_at_once(group, server):
    id, _ = group.invites(CHEN)
    past(server, id)
    receipt = group.files()
    assert (receipt.status.value, receipt.reason) == ("correction_required", "SIGNATURE_EXPIRED")


def test_another_phone_signs_nothing_and_declines_nothing(group, server):
    id, url = group.invites(CHEN)
    for decision in ("sign", "decline"):
        refused = on_phone(server, url, decision=decision, phone_key="000000")
        assert refused.status_code == 403 and "口令不对" in refused.text
    assert group.state(id) == ("waiting", None)


def test_keys_that_were_wrong_anywhere_lock_the_phone_here(group, server):
    id, url = group.invites(CHEN)
    for _ in range(9):
        assert on_phone(server, url, phone_key="000000").status_code == 403
    assert on_phone(server, url, phone_key="000000").status_code == 429
    assert on_phone(server, url, CHEN).status_code == 429
    assert group.state(id) == ("waiting", None)
    assert problem(group.station.ask_to_confirm(CHEN)) == (429, "phone-locked")


def test_the_code_of_the_slip_leads_to_the_page(group, server):
    _, answer = group.asked(CHEN)
    code, form = answer.json()["code"], f"{server.public_url}/s"
    assert "签名码" in requests.get(form, verify=server.ca, timeout=30).text
    typed = f" {code[:4].lower()} {code[4:]}"
    page = requests.post(form, data={"code": typed}, verify=server.ca, timeout=30)
    assert page.url == answer.json()["url"] and "同意并签名" in page.text
    wrong = requests.post(form, data={"code": "22222222"}, verify=server.ca, timeout=30)
    assert wrong.status_code == 404 and "没有这个签名码" in wrong.text


def test_the_same_question_has_the_same_page_and_another_ends_it(group, server):
    question, first = group.asked(CHEN)
    again = group.station.call("POST", "/v1/invitations", question)
    assert again.json() == first.json()
    changed = question | {"form": "0" * 64}
    assert problem(group.station.call("POST", "/v1/invitations", changed)) == (422, "idempotency-conflict")
    group.invites(CHEN)
    assert group.state(question["id"]) == ("expired", None)


def test_who_has_no_phone_is_told_so(group):
    assert problem(group.asked(SHEN)[1]) == (404, "no-phone")
    assert problem(group.asked(CHEN, name=LIU.names[0])[1]) == (404, "no-phone")


def test_who_was_asked_to_sign_another_form_is_missing(group):
    group.invites(CHEN, form="0" * 64)
    receipt = group.files()
    assert (receipt.status.value, receipt.reason) == ("correction_required", "PEOPLE_MISSING")


@pytest.mark.parametrize("other", ["of", "summary", "filing"])
def test_an_invitation_to_something_else_does_not_count(group, other):
    shown = {"of": "0" * 64, "summary": [["办什么", "别的事"]], "filing": new_id()}[other]
    group.invites(CHEN, **{other: shown})
    receipt = group.files()
    assert (receipt.status.value, receipt.reason) == ("correction_required", "PEOPLE_MISSING")


def test_another_terminal_sees_nothing_of_it_and_ends_nothing(group, server, tmp_path):
    id, _ = group.invites(CHEN)
    elsewhere = Station.enrol(server, tmp_path / "other")
    assert problem(elsewhere.call("POST", f"/v1/invitations/{id}/state", {})) == (404, "not-found")
    assert replace(group, station=elsewhere).asked(CHEN)[1].status_code == 201
    assert group.state(id)[0] == "waiting"


def test_who_came_after_all_is_not_waited_for(group, server):
    id, url = group.invites(CHEN)
    group.signs_here(CHEN)
    assert group.files().status.value == "received"
    on_phone(server, url, CHEN)
    assert group.told() == [("received", None)]


def test_everybody_signed_at_the_terminal(station):
    group = Group.comes(station, OUYANG)
    group.signs_here(OUYANG)
    assert group.files().status.value == "received"
