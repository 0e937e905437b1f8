"""Asks offices through the platform, where the person agreed and confirmed; journals that it asked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.flows import materials
from kiosk.flows.materials import Standing, State
from kiosk.flows.session import Session
from kiosk.store import StoreError
from kiosk.store.journal import Event, Journal
from kiosk.terminal import asking
from kiosk.terminal.words import NotConfirmedError
from kiosk.wire.client import PlatformClient

_NOTHING_SAID = (State.LATER, State.UNAVAILABLE)


@dataclass(frozen=True)
class Offices:
    platform: PlatformClient
    journal: Journal
    clock: Callable[[], datetime]

    def prefill(self, session: Session) -> Session:
        """Asks the data sources that the person agreed to. Never raises: what is not known is asked."""
        token = session.facts.get("confirmation", {}).get("token")
        for entry in session.flow.prefill:
            known = f"share:{entry.source}" in session.facts
            if token is None or known or entry.source not in session.consented:
                continue
            said = asking.share(self.platform, session, entry.source, token)
            session = session.learn(f"share:{entry.source}", self._noted(entry.source, said))
        return session

    def climb(self, session: Session) -> Session:
        """Asks for every material until it is settled, or a person must decide. Never raises.

        Each office is asked once: an answer, silence included, moves its material on. Where the platform
        wants a newer confirmation, the session goes back to that.
        """
        while standing := next((s for s in session.standings if s.to_ask), None):
            try:
                said = self._answer(session, standing)
            except NotConfirmedError:
                return session.unproved()
            session = session.learn(materials.fact_name(standing), materials.found(standing, said))
        return session

    def _answer(self, session: Session, standing: Standing) -> dict[str, Any]:
        rung = standing.rung
        token = session.facts.get("confirmation", {}).get("token")
        shared = session.facts.get(f"share:{rung.source}", {})
        if rung.kind == "share" and not standing.arguments and "token" in shared:
            return dict(shared)  # the same question was answered when the forms were filled in
        if token is None or rung.source not in session.consented:
            said = {"state": State.LATER.value}
        else:
            question = asking.Question(rung.kind, rung.source, standing.arguments)
            said = asking.office(self.platform, session, question, token)
        if rung.kind == "reuse" and said["state"] == State.LATER:  # only a shorter way: the next one is tried
            said = {"state": State.UNAVAILABLE.value}
        return self._noted(rung.source, said)

    def _noted(self, source: str, said: dict[str, Any]) -> dict[str, Any]:
        # Whether it was asked, not what it said of a person: the journal lives longer than the filing.
        state = said["state"] if said["state"] in _NOTHING_SAID else "ANSWERED"
        with suppress(StoreError):  # a page that could not go on would help nobody
            self.journal.append(Event.ASKED, self.clock(), source, state=state)
        return said
