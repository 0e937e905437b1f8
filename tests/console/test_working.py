"""What people do in the console, without any script in between."""

import csv
import io
import json
import re
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import select

from acceptance.console_tables import notes, quarantined, rectifications, suggestions
from acceptance.database import Database, database_url
from acceptance.front_desk import round_of_work
from tests.acceptance.hall import open_hall
from tests.acceptance.station import new_id, now, person

LIU = person("liu-yang")


@pytest.fixture
def refused(station):
    """The id of a filing that came and was refused as a message."""
    made = station.make(station.walk(LIU, None))
    answer = station.put("filings", made.id, made.payload.replace(b'"body"', b'"bode"'))
    assert answer.status_code == 422
    return made.id


def row(server, table, **of):
    with server.database.reading() as connection:
        wanted = (table.c[name] == value for name, value in of.items())
        return connection.execute(select(table).where(*wanted)).mappings().one()


def test_a_refused_filing_is_taken_noted_and_closed_by_one_person(server, signed_in, refused):
    client, at = signed_in("caseworker"), f"/quarantine/{refused}"
    assert refused in client.get("/quarantine").text
    taken = client.send(at, at, wish="take", text="已电话联系终端所在站点")
    assert "已电话联系终端所在站点" in taken.text
    assert row(server, quarantined, filing=refused)["taken_by"] == "caseworker"
    client.send(at, at, wish="again")
    closed = row(server, quarantined, filing=refused)
    assert (closed["ending"], closed["closed_by"]) == ("again", "caseworker")
    assert client.send(at, at, wish="nothing").status_code == 410
    assert row(server, quarantined, filing=refused)["ending"] == "again"


def test_a_filing_that_waits_for_its_parts_is_shown_and_after_a_day_somebody_s(server, station, signed_in):
    made = station.make(station.walk(LIU, None))
    named = {"envelope": made.envelope, "parts": [{"name": "body", "data": None}]}
    assert station.put("filings", made.id, json.dumps(named).encode()).status_code == 202
    client, at = signed_in("caseworker"), f"/quarantine/{made.id}"
    shown = re.search(f"<tr[^>]*>(?:(?!</tr>).)*{made.id}.*?</tr>", client.get("/quarantine").text, re.S)[0]
    assert station.identity.terminal in shown and "0%" in shown and "先不用人" in shown
    assert client.get(at).status_code == 404

    with closing(Database(database_url(server.data, None))) as database:
        round_of_work(open_hall(server.data, database, lambda: now() + timedelta(days=1, minutes=1)))
    assert "材料一天没有传完" in client.get(at).text
    client.send(at, at, wish="take", text="站点说机器在搬")
    assert client.get("/quarantine").text.count(f'href="{at}"') == 2  # in both lists
    assert row(server, quarantined, filing=made.id)["taken_by"] == "caseworker"
    assert station.send(made).status_code == 201
    assert row(server, quarantined, filing=made.id)["ending"] == "arrived"
    assert made.id not in client.get("/quarantine").text.partition("已处理")[0]


def test_a_form_without_its_token_changes_no_filing(server, signed_in, refused):
    client = signed_in("caseworker")
    assert client.post(f"/quarantine/{refused}", wish="again").status_code == 403
    assert row(server, quarantined, filing=refused)["closed_at"] is None


def test_nobody_of_another_role_closes_a_filing(server, signed_in, refused):
    client = signed_in("operator")
    assert client.send("/terminals", f"/quarantine/{refused}", wish="again").status_code == 403
    assert row(server, quarantined, filing=refused)["closed_at"] is None


def test_what_nobody_can_do_is_not_done(signed_in, refused):
    client, at = signed_in("caseworker"), f"/quarantine/{refused}"
    for wish in ("arrived", "burn", ""):
        assert client.send(at, at, wish=wish, text="x").status_code == 400
    assert client.send(at, "/quarantine/none", wish="note", text="x").status_code == 400
    assert "还没有人" in client.get(at).text


def test_an_anomaly_that_was_looked_at_worries_nobody_any_more(server, station, signed_in):
    client, at = signed_in("operator"), f"/terminals/{station.identity.terminal}"
    station.beat(max_seq=5, queued=5)
    station.beat(max_seq=4, queued=4)
    assert "序号倒退" in client.get(at).text and "办件链异常 1 处" in client.get(at).text
    client.send(at, f"{at}/checked")
    page = client.get(at).text
    assert "办件链异常" not in page and "序号倒退" in page and "operator" in page
    station.beat(max_seq=3, queued=3)
    assert "办件链异常 1 处" in client.get(at).text


