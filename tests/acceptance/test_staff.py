"""The platform says who the clerks of a site are, and weighs what comes by their hands."""

from datetime import timedelta

import pytest
import requests
from sqlalchemy import select, update

from acceptance import assistance, cli, staff, staff_tables, tables
from kiosk.model import OPERATOR, Role, Status
from kiosk.wire.messages import STATEMENT
from kiosk.wire.staff import Roll, delegated
from tests.acceptance.server import REGION, SITE, now
from tests.acceptance.station import FLOW, new_id, person

PLACE = f"{REGION}-{SITE}"
LIU, CHEN = person("liu-yang"), person("chen-wei")
PIN = "258036"


@pytest.fixture
def account(server):
    server.nobody_was_here()
    clerk = staff.Clerk("沈磊", person("shen-lei").number, frozenset(Role))
    return staff.open_account(server.database, now, PLACE, clerk, PIN).id


def roll(station):
    token = station.beat().json()["staff"]
    return Roll.read(station.identity.receipts.verify(STATEMENT, token))


def purpose():
    step = next(step for step in FLOW.steps if step.kind == "ConfirmByPhone")
    return step.purpose.zh


def confirmed(station, who, words):
    """The person's word by phone; the statement."""
    id = new_id()
    asked = {"id": id, "id_number": who.number, "name": who.names[0], "item": FLOW.item, "purpose": words}
    answer = station.call("POST", "/v1/confirmations", asked)
    assert answer.status_code == 201, answer.text
    fields = {"phone_key": who.phone_key, "decision": "confirm"}
    requests.post(answer.json()["url"], data=fields, verify=station.server.ca, timeout=30)
    return station.call("POST", f"/v1/confirmations/{id}/state", {}).json()["statement"]


def by(station, who, account, role, token=None, **changes):
    """A filing that came by a clerk's hands."""
    session = station.walk(who, token).learn(OPERATOR, {"account": account, "role": role, "name": "沈*"})
    return station.make(session, **({"operator": account} | changes))


def told(station, made):
    receipt = station.receipt(station.send(made))
    return receipt.status, receipt.reason


def anomalies(station):
    table = tables.anomalies
    with station.server.database.reading() as connection:
        own = select(table.c.kind).where(table.c.terminal == station.identity.terminal)
        return sorted(connection.scalars(own))


def test_a_terminal_is_told_signed_who_the_clerks_of_its_site_are(station, account):
    known = roll(station)
    assert known.site == PLACE and account in {entry.id for entry in known.accounts}
    assert known.of_card(person("shen-lei").number).opens(person("shen-lei").number, PIN.encode())
    assert timedelta(days=6) < known.valid_to - now() <= timedelta(days=7)
    assert staff.close_account(station.server.database, now, account)
    assert account not in {entry.id for entry in roll(station).accounts}


def test_no_name_number_or_pin_of_a_clerk_is_kept(server, account):
    with server.database.reading() as connection:
        row = connection.execute(select(staff_tables.staff).where(staff_tables.staff.c.id == account)).one()
    kept = " ".join(str(value) for value in row)
    assert "沈磊" not in kept and person("shen-lei").number not in kept and PIN not in kept


@pytest.mark.parametrize("pin", ["111111", "123456", "654321", "25803", "2580361", "25803a", "٢٥٨٠٣٦"])
def test_a_pin_that_everybody_tries_first_is_not_taken(server, pin):
    clerk = staff.Clerk("沈磊", person("shen-lei").number, frozenset(Role))
    with pytest.raises(staff.StaffError):
        staff.open_account(server.database, now, PLACE, clerk, pin)


def test_the_operator_opens_and_closes_an_account_on_the_command_line(tmp_path, capsys):
    data = ("--data", str(tmp_path))
    who = ("--region", REGION, "--site", SITE, "--name", "沈磊", "--card", person("shen-lei").number)
    assert cli.main(["staff", "open", *who, *data]) == 0
    said = capsys.readouterr().out
    assert f"{PLACE}-W01" in said and "密码" in said
    assert cli.main(["staff", "close", "--account", f"{PLACE}-W01", *data]) == 0
    assert cli.main(["staff", "close", "--account", f"{PLACE}-W01", *data]) == 1
    assert cli.main(["staff", "open", *who, "--pin", "123456", *data]) == 1


