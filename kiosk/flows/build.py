"""Checked data in, a flow out. What reaches this module has passed the schema and the linter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.flows.definition import (
    STEP_KINDS,
    Check,
    Choose,
    CodeList,
    ConfirmByPhone,
    Consent,
    Field,
    Flow,
    Form,
    Material,
    Notice,
    Option,
    Prefill,
    Step,
    Stop,
    Text,
)
from kiosk.flows.lint import names
from kiosk.flows.rules import Rule


def flow(data: Mapping[str, Any], hash: str, codes: Mapping[str, CodeList]) -> Flow:
    known = names(data)
    return Flow(
        item=data["item"],
        version=data["version"],
        hash=hash,
        title=_text(data["title"]),
        type=data["type"],
        handling=data["handling"],
        assurance=data["assurance"],
        required=tuple(data["required"]),
        guide={key: _text(value) for key, value in data["guide"].items()},
        duration_minutes=data["duration_minutes"],
        steps=tuple(_step(entry, known, codes) for entry in data["steps"]),
        materials=tuple(
            Material(m["key"], _text(m["title"]), m["legal_basis"], Rule.compile(m["satisfied"], known))
            for m in data.get("materials", ())
        ),
        prefill=tuple(Prefill(**entry) for entry in data.get("prefill", ())),
        delivery=data.get("delivery"),
        fee=_rule(data, "fee", known),
    )


def _step(entry: Mapping[str, Any], known: frozenset[str], codes: Mapping[str, CodeList]) -> Step:
    kind = STEP_KINDS[entry["kind"]]
    shared: dict[str, Any] = {
        "key": entry["key"],
        "stage": entry["stage"],
        "title": _text(entry["title"]),
        "text": _optional_text(entry, "text"),
        "why": _optional_text(entry, "why"),
        "when": _rule(entry, "when", known),
        "stops": tuple(
            Stop(
                Rule.compile(stop["when"], known),
                _text(stop["title"]),
                _text(stop["text"]),
                _text(stop["where"]),
                stop["phone"],
            )
            for stop in entry.get("stops", ())
        ),
    }
    own = _OWN.get(kind)
    return kind(**shared, **(own(entry, known, codes) if own else {}))


def _notice(entry: Mapping[str, Any], known: frozenset[str], codes: object) -> dict[str, Any]:
    return {
        "consents": tuple(
            Consent(c["source"], *(_text(c[name]) for name in ("department", "data", "purpose", "period")))
            for c in entry.get("consents", ())
        ),
        "points": tuple(_text(point) for point in entry.get("points", ())),
    }


def _confirm(entry: Mapping[str, Any], known: frozenset[str], codes: object) -> dict[str, Any]:
    return {"purpose": _text(entry["purpose"]), "deferrable": entry.get("deferrable", False)}


def _choose(entry: Mapping[str, Any], known: frozenset[str], codes: Mapping[str, CodeList]) -> dict[str, Any]:
    return {
        "options": tuple(
            Option(option["value"], _text(option["title"]), _optional_text(option, "hint"))
            for option in entry.get("options", ())
        ),
        "codes": codes[entry["codes"]] if "codes" in entry else None,
        "suggest": _rule(entry, "suggest", known),
        "preset": _rule(entry, "preset", known),
    }


def _form(entry: Mapping[str, Any], known: frozenset[str], codes: object) -> dict[str, Any]:
    return {
        "fields": tuple(
            Field(f["key"], f["type"], _text(f["title"]), f["example"], _rule(f, "preset", known))
            for f in entry["fields"]
        ),
        "checks": tuple(
            Check(Rule.compile(check["rule"], known), _text(check["says"]), check["field"])
            for check in entry.get("checks", ())
        ),
    }


_OWN: Mapping[type[Step], Any] = {
    Notice: _notice,
    ConfirmByPhone: _confirm,
    Choose: _choose,
    Form: _form,
}


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["zh-CN"], entry["zh-easy"], entry["en"])


def _optional_text(entry: Mapping[str, Any], key: str) -> Text | None:
    return _text(entry[key]) if key in entry else None


def _rule(entry: Mapping[str, Any], key: str, known: frozenset[str]) -> Rule | None:
    return Rule.compile(entry[key], known) if key in entry else None
