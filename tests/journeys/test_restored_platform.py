"""A platform that was put back to yesterday's backup gets again what it lost, and nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.store.journal import Event
from kiosk.store.outbox import KEPT_AFTER_RECEIPT
from tests.journeys.alone import Alone


@pytest.fixture
def case(tmp_path):
    made = Alone(tmp_path)
    yield made
    made.stop()


def test_what_a_restored_platform_lost_is_sent_again(case):
    kept = case.file(2)
    case.sync()
    case.back_up()
    lost = case.file(3)
    case.sync()
    assert list(case.platform_has()) == kept + lost
    before = case.receipts()
    case.restore()
    assert list(case.platform_has()) == kept
    case.sync(3)
    assert list(case.platform_has()) == kept + lost
    assert case.terminal.store.outbox.backlog().queued == 0
    after = case.receipts()
    assert after == case.platform_has()  # its present word on each
    assert {id: after[id] for id in kept} == {id: before[id] for id in kept}
    assert case.noted(Event.RESENT) == ['{"again":3,"gone":0}']
    case.sync(2)
    assert len(case.noted(Event.RESENT)) == 1


@pytest.mark.soak
def test_what_was_purged_is_not_made_up_and_the_rest_comes(case):
    case.sync()
    case.back_up()
    gone = case.file(1)
    case.sync()
    case.terminal.store.outbox.purge(case.now + KEPT_AFTER_RECEIPT + timedelta(hours=1))
    lost = case.file(1)
    case.sync()
    case.restore()
    case.sync(3)
    assert list(case.platform_has()) == lost
    assert case.noted(Event.RESENT) == ['{"again":1,"gone":1}']
    assert case.receipts().keys() == {*gone, *lost}


@pytest.mark.soak
def test_nothing_is_purged_that_is_on_its_way_again(case):
    case.back_up()
    (lost,) = case.file(1)
    case.sync()
    case.restore()
    case.terminal.store.outbox.resend([(1, 1)], case.now)
    case.terminal.store.outbox.purge(case.now + timedelta(days=3))
    case.sync(3)
    assert list(case.platform_has()) == [lost]
