"""P1 to P16: what terminal and platform promise each other, and which checks prove the platform's half."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from acceptance.conformance import counting, pace, receiving, resuming
from acceptance.conformance.finding import BrokenError, LineError, Verdict, expect
from acceptance.conformance.probe import Definition, Probe

Check = Callable[[Probe], str]


@dataclass(frozen=True)
class Promise:
    name: str
    title: str
    checks: tuple[Check, ...] = ()
    unseen: str = ""  # why nobody can see it from here

    def judged(self, probe: Probe) -> Verdict:
        """Every check is made, so that one report names all that is broken."""
        if not self.checks:
            return Verdict(self.name, self.title, None, self.unseen)
        kept, broken = [], []
        for check in self.checks:
            try:
                kept.append(check(probe))
            except (BrokenError, LineError) as error:
                broken.append(str(error))
        return Verdict(self.name, self.title, not broken, "; ".join(broken or kept))


def promises(definitions: Sequence[Definition]) -> tuple[Promise, ...]:
    """`definitions`: the edition of an item that the platform has now, and the one before it; or none."""
    return (
        Promise(
            "P1", "Durable before told", unseen="the terminal's: its screen and paper wait for its own disk"
        ),
        Promise(
            "P2",
            "Exactly-once effect",
            (receiving.same_bytes, receiving.other_bytes, receiving.at_once),
        ),
        Promise(
            "P3", "No deletion before proof", unseen="the terminal's: it keeps a payload until its receipt"
        ),
        Promise("P4", "Integrity end to end", (receiving.transfer, receiving.signature, receiving.parts)),
        Promise("P5", "Sealed on submit", (receiving.sealed,)),
        Promise("P6", "Nothing silently missing", (counting.counted, counting.gaps, counting.disks)),
        Promise("P7", "Resume", (receiving.broken_off, resuming.resumed)),
        Promise("P8", "Only 201 or 202 with a receipt counts", (receiving.only_receipts,)),
        Promise("P9", "Unknown is retried, permanent is said", (receiving.refusals,)),
        Promise("P10", "Polite fleet", (pace.burst, pace.batch)),
        Promise("P11", "Heals a platform that was put back", (counting.healing,)),
        Promise(
            "P12", "Bounded offline", unseen="the terminal's: it says before a matter begins that it is full"
        ),
        _versions(definitions),
        Promise("P14", "Time is a claim", (receiving.clock,)),
        Promise("P15", "Status feed", (counting.feed,)),
        Promise(
            "P16", "Last resort", unseen="a medium is carried to a command of the platform, not to an address"
        ),
    )


def _versions(definitions: Sequence[Definition]) -> Promise:
    def unknown(probe: Probe) -> str:
        _, receipt = probe.file(Definition("conformance", 9_999, "9" * 64))
        expect(receipt.reason, "a filing of an unknown edition is kept, and nobody is told that it is one")
        return "an unknown edition: kept, and said so"

    def each(definition: Definition) -> Check:
        def known(probe: Probe) -> str:
            _, receipt = probe.file(definition)
            named = f"{definition.item} version {definition.version}"
            expect(receipt.reason != "RULES_CHANGED", f"{named} is not judged by its own rules")
            return f"{named}: judged by its own rules"

        return known

    return Promise("P13", "Versioned meaning", (unknown, *(each(definition) for definition in definitions)))
