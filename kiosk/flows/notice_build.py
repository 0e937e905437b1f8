"""A checked Notice in, what it says before anybody begins out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.flows.definition.parts import Consent, InPerson
from kiosk.flows.text import Text


def notice(entry: Mapping[str, Any], codes: object) -> dict[str, Any]:
    return {
        "consents": tuple(
            Consent(c["source"], *(_text(c[name]) for name in ("department", "data", "purpose", "period")))
            for c in entry.get("consents", ())
        ),
        "points": tuple(_text(point) for point in entry.get("points", ())),
        "in_person": tuple(
            InPerson(*(_text(each[name]) for name in ("what", "where", "time")))
            for each in entry.get("in_person", ())
        ),
    }


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["zh-CN"], entry["zh-easy"], entry["en"])
