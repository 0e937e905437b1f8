"""Who gets in, what they may see, and that nobody acts in their name."""

from datetime import timedelta

import pytest

from acceptance.cli import main
from acceptance.console import accounts, sessions
from acceptance.console.accounts import AccountError, Role, WaitError, WrongError
from acceptance.database import Database
from tests.acceptance.server import now
from tests.console.client import Client

PAGES = {
    "viewer": ("/matters", "/figures", "/figures.csv"),
    "operator": ("/terminals", "/sources", "/terminals/330521-0001-999"),
    "caseworker": (
        "/quarantine",
        "/suggestions",
        "/ratings",
        "/quarantine/none",
        "/suggestions/none",
        "/ratings/none",
    ),
}


@pytest.fixture
def database(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'platform.sqlite'}")
    yield opened
    opened.close()


@pytest.mark.parametrize("path", ["/", "/live", *(path for paths in PAGES.values() for path in paths)])
def test_who_is_not_signed_in_sees_only_where_to_sign_in(client, path):
    answer = client.get(path, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")


def test_a_cookie_goes_to_the_console_alone_and_to_no_script(client, passwords):
    client.sign_in("viewer", passwords["viewer"])
    (cookie,) = [cookie for cookie in client.cookies if cookie.name == sessions.COOKIE]
    assert cookie.secure and cookie.path == "/" and not cookie.domain_specified
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "strict"


@pytest.mark.parametrize("role", PAGES)
def test_each_role_sees_its_own_pages_and_no_others(signed_in, role):
    client = signed_in(role)
    for owner, paths in PAGES.items():
        found = {path: client.get(path).status_code for path in paths}
        assert set(found.values()) <= ({200, 404} if owner == role else {403}), found


def test_a_page_names_no_section_that_its_reader_may_not_see(signed_in):
    page = signed_in("viewer").get("/matters").text
    assert 'href="/figures"' in page and 'href="/terminals"' not in page


@pytest.mark.parametrize("said", [{}, {"token": "0" * 64}])
def test_a_form_of_somebody_elses_page_does_nothing(signed_in, said):
    client = signed_in("operator")
    assert client.post("/sign-out", **said).status_code == 403
    assert client.get("/terminals").status_code == 200


def test_the_token_of_another_session_does_not_count(server, signed_in, passwords):
    with Client(server) as other:
        other.sign_in("caseworker", passwords["caseworker"])
        token = other.get("/suggestions").text.split('name="token" value="')[1][:64]
    assert signed_in("operator").post("/sign-out", token=token).status_code == 403


def test_nobody_is_signed_in_by_a_form_that_did_not_come_from_here(client, passwords):
    answer = client.post("/sign-in", name="viewer", password=passwords["viewer"])
    assert answer.status_code == 403 and sessions.COOKIE not in client.cookies


def test_who_signs_out_is_out_with_the_cookie_they_had(signed_in):
    client = signed_in("operator")
    cookie = client.cookies[sessions.COOKIE]
    assert client.send("/terminals", "/sign-out").url.endswith("/sign-in")
    answer = client.get("/terminals", allow_redirects=False, cookies={sessions.COOKIE: cookie})
    assert answer.status_code == 303


def test_a_wrong_name_and_a_wrong_password_look_the_same_and_waiting_begins(client):
    answers = {}
    for name in ("forgetful", "nobody"):
        answers[name] = [client.sign_in(name, "WRONG") for _ in range(4)]
    for first, second in zip(*answers.values(), strict=True):
        assert first.status_code == second.status_code
        assert ("账号或密码不对" in first.text) == ("账号或密码不对" in second.text)
    assert [answer.status_code for answer in answers["nobody"]] == [403, 403, 403, 429]
    assert 0 < int(answers["nobody"][-1].headers["Retry-After"]) <= accounts.FIRST.total_seconds()


def test_each_wrong_try_makes_the_wait_longer_until_it_is_long_enough():
    waits = [accounts.wait_after(wrong) for wrong in range(40)]
    assert waits[: accounts.FREE] == [timedelta()] * accounts.FREE
    assert all(
        after == min(2 * before, accounts.LONGEST)
        for before, after in zip(waits[3:], waits[4:], strict=False)
    )
    assert waits[-1] == accounts.LONGEST


def test_the_right_password_does_not_help_who_has_to_wait(database):
    at = now()
    password = accounts.make(database, "wang", [Role.VIEWER], at)
    for _ in range(accounts.FREE):
        with pytest.raises(WrongError):
            accounts.prove(database, "wang", "WRONG", at)
    with pytest.raises(WaitError):
        accounts.prove(database, "wang", password, at)
    accounts.prove(database, "wang", password.lower(), at + accounts.FIRST)
    with pytest.raises(WrongError):  # and counting has begun anew
        accounts.prove(database, "wang", "WRONG", at + accounts.FIRST)


def test_who_does_nothing_is_signed_out_and_a_page_that_renews_itself_is_nobody(database):
    at = now()
    accounts.make(database, "wang", [Role.VIEWER], at)
    token = sessions.begin(database, "wang", at)
    half = at + sessions.IDLE / 2
    assert sessions.whose(database, token, half, used=False)
    assert sessions.whose(database, token, at + sessions.IDLE, used=True) is None
    assert sessions.whose(database, token, half, used=True).name == "wang"
    assert sessions.whose(database, token, at + sessions.IDLE, used=True).roles == {Role.VIEWER}
    assert sessions.whose(database, token, at + sessions.WHOLE, used=True) is None


def test_nobody_stays_signed_in_whose_account_was_ended_or_made_anew(database):
    at = now()
    for ended in (accounts.end, lambda *of: accounts.make(database, "wang", [Role.OPERATOR], at)):
        accounts.make(database, "wang", [Role.VIEWER], at)
        token = sessions.begin(database, "wang", at)
        ended(database, "wang", at)
        assert sessions.whose(database, token, at, used=True) is None
    with pytest.raises(AccountError):
        accounts.end(database, "li", at)


def test_accounts_are_made_and_ended_by_command(tmp_path, capsys, database):
    place = ["--data", str(tmp_path)]
    assert main(["console-account", "wang", "--role", "viewer", "--role", "operator", *place]) == 0
    password = capsys.readouterr().out.split("：")[1].split()[0]
    accounts.prove(database, "wang", password, now())
    assert main(["console-account", "wang", "--end", *place]) == 0
    with pytest.raises(WrongError):
        accounts.prove(database, "wang", password, now())
    assert main(["console-account", "li", *place]) == 1
    assert "at least one role" in capsys.readouterr().err
