"""From the card to the slip with a fee to pay: nobody pays twice, and paper says what is true."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime

import pytest
import requests
from sqlalchemy import func, select, update

from acceptance import payment_tables
from acceptance.platform import CHINA
from kiosk.flows import fees
from kiosk.flows.gate import amount
from kiosk.model import Status
from kiosk.sync import Sync
from kiosk.terminal.words import GateError, KeepingError, OfflineError
from tests.acceptance.server import now
from tests.acceptance.station import Server
from tests.journeys.cashier import ITEMS, Stand, answers, arrives, opened, pays, visits
from tests.ui.place import Place
from tests.ui.visitor import DEAD

WRITES = (
    10  # of the road, as the store counts them; with the last one the slip is noted, and the visit is over
)
ALL = [(n, when) for n in range(1, WRITES + 1) for when in ("before", "after")][:-1]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("shop") / "data", "--sandbox", "--items", str(ITEMS))
    with Place.open(tmp_path_factory.mktemp("shop-place"), server) as place:
        yield place
    assert server.stop() == 0


@pytest.fixture
def stand(shop, tmp_path):
    shop.heal()
    _, printer = shop.options["receipt_printer"]
    identity = str(shop.identity.folder)
    return Stand(str(tmp_path), identity, shop.server.url, shop.server.ca, printer)


@pytest.fixture
def terminal(stand):
    with opened(stand) as terminal:
        yield terminal


def synced(terminal):
    Sync(terminal.store, terminal.identity, terminal.platform, terminal.clock).round()


def charges(shop, case):
    both = payment_tables.charges.join(
        payment_tables.orders, payment_tables.orders.c.id == payment_tables.charges.c.order
    )
    with shop.server.database.reading() as connection:
        query = select(func.count()).select_from(both).where(payment_tables.orders.c.case == case)
        return connection.scalar(query)


def phone(stand, order):
    return requests.post(order.url, verify=stand.ca, timeout=20).text


def slips(shop):
    return len(list(shop.paper.glob("slip-*.png")))


def test_card_form_payment_filing_slip(terminal, stand, shop):
    session = pays(terminal, answers(terminal, arrives(terminal)), stand.ca)
    assert session.step.kind == "Review"
    filing = terminal.file(session)
    before = slips(shop)
    terminal.print_slip(session, filing)
    assert slips(shop) == before + 1 and charges(shop, session.id) == 1
    synced(terminal)
    assert terminal.outcome(filing.id).status is Status.RECEIVED
    slip = str(terminal.slip(session, filing))
    for words in ("201.00 元，已缴费", "食品经营许可证工本费 10.00", "门头招牌占道费 71.00", "电子票据"):
        assert words in slip


def test_unpaid_is_not_filed(terminal):
    with pytest.raises(GateError):
        terminal.file(answers(terminal, arrives(terminal)))


def test_an_order_is_in_the_draft_before_it_is_shown(terminal):
    session, order = terminal.payments.order(answers(terminal, arrives(terminal)))
    draft = arrives(terminal)
    assert (draft.id, draft.facts["payment"]["order"]) == (session.id, order.id)
    assert draft.step.kind == "Pay"


def test_a_second_tap_meets_the_same_order(terminal):
    session = answers(terminal, arrives(terminal))
    session, first = terminal.payments.order(session)
    again, second = terminal.payments.order(session)
    assert first.id == second.id and again is session


def test_paid_while_the_power_was_off_is_paid_after(stand, shop):
    with opened(stand) as terminal:
        session, order = terminal.payments.order(answers(terminal, arrives(terminal)))
    assert "已缴费" in phone(stand, order)
    with opened(stand) as terminal:
        resumed, met = terminal.payments.order(arrives(terminal))
        assert (met.id, met.state, resumed.step.kind) == (order.id, "confirmed", "Review")
        terminal.file(resumed)
    assert charges(shop, session.id) == 1


def test_an_order_that_ended_is_followed_by_another(terminal, stand, shop):
    session, order = terminal.payments.order(answers(terminal, arrives(terminal)))
    with shop.server.database.writing() as connection:
        mine = payment_tables.orders.c.id == order.id
        connection.execute(update(payment_tables.orders).where(mine).values(expires_at=now()))
    session, ended = terminal.payments.hear(session, order)
    assert (ended.state, ended.seconds_left) == ("closed", 0.0)
    session, other = terminal.payments.order(session)
    assert other.id != order.id and 0 < other.seconds_left <= 120
    assert "已经过期" in phone(stand, order)


def test_a_changed_answer_asks_for_the_new_sum(terminal, stand, shop):
    session = pays(terminal, answers(terminal, arrives(terminal)), stand.ca)
    changed = session.revise("width").answer("width", {"width": "1"})
    assert changed.step.kind == "Pay"
    with pytest.raises(GateError):
        terminal.file(changed)
    paid = pays(terminal, changed, stand.ca)
    assert fees.yuan(amount(paid)) == "165.50"
    filing = terminal.file(paid)
    synced(terminal)
    assert terminal.outcome(filing.id).status is Status.RECEIVED
    with shop.server.database.reading() as connection:
        found = connection.execute(
            select(payment_tables.orders).where(payment_tables.orders.c.case == paid.id)
        ).all()
    assert {(order.amount, order.state) for order in found} == {
        ("201.00", "refunded"),
        ("165.50", "confirmed"),
    }


def test_without_a_line_it_is_filed_and_said_to_be_owed(stand, shop):
    with opened(stand, DEAD) as terminal:
        session = answers(terminal, arrives(terminal))
        with pytest.raises(OfflineError):
            terminal.payments.order(session)
        session = terminal.payments.put_off(session)
        filing = terminal.file(session)
        slip = str(terminal.slip(session, filing))
    assert "还没有缴费（缴费待联网）" in slip and "已缴费" not in slip and "0572-12345" in slip
    with opened(stand) as terminal:
        synced(terminal)
        assert terminal.outcome(filing.id).reason == "PAYMENT_DUE"
        told = str(terminal.slip(session, filing))
        assert "等待缴费" in told and f"{shop.server.public_url}/pay" in told
        page = requests.post(f"{shop.server.public_url}/pay", data={"number": filing.number}, verify=stand.ca)
        assert "已缴费" in requests.post(page.url, verify=stand.ca, timeout=20).text
        synced(terminal)
        assert terminal.outcome(filing.id).status is Status.RECEIVED
        assert "201.00 元，已缴费" in str(terminal.slip(session, filing))


def test_paid_and_then_the_line_was_cut(stand, shop):
    """The phone has paid, the terminal cannot hear of it: filed as owed, and received as paid."""
    with opened(stand) as terminal:
        session, order = terminal.payments.order(answers(terminal, arrives(terminal)))
    phone(stand, order)
    with opened(stand, DEAD) as terminal:
        with pytest.raises(OfflineError):
            terminal.payments.hear(session, order)
        filing = terminal.file(terminal.payments.put_off(session))
    with opened(stand) as terminal:
        synced(terminal)
        assert terminal.outcome(filing.id).status is Status.RECEIVED
    assert charges(shop, session.id) == 1


def test_what_was_put_off_is_asked_again_after_a_break(terminal):
    session = terminal.payments.put_off(answers(terminal, arrives(terminal)))
    assert session.step.kind == "Review"
    terminal.save_draft(session)
    assert arrives(terminal).step.kind == "Pay"


def test_who_paid_while_putting_it_off_has_paid(terminal, stand):
    session, order = terminal.payments.order(answers(terminal, arrives(terminal)))
    phone(stand, order)
    assert terminal.payments.put_off(session).facts["payment"]["state"] == "confirmed"


def test_nobody_pays_where_nothing_can_be_kept(terminal, shop, monkeypatch):
    session = answers(terminal, arrives(terminal))
    monkeypatch.setattr("kiosk.store.DISK_FLOOR", 2**62)
    with pytest.raises(KeepingError):
        terminal.payments.order(session)
    with shop.server.database.reading() as connection:
        assert (
            connection.execute(
                select(payment_tables.orders).where(payment_tables.orders.c.case == session.id)
            ).first()
            is None
        )


def test_the_word_about_another_case_is_none(terminal, stand):
    """As a platform would answer that mixes two people up."""
    paid = pays(terminal, answers(terminal, arrives(terminal)), stand.ca)
    terminal.drop_draft(paid)
    other = answers(terminal, arrives(terminal))
    body = {"order": paid.facts["payment"]["order"], "state": "confirmed", "amount": "201.00", "url": "u"}
    body |= {"expires_in_s": 0.0, "statement": paid.facts["payment"]["token"]}
    with pytest.raises(OfflineError):
        terminal.payments._taken(other, body)


def test_nothing_personal_stands_in_the_journal_of_a_payment(terminal, stand):
    session = pays(terminal, answers(terminal, arrives(terminal)), stand.ca)
    rows = [tuple(row) for row in terminal.store._database.rows("select event, subject, detail from journal")]
    assert {"ordered", "paid"} <= {row[0] for row in rows}
    assert session.applicant.id_number not in str(rows) and terminal.store.journal.verify() is None
    assert datetime.now(CHINA).tzinfo is not None


class Killing:
    """A process that forks a terminal and lets it die."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.journeys.cashier"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def at(self, stand, point, when):
        order = {"stand": asdict(stand), "point": point, "when": when}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        assert self.process.wait(timeout=30) == 0
        self.process.stdout.close()


