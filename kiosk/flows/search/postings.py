"""Which names have a pair of characters, a sound, a pair of letters: the few worth comparing in full."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest

from kiosk.flows.search.scoring import Term

_COMPARED = 30  # names, of each form by each of the two kinds of features
_COUNTED = 4_000  # places in the lists of each, the rarest first
_INITIALS = 6
_BEGINNING = 6  # letters


class Postings:
    def __init__(self) -> None:
        self._lists: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, number: int, name: Term) -> None:
        initials = name.sound.initials[:_INITIALS]
        beginnings = {f"^{initials[:length]}" for length in range(1, len(initials) + 1)}
        folded = name.sound.folded[:_BEGINNING]
        beginnings |= {f"<{folded[:length]}" for length in range(2, len(folded) + 1)}
        for feature in _telling(name) | _common(name) | beginnings:
            self._lists[feature].append(number)

    def near(self, typed: Sequence[Term]) -> list[int]:
        """Of each form of what was typed: by what tells much and, for slips, by what tells little."""
        return list(dict.fromkeys(number for form in typed for number in self._near(form)))

    def _near(self, form: Term) -> list[int]:
        short = form.latin and len(form.text) <= _INITIALS
        telling = _telling(form) | ({f"^{form.text}"} if short else set())
        telling.add(f"<{form.sound.folded[:_BEGINNING]}")
        return [*self._most(telling), *self._most(_common(form))]

    def _most(self, features: Iterable[str]) -> list[int]:
        known = sorted((len(self._lists[f]), f) for f in features if f in self._lists)
        counts: Counter[int] = Counter()
        taken = 0
        for length, feature in known:
            if taken > _COUNTED:
                break
            counts.update(self._lists[feature])
            taken += length
        return nlargest(_COMPARED, counts, key=counts.__getitem__)


def _telling(term: Term) -> set[str]:
    syllables = _pairs(term.sound.syllables)
    return syllables if term.latin else syllables | _pairs(term.text)


def _common(term: Term) -> set[str]:
    alone = set(term.sound.syllables) if term.latin else {*term.sound.syllables, *term.text}
    return _pairs(term.sound.folded) | alone


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
