"""What people ask at a terminal, and the answers that it knows without a line (`questions.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from kiosk.flows.search.catalogue import Matter
from kiosk.flows.search.cleaning import RESOURCES
from kiosk.flows.text import LANGUAGES, Text


@dataclass(frozen=True)
class Question:
    id: str
    ask: Text
    answer: Text
    words: tuple[str, ...] = ()  # how else people say it
    english: tuple[str, ...] = ()

    @property
    def matter(self) -> Matter:
        """What an index finds it by."""
        return Matter(self.id, self.ask, words=self.words, english=self.english)


def load(folder: Path = RESOURCES) -> tuple[Question, ...]:
    """In their order, what is asked most first. Raises OSError, yaml.YAMLError, or ValueError for an entry
    that lacks a language or is there twice."""
    entries = yaml.load((folder / "questions.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    try:
        questions = tuple(_question(entry) for entry in entries)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"questions.yaml: {error}") from None
    if len({question.id for question in questions}) < len(questions):
        raise ValueError("questions.yaml: an id stands there twice")
    return questions


def _question(entry: dict[str, dict[str, str]]) -> Question:
    ask, answer = (Text(*(entry[key][language] for language in LANGUAGES)) for key in ("ask", "answer"))
    return Question(str(entry["id"]), ask, answer, tuple(entry["words"]), tuple(entry["english"]))
