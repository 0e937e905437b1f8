"""Killed between the commit and the answer, the most dangerous moment: the retry gets the same receipt."""

import threading

import pytest
import requests
from sqlalchemy import func, select

from acceptance import tables
from acceptance.database import Database, database_url
from tests.acceptance.station import Server, Station, person

LIU = person("liu-yang")


def kept(database, id):
    with database.reading() as connection:
        return connection.scalar(select(tables.filings.c.receipt).where(tables.filings.c.id == id))


def test_a_receipt_survives_the_process_that_gave_it(tmp_path):
    data = tmp_path / "data"
    server = Server(data, "--sandbox")
    station = Station.enrol(server, tmp_path / "identity")
    made = station.make(station.walk(LIU, None))
    station.sandbox(hold_answers_s=60)
    failures = []

    def send():
        with pytest.raises(requests.exceptions.ConnectionError) as failure:
            station.send(made)
        failures.append(failure.value)

    sender = threading.Thread(target=send)
    sender.start()
    wait_until_kept(server.database, made.id, sender)
    server.kill()
    sender.join(timeout=30)
    assert len(failures) == 1  # the terminal was told nothing

    database = Database(database_url(data, None))
    receipt = kept(database, made.id)
    station.server = server = Server(data)
    answer = station.send(made)
    assert answer.status_code == 201 and answer.json()["receipt"] == receipt
    with database.reading() as connection:
        for table, count in ((tables.filings, 1), (tables.parts, 1), (tables.results, 1), (tables.events, 2)):
            assert connection.scalar(select(func.count()).select_from(table)) == count
    database.close()
    assert server.stop() == 0


def wait_until_kept(database, id, sender):
    """Ends with the sender's patience (30 s) at the latest."""
    while kept(database, id) is None:
        assert sender.is_alive(), "answered before it was to be killed"
        sender.join(timeout=0.02)
