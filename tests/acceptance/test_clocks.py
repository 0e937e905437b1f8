"""Neither a wrong clock nor a late delivery makes a confirmed filing expire; an old confirmation does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.acceptance.station import FLOW, Server, Station, now, person
from tests.acceptance.test_withdrawals import says, withdrawal

LIU = person("liu-yang")
RECEIVED, EXPIRED = ("accepted", None), ("correction_required", "CONFIRMATION_EXPIRED")


def made(station, token, **by):
    """A filing whose clock showed so much more than the platform's."""
    at = now() + timedelta(**by)
    session = replace(station.walk(LIU, token), today=at.date())
    return station.make(session, filed_at=at)


def said(station, filing):
    receipt = station.receipt(station.send(filing))
    return receipt.status.value, receipt.reason


@pytest.mark.parametrize("by", [{"days": -400}, {"hours": -2}, {"minutes": 31}, {"days": 400}], ids=str)
def test_what_arrives_in_time_needs_no_clock(station, by):
    assert said(station, made(station, station.confirm(LIU), **by)) == RECEIVED


def test_a_known_clock_stands_in_the_statement(station):
    def ahead():
        token = station.confirm(LIU)
        return station.identity.receipts.verify("statement", token)["clock_ahead_s"]

    assert ahead() is None
    station.beat(at=(now() - timedelta(hours=2)).isoformat())
    assert ahead() == pytest.approx(-7200, abs=60)


@pytest.fixture(scope="module")
def late(tmp_path_factory):
    """Two terminals whose filings arrive three days after they were made: one whose heartbeat had shown that
    its clock is two hours slow, and one that never had a heartbeat."""
    folder = tmp_path_factory.mktemp("late")
    server = Server(folder / "data")
    known, unknown = (Station.enrol(server, folder / name) for name in ("known", "unknown"))
    known.beat(at=(now() - timedelta(hours=2)).isoformat())
    tokens = [station.confirm(LIU) for station in (known, unknown)]
    assert server.stop() == 0
    server = known.server = unknown.server = Server(folder / "data", at=now() + timedelta(days=3))
    yield (known, tokens[0]), (unknown, tokens[1])
    assert server.stop() == 0


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, RECEIVED), (29, RECEIVED), (-10, EXPIRED), (40, EXPIRED), (120, EXPIRED)],
)
def test_what_arrives_late_is_read_with_the_clock_that_the_platform_knew(late, minutes, expected):
    """Minutes after the confirmation, by the terminal's slow clock."""
    station, token = late[0]
    assert said(station, made(station, token, hours=-2, minutes=minutes)) == expected


def test_a_clock_that_was_put_right_meanwhile_changes_nothing(late):
    station, token = late[0]
    filing = made(station, token, hours=-2)
    station.beat(at=(now() + timedelta(days=3)).isoformat())
    assert said(station, filing) == RECEIVED


@pytest.mark.parametrize(
    ("hours", "expected"), [(0, RECEIVED), (-23, RECEIVED), (24, RECEIVED), (-25, EXPIRED), (25, EXPIRED)]
)
def test_what_arrives_late_by_an_unknown_clock_is_allowed_a_day(late, hours, expected):
    station, token = late[1]
    assert said(station, made(station, token, hours=hours)) == expected


def test_an_old_confirmation_opens_nothing_at_the_terminal(late):
    station, token = late[0]
    assert station.ask("/v1/results/query", LIU, token).status_code == 403


@pytest.mark.parametrize(("minutes", "reason"), [(29, "NOTHING_TO_WITHDRAW"), (40, "NOT_CONFIRMED")])
def test_a_withdrawal_that_arrives_late_is_read_in_the_same_way(late, minutes, reason):
    station, token = late[0]
    at = now() + timedelta(minutes=minutes) - timedelta(hours=2)  # its clock is so slow, as is known
    assert says(station, withdrawal(station, None, flow=FLOW, token=token, filed_at=at)) == (
        "refused",
        reason,
    )
