"""A filing that is sent again is the same to the last byte, so that the platform knows it by its digest."""

from __future__ import annotations

import pytest

from tests.test_sync import answers, file, sync  # noqa: F401 - fixtures

GARBLED = (500, {}, "application/json")


@pytest.mark.parametrize("attempts", [2, 5])
def test_every_attempt_sends_the_same_bytes(sync, answers, monkeypatch, attempts):  # noqa: F811
    good, sent, respond = answers.filing, [], type(answers).__call__

    def listen(answers, handler, body):
        if handler.path.startswith("/v1/filings/"):
            sent.append((body, handler.headers["Idempotency-Key"], handler.headers["Content-Digest"]))
        respond(answers, handler, body)

    monkeypatch.setattr(type(answers), "__call__", listen)
    answers.filing = lambda envelope, id: good(envelope, id) if len(sent) == attempts else GARBLED
    file(sync, "a")
    for _ in range(attempts):
        sync.round()
        sync.move(minutes=10)
    assert len(sent) == attempts
    assert len(set(sent)) == 1
    assert sync.store.outbox.backlog().queued == 0
