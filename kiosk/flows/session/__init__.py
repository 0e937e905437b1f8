"""One person's walk through one flow: a value. Position, path and everything shown are derived from it.

Answers are kept by key; facts (the card, a confirmation, what a data source said) are never removed by
going back. A double tap cannot skip a step, because an answer names the step that it was given to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

import rfc8785

from kiosk.flows import materials, taking
from kiosk.flows.definition import Choose, Entries, Flow, Form, Materials, Notice, Party, Sign, Step, Stop
from kiosk.flows.definition.groups import written
from kiosk.flows.materials import Standing
from kiosk.flows.path import Answer, Path, walk
from kiosk.flows.rules import Context
from kiosk.flows.session import captures, completion, party
from kiosk.flows.session.party import Attendance, Invitation, Presence
from kiosk.model import Applicant, CardKind


@dataclass(frozen=True)
class Session:
    id: str  # UUIDv7: becomes the filing's id
    flow: Flow = field(repr=False)
    today: date
    answers: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    papers: Mapping[str, bytes] = field(default_factory=dict, repr=False)  # signed form, signature
    at: str | None = None  # the step that a person went back to

    # --- what happens to it ---

    def answer(self, step: str, values: Mapping[str, str]) -> Session:
        """Takes the answers of the step at hand; those of any other step are a double tap and change nothing.

        Raises AnswerError with a sentence for each field that will not do.
        """
        here = self.step
        if here is None or here.key != step or self.stop is not None:
            return self
        taken = taking.take(self.walked, here, values)
        return replace(self, answers={**self.answers, **taken}, at=None)

    def learn(self, name: str, fact: Mapping[str, Any]) -> Session:
        return replace(self, facts={**self.facts, name: dict(fact)})

    def agree(self, step: str, at: str) -> Session:
        """The person agreed to what the notice at hand lists. `at` is an ISO time."""
        here = self.step
        if not isinstance(here, Notice) or here.key != step:
            return self
        return self.learn(f"consent:{step}", {"at": at, "sources": [entry.source for entry in here.consents]})

    def decide(self, place: str, decision: str, at: str, **said: str) -> Session:
        """What the person decided on the material at hand (materials.DECISIONS), and what they said with it;
        any other `place` than that of the standing that was shown is a double tap and changes nothing."""
        here = self.material
        if here is None or here.place != place:
            return self
        fact = materials.decided(here, self.facts.get(materials.fact_name(here), {}), decision, at, said)
        return self.learn(materials.fact_name(here), fact) if fact else self

    def ask_again(self, place: str) -> Session:
        """Lets go of what the offices could not say about the material at hand."""
        here = self.material
        return self.reconsider(here.material.key) if here and here.place == place else self

    def reconsider(self, material: str) -> Session:
        """Lets go of what was decided and not found about a material: its ladder begins anew."""
        mine = f"rung:{material}:"
        rungs = [rung for entry in self.flow.materials if entry.key == material for rung in entry.rungs]
        silent = {
            name
            for name in (f"share:{rung.source}" for rung in rungs)
            if self.facts.get(name, {}).get("state") != "OK"
        }
        kept = {k: v for k, v in self.facts.items() if not k.startswith(mine) and k not in silent}
        kept |= captures.reopened(self.facts, mine)
        return replace(self, facts=kept, at=None)

    def unproved(self) -> Session:
        """The confirmation ran out: it is asked for again, and everything else stands."""
        return replace(self, facts={k: v for k, v in self.facts.items() if k != "confirmation"}, at=None)

    def see(self, step: str) -> Session:
        """The person saw what stands for every material, and goes on."""
        here = self.step
        if not isinstance(here, Materials) or here.key != step or self.material is not None:
            return self
        return replace(self.learn(f"seen:{step}", {"states": self.told}), at=None)

    def sign(self, step: str, papers: Mapping[str, bytes], at: str) -> Session:
        """The person signed: `papers` are the form and the strokes by their names, bound by their digests."""
        here = self.step
        if not isinstance(here, Sign) or here.key != step:
            return self
        digests = {name: sha256(paper).hexdigest() for name, paper in papers.items()}
        signed = self.learn("signature", {"of": self.fingerprint, "papers": digests, "at": at})
        return replace(signed, papers={**self.papers, **papers}, at=None)

    def add(self, step: str) -> Session:
        """One more entry, asked at once, on the list at hand; one that was removed comes back as it was."""
        here = self.step
        if not isinstance(here, Entries) or here.key != step or not here.can_add:
            return self
        slot = next(n for n in range(len(here.slots) + 1) if n not in here.slots)
        return self._listed(here, (*here.slots, slot), f"{here.group}.{slot}")

    def remove(self, entry: str) -> Session:
        """Takes an entry from the list at hand, or the one at hand from its list. Its answers are hidden."""
        here = self.step
        among = next(
            (s for s in self.path if isinstance(s, Entries) and entry.startswith(f"{s.group}.")), None
        )
        if here is None or among is None or not among.can_remove or here.key not in (among.key, entry):
            return self
        left = tuple(slot for slot in among.slots if f"{among.group}.{slot}" != entry)
        return self if left == among.slots else self._listed(among, left, among.key)

    def join(self, step: str, card: Mapping[str, Any]) -> Session:
        """Somebody of the group laid their card; whoever did so before changes nothing. Raises PartyError."""
        here = self._gathering(step)
        return self._record(here, card["id_number"], party.joined(here, self, card)) if here else self

    def invite(self, step: str, number: str, invitation: Invitation, at: str) -> Session:
        """A person of the group who is not here is asked by phone; the list stays at hand."""
        here = self._gathering(step)
        record = party.invited(here, self, number, invitation, at) if here else None
        return replace(self._record(here, number, record), at=step) if here and record else self

    def hear(self, step: str, number: str, said: Presence, token: str = "") -> Session:
        """What came of an invitation while the list is at hand, where it stays."""
        here = self._gathering(step)
        record = party.heard(here, self, number, said, token) if here else None
        return replace(self._record(here, number, record), at=step) if here and record else self

    def sign_as(self, step: str, number: str, papers: tuple[bytes, bytes], at: str) -> Session:
        """A person of the group signed what the applicant will sign. `papers`: the form and the strokes."""
        here = self._gathering(step)
        record = party.signed(here, self, number, papers, at) if here else None
        if here is None or record is None:
            return self
        names = {found.number: found.paper for found in self.attendances(here)}
        return replace(self._record(here, number, record), papers={**self.papers, names[number]: papers[1]})

    def back(self) -> Session:
        """To the question that stops here, else to the one before; from an entry that was only just added it
        takes that away. At the first one it stays."""
        if self.step and self.at == self.step.key and not self.is_done(self.step):
            without = self.remove(self.step.key)
            if without is not self:
                return without
        if self._stopped and self._stopped[0].revisable:
            return replace(self, at=self._stopped[0].key)
        earlier = self._earlier
        return replace(self, at=earlier[-1].key) if earlier else self

    def revise(self, step: str) -> Session:
        """修改 on the check page: to that question, and straight back."""
        known = [s.key for s in self.path if s.revisable]
        return replace(self, at=step) if step in known else self

    # --- what it is, derived ---

    @property
    def applicant(self) -> Applicant | None:
        card = self.facts.get("card")
        return Applicant(**{**card, "card_kind": CardKind(card["card_kind"])}) if card else None

    @property
    def consented(self) -> frozenset[str]:
        """The data sources that the person agreed to be asked."""
        facts = [self.facts.get(f"consent:{step.key}", {}) for step in self.flow.steps]
        return frozenset(source for fact in facts for source in fact.get("sources", ()))

    @cached_property
    def walked(self) -> Path:
        return walk(self.flow, self.answers, self.facts, self.today)

    @property
    def path(self) -> tuple[Step, ...]:
        return self.walked.steps

    @property
    def context(self) -> Context:
        return self.walked.context

    @cached_property
    def material(self) -> Standing | None:
        """The first material that still wants an answer, of an office or of the person."""
        return next((standing for standing in self.standings if not standing.settled), None)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        return materials.standings(self.flow, self.facts, self.context)

    @property
    def told(self) -> dict[str, str]:
        return materials.told(self.flow, self.standings, self.context)

    @cached_property
    def fingerprint(self) -> str:
        """What a signature is bound to: person, definition, every answer, what stands for each material."""
        person = self.facts.get("card", {}).get("id_number", "")
        what = [self.id, self.flow.hash, person, self.normal_answers, self.told, *captures.bound(self)]
        return sha256(rfc8785.dumps(what)).hexdigest()

    @cached_property
    def step(self) -> Step | None:
        """The question at hand: where the person went back to, else the first that is not done."""
        first_open = next((step for step in self.path if not self.is_done(step)), None)
        if self.at is not None:
            chosen = next((step for step in self.path if step.key == self.at), None)
            if chosen and (first_open is None or self.path.index(chosen) <= self.path.index(first_open)):
                return chosen
        return first_open

    @cached_property
    def stop(self) -> Stop | None:
        """A reason why this cannot be done here: the season, or a step that is done and not being changed."""
        return completion.closed(self) or (self._stopped[1] if self._stopped else None)

    @cached_property
    def _stopped(self) -> tuple[Step, Stop] | None:
        return completion.stopped(self)

    def attendances(self, step: Party) -> list[Attendance]:
        """Everybody who stands in the group of the step, and whether they were here."""
        known = self._known_people
        return known.get(step.key) or known.setdefault(step.key, list(party.attendances(step, self)))

    @property
    def position(self) -> tuple[int, int]:
        """第 n 步, 共 m 步: steps that show a page of their own."""
        asked = [s for s in self.path if s.key not in self.walked.preset or s is self.step]
        return (asked.index(self.step) + 1 if self.step in asked else len(asked)), len(asked)

    @property
    def can_go_back(self) -> bool:
        return bool(self._earlier) or bool(self._stopped and self._stopped[0].revisable)

    @property
    def normal_answers(self) -> dict[str, Answer]:
        """What is sent: the answers of the path, presets included, in the order of the flow."""
        return dict(self.walked.given)

    def suggestions(self, step: Choose, limit: int = 3) -> list[str]:
        """Codes to lay out before the search, best first."""
        if step.codes is None or step.suggest is None:
            return []
        codes = [str(code) for code in step.suggest(self.context)]
        return list(dict.fromkeys(code for code in codes if code in step.codes.options))[:limit]

    def preset(self, form: Form) -> dict[str, str]:
        """What stands in each field at first."""
        return taking.preset(self.walked, self.answers, form)

    @property
    def _earlier(self) -> list[Step]:
        steps = self.path[: self.path.index(self.step)] if self.step in self.path else self.path
        return [s for s in steps if s.revisable and s.key not in self.walked.preset]

    def is_done(self, step: Step) -> bool:
        if step.key not in self._known_done:
            self._known_done[step.key] = completion.is_done(self, step)
        return self._known_done[step.key]

    @cached_property
    def _known_people(self) -> dict[str, list[Attendance]]:
        return {}

    @cached_property
    def _known_done(self) -> dict[str, bool]:
        return {}

    def _listed(self, step: Entries, slots: tuple[int, ...], at: str) -> Session:
        live = f"{step.group}.live"
        return replace(self, answers={**self.answers, live: written(sorted(slots))}, at=at)

    def _gathering(self, step: str) -> Party | None:
        return here if isinstance(here := self.step, Party) and here.key == step else None

    def _record(self, step: Party, number: str, record: Mapping[str, Any] | None) -> Session:
        if record is None:
            return self
        everybody = {**party.people(step, self.facts), number: dict(record)}
        return self.learn(party.fact_name(step), {"people": everybody})


def card_fact(applicant: Applicant) -> dict[str, Any]:
    """A card as a fact; the same names as Applicant."""
    return {**vars(applicant), "card_kind": applicant.card_kind.value}