def test_a_note_about_a_terminal_is_read_by_the_next(server, station, signed_in):
    client, at = signed_in("operator"), f"/terminals/{station.identity.terminal}"
    assert "报修单 7" in client.send(at, f"{at}/note", text="报修单 7").text
    client.send(at, f"{at}/note", text="   ")
    assert row(server, notes, subject=station.identity.terminal)["by"] == "operator"
    assert client.send(at, "/terminals/330521-0001-999/note", text="x").status_code == 404


def test_a_suggestion_is_answered(server, signed_in):
    client, id, at = signed_in("caseworker"), new_id(), now()
    values = {"kind": "complaint", "terminal": "", "text": "等太久", "at": at, "changed_at": at}
    with server.database.writing() as connection:
        connection.execute(suggestions.insert().values(hash=id, id=id, state="received", **values))
    client.send(
        f"/suggestions/{id}",
        f"/suggestions/{id}",
        state="in_progress",
        answer="正在加开窗口",
        text="问过站点",
    )
    answered = row(server, suggestions, id=id)
    assert (answered["state"], answered["answer"], answered["taken_by"]) == (
        "in_progress",
        "正在加开窗口",
        "caseworker",
    )
    assert id in client.get("/suggestions?state=in_progress").text
    assert id not in client.get("/suggestions?state=solved").text
    assert client.send(f"/suggestions/{id}", f"/suggestions/{id}", state="burnt").status_code == 400


def test_what_a_person_wrote_is_no_markup(server, signed_in):
    id, at, text = new_id(), now(), "<b onclick=steal()>等太久</b>"
    values = {"kind": "suggestion", "terminal": text, "text": text, "at": at, "changed_at": at}
    with server.database.writing() as connection:
        connection.execute(suggestions.insert().values(hash=id, id=id, state="received", **values))
    for path in ("/suggestions", f"/suggestions/{id}"):
        page = signed_in("caseworker").get(path).text
        assert "<b onclick" not in page and "&lt;b onclick" in page


def test_the_file_says_what_the_page_says(station, signed_in):
    station.filed(LIU)
    client = signed_in("viewer")
    rows = list(csv.reader(io.StringIO(client.get("/figures.csv").content.decode("utf-8-sig"))))
    total = next(row for row in rows if row[1] == "合计")
    page = client.get("/figures").text
    shown = re.search(r'<th scope="row">合计</th>(.*?)</tr>', page, re.S)[1]
    assert re.findall(r"<td[^>]*>([^<]*)</td>", shown) == [cell or "—" for cell in total[2:]]
    assert int(total[2]) >= 1


@pytest.mark.parametrize("period", ["from=2026-02-30", "from=2026-02-02&to=2026-02-01", "from=1900-01-01"])
def test_a_period_that_is_none_is_refused(signed_in, period):
    assert signed_in("viewer").get(f"/figures?{period}").status_code == 400


def test_a_page_that_is_none_repeats_nothing(signed_in):
    answer = signed_in("operator").get("/terminals/%3Cscript%3E")
    assert answer.status_code == 404 and "script" not in answer.text


def test_the_headers_let_no_foreign_script_in(client):
    policy = client.get("/sign-in").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert client.get("/console.js").headers["Content-Type"].startswith("text/javascript")


@pytest.fixture
def unhappy(station):
    """The filing of a rating that says: very dissatisfied, too slow."""
    id, filing = new_id(), new_id()
    said = {"id": id, "filing": filing, "grade": 1, "reasons": ["slow"], "at": now().isoformat()}
    token = station.identity.signing.sign("rating", said)
    for _ in range(2):  # its answer was lost once
        answer = station.put("ratings", id, json.dumps({"rating": token}).encode())
        assert answer.status_code == 201
    return filing


def test_a_bad_rating_is_taken_and_closed_with_what_was_done(server, signed_in, unhappy):
    client, at = signed_in("caseworker"), f"/ratings/{unhappy}"
    shown = client.get("/ratings").text
    assert shown.count(f'href="{at}"') == 1 and "非常不满意" in shown and "等得太久" in shown
    client.send(at, at, wish="take")
    assert row(server, rectifications, filing=unhappy)["taken_by"] == "caseworker"
    assert client.send(at, at, wish="rectified", text=" ").status_code == 400  # nobody was called back
    assert row(server, rectifications, filing=unhappy)["closed_at"] is None
    closed = client.send(at, at, wish="rectified", text="增加了一台终端，已回访")
    assert "增加了一台终端" in closed.text and "已整改" in closed.text
    assert client.send(at, at, wish="unfounded", text="再来一次").status_code == 410
    assert row(server, rectifications, filing=unhappy)["ending"] == "rectified"
    assert "再来一次" not in client.get(at).text
