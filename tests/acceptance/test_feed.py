"""The status feed has every event of a terminal's filings, in order, without gaps, on both databases."""

import queue
import sqlite3
import threading
from contextlib import closing

import pytest
import requests
from sqlalchemy import func, select, text

from acceptance import feed, tables
from acceptance.console_tables import wrong_tries
from acceptance.database import Database
from kiosk import sync
from kiosk.model import Status
from kiosk.store import Store
from kiosk.wire import messages
from kiosk.wire.envelope import SigningKey
from tests.acceptance import postgres
from tests.acceptance.station import Server, Station, now, person

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


def told(station, answer):
    """The events of a page, every one signed, of that page's epoch and in its place."""
    events = [messages.Event.read(station.identity.receipts.verify("event", t)) for t in answer["events"]]
    assert {event.epoch for event in events} <= {answer["epoch"]}
    return [(event.seq, event.filing, event.status) for event in events]


def test_a_cursor_beyond_the_end_begins_a_new_feed(station):
    made = station.filed(LIU)
    before = page(station)
    after = page(station, before["epoch"], 99)
    assert after["epoch"] != before["epoch"]
    assert told(station, after) == told(station, before)
    assert page(station) == after == page(station, before["epoch"], 2)  # the old epoch is gone
    later = station.filed(LIU)
    whole = page(station, after["epoch"], 0)
    assert [filing for _, filing, _ in told(station, whole)] == [made.id] * 2 + [later.id] * 2
    assert page(station, after["epoch"], 4) == whole | {"events": []}


def test_a_feed_may_begin_anew_again(station):
    station.filed(LIU)
    epochs = [page(station)["epoch"]]
    for _ in range(2):
        epochs.append(page(station, epochs[-1], 50)["epoch"])
    assert len(set(epochs)) == 3
    assert page(station, epochs[-1], 2)["epoch"] == epochs[-1]


def test_a_feed_that_begins_anew_disturbs_no_other_terminal(station, server, tmp_path):
    other = Station.enrol(server, tmp_path / "other")
    station.filed(LIU)
    other.filed(CAI)
    theirs = page(other)
    page(station, page(station)["epoch"], 99)
    assert page(other) == theirs
    assert page(other, theirs["epoch"], 2) == theirs | {"events": []}
    other.filed(CAI)
    assert [seq for seq, _, _ in told(other, page(other, theirs["epoch"], 2))] == [3, 4]


def test_of_two_that_ask_at_once_both_get_the_same_new_feed(station):
    station.filed(LIU)
    epoch, pages = page(station)["epoch"], queue.Queue()
    askers = [threading.Thread(target=lambda: pages.put(page(station, epoch, 99))) for _ in range(4)]
    for asker in askers:
        asker.start()
    found = [pages.get(timeout=30) for _ in askers]
    for asker in askers:
        asker.join()
    assert all(one == found[0] for one in found) and found[0]["epoch"] != epoch


class Follower:
    """A terminal's own store and the code that reads the feed into it."""

    def __init__(self, station, folder):
        self.station, self.store, self.client = station, Store(folder / "kiosk.db"), station.client

    def follow(self):
        sync.follow(self.store, self.client, now())
        return self.store.feed.cursor()

    def meet(self, server):
        self.client.close()
        self.station.server = server
        self.client = self.station.client

    def close(self):
        self.client.close()
        self.store.close()


def test_terminals_follow_a_platform_that_was_put_back(tmp_path):
    """One terminal had read on since the backup was made and begins again; the other one had not, and goes
    on. Nothing that happens afterwards is hidden from either."""
    data, backup = tmp_path / "data", tmp_path / "backup.sqlite"
    server = Server(data)
    stations = [Station.enrol(server, tmp_path / name) for name in ("ahead", "still")]
    for station in stations:
        station.filed(LIU)
    ahead, still = (Follower(station, tmp_path / station.identity.terminal) for station in stations)
    old = [follower.follow() for follower in (ahead, still)]
    assert [cursor.after for cursor in old] == [2, 2]
    copy(data / "platform.sqlite", backup)
    ahead.station.filed(LIU)
    assert ahead.follow().after == 4
    assert server.stop() == 0

    for old_file in data.glob("platform.sqlite*"):
        old_file.unlink()
    copy(backup, data / "platform.sqlite")
    server = Server(data)
    for follower in (ahead, still):
        follower.meet(server)
    anew = ahead.follow()
    assert anew.after == 2 and anew.epoch != old[0].epoch
    assert ahead.follow() == anew and still.follow() == old[1]
    with server.database.reading() as connection:
        begun = connection.execute(select(tables.feeds.c.terminal, tables.feeds.c.epoch)).all()
    assert begun == [(ahead.station.identity.terminal, anew.epoch)]
    for follower in (ahead, still):
        follower.station.filed(CAI)
        assert follower.follow().after == 4
        follower.close()
    assert server.stop() == 0


def copy(source, target):
    """As a backup is made: of a database that may be in use."""
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


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
    with postgres.running() as url:
        yield url


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


def test_an_insert_tells_whether_it_was_the_first(database):
    row = {"name": "x", "tries": 1, "at": now()}
    with database.writing() as connection:
        counts = [connection.execute(database.insert_new(wrong_tries, **row)).rowcount for _ in range(3)]
    assert counts == [1, 0, 0]


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
    begun = page(station, page(station)["epoch"], 99)
    assert [seq for seq, _, _ in told(station, begun)] == list(range(1, 9))
    url = station.ask_to_confirm(CAI).json()["url"]
    wrong = {"phone_key": "000000", "decision": "confirm"}
    assert requests.post(url, data=wrong, verify=server.ca, timeout=30).status_code == 403
    with server.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.filings)) == 4
        kinds = select(tables.attempts.c.kind).order_by(tables.attempts.c.kind)
        assert list(connection.scalars(kinds)) == ["page", "wrong_key"]
    assert server.stop() == 0
