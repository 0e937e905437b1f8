"""An unfinished session → sealed bytes that its person's card opens again, and back."""

from __future__ import annotations

import json
from dataclasses import replace

from kiosk.flows.session import Session
from kiosk.store.drafts import Draft
from kiosk.store.vault import Vault, VaultError

# What was proved or fetched for one visit is proved and fetched anew: a found card must not open it.
_FLEETING = ("card", "confirmation", "capabilities", "share:")


def seal(session: Session, vault: Vault, id_number: str) -> Draft:
    facts = {name: fact for name, fact in session.facts.items() if not name.startswith(_FLEETING)}
    kept = json.dumps({"answers": dict(session.answers), "facts": facts}).encode()
    return Draft(session.id, session.flow.hash, vault.seal(id_number, kept))


def restore(session: Session, draft: Draft, vault: Vault, id_number: str) -> Session | None:
    """The session as it was left, on the flow of today: answers stay by key, and unknown keys fall away."""
    try:
        kept = json.loads(vault.open(id_number, draft.sealed))
    except (VaultError, ValueError):
        return None
    known = {key for step in session.flow.steps for key in step.keys}
    answers = {key: value for key, value in kept["answers"].items() if key in known}
    return replace(session, id=draft.id, answers=answers, facts={**kept["facts"], **session.facts})
