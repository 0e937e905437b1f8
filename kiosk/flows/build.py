"""Checked data in, a flow out. What reaches this module has passed the schema and the linter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kiosk.flows import branch_build, inform_build, notice_build
from kiosk.flows.calendar import Unit
from kiosk.flows.dated import Dated
from kiosk.flows.definition import (
    STEP_KINDS,
    ActFor,
    Appointment,
    Check,
    Choose,
    ConfirmByPhone,
    Fee,
    Field,
    Flow,
    Form,
    Group,
    Inform,
    Material,
    Notice,
    Party,
    Pay,
    Prefill,
    Promise,
    Review,
    Rung,
    Season,
    Step,
    Stop,
)
from kiosk.flows.definition.acting import PERSON, field_for
from kiosk.flows.definition.groups import MOST
from kiosk.flows.lint import WALLET, rule_places
from kiosk.flows.offering import offering
from kiosk.flows.rules import Rule
from kiosk.flows.text import CodeList, Option, Text

_PLAIN = ("item", "version", "type", "handling", "assurance", "duration_minutes")
_MADE = ("title", "required", "season", "synonyms", "home", "offered", "themes")
ABOUT = (*_PLAIN, *_MADE, "for")  # of an item's data: what its head is made of
HEAD = (*_PLAIN, *_MADE, "audience")  # of a flow's fields: what home, search and shelves ask for


def flow(
    data: Mapping[str, Any],
    hash: str,
    codes: Mapping[str, CodeList],
    dated: Mapping[str, Dated],
    asked: Iterable[str] | None = None,
) -> Flow:
    """`asked`: the names that its rules ask for, where they are known from before."""
    return Flow(
        **head(data),
        guide=guide(data["guide"]),
        hash=hash,
        steps=tuple(_step(entry, codes) for entry in _addressed(data)),
        materials=tuple(_material(entry) for entry in data.get("materials", ())),
        values={name: Rule(rule) for name, rule in data.get("values", {}).items()},
        prefill=tuple(Prefill(**entry) for entry in data.get("prefill", ())),
        delivery=tuple(data.get("delivery", ())),
        fees=_fees(data),
        later_fees=_lines(data.get("later_fees", ())),
        remind=_rule(data, "remind"),
        limit=_limit(data["limit"]) if "limit" in data else None,
        data={name: dated[file] for name, file in data.get("data", {}).items()},
        afterwards=_optional_text(data, "afterwards"),
        asked=frozenset(_asked(data) if asked is None else asked),
        before=data.get("before", {}),
        branches=tuple(branch_build.branch(entry) for entry in data.get("branches", ())),
    )


def head(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `HEAD`, out of what an item's data says under `ABOUT`."""
    return {name: data[name] for name in _PLAIN} | {
        "title": _text(data["title"]),
        "required": tuple(data["required"]),
        "season": _season(data["season"]) if "season" in data else None,
        "synonyms": tuple(data.get("synonyms", ())),
        "home": data.get("home", 100),
        "audience": _audience(data),
        "offered": offering(data),
        "themes": tuple(data.get("themes", ())),
    }


def guide(data: Mapping[str, Mapping[str, str]]) -> dict[str, Text]:
    return {key: _text(value) for key, value in data.items()}


def _asked(data: Mapping[str, Any]) -> Iterator[str]:
    return (name for _, source, _ in rule_places(data) for name in Rule(source).program.variables())


