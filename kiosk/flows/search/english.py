"""Several English words of a matter in any order, with the endings that they happen to have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

_STEM = 3  # letters that two forms of a word begin with, at least
_OTHER_FORM = 0.9  # of a word, beside the word itself
_SURE = 0.9  # all words there


class EnglishWords:
    """Which matters have which words; a word that few have says more."""

    def __init__(self, words: Sequence[Iterable[str]]) -> None:
        """`words`: of each matter, by its number."""
        self._owners: defaultdict[str, list[int]] = defaultdict(list)
        for owner, own in enumerate(words):
            for word in dict.fromkeys(own):
                self._owners[word].append(owner)
        self._beginnings: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._owners:
            self._beginnings[word[:_STEM]].append(word)

    def fits(self, said: Sequence[str]) -> dict[int, float]:
        """How well each matter fits that has any of the words; what nobody has makes it less sure."""
        whole, scores = 0.0, defaultdict[int, float](float)
        for word in dict.fromkeys(said):
            forms = self._forms(word)
            weight = max((1 / len(self._owners[form]) for form in forms), default=1.0)
            whole += weight
            best: dict[int, float] = {}
            for form in forms:
                sure = 1.0 if form == word else _OTHER_FORM
                for owner in self._owners[form]:
                    best[owner] = max(best.get(owner, 0.0), sure)
            for owner, sure in best.items():
                scores[owner] += weight * sure
        return {owner: _SURE * score / whole for owner, score in scores.items()}

    def _forms(self, word: str) -> list[str]:
        if len(word) < _STEM:
            return [word] if word in self._owners else []
        return [other for other in self._beginnings.get(word[:_STEM], ()) if _same_stem(word, other)]


def _same_stem(word: str, other: str) -> bool:
    """The beginning of the other, or both of one stem of four letters with endings of three at most."""
    if other.startswith(word):
        return True
    common = next((at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), len(other))
    return common >= 4 and common >= max(len(word), len(other)) - 3
