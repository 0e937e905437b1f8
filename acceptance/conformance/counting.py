"""What a platform promises about many filings: none is silently missing, and a copied disk is noticed."""

from __future__ import annotations

from typing import Any

from acceptance.conformance.finding import BrokenError, expect
from acceptance.conformance.probe import Page, Probe, new_id
from kiosk.wire.messages import Event

_LONGEST = 10_000  # pages


def counted(probe: Probe) -> str:
    probe.begin()
    for _ in range(3):
        probe.file()
    known = probe.known()
    expect(
        known.get("max_seq") == 3,
        f"3 filings have their receipts; the platform counts {known.get('max_seq')}",
    )
    expect(known.get("missing") == [], "filings that have their receipts are called missing")
    return "3 filings taken: counted to 3, none missing"


def gaps(probe: Probe) -> str:
    """Numbered and never sent: named. On their way: not missing. Sent after all: no gap any more."""
    probe.begin()
    made = [probe.make() for _ in range(5)]
    for number in (1, 3):
        probe.receipt(made[number], probe.put(made[number]))
    _same("on their way", probe.known(queued=3).get("missing"), [])
    _same("never sent", probe.known().get("missing"), [[1, 1], [3, 3], [5, 5]])
    for number in (0, 2, 4):
        probe.receipt(made[number], probe.put(made[number]))
    _same("sent after all", probe.known().get("missing"), [])
    return "numbers 1, 3 and 5 held back: exactly these are named missing, until they come"


def _same(what: str, told: object, expected: list[list[int]]) -> None:
    expect(told == expected, f"{what}: named missing {told}, expected {expected}")


def disks(probe: Probe) -> str:
    """A disk that was put back, one that was copied, a link or a head that does not fit, a new disk."""
    probe.begin()
    for _ in range(3):
        probe.file()
    _noticed(probe, "sequence_went_back", probe.beat(max_seq=2))
    _noticed(probe, "chain_differs", probe.beat(chain_head="f" * 64))
    probe.seq -= 1
    probe.file()  # the copy gives number 3 as well
    _noticed(probe, "sequence_reused", probe.beat())
    probe.head = "e" * 64
    probe.file()
    _noticed(probe, "chain_broken", probe.beat())
    probe.begin()
    _noticed(probe, "epoch_changed", probe.beat())
    probe.begin()
    probe.make()
    _noticed(probe, "filings_missing", probe.beat())
    probe.begin()
    return "put back, copied, forked, unlinked and new disks: each is named, and no filing is refused for it"


def _noticed(probe: Probe, kind: str, told: dict[str, Any]) -> None:
    noticed = told.get("noticed")
    expect(isinstance(noticed, list), "the answer to a heartbeat does not say what was noticed")
    assert isinstance(noticed, list)
    kinds = {one.get("kind") for one in noticed if isinstance(one, dict)}
    expect(kind in kinds, f"{kind} was not noticed")


def healing(probe: Probe) -> str:
    """What a terminal sees of a platform that was put back: gaps that it can fill with the first bytes."""
    probe.begin()
    made = [probe.make() for _ in range(3)]
    _same("forgotten", probe.known().get("missing"), [[1, 3]])
    for one in made:
        probe.receipt(one, probe.put(one))
    _same("sent again", probe.known().get("missing"), [])
    last = _whole(probe)
    beyond = probe.page(last.epoch, len(last.events) + 1000)
    expect(
        beyond.epoch != last.epoch, "a cursor beyond the end of the feed goes on as if nothing had happened"
    )
    anew = _read(probe, beyond.epoch, 0)
    _sequence(anew.events, 1)
    return "forgotten filings are asked for and taken again; a cursor beyond the feed's end begins a new feed"


def feed(probe: Probe) -> str:
    """Every filing that has a receipt is told of, in order, without gaps, the same at every asking."""
    for _ in range(2):
        probe.file()
    whole = _whole(probe)
    _sequence(whole.events, 1)
    untold = set(probe.taken) - {event.filing for event in whole.events}
    expect(not untold, f"{len(untold)} of {len(probe.taken)} filings have a receipt and no event")
    expect(_whole(probe).tokens == whole.tokens, "the same part of the feed is told in other bytes")
    after = len(whole.events) - 1
    rest = probe.page(whole.epoch, after)
    _sequence(rest.events, after + 1)
    expect(rest.tokens == whole.tokens[after:], "a cursor does not go on where it was")
    other = probe.page(new_id(), after)
    expect(bool(other.events) and other.events[0].seq == 1, "a cursor of another feed does not begin again")
    return f"{len(whole.events)} events, numbered without a gap, each signed"


def _whole(probe: Probe) -> Page:
    return _read(probe, "", 0)


def _read(probe: Probe, epoch: str, after: int) -> Page:
    """To the end, page by page. Raises BrokenError."""
    page = probe.page(epoch, after)
    events, tokens = list(page.events), list(page.tokens)
    for _ in range(_LONGEST):
        if not page.more:
            return Page(page.epoch, tuple(events), tuple(tokens), False)
        expect(bool(page.events), "a page of the feed is empty, and says that there is more")
        page = probe.page(page.epoch, events[-1].seq)
        events += page.events
        tokens += page.tokens
    raise BrokenError("the feed does not end")


def _sequence(events: tuple[Event, ...], first: int) -> None:
    for expected, event in enumerate(events, first):
        expect(event.seq == expected, f"the feed goes from {expected - 1} to {event.seq}")
