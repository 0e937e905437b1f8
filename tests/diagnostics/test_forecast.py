"""When paper and toner end, by the journal; and what the machine did last, for whoever has no screen."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from kiosk import cli
from kiosk.diagnostics import counters
from kiosk.store.journal import Event
from tests.diagnostics.machine import now, queue

FILING = "0199c0de-aaaa-7bbb-8ccc-0123456789ab"


def printed(store, documents, pages, at):
    for _ in range(documents):
        store.journal.append(Event.RESULT_PRINTED, at, FILING, pages=pages)


@pytest.fixture
def doctor(machine, tmp_path, capsys):
    def run(*arguments):
        cli.main(["doctor", "--config", str(tmp_path / "terminal.toml"), *arguments])
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize(
    ("days", "documents", "sheets", "toner"),
    [
        (10, 20, "约 90 天后用完", "约 240 天后用完"),
        (10, 210, "按估算快用完了", "约 14 天后用完"),
        (10, 2, "不知道：放纸以来才 4 页", "不知道：换碳粉以来才 4 页"),
        (0, 20, "不知道：放纸以来才 40 页", "不知道：换碳粉以来才 40 页"),
    ],
    ids=["known", "nearly", "too-few", "too-soon"],
)
def test_sheets_and_toner_end_by_the_pages_since_they_were_put_in(machine, days, documents, sheets, toner):
    store, begun = machine.store(), now() - timedelta(days=days)
    printed(store, 30, 9, begun)  # of the paper before
    store.journal.append(Event.PAPER_CHANGED, begun, "document_printer", sheets=400)
    store.journal.append(Event.TONER_CHANGED, begun, "document_printer", pages=1000)
    printed(store, documents, 2, begun)
    store.close()
    counted = counters.counters(machine.config, now(), None)
    assert (counted["sheets"]["forecast"], counted["toner"]["forecast"]) == (sheets, toner)
    assert counted["sheets"]["pages_since"] == counted["toner"]["pages_since"] == 2 * documents
    assert counted["pages"] == 270 + 2 * documents


def test_new_sheets_are_no_new_toner_and_no_new_roll(machine):
    store = machine.store()
    store.journal.append(Event.PAPER_CHANGED, now(), "document_printer", sheets=500)
    store.close()
    counted = counters.counters(machine.config, now(), 80)
    assert counted["sheets"]["whole"] == 500
    assert counted["toner"]["forecast"] == "不知道：没有换碳粉的记录"
    assert counted["paper"]["forecast"] == "不知道：流水里没有换纸的记录"


def test_a_document_of_before_pages_were_noted_is_one_page(machine):
    store = machine.store()
    store.journal.append(Event.RESULT_PRINTED, now(), FILING)
    store.close()
    assert counters.counters(machine.config, now(), None)["pages"] == 1


def test_the_doctor_tells_what_ends_when_and_the_last_fifty(machine, doctor):
    store = machine.store()
    queue(store, FILING, timedelta(minutes=1))
    printed(store, 60, 1, now())
    store.journal.append(Event.TONER_CHANGED, now(), "document_printer", pages=3000)
    store.close()
    said = doctor("--last").splitlines()
    assert "A4 纸估算：不知道：没有放纸的记录" in said and "碳粉估算：不知道：换碳粉以来才 0 页" in said
    assert any(line.startswith("总数：") and line.endswith("文件 60 页") for line in said)
    assert "换碳粉：文件打印机 pages=3000" in next(line for line in said if "换碳粉：" in line)
    assert sum("文件打印好：0199c0de… pages=1" in line for line in said) == 49
    assert FILING not in "\n".join(said)
    told = json.loads(doctor("--last", "--json"))["counters"]
    assert len(told["last"]) == 50 and told["toner"]["whole"] == 3000


def test_unasked_the_doctor_tells_none_of_it(doctor):
    assert "估算" not in doctor() and "counters" not in json.loads(doctor("--json"))


def test_a_store_that_cannot_be_read_is_said_to_be_none(machine, doctor):
    machine.config.store.write_bytes(b"not a database" * 300)
    assert doctor("--last").splitlines()[-1] == "耗材和流水：不知道，数据库读不了或还没有建立"
