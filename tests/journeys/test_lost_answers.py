"""The cruel case: the platform has committed, and its answer never arrives."""

from __future__ import annotations

import pytest

from kiosk.model import Status
from kiosk.sync import send_due, submission
from kiosk.wire.client import PlatformClient
from kiosk.wire.troubles import UnreachableError
from tests.journeys.relay import relay

PERSON = "liu-yang"


def test_the_filing_is_sent_again_and_gets_the_same_receipt(visit):
    filing = visit.terminal.file(visit.finished(PERSON))
    store, identity = visit.terminal.store, visit.terminal.identity
    (due,) = [o for o in store.outbox.due(visit.terminal.clock()) if o.id == filing.id]
    with relay(visit.stand.config.platform) as line:
        client = PlatformClient(identity.endpoint(line.url), identity.receipts, 5.0)
        client.feed("", 0)  # the line is up, and TLS has shaken hands
        line.deaf = True
        with pytest.raises(UnreachableError):
            send_due(store, client, visit.terminal.clock())
        assert line.lost == 1
        assert visit.outcome(filing).status is Status.HELD
        client.close()
    visit.sync.round()
    assert visit.outcome(filing).status in (Status.ACCEPTED, Status.RESULT_READY)
    (kept,) = [k for k in store.filings.receipts() if k.id == filing.id]
    again = visit.sync.platform.submit("filings", due.id, submission(due), due.digest)
    assert again.token == kept.receipt
