"""A terminal does what its platform asks, once, in time, and says what became of it: both sides real."""

import json
import sys
from datetime import timedelta

import pytest
from sqlalchemy import select

from acceptance import commands as told
from acceptance.command_tables import commands
from kiosk.commanding import Commander, Means
from kiosk.store import Store
from kiosk.sync import Sync
from kiosk.wire.commands import COMMAND, Command, Kind
from kiosk.wire.envelope import SigningKey
from tests.acceptance.station import new_id, now
from tests.devices.rigs import until

FINDS = "import json; print(json.dumps({'ok': True, 'checks': 3}))"


class Machine:
    """The sync process of one terminal, round by round."""

    def __init__(self, station, folder, examine=FINDS):
        self.station, self.ahead, self.restarts = station, timedelta(), []
        self.store = Store(folder / "kiosk.db")
        self.start(examine)

    def start(self, examine=FINDS):
        client, identity = self.station.client, self.station.identity
        means = Means([sys.executable, "-c", examine], lambda: self.restarts.append("all"))
        self.commander = Commander(self.store, identity, client, means)
        self.sync = Sync(self.store, identity, client, lambda: now() + self.ahead, self.commander)

    def beat(self):
        """One round a minute later, with its heartbeat."""
        self.ahead += timedelta(seconds=61)
        self.sync.round()

    def events(self):
        rows = self.store.history.last(50)
        return [
            (row.event, *row.detail.values())
            for row in reversed(rows)
            if row.event in ("commanded", "obeyed")
        ]

    def close(self):
        self.commander.close()
        self.sync.platform.close()
        self.store.close()


@pytest.fixture
def machine(station, tmp_path):
    made = Machine(station, tmp_path)
    yield made
    made.close()


@pytest.fixture
def tell(server, station):
    """Writes a command into the platform, as its console does; the id."""

    def tell(kind, subject="", signed_by=None, **changes):
        values = {"id": new_id(), "terminal": station.identity.terminal, "kind": kind, "subject": subject}
        times = {"issued_at": now(), "expires_at": now() + told.LIFE}
        command = Command(**{**values, **times, **changes})
        token = (signed_by or key(server)).sign(COMMAND, command.payload())
        row = {**vars(command), "terminal": station.identity.terminal, "by": "somebody", "token": token}
        with server.database.writing() as connection:
            connection.execute(commands.insert().values(**row))
        return command.id

    return tell


def key(server):
    return SigningKey.from_pem((server.data / "receipt.key").read_bytes())


def outcome(server, id):
    with server.database.reading() as connection:
        row = connection.execute(select(commands).where(commands.c.id == id)).one()
    return row.outcome and (row.outcome, row.detail)


def test_an_item_is_suspended_and_resumed_and_the_journal_and_the_platform_know(server, machine, tell):
    first = tell(Kind.SUSPEND_ITEM, "si-certificate")
    machine.beat()
    assert machine.store.commands.suspended() == {"si-certificate"}
    assert outcome(server, first) == ("done", "")
    second = tell(Kind.RESUME_ITEM, "si-certificate")
    machine.beat()
    assert machine.store.commands.suspended() == set()
    assert outcome(server, second) == ("done", "")
    assert machine.events() == [
        ("commanded", "suspend_item", "si-certificate"),
        ("obeyed", "", "done"),
        ("commanded", "resume_item", "si-certificate"),
        ("obeyed", "", "done"),
    ]
    assert machine.store.journal.verify() is None


def test_an_older_word_does_not_come_after_a_later_one(server, machine, tell):
    tell(Kind.RESUME_ITEM, "si-certificate")
    machine.beat()
    late = tell(Kind.SUSPEND_ITEM, "si-certificate", issued_at=now() - timedelta(hours=1))
    machine.beat()
    assert outcome(server, late) == ("superseded", "") and not machine.store.commands.suspended()


def test_what_ran_out_or_is_not_known_is_answered_and_not_done(server, machine, tell):
    over = tell(Kind.SUSPEND_ITEM, "si-certificate", expires_at=now() + timedelta(seconds=30))
    strange, empty = tell("burn"), tell(Kind.SUSPEND_ITEM)
    machine.beat()
    assert outcome(server, over) == ("expired", "")
    assert outcome(server, strange) == outcome(server, empty) == ("unknown", "")
    assert not machine.store.commands.suspended()


def test_what_is_not_the_platforms_word_to_this_terminal_is_not_even_taken(server, machine, tell):
    forged = tell(Kind.SUSPEND_ITEM, "si-certificate", signed_by=SigningKey.generate())
    others = tell(Kind.SUSPEND_ITEM, "si-certificate", terminal="330521-0001-999")
    right = tell(Kind.RESTART_SCREENS)
    machine.beat()
    assert machine.restarts == ["all"] and outcome(server, right) == ("done", "")
    assert outcome(server, forged) is outcome(server, others) is None
    assert not machine.store.commands.suspended() and len(machine.events()) == 2


def test_a_lost_answer_is_given_again_and_nothing_is_done_twice(server, machine, tell):
    id = tell(Kind.RESTART_SCREENS)
    machine.beat()
    with server.database.writing() as connection:  # as after a restore
        forgotten = {"answered_at": None, "outcome": None, "detail": None, "acknowledgement": None}
        connection.execute(commands.update().where(commands.c.id == id).values(**forgotten))
    machine.beat()
    assert outcome(server, id) == ("done", "") and machine.restarts == ["all"]


def test_a_diagnosis_carries_findings_and_codes_and_no_id_of_a_filing(server, station, machine, tell):
    id = tell(Kind.DIAGNOSIS)
    machine.beat()
    until(lambda: machine.sync.round() or outcome(server, id))
    assert outcome(server, id) == ("done", "")
    with server.database.reading() as connection:
        token = connection.scalar(select(commands.c.acknowledgement).where(commands.c.id == id))
    report = station.identity.signing.public.verify("acknowledgement", token)["report"]
    assert report["findings"] == {"ok": True, "checks": 3}
    assert report["terminal"]["terminal"] == station.identity.terminal
    assert [entry["event"] for entry in report["journal"]][-1] == "line"
    assert id not in json.dumps(report)


@pytest.mark.parametrize("examine", ["print('?')", "print('[1]')", "print('9' * 200000)"])
def test_checks_that_say_nothing_useful_have_failed(server, machine, tell, examine):
    machine.start(examine)
    id = tell(Kind.SELF_TEST)
    machine.beat()
    until(lambda: machine.sync.round() or outcome(server, id))
    assert outcome(server, id) == ("failed", "no_findings")


def test_what_was_begun_before_a_power_cut_is_not_begun_again(server, machine, tell):
    machine.start("import sys; sys.stdin.read(); import signal; signal.pause()")
    half, next_one = tell(Kind.SELF_TEST), tell(Kind.RESTART_SCREENS)
    machine.beat()
    assert machine.store.commands.begun() == [half] and outcome(server, half) is None
    machine.commander.close()
    machine.sync.platform.close()
    machine.start()
    machine.beat()
    machine.sync.round()
    assert outcome(server, half) == ("failed", "interrupted")
    assert outcome(server, next_one) == ("done", "") and machine.restarts == ["all"]
