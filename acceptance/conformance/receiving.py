"""What a platform promises about one filing: taken once, whole, sealed; answered in signed words."""

from __future__ import annotations

import queue
import threading
from dataclasses import replace
from datetime import datetime, timedelta

from acceptance.conformance.finding import BrokenError, LineError, expect
from acceptance.conformance.probe import TAKEN, Definition, Made, Probe, body, fields, new_id, said
from kiosk.wire import messages
from kiosk.wire.client import content_digest
from kiosk.wire.envelope import SigningKey, digest
from kiosk.wire.troubles import Answer

_TOGETHER = 4
_PERMANENT = (400, 403, 404, 405, 410, 413, 422)


def same_bytes(probe: Probe) -> str:
    made, first = probe.file()
    probe.file()
    answers = [probe.put(made) for _ in range(2)]
    tokens = {str(fields(answer).get("receipt")) for answer in answers}
    for answer in answers:
        expect(probe.receipt(made, answer) == first, "the same filing again got another receipt")
    expect(len(tokens) == 1, "the same filing again got a receipt of other bytes")
    return "one filing sent 3 times: the same receipt, byte for byte"


def other_bytes(probe: Probe) -> str:
    made = probe.make()
    first = probe.put(made)
    probe.receipt(made, first)
    other = replace(made.object, filed_at=made.object.filed_at + timedelta(seconds=1))
    answer = probe.put(probe.signed(other, made.parts))
    expect(answer.status == 422, f"other bytes under the same id were answered {said(answer)}")
    again = probe.put(made)
    expect(fields(again) == fields(first), "a refused filing changed the receipt of the one before it")
    return "other bytes under its id: 422, and nothing changed"


