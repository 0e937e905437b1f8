"""Money: paid once, never lost, never told before it is true."""

import csv
import io
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from sqlalchemy import func, select, update

from acceptance import payment_tables, reconciliation
from acceptance.cli import main
from acceptance.database import Database, database_url
from kiosk.flows import fees, gate
from kiosk.flows.session import Session, card_fact
from tests.acceptance.station import Server, Station, applicant, new_id, now, person, problem
from tests.flows.several import FLOWS

LIU = person("liu-yang")
SHOP = FLOWS["shop-opening"]
ITEMS = Path(__file__).parents[1] / "flows" / "items"
LINES = [
    {"key": "licence", "title": "许可证工本费", "department": "市场监管部门", "amount": "10.00"},
    {"key": "sign", "title": "招牌占道费", "department": "城市管理部门", "amount": "71.00"},
    {"key": "seal", "title": "印章刻制费", "department": "公安部门", "amount": "120.00"},
]
CHEAPER = [LINES[0], LINES[1] | {"amount": "35.50"}, LINES[2]]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("cashier") / "data", "--sandbox", "--items", str(ITEMS))
    yield running
    assert running.stop() == 0


@pytest.fixture
def station(server, tmp_path):
    station = Station.enrol(server, tmp_path / "identity")
    yield station
    station.sandbox(hold_payments_s=0, decline_payments=0, delay_payments=0)


def asked(station, case, lines=LINES, item=SHOP.item):
    return station.call("POST", "/v1/payments", {"case": case, "item": item, "lines": lines})


def order(station, case, lines=LINES):
    answer = asked(station, case, lines)
    assert answer.status_code == 201, answer.text
    return answer.json()


def state(station, made):
    return station.call("POST", f"/v1/payments/{made['order']}/state", {}).json()


def pay(station, made):
    return requests.post(made["url"], data={"decision": "pay"}, verify=station.server.ca, timeout=30)


def expire(station, made):
    table = payment_tables.orders
    with station.server.database.writing() as connection:
        connection.execute(update(table).where(table.c.id == made["order"]).values(expires_at=now()))


def count(station, table, *where):
    with station.server.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table).where(*where))


def session(case, station, fact=None, trade="food", width="2"):
    walked = Session(case, SHOP, now().date()).learn("capabilities", {"kinds": ["card_reader"]})
    walked = walked.agree("notice", now().isoformat()).learn("card", card_fact(applicant(LIU)))
    walked = walked.answer("trade", {"trade": trade})
    walked = walked if trade == "home" else walked.answer("width", {"width": width})
    return walked.learn("payment", fact) if fact else walked


def paid_fact(told):
    return {"state": "confirmed"} | {
        "amount": told["amount"],
        "order": told["order"],
        "token": told["statement"],
    }


def filed(station, walked):
    return station.receipt(station.send(station.make(walked)))


def test_the_page_says_who_takes_what_and_the_word_comes_once_it_is_paid(station):
    case = new_id()
    made = order(station, case)
    assert (made["state"], made["amount"], made["statement"]) == ("created", "201.00", None)
    shown = requests.get(made["url"], verify=station.server.ca, timeout=30)
    for words in ("201.00 元", "许可证工本费（市场监管部门）", "120.00 元", "不会真的扣款"):
        assert words in shown.text
    assert "<script" not in shown.text and shown.headers["Cache-Control"] == "no-store"
    assert state(station, made)["state"] == "waiting"
    assert "已缴费" in pay(station, made).text
    told = state(station, made)
    said = station.identity.receipts.verify("statement", told["statement"])
    assert told["state"] == "confirmed"
    assert (said["kind"], said["case"], said["amount"]) == ("payment", case, "201.00")
    assert said["lines"] == {"licence": "10.00", "sign": "71.00", "seal": "120.00"} and said["bill"]


def test_the_same_question_meets_the_same_order_and_a_paid_one_is_never_asked_again(station):
    case = new_id()
    made = order(station, case)
    assert order(station, case)["order"] == made["order"]
    pay(station, made)
    again = order(station, case)
    assert (again["order"], again["state"]) == (made["order"], "confirmed")
    assert count(station, payment_tables.orders, payment_tables.orders.c.case == case) == 1


