"""The status feed has every event of a terminal's filings, in order, without gaps, on both databases."""

import os
import pwd
import queue
import shutil
import socket
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from acceptance import feed, tables
from acceptance.database import Database
from kiosk.model import Status
from kiosk.wire.envelope import SigningKey
from tests.acceptance.station import Server, Station, new_id, now, person

LIU, CAI = person("liu-yang"), person("retired-cai")
KEY = SigningKey.generate()
TERMINAL = "330521-0001-001"


def page(station, epoch="", after=0):
    return station.call("GET", f"/v1/feed?epoch={epoch}&after={after}").json()


# --- over the line ---


def test_what_happened_is_told_in_order(station):
    first = station.filed(LIU)
    refused = station.make(station.walk(CAI, None, region="310000"))
    station.send(refused)
    events = station.events()
    assert [event.seq for event in events] == [1, 2, 3]
    assert [(event.filing, event.status.value, event.reason) for event in events] == [
        (first.id, "accepted", None),
        (first.id, "result_ready", None),
        (refused.id, "refused", "NO_RECORD"),
    ]
    assert {event.epoch for event in events} == {page(station)["epoch"]}


def test_a_cursor_goes_on_where_it_was(station):
    station.filed(LIU)
    whole = page(station)
    rest = page(station, whole["epoch"], 1)
    assert rest == whole | {"events": whole["events"][1:]}
    assert page(station, whole["epoch"], 2)["events"] == []


def test_a_cursor_of_another_feed_begins_again(station):
    station.filed(LIU)
    whole = page(station)
    assert page(station, "another", 2) == whole
    assert page(station, whole["epoch"], 99) == whole


def test_a_terminal_sees_its_own_filings_only(station, server, tmp_path):
    station.filed(LIU)
    assert Station.enrol(server, tmp_path / "other").events() == []


def test_a_long_feed_comes_in_pages(station):
    made = station.filed(LIU)
    epoch = page(station)["epoch"]
    with station.server.database.writing() as connection:
        for _ in range(feed.PAGE):
            news = feed.News(made.id, Status.IN_PROGRESS, now())
            feed.append(connection, KEY, epoch, station.identity.terminal, news)
    first = page(station)
    assert (len(first["events"]), first["more"]) == (feed.PAGE, True)
    last = page(station, epoch, feed.PAGE)
    assert (len(last["events"]), last["more"]) == (2, False)


# --- two writers at once ---


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A PostgreSQL of our own. It refuses to run as root, so then it runs as the user postgres."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert programs, "install the package postgresql"
    binaries = programs[-1].parent
    folder = Path(os.path.realpath("/tmp")) / f"pg-{new_id()[-12:]}"  # short: a socket's path has a limit
    folder.mkdir()
    as_other = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_other = ["runuser", "-u", "postgres", "--"]
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program, *options):
        command = [*as_other, str(binaries / program), "-D", str(folder / "data"), *options]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    run("initdb", "--auth=trust", "--username=postgres", "--no-sync")
    settings = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", settings, "start")
    yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    run("pg_ctl", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """One terminal and one filing in it."""
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path / 'platform.sqlite'}")
    else:
        url = request.getfixturevalue("cluster")
        opened = Database(url)
        with opened.writing() as connection:
            tables.metadata.drop_all(connection)
        opened.close()
        opened = Database(url)
    with opened.writing() as connection:
        connection.execute(
            tables.terminals.insert().values(id=TERMINAL, region="330521", site="0001", number="001")
        )
        filing = {column.name: "x" for column in tables.filings.c} | {
            "id": "f",
            "terminal": TERMINAL,
            "seq": 1,
        }
        connection.execute(tables.filings.insert().values(filing | {"filed_at": now(), "received_at": now()}))
    yield opened
    opened.close()


def append(connection, epoch):
    return feed.append(connection, KEY, epoch, TERMINAL, feed.News("f", Status.IN_PROGRESS, now()))


def visible(database):
    with database.reading() as connection:
        return list(connection.scalars(select(tables.events.c.seq).order_by(tables.events.c.seq)))


def test_the_second_writer_waits_for_the_first(database):
    """Else its number could be seen before a lower one, and a cursor would pass that one by for ever."""
    done = queue.Queue()

    def second():
        with database.writing() as connection:
            done.put(append(connection, database.epoch))

    writer = threading.Thread(target=second)
    with database.writing() as first:
        assert append(first, database.epoch) == 1
        writer.start()
        with pytest.raises(queue.Empty):
            done.get(timeout=0.3)
        assert visible(database) == []  # nothing of either, though both have begun
    assert done.get(timeout=30) == 2
    writer.join()
    assert visible(database) == [1, 2]


def test_a_writer_that_gives_up_leaves_no_gap(database):
    class GaveUpError(Exception):
        pass

    with pytest.raises(GaveUpError), database.writing() as connection:
        assert append(connection, database.epoch) == 1
        raise GaveUpError
    with database.writing() as connection:
        assert append(connection, database.epoch) == 1
    assert visible(database) == [1]


def test_many_writers_leave_no_gap(database):
    def write():
        for _ in range(10):
            with database.writing() as connection:
                append(connection, database.epoch)

    seen, over = [], threading.Event()

    def follow():
        """As a terminal does: never looks behind its cursor again."""
        while True:
            last_look = over.is_set()
            seen.extend(seq for seq in visible(database) if seq > (seen[-1] if seen else 0))
            if last_look:
                return

    writers = [threading.Thread(target=write) for _ in range(4)]
    reader = threading.Thread(target=follow)
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    over.set()
    reader.join()
    assert seen == list(range(1, 41))


def test_sqlite_is_set_to_lose_nothing(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'platform.sqlite'}")
    with database.reading() as connection:
        values = [
            connection.scalar(text(f"pragma {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    database.close()
    assert values == ["wal", 2, 1]


def test_the_whole_platform_runs_on_postgresql(cluster, tmp_path):
    """Filed by four at once: every one accepted, numbered without gaps, and told."""
    database = Database(cluster)
    with database.writing() as connection:
        tables.metadata.drop_all(connection)
    database.close()
    server = Server(tmp_path / "data", db=cluster)
    station = Station.enrol(server, tmp_path / "identity")
    token = station.confirm(CAI)
    made = [station.make(station.walk(LIU, None)) for _ in range(3)]
    made.append(station.make(station.walk(CAI, token)))
    answers = queue.Queue()
    senders = [threading.Thread(target=lambda one=one: answers.put(station.send(one))) for one in made]
    for sender in senders:
        sender.start()
    receipts = [station.receipt(answers.get(timeout=60)) for _ in senders]
    for sender in senders:
        sender.join()
    assert {receipt.status.value for receipt in receipts} == {"accepted"}
    assert sorted(int(receipt.acceptance_number[-6:]) for receipt in receipts) == [1, 2, 3, 4]
    assert [event.seq for event in station.events()] == list(range(1, 9))
    assert station.beat().json()["known"]["max_seq"] == 4
    assert len(station.ask("/v1/results/query", CAI, token).json()["results"]) == 1
    with server.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.filings)) == 4
    assert server.stop() == 0