def at_once(probe: Probe) -> str:
    made, answers = probe.make(), queue.Queue[Answer | LineError]()
    senders = [threading.Thread(target=_send, args=(probe, made, answers)) for _ in range(_TOGETHER)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    found = [answers.get() for _ in senders]
    taken = [answer for answer in found if isinstance(answer, Answer) and answer.status in TAKEN]
    for answer in found:
        if isinstance(answer, LineError):
            raise answer
        expect(
            answer.status in (*TAKEN, 409, 429, 503),
            f"one of {_TOGETHER} at once was answered {said(answer)}",
        )
    taken.append(probe.put(made))
    expect(len({str(fields(a).get("receipt")) for a in taken}) == 1, "sent at once, it got several receipts")
    probe.receipt(made, taken[0])
    return f"sent {_TOGETHER} times at once: one receipt"


def _send(probe: Probe, made: Made, answers: queue.Queue[Answer | LineError]) -> None:
    line = probe.line.fresh()
    try:
        answers.put(probe.put(made, line))
    except LineError as error:
        answers.put(error)
    finally:
        line.close()


def transfer(probe: Probe) -> str:
    """Headers that are missing or do not fit."""
    made = probe.make()
    for header, value, what in (
        ("Content-Digest", content_digest(made.payload + b" "), "of other bytes"),
        ("Content-Digest", "", "left out"),
        ("Idempotency-Key", f'"{new_id()}"', "of another id"),
        ("Idempotency-Key", "", "left out"),
    ):
        answer = probe.put(made, headers={header: value})
        expect(answer.status == 400, f"{header} {what} was answered {said(answer)}")
    probe.receipt(made, probe.put(made))
    return "Content-Digest and Idempotency-Key wrong or left out: 400 each"


def signature(probe: Probe) -> str:
    """Objects that this terminal did not sign as what they are."""
    made = probe.make()
    payload = made.object.payload()
    own = probe.identity.signing
    head, _, tail = made.envelope.split(".")
    _, other, _ = own.sign(messages.FILING, payload | {"seq": made.object.seq + 1}).split(".")
    forged = {
        "by a key that was never enrolled": SigningKey.generate().sign(messages.FILING, payload),
        "as something else than a filing": own.sign(messages.RATING, payload),
        "and changed afterwards": f"{head}.{other}.{tail}",
        "for another terminal": own.sign(messages.FILING, payload | {"terminal": "000000-0000-000"}),
        "for another id": own.sign(messages.FILING, payload | {"id": new_id()}),
    }
    for what, envelope in forged.items():
        answer = probe.put(replace(made, envelope=envelope))
        expect(answer.status == 422, f"an object signed {what} was answered {said(answer)}")
    probe.receipt(made, probe.put(made))
    return f"{len(forged)} signatures that do not count: 422 each"


def parts(probe: Probe) -> str:
    """The sealed bytes, changed on the way."""
    made = probe.make()
    ((name, sealed),) = made.parts
    changed = {
        "with one bit changed": ((name, sealed[:-1] + bytes([sealed[-1] ^ 1])),),
        "cut short": ((name, sealed[:-1]),),
        "left out": (),
        "with one too many": ((name, sealed), ("extra", b"x")),
    }
    for what, sent in changed.items():
        answer = probe.put(replace(made, parts=sent))
        expect(answer.status == 422, f"a filing {what} was answered {said(answer)}")
    probe.receipt(made, probe.put(made))
    return f"{len(changed)} changes to the sealed bytes: 422 each"


def sealed(probe: Probe) -> str:
    """In the clear, or sealed for another filing: signed all the same, so that only the seal is wrong."""
    for what in ("in the clear", "sealed for another filing"):
        made = probe.make()
        plain = body(made.id, Definition(made.object.item, made.object.version, made.object.definition))
        data = plain if what == "in the clear" else probe.identity.sealing.seal(plain, new_id(), "body")
        ref = messages.PartRef("body", "application/json", len(data), digest(data))
        answer = probe.put(probe.signed(replace(made.object, parts=(ref,)), (("body", data),)))
        expect(answer.status == 422, f"a body {what} was answered {said(answer)}")
        probe.receipt(made, probe.put(made))
    return "a body in the clear, or sealed for another filing: 422 each"


def broken_off(probe: Probe) -> str:
    made = probe.make()
    headers = {"Idempotency-Key": f'"{made.id}"', "Content-Digest": content_digest(made.payload)}
    probe.line.break_off(f"/v1/filings/{made.id}", made.payload, headers)
    known = probe.known(queued=1)
    expect(known.get("max_seq") != made.object.seq, "half of a filing is counted as one")
    probe.receipt(made, probe.put(made))
    return "a filing that was broken off in the middle: nothing is kept, and the whole is taken"


def only_receipts(probe: Probe) -> str:
    for _ in range(3):
        made = probe.make()
        answer = probe.put(made)
        expect(answer.status in TAKEN, f"a filing in order was answered {said(answer)}")
        expect("json" in answer.headers.get("content-type", ""), "an answer that is no JSON")
        probe.receipt(made, answer)
    return "201 or 202, and in it the signed word on exactly this filing"


def refusals(probe: Probe) -> str:
    """What is wrong for ever is said so, in the words of RFC 9457, and stands in nobody's way."""
    mark = new_id()
    wrong = {
        "no JSON": b"{",
        "another shape": f'{{"envelope": 1, "parts": [], "{mark}": 1}}'.encode(),
        "not signed": f'{{"envelope": "{mark}", "parts": []}}'.encode(),
    }
    for what, payload in wrong.items():
        id = new_id()
        headers = {"Idempotency-Key": f'"{id}"', "Content-Digest": content_digest(payload)}
        answer = probe.line.call("PUT", f"/v1/filings/{id}", payload, headers)
        _problem(what, answer)
        expect(mark.encode() not in answer.body, "a problem repeats what was sent")
        probe.file()
    _problem("an address that there is not", probe.line.call("GET", f"/v1/{mark}"))
    return f"{len(wrong) + 1} requests that never will do: problem+json each, and the next filing was taken"


def _problem(what: str, answer: Answer) -> None:
    kind = answer.headers.get("content-type", "")
    expect(answer.status in _PERMANENT, f"{what}: answered {said(answer)}")
    expect(
        kind.startswith("application/problem+json"), f"{what}: {answer.status} is no problem+json ({kind})"
    )
    told = fields(answer)
    expect(told.get("status") == answer.status and told.get("type"), f"{what}: a problem of another shape")


def clock(probe: Probe) -> str:
    """A terminal's clock that is years off moves neither the platform's time nor the order."""
    before = _platform_time(probe)
    taken = []
    for year in (2005, 2099):
        made, receipt = probe.file(filed_at=datetime(year, 1, 1, tzinfo=before.tzinfo))
        taken.append(receipt.received_at)
    after = _platform_time(probe)
    slack = timedelta(seconds=2)
    for at in taken:
        expect(before - slack <= at <= after + slack, "a receipt has the terminal's time, or nobody's")
    expect(probe.known().get("missing") == [], "filings with a wrong time are not in their place")
    return "filed in 2005 and in 2099: received now by the platform's clock, in the order of their numbers"


def _platform_time(probe: Probe) -> datetime:
    try:
        return messages.moment(probe.beat().get("time"))
    except (TypeError, ValueError):
        raise BrokenError("the answer to a heartbeat has no time") from None
