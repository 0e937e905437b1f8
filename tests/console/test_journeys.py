"""What people of the console see in a real browser, at a desk and on a phone."""

import json
from datetime import timedelta

import pytest

from acceptance import suggestions
from acceptance.console_tables import quarantined, rectifications
from acceptance.console_tables import suggestions as said
from acceptance.tables import calls
from acceptance.upload_tables import awaited_parts, awaiting
from tests.acceptance.station import Station, new_id, now
from tests.console.browser import PHONE

EVIL = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


@pytest.fixture(scope="module")
def busy(server, tmp_path_factory):
    """A terminal in trouble that lies about itself, a filing that waits, and a suggestion that is none."""
    station = Station.enrol(server, tmp_path_factory.mktemp("busy") / "identity")
    devices = {"card_reader": "fault", "receipt_printer": "attention", EVIL: EVIL}
    supplies = {"receipt_printer": {"paper": "low", EVIL: EVIL}, EVIL: EVIL}
    station.beat(
        devices=devices, supplies=supplies, faults={"card_reader": [EVIL]}, version=EVIL, max_seq=5, queued=5
    )
    station.beat(max_seq=4, queued=4, devices=devices, supplies=supplies, version=EVIL)
    waits = {"filing": EVIL, "terminal": station.identity.terminal, "problem": EVIL, "at": now()}
    called = {"authorisation": "x", "at": now(), "kind": "share", "person": "x", "answer": "UNAVAILABLE"}
    with server.database.writing() as connection:
        connection.execute(calls.insert().values(terminal=station.identity.terminal, source=EVIL, **called))
        connection.execute(quarantined.insert().values(**waits, due=now().date().isoformat()))
        coming = {"filing": EVIL, "terminal": station.identity.terminal, "digest": "x"}
        sent = {"envelope": EVIL, "sent": "{}", "since": now() - timedelta(days=2)}
        connection.execute(awaiting.insert().values(**coming, **sent))
        connection.execute(awaited_parts.insert().values(**coming, name="form", size=1000))
        bad = {"terminal": station.identity.terminal, "grade": 1, "reasons": json.dumps([EVIL])}
        for rated in (EVIL, "evil"):
            due = {"at": now(), "due": now().date().isoformat()}
            connection.execute(rectifications.insert().values(filing=rated, **bad, **due))
        values = {"kind": "machine", "terminal": EVIL, "text": EVIL, "at": now(), "changed_at": now()}
        connection.execute(said.insert().values(hash=new_id(), id="evil", state="received", **values))
    return station


@pytest.fixture(scope="module")
def pages(busy):
    return (
        "/terminals",
        f"/terminals/{busy.identity.terminal}",
        "/sources",
        "/matters",
        "/figures",
        "/quarantine",
        "/suggestions",
        "/ratings",
        "/ratings/evil",
        "/suggestions/evil",
    )


def test_a_heartbeat_arrives_on_the_open_page_without_reload(station, browser):
    browser.open(f"/terminals?number={station.identity.terminal}")
    browser.says("还没有报过平安")
    browser.driver.execute_script("window.stays = 'the same page'")
    station.beat(version="9.9.9", supplies={"receipt_printer": {"paper": "low"}})
    browser.says("纸快用完")
    assert "9.9.9" in browser.text and "还没有报过平安" not in browser.text
    assert browser.asks("window.stays") == "the same page"
    assert browser.complaints() == []


def test_what_somebody_reported_of_a_machine_stands_there_with_how_its_devices_were(station, browser):
    devices = {"receipt_printer": "fault/media_out", "card_reader": "online"}
    report = {"entry": 41, "kind": "paper", "at": now().isoformat(), "devices": devices}
    station.beat(reports=[report])
    browser.open(f"/terminals?number={station.identity.terminal}")
    browser.says("群众报修 1 次")
    browser.open(f"/terminals/{station.identity.terminal}")
    browser.says("打印不清楚、没出纸")
    assert "凭条打印机故障（media_out）" in browser.text and "41" in browser.text
    assert browser.complaints() == []


def test_no_page_shuts_anybody_out(pages, browser):
    for path in pages:
        browser.open(path)
        assert browser.violations() == [], path


def test_no_page_is_wider_than_a_phone(pages, browser):
    for path in pages:
        browser.open(path, PHONE)
        assert browser.asks("document.documentElement.scrollWidth <= window.innerWidth"), path
    assert browser.violations() == []


def test_what_others_wrote_is_text_on_every_page(pages, browser):
    shown = set()
    for path in pages:
        browser.open(path)
        assert "taken" not in browser.driver.title, path
        assert browser.asks("document.querySelectorAll('main img, main script').length") == 0, path
        if "<script>document.title=" in browser.asks("document.querySelector('main').textContent"):
            shown.add(path)
    assert shown == {*pages} - {"/matters", "/figures"}  # which count what they do not quote
    assert browser.complaints() == []


def test_a_suggestion_is_worked_on_by_hand(server, busy, browser):
    browser.open("/suggestions/evil")
    browser.type("answer", "已经修好")
    browser.press("标为已解决")
    browser.says("everything")
    with server.database.reading() as connection:
        found = suggestions.find(connection, "evil")
    assert (found.state, found.answer, found.taken_by) == ("solved", "已经修好", "everything")


def test_who_signs_out_is_asked_to_sign_in(browser, passwords):
    browser.open("/figures")
    browser.press("退出")
    browser.says("登录")
    assert browser.violations() == []
    browser.open("/terminals")
    assert browser.driver.current_url.endswith("/sign-in")
    browser.sign_in("viewer", passwords["viewer"])
    browser.open("/terminals")
    browser.says("没有权限")
