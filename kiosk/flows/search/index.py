"""All names of all matters, and the ones that fit what was typed, best first.

Names that have enough in common with what was typed are counted from lists; only those are compared in full.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.flows.search import readings
from kiosk.flows.search.catalogue import Matter
from kiosk.flows.search.cleaning import clean
from kiosk.flows.search.english import EnglishWords
from kiosk.flows.search.phrasing import Phrasing
from kiosk.flows.search.postings import Postings
from kiosk.flows.search.scoring import Term, fit

LEAST = 0.5  # what fits less is not told,
_BESIDE = 0.6  # nor what fits less than this part of the best
_LONGEST = 64  # characters that are looked at


@dataclass(frozen=True)
class Hit:
    matter: Matter
    score: float


class Index:
    def __init__(self, matters: Iterable[Matter], phrasing: Phrasing | None = None) -> None:
        self.matters = tuple(matters)
        self._phrasing = phrasing or Phrasing.load()
        self._readings = readings.load()
        self._terms: list[Term] = []
        self._owners: list[list[int]] = []  # of each term, the matters
        self._postings = Postings()
        self._fill()
        words = (" ".join(map(clean, matter.spoken_in_english)) for matter in self.matters)
        self._english = EnglishWords([self._phrasing.english_words(each) for each in words])

    @property
    def texts(self) -> Sequence[str]:
        return [term.text for term in self._terms]

    def search(self, typed: str, limit: int = 12) -> list[Hit]:
        """The best first; equals in the order of the catalogue. Nothing for what says nothing."""
        said = clean(typed[:_LONGEST])
        forms = [self._term(form) for form in self._phrasing.forms(said)]
        found: defaultdict[int, list[float]] = defaultdict(list)
        for number in self._postings.near(forms):
            name = self._terms[number]
            score = max(fit(form, name) for form in forms)
            if score >= LEAST:
                for owner in self._owners[number]:
                    found[owner].append(score)
        if said.isascii():
            for owner, score in self._english.fits(self._phrasing.english_words(said)).items():
                if score >= LEAST:
                    found[owner].append(score)
        ranked = sorted((-_together(scores), owner) for owner, scores in found.items())[:limit]
        worth = [(-score, owner) for score, owner in ranked if score <= _BESIDE * ranked[0][0]]
        return [Hit(self.matters[owner], round(score, 4)) for score, owner in worth]

    def _fill(self) -> None:
        numbers: dict[str, int] = {}
        for owner, matter in enumerate(self.matters):
            for text in dict.fromkeys(clean(text) for text in (*matter.spoken, *matter.spoken_in_english)):
                number = numbers.setdefault(text, len(self._terms))
                if number == len(self._terms):
                    self._add(self._term(text))
                self._owners[number].append(owner)

    def _add(self, term: Term) -> None:
        self._postings.add(len(self._terms), term)
        self._terms.append(term)
        self._owners.append([])

    def _term(self, text: str) -> Term:
        latin = text.isascii()
        return Term(text, _spelled(text) if latin and " " in text else self._readings.sound(text), latin)


def _spelled(text: str) -> readings.Sound:
    words = text.split()
    letters = "".join(words)
    return readings.Sound(letters, readings.fold(letters), "", "".join(word[0] for word in words))


def _together(scores: Sequence[float]) -> float:
    """The best, and a little more for every other name that fits as well."""
    best, *others = sorted(scores, reverse=True)
    return best + (1 - best) * min(0.3, 0.1 * sum(others[:3]))
