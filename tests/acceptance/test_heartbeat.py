"""Nothing is silently missing: the platform notices filings that did not come, and disks that went back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from acceptance import machine_reports, tables
from tests.acceptance.station import new_id, now, person, problem

LIU = person("liu-yang")


def anomalies(station):
    table = tables.anomalies
    with station.server.database.reading() as connection:
        own = select(table.c.kind).where(table.c.terminal == station.identity.terminal)
        return sorted(connection.scalars(own))


def test_a_terminal_in_order_raises_nothing(station):
    for _ in range(2):
        station.filed(LIU)
    answer = station.beat()
    assert answer.status_code == 200
    assert answer.json()["known"] == {"epoch": station.epoch, "max_seq": 2, "missing": []}
    assert anomalies(station) == []


def test_the_last_word_of_a_terminal_is_kept(station):
    station.beat(queued=0, devices={"card_reader": "fault"})
    with station.server.database.reading() as connection:
        table = tables.states
        row = connection.execute(select(table).where(table.c.terminal == station.identity.terminal)).one()
    assert (row.epoch, row.max_seq) == (station.epoch, 0)
    assert '"card_reader": "fault"' in row.heartbeat


def test_filings_on_their_way_are_not_missing(station):
    station.make(station.walk(LIU, None))
    station.beat(queued=1)
    assert anomalies(station) == []


def test_filings_that_never_came_are_noticed_once(station):
    station.make(station.walk(LIU, None))
    station.filed(LIU)
    for _ in range(2):
        station.beat()
    assert anomalies(station) == ["filings_missing"]


def test_a_disk_that_was_put_back_is_noticed(station):
    for _ in range(3):
        station.filed(LIU)
    station.beat(max_seq=2)
    assert anomalies(station) == ["sequence_went_back"]


def test_a_claim_that_went_back_is_noticed_without_a_filing(station):
    station.beat(max_seq=5, queued=5)
    station.beat(max_seq=4, queued=4)
    assert anomalies(station) == ["sequence_went_back"]


def test_a_new_disk_is_noticed(station):
    station.beat()
    station.beat(epoch=new_id(), max_seq=0)
    assert anomalies(station) == ["epoch_changed"]


def test_a_copy_of_a_disk_is_noticed_at_its_first_filing(station):
    station.filed(LIU)
    first, station._seq, station._previous = station._previous, 0, "0" * 64
    station.filed(LIU)  # the copy files its own number 1
    assert first != station._previous
    assert anomalies(station) == ["number_reused", "sequence_reused"]


def test_a_link_that_does_not_hold_is_noticed(station):
    station.filed(LIU)
    station._previous = "f" * 64
    station.filed(LIU)
    assert anomalies(station) == ["chain_broken"]


def test_a_head_that_we_do_not_have_is_noticed(station):
    station.filed(LIU)
    station.beat(chain_head="f" * 64)
    assert anomalies(station) == ["chain_differs"]


def number(station, seq, day=None):
    return f"{station.identity.number_prefix}{day or f'{now():%y%m%d}'}{seq:05d}X"


def test_a_number_that_was_given_twice_is_noticed_and_both_filings_are_kept(station):
    for _ in range(2):
        made = station.make(station.walk(LIU, None), number=number(station, 7))
        assert station.receipt(station.send(made)).status.value == "accepted"
    assert anomalies(station) == ["number_reused"]


def test_the_same_filing_again_is_no_second_number(station):
    made = station.filed(LIU)
    assert station.send(made).status_code == 201
    assert anomalies(station) == []


def test_a_terminal_learns_how_far_it_had_counted_today(station):
    assert station.beat().json()["today"] == {"day": f"{now():%y%m%d}", "number_seq": 0}
    yesterday = f"{now() - timedelta(days=1):%y%m%d}"
    for given in (number(station, 12), number(station, 3), number(station, 40, yesterday)):
        station.send(station.make(station.walk(LIU, None), number=given))
    assert station.beat().json()["today"] == {"day": f"{now():%y%m%d}", "number_seq": 12}


def test_a_number_of_another_shape_counts_for_no_day(station):
    strange = f"{station.identity.number_prefix}{now():%y%m%d}-0009X"
    made = station.make(station.walk(LIU, None), number=strange)
    assert station.receipt(station.send(made)).status.value == "accepted"
    assert station.beat().json()["today"]["number_seq"] == 0


def report(entry=7, **told):
    devices = {"receipt_printer": "fault/media_out", "card_reader": "online"}
    return {"entry": entry, "kind": "paper", "at": now().isoformat(), "devices": devices} | told


def test_what_people_say_of_the_machine_is_kept_once_however_often_it_is_told(station):
    for _ in range(2):
        assert station.beat(reports=[report(8), report(7)]).status_code == 200
    with station.server.database.reading() as connection:
        kept = machine_reports.listed(connection, station.identity.terminal, now())
    assert sorted((one.entry, one.kind) for one in kept) == [(7, "paper"), (8, "paper")]
    assert kept[0].devices == report()["devices"]


@pytest.mark.parametrize(
    "claims",
    [
        *({"max_seq": -1}, {"queued": "1"}, {"epoch": None}, {"at": "today"}, {"devices": []}),
        *({"reports": {}}, {"reports": ["paper"]}, {"reports": [report(entry=0)]}),
        *({"reports": [report(at="noon")]}, {"reports": [report(devices={"x": 1})]}),
        *({"reports": [report(kind="x" * 81)]}, {"reports": [report(n) for n in range(1, 12)]}),
    ],
    ids=lambda claims: str(claims)[:60],
)
def test_a_heartbeat_of_another_shape_is_refused(station, claims):
    assert problem(station.beat(**claims)) == (422, "envelope")


def test_a_heartbeat_of_another_terminal_is_refused(station):
    assert problem(station.beat(terminal="330521-0001-000")) == (422, "envelope")


def missing(answer):
    return answer.json()["known"]["missing"]


def test_the_numbers_that_never_came_are_told(station):
    made = [station.make(station.walk(LIU, None)) for _ in range(7)]
    assert missing(station.beat(queued=7)) == []
    assert missing(station.beat()) == [[1, 7]]
    for number in (1, 3, 5):
        station.put("filings", made[number].id, made[number].payload)
    assert missing(station.beat()) == [[1, 1], [3, 3], [5, 5], [7, 7]]
    assert missing(station.beat(queued=4)) == []
    for number in (0, 4):
        station.put("filings", made[number].id, made[number].payload)
    assert missing(station.beat()) == [[3, 3], [7, 7]]
