"""What a platform promises about many terminals: whoever has to wait is told how long, and batches help."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Sequence

from acceptance.conformance.finding import LineError, expect
from acceptance.conformance.probe import TAKEN, Made, Probe, fields, said
from kiosk.wire.client import content_digest
from kiosk.wire.troubles import Answer, retry_after

_BURST = 16


def burst(probe: Probe) -> str:
    """Whoever is turned away in a burst has a time to come back at."""
    made = [probe.make() for _ in range(_BURST)]
    answers = queue.Queue[tuple[Made, Answer] | LineError]()
    halves = made[::2], made[1::2]
    senders = [threading.Thread(target=_send, args=(probe, half, answers)) for half in halves]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    waits = 0
    while not answers.empty():
        found = answers.get()
        if isinstance(found, LineError):
            raise found
        one, answer = found
        if answer.status in TAKEN:
            probe.receipt(one, answer)
            continue
        expect(answer.status in (409, 429, 503), f"in a burst a filing was answered {said(answer)}")
        expect(retry_after(answer.headers) is not None, f"{answer.status} without a Retry-After")
        waits += 1
    turned = f"{waits} turned away, each with its slot" if waits else "nobody was turned away"
    return f"{_BURST} filings at once: {turned}"


def _send(probe: Probe, made: Sequence[Made], answers: queue.Queue[tuple[Made, Answer] | LineError]) -> None:
    line = probe.line.fresh()
    try:
        for one in made:
            answers.put((one, probe.put_once(one, line)))
    except LineError as error:
        answers.put(error)
    finally:
        line.close()


def batch(probe: Probe) -> str:
    """Several filings in one request: an answer for each, good ones beside a bad one, and twice alike."""
    made = [probe.make() for _ in range(3)]
    ((name, sealed),) = made[1].parts
    entries = [{"id": one.id, **one.fields()} for one in made]
    spoiled = Made(made[1].object, made[1].envelope, ((name, sealed[:-1]),))
    wrong = [entries[0], {"id": spoiled.id, **spoiled.fields()}, entries[2]]
    first, second = _batch(probe, wrong), _batch(probe, entries)
    for told, number, expected in ((first, 0, 201), (first, 1, 422), (first, 2, 201), (second, 1, 201)):
        status = told[number].get("status")
        expect(
            status == expected, f"number {number + 1} of a batch was answered {status}, expected {expected}"
        )
    for number in (0, 2):
        same = first[number].get("receipt") == second[number].get("receipt")
        expect(same, "a filing of a batch that was sent again got another receipt")
    for one, last in zip(made, second, strict=True):
        probe.read_receipt(one, last.get("receipt"))
        alone = fields(probe.put(one)).get("receipt")
        expect(alone == last.get("receipt"), "in a batch and by itself, a filing has two receipts")
        probe.taken.append(one.id)
    return "3 filings in one request: each with its own receipt; a spoiled one among them spoils no other"


def _batch(probe: Probe, entries: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    payload = json.dumps({"filings": entries}).encode()
    headers = {"Content-Digest": content_digest(payload)}
    answer = probe.line.call("POST", "/v1/filings", payload, headers)
    expect(answer.status == 207, f"a batch was answered {said(answer)}")
    told = fields(answer).get("answers")
    fits = isinstance(told, list) and all(isinstance(one, dict) for one in told)
    expect(
        fits and isinstance(told, list) and len(told) == len(entries), "a batch has not an answer for each"
    )
    assert isinstance(told, list)
    ids = [one.get("id") for one in told]
    expect(ids == [entry["id"] for entry in entries], "the answers to a batch are not in its order")
    return told