def test_what_a_clerk_files_with_somebody_is_taken_and_names_the_clerk(station, account):
    made = by(station, LIU, account, "assist")
    assert told(station, made) == (Status.ACCEPTED, None)
    with station.server.database.reading() as connection:
        acts = staff_tables.acts
        row = connection.execute(select(acts).where(acts.c.filing == made.id)).one()
    assert (row.account, row.role) == (account, "assist")


def test_whoever_is_no_clerk_of_the_site_files_for_nobody(station, account):
    other = staff.open_account(
        station.server.database, now, f"{REGION}-0002", staff.Clerk("沈磊", "x", frozenset(Role)), PIN
    ).id
    for stranger in (f"{PLACE}-W99", other):
        assert told(station, by(station, LIU, stranger, "assist")) == (
            Status.REFUSED,
            assistance.NOT_ADMITTED,
        )


def test_a_clerk_who_was_closed_counts_for_as_long_as_a_terminal_may_not_know(station, account):
    staff.close_account(station.server.database, now, account)
    assert told(station, by(station, LIU, account, "assist"))[0] is Status.ACCEPTED
    with station.server.database.reading() as connection:
        late = now() + staff.LIFE + timedelta(hours=1)
        assert not staff.admitted(connection, PLACE, account, Role.ASSIST, late)


def test_what_is_sealed_must_say_what_was_signed(station, account):
    made = by(station, LIU, account, "assist", operator=f"{PLACE}-W98")
    assert station.send(made).json()["type"] == "urn:kiosk:problem:body"
    made = by(station, LIU, account, "nobody")
    assert station.send(made).json()["type"] == "urn:kiosk:problem:body"


def test_an_agent_files_by_the_persons_word_for_this_very_clerk(station, account):
    words = delegated(purpose(), account)
    made = by(station, LIU, account, "agent", confirmed(station, LIU, words))
    assert told(station, made) == (Status.ACCEPTED, None)


@pytest.mark.parametrize("words", ["nothing about a clerk", "another clerk", "none"])
def test_an_agent_without_it_is_refused(station, account, words):
    said = {
        "nothing about a clerk": purpose(),
        "another clerk": delegated(purpose(), f"{PLACE}-W77"),
        "none": None,
    }[words]
    token = confirmed(station, CHEN, said) if said else None
    made = by(station, CHEN, account, "agent", token)
    assert told(station, made) == (Status.REFUSED, assistance.NOT_DELEGATED)


def test_an_agent_of_many_on_one_day_is_noted_and_nobody_is_held_up(station, account):
    acts, agent = staff_tables.acts, {"role": "agent"}
    for number in range(assistance.MANY):  # ten people, by their keyed hashes
        made = by(station, LIU, account, "assist")
        station.send(made)
        with station.server.database.writing() as connection:
            changed = update(acts).where(acts.c.filing == made.id)
            connection.execute(changed.values(person=f"somebody {number}", **agent))
    assert anomalies(station) == []
    token = confirmed(station, CHEN, delegated(purpose(), account))
    assert told(station, by(station, CHEN, account, "agent", token)) == (Status.ACCEPTED, None)
    assert anomalies(station) == ["many_principals"]


def changed_pin(station, account, **changes):
    own = next(entry for entry in roll(station).accounts if entry.id == account)
    asked = {"account": account, "old": own.pin, "salt": "a" * 32, "pin": "b" * 64} | changes
    answer = station.call("POST", "/v1/staff/pin", asked)
    return answer.status_code, answer.json().get("type", "").rpartition(":")[2]


def test_a_clerks_pin_is_exchanged_for_the_one_that_the_terminal_knew(station, account):
    assert changed_pin(station, account, old="0" * 64) == (410, "gone")
    before = next(entry for entry in roll(station).accounts if entry.id == account)
    assert changed_pin(station, account) == (200, "")
    after = next(entry for entry in roll(station).accounts if entry.id == account)
    assert (after.pin, after.salt, after.card) == ("b" * 64, "a" * 32, before.card)
    assert changed_pin(station, account, old=before.pin) == (410, "gone")


def test_a_clerk_of_another_site_has_no_pin_here(station, server):
    clerk = staff.Clerk("沈磊", person("shen-lei").number, frozenset(Role))
    elsewhere = staff.open_account(server.database, now, f"{REGION}-9999", clerk, PIN).id
    with server.database.reading() as connection:
        own = select(staff_tables.staff.c.pin).where(staff_tables.staff.c.id == elsewhere)
        pin = connection.scalar(own)
    asked = {"account": elsewhere, "old": pin, "salt": "a" * 32, "pin": "b" * 64}
    assert station.call("POST", "/v1/staff/pin", asked).status_code == 410
