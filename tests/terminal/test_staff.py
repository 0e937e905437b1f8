"""What a terminal lets a clerk do: who may sign in, off-line and for how long, and what is never theirs."""

import time
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from kiosk.bench import machine
from kiosk.flows.gate import Cause
from kiosk.model import CardKind, IdentityCard, Role
from kiosk.store import Store
from kiosk.store.journal import Event
from kiosk.store.policies import STAFF
from kiosk.store.shifts import FREE
from kiosk.terminal import Terminal
from kiosk.terminal import staff as terminal_staff
from kiosk.terminal.staff import OwnMatterError, SignInError, TurnError
from kiosk.terminal.words import GateError, Site
from kiosk.wire.client import PlatformClient
from kiosk.wire.envelope import SigningKey
from kiosk.wire.identity import Identity
from kiosk.wire.messages import STATEMENT
from kiosk.wire.staff import Account, Roll, card_proof, pin_proof
from tests.journeys.clerk import matters
from tests.people import ADULT, OTHER

SITE, ACCOUNT = "330521-0001", "330521-0001-W01"
PIN, WRONG = b"258036", b"258037"
INK = [[(10.0, 10.0), (40.0, 30.0)]]


def card_of(person):
    return IdentityCard(CardKind.RESIDENT, person.id_number, person.name, valid_to=person.valid_to)


CLERK, PERSON = card_of(OTHER), card_of(ADULT)


@cache
def account(roles=frozenset(Role)):
    proofs = {"card": card_proof(SITE, CLERK.number), "salt": "ab", "pin": pin_proof("ab", CLERK.number, PIN)}
    return Account(ACCOUNT, "𠮷*", roles, **proofs)


def next_process(folder, identity):
    """Another terminal on the same disk."""
    return Terminal(
        Site("示范市民中心", "12345"),
        matters(),
        Store(folder / "kiosk.db"),
        identity,
        PlatformClient(identity.endpoint("https://127.0.0.1:9"), identity.receipts, 1.0),
        dict,
        machine.now,
        time.monotonic,
    )


@pytest.fixture
def keys():
    return SigningKey.generate()


@pytest.fixture
def terminal(tmp_path, keys):
    identity = replace(machine.identity(tmp_path / "identity"))
    known = (identity.folder / "platform.json").read_text()
    known = known.replace(identity.receipts.base64(), keys.public.base64())
    (identity.folder / "platform.json").write_text(known)
    made = next_process(tmp_path, Identity.load(identity.folder))
    yield made
    made.store.close()


@pytest.fixture
def told(terminal, keys):
    """Tells the terminal whom its site has, as the platform would."""

    def tell(*accounts, site=SITE, lasts=timedelta(days=7), key=keys):
        now = machine.now()
        roll = Roll(site, accounts, now - timedelta(minutes=5), now + lasts)
        terminal.store.policies.keep(STAFF, key.sign(STATEMENT, roll.payload()), now)

    tell(account())
    return tell


def sign_in(terminal):
    terminal.staff.find(CLERK)
    terminal.staff.sign_in(PIN)


def why(terminal, card=CLERK, pin=PIN):
    with pytest.raises(SignInError) as refusal:
        terminal.staff.find(card)
        terminal.staff.sign_in(pin)
    return refusal.value.why


def begin(terminal, role, item="si-certificate", card=PERSON):
    return terminal.staff.assisting(terminal.begin(item), role, card)


def test_a_clerk_signs_in_without_a_line_for_as_long_as_the_platform_said(terminal, told):
    sign_in(terminal)
    assert terminal.staff.operator.account == ACCOUNT
    later = terminal.clock() + timedelta(days=8)
    terminal.staff.clock = lambda: later
    assert why(terminal) == "stale"


def test_nobody_signs_in_by_a_list_that_is_not_the_platforms_or_of_another_site(terminal, told):
    told(account(), key=SigningKey.generate())
    assert why(terminal) == "none"
    told(account(), site="330521-0002")
    assert why(terminal) == "none"
    told()
    assert why(terminal) == "none"


def test_a_card_of_nobody_on_the_list_is_told_so_and_locks_nobody_out(terminal, told):
    for _ in range(FREE + 1):
        assert why(terminal, PERSON) == "unknown"
    sign_in(terminal)


def test_the_pin_counts_with_its_own_card_alone(told):
    assert account().opens(CLERK.number, PIN)
    assert not account().opens(PERSON.number, PIN)
    assert not account().opens(CLERK.number, WRONG)


def test_five_wrong_pins_lock_the_account_also_for_the_right_one(terminal, told):
    assert [why(terminal, pin=WRONG) for _ in range(FREE)] == ["wrong"] * (FREE - 1) + ["resting"]
    assert why(terminal) == "resting"
    terminal.clock = lambda: machine.now() + timedelta(days=2)  # no clock opens it
    terminal.staff.clock = terminal.clock
    assert why(terminal) == "resting"
    rows = terminal.store._database.rows("select * from journal where event = ?", (Event.PIN_TRIED.value,))
    assert len(rows) == FREE
    assert terminal.store.journal.verify() is None


def test_after_a_restart_the_account_rests_still(terminal, told, tmp_path):
    for _ in range(FREE):
        why(terminal, pin=WRONG)
    again = next_process(tmp_path, terminal.identity)
    assert why(again) == "resting"
    again.store.close()


def test_a_ticket_brings_the_clerk_to_the_next_process_and_nothing_of_the_person(terminal, told, tmp_path):
    sign_in(terminal)
    begin(terminal, Role.ASSIST)
    terminal.end("done")
    after = next_process(tmp_path, terminal.identity)
    assert after.staff.redeem(terminal.staff.ticket)
    assert (after.staff.operator.account, after.staff.role) == (ACCOUNT, None)
    assert not next_process(tmp_path, terminal.identity).staff.redeem(terminal.staff.ticket)
    after.store.close()


