"""An unfinished session → sealed bytes that its person's card opens again, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kiosk.flows import fees
from kiosk.flows.rebase import known_to
from kiosk.flows.session import Session, captures
from kiosk.model import OPERATOR
from kiosk.store import StoreError
from kiosk.store.drafts import Draft, Drafts
from kiosk.store.vault import Vault, VaultError
from kiosk.terminal.asking import person
from kiosk.terminal.words import KeepingError

# What was proved or fetched for one visit is proved and fetched anew: a found card must not open it. Of the
# rungs only photographed pages are kept, and looked through once more after the second factor. The
# other people of a group nobody asks twice: who was here stays, and their signature for this very form.
_FLEETING = (
    *("card", "confirmation", "capabilities", "begun", OPERATOR),
    *("share:", "rung:", "seen:", "signature"),
)


@dataclass(frozen=True)
class DraftBox:
    store: Drafts
    vault: Vault

    def save(self, session: Session, now: datetime) -> None:
        """Raises KeepingError. Before a card was read there is nobody to keep it for."""
        if session.applicant is None:
            return
        number, taken = session.applicant.id_number, captures.kept(session)
        try:
            known = self.store.pages(session.id) if taken else set()
            new = {name: self.vault.seal(number, page) for name, page in taken.items() if name not in known}
            draft = replace(seal(session, self.vault, number), pages=new)
            self.store.keep(self._person(session), session.flow.item, draft, now, taken.keys())
        except StoreError as error:
            raise KeepingError(str(error)) from error

    def find(self, session: Session, now: datetime) -> Session | None:
        draft = self.store.find(self._person(session), session.flow.item, now)
        return restore(session, draft, self.vault, person(session)["id_number"]) if draft else None

    def drop(self, session: Session) -> None:
        self.store.drop(self._person(session), session.flow.item)

    def _person(self, session: Session) -> str:
        return self.vault.person(person(session)["id_number"])


def seal(session: Session, vault: Vault, id_number: str) -> Draft:
    facts = {
        name: fact
        for name, fact in session.facts.items()
        if fact.get("pages") or not _is_fleeting(name, fact)
    }
    papers = {n: p.decode() for n, p in session.papers.items() if n.startswith("signature.")}  # SVG
    kept = json.dumps({"answers": dict(session.answers), "facts": facts, "papers": papers}).encode()
    return Draft(session.id, session.flow.hash, vault.seal(id_number, kept))


def _is_fleeting(name: str, fact: Mapping[str, Any]) -> bool:
    put_off = name == fees.FACT and fact.get("state") == fees.Paying.UNDERTAKEN
    return name.startswith(_FLEETING) or put_off  # who comes again is asked again to pay


def restore(session: Session, draft: Draft, vault: Vault, id_number: str) -> Session | None:
    """The session as it was left, on the flow of today: answers stay by key, and unknown keys fall away."""
    try:
        kept = json.loads(vault.open(id_number, draft.sealed))
        pages = {name: vault.open(id_number, sealed) for name, sealed in draft.pages.items()}
    except (VaultError, ValueError):
        return None
    answers = known_to(session.flow, kept["answers"])
    papers = {name: paper.encode() for name, paper in kept.get("papers", {}).items()}
    facts = {**captures.restored(kept["facts"], pages), **session.facts}
    return replace(session, id=draft.id, answers=answers, facts=facts, papers={**papers, **pages})