def test_a_second_tap_on_the_phone_charges_nothing_more(station):
    made = order(station, new_id())
    for _ in range(2):
        assert "已缴费" in pay(station, made).text
    assert count(station, payment_tables.charges, payment_tables.charges.c.order == made["order"]) == 1


def test_a_code_lives_two_minutes_and_another_one_may_follow(station):
    case = new_id()
    made = order(station, case)
    expire(station, made)
    assert state(station, made)["state"] == "closed"
    assert "已经过期" in pay(station, made).text
    assert count(station, payment_tables.charges, payment_tables.charges.c.order == made["order"]) == 0
    following = order(station, case)
    assert following["order"] != made["order"] and following["state"] == "created"


def test_two_orders_of_a_case_are_never_open_at_once(station):
    case = new_id()
    dear, cheap = order(station, case), order(station, case, CHEAPER)
    assert (state(station, dear)["state"], cheap["amount"]) == ("closed", "165.50")
    assert "已经过期" in pay(station, dear).text


def test_a_payment_that_comes_late_counts_where_nothing_else_was_paid(station):
    case = new_id()
    made = order(station, case)
    station.sandbox(delay_payments=1)
    pay(station, made)
    assert order(station, case) == state(station, made)
    assert state(station, made)["state"] == "confirmed"


def test_a_payment_that_comes_late_goes_back_where_another_was_paid(station, server):
    case = new_id()
    first = order(station, case)
    expire(station, first)
    second = order(station, case)
    pay(station, second)
    charged_behind_our_back(server, first)
    assert state(station, second)["state"] == "confirmed"
    with server.database.reading() as connection:
        late = connection.execute(
            select(payment_tables.orders).where(payment_tables.orders.c.id == first["order"])
        ).one()
    assert late.state in ("refunding", "refunded")
    assert state(station, first)["order"] == second["order"]


def charged_behind_our_back(server, made):
    """The payer's bank was slow: the charge stands in the channel's book, and we hear of it later."""
    values = {"order": made["order"], "voucher": new_id(), "amount": made["amount"], "at": now()}
    with server.database.writing() as connection:
        connection.execute(payment_tables.charges.insert().values(**values))


def test_a_late_payment_of_a_sum_that_is_no_longer_asked_goes_back(station, server):
    case = new_id()
    dear = order(station, case)
    cheap = order(station, case, CHEAPER)
    charged_behind_our_back(server, dear)
    assert state(station, dear)["state"] in ("refunding", "refunded")
    assert state(station, cheap)["state"] == "created"


def test_when_an_answer_changes_the_sum_the_first_payment_goes_back_once_the_second_is_made(station):
    case = new_id()
    dear = order(station, case)
    pay(station, dear)
    cheap = order(station, case, CHEAPER)
    assert state(station, dear)["state"] == "confirmed"  # who changes their mind again has it still
    pay(station, cheap)
    assert state(station, cheap)["state"] == "confirmed"
    assert state(station, dear)["state"] == "refunded"


def test_a_bank_that_does_not_pay_is_told_as_it_is(station):
    case = new_id()
    made = order(station, case)
    station.sandbox(decline_payments=1)
    assert "没有扣款" in pay(station, made).text
    assert state(station, made)["state"] == "failed"
    assert order(station, case)["order"] != made["order"]


def test_a_closed_order_takes_no_money_and_a_paid_one_cannot_be_closed(station):
    made = order(station, new_id())
    closed = station.call("POST", f"/v1/payments/{made['order']}/close", {})
    assert closed.json()["state"] == "closed" and "已经过期" in pay(station, made).text
    other = order(station, new_id())
    pay(station, other)
    assert station.call("POST", f"/v1/payments/{other['order']}/close", {}).json()["state"] == "confirmed"


def test_another_terminal_sees_nothing_of_it(station, server, tmp_path):
    case = new_id()
    made = order(station, case)
    elsewhere = Station.enrol(server, tmp_path / "other")
    for path in ("state", "close"):
        answer = elsewhere.call("POST", f"/v1/payments/{made['order']}/{path}", {})
        assert problem(answer) == (404, "not-found")
    assert problem(asked(elsewhere, case)) == (422, "idempotency-conflict")
    assert problem(asked(station, case, item="petition")) == (422, "idempotency-conflict")