def _audience(data: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(data.get("for", (PERSON,)))


def _addressed(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The steps; the one that asks for whom, with who may be named."""
    return [
        entry | {"audience": _audience(data)} if entry["kind"] == ActFor.__name__ else entry
        for entry in data["steps"]
    ]


def _season(entry: Mapping[str, Any]) -> Season:
    days, hours = entry["days"], entry["hours"]
    closed = _stop(entry["closed"])
    return Season(days["from"], days["to"], hours["from"], hours["to"], closed)


def _fees(data: Mapping[str, Any]) -> tuple[Fee, ...]:
    """A `fee` alone is one line, of the department in charge."""
    alone = {"key": "fee", "title": data["title"], "department": data["departments"]["lead"]}
    entries = [{**alone, "amount": data["fee"]}] if "fee" in data else data.get("fees", ())
    return _lines(entries)


def _lines(entries: Sequence[Mapping[str, Any]]) -> tuple[Fee, ...]:
    return tuple(
        Fee(
            entry["key"],
            _text(entry["title"]),
            _text(entry["department"]),
            Rule(entry["amount"]),
        )
        for entry in entries
    )


def _limit(entry: Mapping[str, Any]) -> Promise:
    return Promise(Rule(entry["count"]), Unit(entry["unit"]))


def _material(entry: Mapping[str, Any]) -> Material:
    return Material(
        entry["key"],
        _text(entry["title"]),
        entry["legal_basis"],
        satisfied=_rule(entry, "satisfied"),
        rungs=tuple(_rung(rung, entry.get("type", "")) for rung in entry.get("rungs", ())),
        when=_rule(entry, "when"),
        secondary=entry.get("secondary", False),
        type=entry.get("type", ""),
    )


def _rung(entry: Mapping[str, Any], type: str) -> Rung:
    reuse = entry["kind"] == "reuse"
    told = {"type": f"'{type}'"} if reuse else entry.get("arguments", {})
    return Rung(
        kind=entry["kind"],
        source=WALLET if reuse else entry.get("source", ""),
        department=_optional_text(entry, "department"),
        arguments={key: Rule(rule) for key, rule in told.items()},
        revise=entry.get("revise", ""),
        alternative=entry.get("alternative", ""),
        text=_optional_text(entry, "text"),
        form=_optional_text(entry, "form"),
        days=entry.get("days", 0),
        where=_optional_text(entry, "where"),
        phone=entry.get("phone", ""),
        when=_rule(entry, "when"),
    )


def _stop(entry: Mapping[str, Any]) -> Stop:
    return Stop(
        when=_rule(entry, "when"),
        title=_text(entry["title"]),
        text=_text(entry["text"]),
        where=_text(entry["where"]),
        phone=entry["phone"],
        fill=_rule(entry, "fill"),
    )


def _step(entry: Mapping[str, Any], codes: Mapping[str, CodeList]) -> Step:
    kind = STEP_KINDS[entry["kind"]]
    shared: dict[str, Any] = {
        "key": entry["key"],
        "stage": entry["stage"],
        "title": _text(entry["title"]),
        "text": _optional_text(entry, "text"),
        "why": _optional_text(entry, "why"),
        "when": _rule(entry, "when"),
        "stops": tuple(_stop(stop) for stop in entry.get("stops", ())),
    }
    own = _OWN.get(kind)
    return kind(**shared, **(own(entry, codes) if own else {}))


def _confirm(entry: Mapping[str, Any], codes: object) -> dict[str, Any]:
    return {"purpose": _text(entry["purpose"]), "deferrable": entry.get("deferrable", False)}


def _choose(entry: Mapping[str, Any], codes: Mapping[str, CodeList]) -> dict[str, Any]:
    return {
        "options": _options(entry),
        "codes": codes[entry["codes"]] if "codes" in entry else None,
        "suggest": _rule(entry, "suggest"),
        "preset": _rule(entry, "preset"),
    }


def _options(entry: Mapping[str, Any]) -> tuple[Option, ...]:
    return tuple(
        Option(option["value"], _text(option["title"]), _optional_text(option, "hint"))
        for option in entry.get("options", ())
    )


def _form(entry: Mapping[str, Any], codes: Mapping[str, CodeList]) -> dict[str, Any]:
    return {
        "fields": tuple(
            Field(
                key=f["key"],
                type=f["type"],
                title=_text(f["title"]),
                example=f.get("example", ""),
                preset=_rule(f, "preset"),
                optional=f.get("optional", False),
                own=f.get("own", False),
                options=_options(f),
                codes=codes[f["codes"]] if "codes" in f else None,
            )
            for f in entry["fields"]
        ),
        "checks": tuple(_check(check, check["field"]) for check in entry.get("checks", ())),
    }


def _check(entry: Mapping[str, Any], field: str) -> Check:
    return Check(Rule(entry["rule"]), _text(entry["says"]), field, _rule(entry, "fill"))


def _group(entry: Mapping[str, Any], codes: Mapping[str, CodeList]) -> dict[str, Any]:
    return {
        **_form(entry, codes),
        "count": _rule(entry, "count"),
        "together": tuple(_check(check, entry["key"]) for check in entry.get("together", ())),
        "least": entry.get("least", 1),
        "most": entry.get("most", MOST),
    }


def _act_for(entry: Mapping[str, Any], codes: Mapping[str, CodeList]) -> dict[str, Any]:
    return {"fields": (field_for(entry["audience"]),)}


def _party(entry: Mapping[str, Any], codes: object) -> dict[str, Any]:
    names = ("group", "number", "name")
    return {name: entry[name] for name in names} | {
        name: entry.get(name, False) for name in ("signs", "invites")
    }


def _appointment(entry: Mapping[str, Any], codes: object) -> dict[str, Any]:
    return {"services": Rule(entry["services"])} | _pay(entry, codes)


def _pay(entry: Mapping[str, Any], codes: object) -> dict[str, Any]:
    return {"deferrable": entry.get("deferrable", False)}


def _review(entry: Mapping[str, Any], codes: object) -> dict[str, Any]:
    return {"final": _optional_text(entry, "final")}


_OWN: Mapping[type[Step], Any] = {
    Notice: notice_build.notice,
    ConfirmByPhone: _confirm,
    ActFor: _act_for,
    Choose: _choose,
    Form: _form,
    Group: _group,
    Party: _party,
    Appointment: _appointment,
    Pay: _pay,
    Review: _review,
    Inform: inform_build.inform,
}


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["zh-CN"], entry["zh-easy"], entry["en"])


def _optional_text(entry: Mapping[str, Any], key: str) -> Text | None:
    return _text(entry[key]) if key in entry else None


def _rule(entry: Mapping[str, Any], key: str) -> Rule | None:
    return Rule(entry[key]) if key in entry else None