@pytest.fixture(scope="module")
def killing():
    made = Killing()
    yield made
    made.close()


def killed_and_visited_again(killing, stand, shop, point, when):
    """Whether the road came that far."""
    before = slips(shop)
    code = killing.at(stand, point, when)
    assert code in (0, -signal.SIGKILL)
    with opened(stand) as terminal:
        filing = visits(terminal, stand.ca) if code else None
        rows = terminal.store._database.rows("select id from filing")
        assert len(rows) == 1 and (filing is None or filing.id == rows[0]["id"])
        assert terminal.store.journal.verify() is None
        assert charges(shop, rows[0]["id"]) == 1
        with shop.server.database.reading() as connection:
            terminal_of = payment_tables.orders.c.terminal == terminal.number
            kept = select(payment_tables.orders.c.case).where(
                terminal_of, payment_tables.orders.c.state == "confirmed"
            )
            assert rows[0]["id"] in set(connection.scalars(kept))
    assert slips(shop) - before in (1, 2)  # 2: the paper came out, and the power went before that was noted
    return code != 0


@pytest.mark.parametrize(("point", "when"), [(4, "after"), (6, "before"), (8, "after"), (10, "before")])
def test_killed_at_a_write_the_same_card_goes_on_and_pays_once(killing, stand, shop, point, when):
    assert killed_and_visited_again(killing, stand, shop, point, when)


@pytest.mark.soak
@pytest.mark.parametrize(("point", "when"), ALL)
def test_killed_at_every_write_the_same_card_goes_on_and_pays_once(killing, stand, shop, point, when):
    assert killed_and_visited_again(killing, stand, shop, point, when)


def test_the_last_write_is_the_last(killing, stand):
    assert killing.at(stand, WRITES + 1, "before") == 0