@pytest.mark.parametrize("amount", ["10", "-1.00", "1.005", "1e3", "NaN", ""])
def test_an_amount_of_another_shape_is_none(station, amount):
    assert problem(asked(station, new_id(), [LINES[0] | {"amount": amount}]))[0] == 400


@pytest.mark.parametrize("name", ["", "字" * 121, "a\0b"])
def test_a_name_that_no_database_keeps_is_none(station, name):
    assert problem(asked(station, new_id(), item=name))[0] == 400
    assert problem(asked(station, new_id(), [LINES[0] | {"key": name}]))[0] == 400


def test_an_address_that_was_guessed_leads_nowhere(station):
    made = {"url": f"{station.server.public_url}/p/" + "A" * 32}
    assert pay(station, made).status_code == 410


# --- with the filing ---


def test_a_filing_with_the_word_is_received(station):
    case = new_id()
    made = order(station, case)
    pay(station, made)
    receipt = filed(station, session(case, station, paid_fact(state(station, made))))
    assert (receipt.status.value, receipt.reason) == ("received", None)


def test_a_filing_that_names_less_than_it_costs_is_not(station):
    case = new_id()
    made = order(station, case, CHEAPER)
    pay(station, made)
    receipt = filed(station, session(case, station, paid_fact(state(station, made))))
    assert (receipt.status.value, receipt.reason) == ("correction_required", "FEE_UNPAID")
    assert state(station, made)["state"] in ("refunding", "refunded")  # that filing is made anew


def test_a_word_with_another_amount_written_over_it_is_refused(station):
    case = new_id()
    made = order(station, case, CHEAPER)
    pay(station, made)
    fact = paid_fact(state(station, made)) | {"amount": "201.00"}
    answer = station.send(station.make(session(case, station, fact)))
    assert problem(answer) == (422, "statement")


PROMISED = {"state": "undertaken", "amount": "201.00"}


def test_what_was_promised_is_paid_by_phone_later_with_the_number_on_the_slip(station):
    case = new_id()
    made = station.make(session(case, station, PROMISED))
    receipt = station.receipt(station.send(made))
    assert (receipt.status.value, receipt.reason) == ("correction_required", "PAYMENT_DUE")
    cashier = f"{station.server.public_url}/pay"
    assert "编号" in requests.get(cashier, verify=station.server.ca, timeout=30).text
    wrong = requests.post(cashier, data={"number": "1"}, verify=station.server.ca, timeout=30)
    assert wrong.status_code == 404 and "没有这个编号" in wrong.text
    found = requests.post(cashier, data={"number": made.object.number}, verify=station.server.ca, timeout=30)
    assert "201.00 元" in found.text
    assert "已缴费" in pay(station, {"url": found.url}).text
    last = station.events()[-1]
    assert (last.filing, last.status.value, last.reason) == (case, "received", None)
    assert station.receipt(station.send(made)) == receipt  # the same bytes for ever


def test_a_payment_that_the_terminal_did_not_hear_of_counts(station):
    case = new_id()
    pay(station, order(station, case))
    assert filed(station, session(case, station, PROMISED)).status.value == "received"


def test_a_payment_that_arrives_after_its_filing_counts(station, server):
    case = new_id()
    made = order(station, case)
    expire(station, made)
    assert filed(station, session(case, station, PROMISED)).reason == "PAYMENT_DUE"
    charged_behind_our_back(server, made)
    assert state(station, made)["state"] == "confirmed"
    assert station.events()[-1].status.value == "received"


def test_what_was_paid_goes_back_where_nothing_is_owed_any_more(station):
    case = new_id()
    made = order(station, case)
    pay(station, made)
    free = session(case, station, paid_fact(state(station, made)), trade="home")
    assert filed(station, free).status.value == "received"
    assert state(station, made)["state"] in ("refunding", "refunded")
    assert problem(asked(station, case)) == (422, "idempotency-conflict")  # and nobody pays for it again


# --- refunds, and the day's file ---


def command(server, *arguments):
    return main([*arguments, *server.place])


