"""How well one thing that was typed fits one name of a matter: 0 not at all, 1 the very same.

Characters count most, then what sounds the same, then what sounds nearly the same or has a slip in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, LCSseq

from kiosk.flows.search.readings import Sound

_SOUND, _LETTERS, _CONFUSED, _SLIP, _WITHIN = 0.95, 0.97, 0.93, 0.88, 0.8  # parts of a fit by characters
_LETTERS_A_SLIP = 4  # letters for the first slip, and this many more for each other one
_FEWEST = 6  # letters of a name that is looked for within a sentence with slips


@dataclass(frozen=True)
class Term:
    """A clean text, and how it sounds."""

    text: str
    sound: Sound
    latin: bool  # nothing but letters: pinyin, initials or another language


def fit(typed: Term, name: Term) -> float:
    best = shape(typed.text, name.text)
    if best == 1:
        return best
    if name.latin:
        return max(best, _slipped(typed, name)) if typed.latin else best
    best = max(best, _SOUND * shape(typed.sound.syllables, name.sound.syllables))
    if typed.text.isascii() or not typed.text.isalpha():
        best = max(best, _LETTERS * _part(typed.sound.letters, name.sound.letters))
    best = max(best, _CONFUSED * _part(typed.sound.folded, name.sound.folded))
    if typed.latin:
        best = max(best, _initials(typed.text, name.sound.initials))
    if best < _SLIP:
        best = max(best, _slipped(typed, name), _one_syllable(typed.sound, name.sound))
        best = max(best, _within(typed.sound.folded, name.sound.folded))
    return best


def shape(typed: str, name: str) -> float:
    """The same; its beginning; a piece of it; a sentence around it; else what both have in common."""
    if not typed or not name:
        return 0.0
    part = _part(typed, name)
    if part:
        return part
    if len(name) > 1 and name in typed:
        return 0.55 + 0.4 * len(name) / len(typed)
    pairs, others = _pairs(typed), _pairs(name)
    common = 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0
    in_order = LCSseq.similarity(typed, name) / max(len(typed), len(name))
    return max(0.8 * common, 0.85 * in_order)


def _part(typed: str, name: str) -> float:
    if typed == name:
        return 1.0
    if not typed:
        return 0.0
    share = len(typed) / len(name) if name else 0.0
    if name.startswith(typed):
        return 0.86 + 0.12 * share
    return 0.74 + 0.14 * share if len(typed) > 1 and typed in name else 0.0


def _initials(typed: str, initials: str) -> float:
    if typed == initials:
        return 0.92 if len(typed) > 1 else 0.5
    return 0.55 + 0.3 * len(typed) / len(initials) if initials.startswith(typed) else 0.0


def _slipped(typed: Term, name: Term) -> float:
    """A letter wrong, missing, too many, or two that changed places; also while the end is still to come."""
    letters, whole = typed.sound.folded, name.sound.folded
    allowed = len(letters) // _LETTERS_A_SLIP
    if not allowed:
        return 0.0
    best = 0.0
    for other in {whole, whole[: len(letters)]}:
        slips = OSA.distance(letters, other, score_cutoff=min(allowed, 3))
        if slips <= min(allowed, 3):
            finished = 1.0 if other == whole else 0.94
            best = max(best, finished * (1 - slips / max(len(letters), len(other))))
    return _SLIP * best


def _one_syllable(typed: Sound, name: Sound) -> float:
    """A syllable wrong, missing or too many."""
    longer = max(len(typed.syllables), len(name.syllables))
    if longer < 3 or OSA.distance(typed.syllables, name.syllables, score_cutoff=1) > 1:
        return 0.0
    return _SLIP * (1 - 1 / longer)


def _within(sentence: str, name: str) -> float:
    if len(name) < _FEWEST or len(sentence) <= len(name):
        return 0.0
    nearness = fuzz.partial_ratio(name, sentence, score_cutoff=80) / 100
    return _WITHIN * nearness * (0.6 + 0.4 * len(name) / len(sentence))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