def test_whoever_was_taken_from_the_list_does_not_go_on(terminal, told, tmp_path):
    sign_in(terminal)
    terminal.end("done")
    told()
    after = next_process(tmp_path, terminal.identity)
    assert not after.staff.redeem(terminal.staff.ticket)
    assert after.staff.operator is None
    after.store.close()


def test_a_clerk_does_not_act_for_themselves(terminal, told):
    sign_in(terminal)
    with pytest.raises(OwnMatterError):
        begin(terminal, Role.ASSIST, card=CLERK)


def test_a_role_that_a_clerk_does_not_have_is_not_theirs(terminal, told):
    told(account(frozenset([Role.ASSIST])))
    sign_in(terminal)
    assert not terminal.staff.may(terminal.flows["si-certificate"], Role.AGENT)
    with pytest.raises(TurnError):
        begin(terminal, Role.AGENT)


def test_what_has_to_be_signed_in_person_is_not_for_an_agent(terminal, told):
    sign_in(terminal)
    flows = terminal.flows
    assert terminal.staff.may(flows["school-enrolment"], Role.ASSIST)
    assert not terminal.staff.may(flows["school-enrolment"], Role.AGENT)
    assert terminal.staff.may(flows["si-certificate"], Role.AGENT)


def test_a_clerk_consents_promises_signs_files_and_rates_for_nobody(terminal, told):
    sign_in(terminal)
    session = begin(terminal, Role.ASSIST)
    done = replace(machine.finished(terminal), facts=session.facts)
    acts = {
        "consent": lambda: terminal.agree(session, "notice"),
        "sign": lambda: terminal.sign(session, "signature", b"%PDF", INK),
        "file": lambda: terminal.file(done),
        "rate": lambda: terminal.rate(None, 5, ()),
        "promise": lambda: terminal.decide(session, "anywhere", "commit"),
    }
    for act in acts.values():
        with pytest.raises(TurnError):
            act()


def test_the_persons_own_card_gives_them_the_screen_and_no_other(terminal, told):
    sign_in(terminal)
    session = begin(terminal, Role.ASSIST)
    assert not terminal.staff.take_turn(session, CLERK)
    assert terminal.staff.take_turn(session, PERSON)
    assert terminal.agree(session, "notice").step.key != "notice"
    terminal.staff.return_turn()
    with pytest.raises(TurnError):
        terminal.agree(session, "notice")


def test_an_agent_without_the_persons_word_cannot_seal(terminal, told):
    sign_in(terminal)
    session = terminal.agree(begin(terminal, Role.AGENT), "notice")
    session = terminal.defer_confirmation(session)
    for step, answers in machine.ANSWERS.items():
        session = session.answer(step, answers)
    while session.step.keys:
        session = session.answer(session.step.key, {key: "later" for key in session.step.keys})
    terminal.save_draft(session)
    with pytest.raises(GateError) as refused:
        terminal.file(session)
    assert [block.cause for block in refused.value.blocks] == [Cause.NOT_AUTHORISED]
    assert terminal.store.filings.receipts() == []
    assert terminal.draft(terminal.begin("si-certificate").learn("card", session.facts["card"])) is not None


def test_a_session_that_changes_hands_keeps_what_was_answered(terminal, told):
    session = machine.begun(terminal).answer("region", {"region": "330500"})
    sign_in(terminal)
    taken = terminal.staff.take_over(session)
    assert taken.answers == session.answers and taken.step == session.step
    assert not terminal.staff.is_persons
    assert terminal.staff.take_turn(taken, card_of(taken.applicant))
    back = terminal.staff.hand_back(taken)
    assert back.answers == session.answers
    assert terminal.staff.operator is None and terminal.staff.is_persons
    assert back.facts["operator"]["account"] == ACCOUNT  # that a clerk helped is not undone


def test_a_draft_of_a_clerks_is_not_a_clerks_when_its_person_comes_alone(terminal, told):
    sign_in(terminal)
    session = begin(terminal, Role.ASSIST)
    terminal.staff.take_turn(session, PERSON)
    session = terminal.defer_confirmation(terminal.agree(session, "notice"))
    terminal.save_draft(session.answer("region", {"region": "330500"}))
    terminal.staff.role = None
    alone = terminal.begin("si-certificate").learn("card", session.facts["card"])
    found = terminal.draft(alone)
    assert found.answers["region"] == "330500"
    assert "operator" not in found.facts


def test_the_first_of_a_batch_chooses_for_those_who_come_after(terminal, told):
    sign_in(terminal)
    first = terminal.staff.assisting(terminal.begin("si-certificate"), Role.ASSIST, PERSON, many=True)
    first = replace(machine.finished(terminal), facts=first.facts)
    terminal.staff.share(first)
    second = terminal.staff.assisting(
        terminal.begin("si-certificate"), Role.ASSIST, card_of(replace(ADULT, name="张小亮")), many=True
    )
    assert {"region", "certificate"} <= second.answers.keys()
    assert not any(key.startswith("period") for key in second.answers)  # what somebody typed is theirs
    third = terminal.staff.assisting(terminal.begin("si-certificate"), Role.ASSIST, PERSON)
    assert not third.answers and terminal.staff.batch() is None


def test_no_repr_shows_who_a_clerk_is(told):
    roll = Roll(SITE, (account(),), machine.now(), machine.now())
    assert "𠮷" not in repr(roll) and account().pin not in repr(roll)
    assert terminal_staff.TICKET_LIFE <= 60