def test_one_line_goes_back_and_the_rest_stays_paid(station, server, capsys):
    made = order(station, new_id())
    pay(station, made)
    for _ in range(2):
        assert command(server, "refund", "--order", made["order"], "--line", "sign") == 0
    assert state(station, made)["state"] == "confirmed"
    paid_back = payment_tables.paybacks
    with server.database.reading() as connection:
        amounts = list(
            connection.scalars(select(paid_back.c.amount).where(paid_back.c.order == made["order"]))
        )
    assert amounts == ["71.00"]
    assert command(server, "refund", "--order", made["order"], "--line", "nothing") == 1
    for line in ("licence", "seal"):
        command(server, "refund", "--order", made["order"], "--line", line)
    assert state(station, made)["state"] == "refunded"


def test_the_days_file_names_every_payment_and_refund_and_agrees_with_the_channel(station, server, tmp_path):
    made, other = order(station, new_id()), order(station, new_id(), CHEAPER)
    pay(station, made)
    pay(station, other)
    command(server, "refund", "--order", made["order"], "--line", "sign")
    file = tmp_path / "day.csv"
    day = f"{now():%Y-%m-%d}"
    assert command(server, "reconcile", "--day", day, "--out", str(file)) == 0
    rows = [row for row in csv.DictReader(io.StringIO(file.read_text("utf-8-sig")))]
    mine = {(row["kind"], row["line"]): row for row in rows if row["order"] == made["order"]}
    assert mine["payment", "sign"]["amount"] == "71.00" and mine["refund", "sign"]["amount"] == "-71.00"
    assert mine["payment", "seal"]["department"] == "公安部门" and mine["payment", "seal"]["filed"] == "no"
    assert {row["bill"] for key, row in mine.items() if key[0] == "payment"} != {""}
    assert LIU.names[0] not in file.read_text("utf-8-sig")


def test_a_book_that_differs_from_the_channels_is_told(station, server, tmp_path):
    made = order(station, new_id())
    pay(station, made)
    day = now() + timedelta(days=40)
    table = payment_tables.charges
    with server.database.writing() as connection:
        connection.execute(update(table).where(table.c.order == made["order"]).values(amount="1.00", at=day))
        mine = payment_tables.orders.c.id == made["order"]
        connection.execute(update(payment_tables.orders).where(mine).values(paid_at=day))
    found = reconciliation.differences(server.database, day.date())
    assert found == [(made["order"], "201.00", "1.00")]
    file = tmp_path / "day.csv"
    assert command(server, "reconcile", "--day", f"{day:%Y-%m-%d}", "--out", str(file)) == 1


# --- the power goes ---


def test_killed_between_the_charge_and_our_word_the_payment_is_found(tmp_path):
    data = tmp_path / "data"
    server = Server(data, "--sandbox", "--items", str(ITEMS))
    station = Station.enrol(server, tmp_path / "identity")
    case = new_id()
    made = order(station, case)
    station.sandbox(hold_payments_s=60)
    payer = threading.Thread(target=lambda: lost(station, made))
    payer.start()
    while count(station, payment_tables.charges) == 0:
        assert payer.is_alive()
        payer.join(timeout=0.02)
    server.kill()
    payer.join(timeout=30)
    station.server = server = Server(data, "--items", str(ITEMS))
    assert state(station, made)["state"] == "confirmed"
    assert order(station, case)["order"] == made["order"]
    assert count(station, payment_tables.charges) == 1
    assert server.stop() == 0


def lost(station, made):
    with pytest.raises(requests.exceptions.ConnectionError):
        pay(station, made)


def test_a_refund_that_was_asked_for_is_paid_back_once_after_the_power_came_back(tmp_path):
    data = tmp_path / "data"
    server = Server(data, "--sandbox", "--items", str(ITEMS))
    station = Station.enrol(server, tmp_path / "identity")
    made = order(station, new_id())
    pay(station, made)
    server.kill()
    database = Database(database_url(data, None))
    values = {"id": f"{made['order']}:sign", "order": made["order"], "line": "sign", "amount": "71.00"}
    with database.writing() as connection:
        connection.execute(payment_tables.refunds.insert().values(**values, asked_at=now()))
    database.close()
    for _ in range(2):
        server = Server(data, "--items", str(ITEMS))
        assert count(replace(station, server=server), payment_tables.paybacks) == 1
        assert server.stop() == 0
    assert fees.yuan(gate.amount(session(new_id(), station))) == "201.00"
