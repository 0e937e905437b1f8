"""A checked Inform step in, what it says out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.flows.definition.parts import Bar, Word
from kiosk.flows.rules import Rule
from kiosk.flows.text import Text


def inform(entry: Mapping[str, Any], codes: object) -> dict[str, Any]:
    def rule(part: Mapping[str, str], key: str) -> Rule | None:
        return Rule(part[key]) if key in part else None

    return {
        "words": tuple(
            Word(_text(word["title"]), _text(word["text"]), rule(word, "when"), rule(word, "fill"))
            for word in entry["words"]
        ),
        "bars": tuple(
            Bar(_text(bar["title"]), _text(bar["unit"]), Rule(bar["amount"]), rule(bar, "when"))
            for bar in entry.get("bars", ())
        ),
    }


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["zh-CN"], entry["zh-easy"], entry["en"])
