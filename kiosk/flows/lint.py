"""What a JSON Schema cannot see in an item: names, references, circles, dead ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.flows import acting_lint, branch_lint, fee_lint, inform_lint, material_types
from kiosk.flows import choice_lint as choices
from kiosk.flows import group_lint as groups
from kiosk.flows import proof_lint as proofs
from kiosk.flows.dated import Dated
from kiosk.flows.definition.acting import KEY as ORGANISATION
from kiosk.flows.found import Found
from kiosk.flows.rules import FACT_NAMES, Rule, RuleError
from kiosk.flows.sources import Source
from kiosk.flows.text import CodeList

_RULE_KEYS = frozenset(
    ("when", "suggest", "preset", "rule", "satisfied", "fee", "amount", "count", "fill", "services", "remind")
)
WALLET = "wallet"  # the source of every `reuse`: what the platform keeps of earlier filings
_ASK_PERSON = ("commit", "defer", "capture", "original")
_PROMISES = ("commit", "defer")
_OPTIONLESS = (
    "Notice",
    "ReadCard",
    "ConfirmByPhone",
    "Party",
    "Materials",
    "Sign",
    "Appointment",
    "Pay",
    "Review",
    "Inform",
)  # no answers


def names(data: Mapping[str, Any]) -> frozenset[str]:
    """Every name that a rule of this item may use; the rules of a group know its fields as well."""
    return (
        frozenset(FACT_NAMES)
        | _asked(data)
        | {entry["name"] for entry in data.get("prefill", ())}
        | set(data.get("values", {}))
        | set(data.get("data", {}))
    )


def own_names(step: Mapping[str, Any]) -> frozenset[str]:
    """What only the rules of this step know."""
    if step["kind"] != "Group":
        return frozenset()
    return frozenset(field["key"] for field in step["fields"]) | {"index"}


def mistakes(
    data: Mapping[str, Any],
    codes: Mapping[str, CodeList],
    dated: Mapping[str, Dated],
    sources: Mapping[str, Source],
) -> Iterator[Found]:
    yield from _twice(data)
    for place, source, known in rule_places(data):
        try:
            Rule.compile(source, known)
        except RuleError as error:
            yield Found(place, "expression", str(error))
    yield from _references(data, codes)
    yield from _figures(data, dated)
    yield from _ladders(data)
    yield from _order(data)
    yield from _assurance(data)
    yield from _appointments(data)
    yield from groups.mistakes(data)
    yield from proofs.mistakes(data, sources)
    yield from fee_lint.mistakes(data)
    yield from branch_lint.mistakes(data, _asked(data))
    yield from acting_lint.mistakes(data)
    yield from inform_lint.mistakes(data)
    rules = ((place, source) for place, source, _ in rule_places(data))
    yield from choices.mistakes(data, codes, rules)


def rule_places(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str, frozenset[str]]]:
    """Every rule with its place, and the names that it may use."""
    known = names(data)
    yield from _rules({key: value for key, value in data.items() if key != "steps"}, (), known)
    for index, step in enumerate(data["steps"]):
        yield from _rules(step, ("steps", index), known | own_names(step))


def _asked(data: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(key for step in data["steps"] for key in _keys(step))


def _keys(step: Mapping[str, Any]) -> list[str]:
    if step["kind"] in ("Choose", "Group"):
        return [step["key"]]
    if step["kind"] == "ActFor":
        return [ORGANISATION]
    return [field["key"] for field in step.get("fields", ())]


def _twice(data: Mapping[str, Any]) -> Iterator[Found]:
    seen: dict[str, int] = {}
    for index, step in enumerate(data["steps"]):
        for key in {step["key"], *_keys(step)}:
            if key in seen:
                yield Found(("steps", index, "key"), "key", f"{key} is taken by step {seen[key] + 1}")
            if key in FACT_NAMES:
                yield Found(("steps", index, "key"), "key", f"{key} is the name of a fact")
            seen.setdefault(key, index)
        values = [option["value"] for option in step.get("options", ())]
        for value in sorted({v for v in values if values.count(v) > 1}):
            yield Found(("steps", index, "options"), "option", f"{value} stands twice")


def _rules(
    node: Any, path: tuple[str | int, ...], known: frozenset[str]
) -> Iterator[tuple[tuple[str | int, ...], str, frozenset[str]]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if isinstance(value, str) and (key in _RULE_KEYS or path[-1:] in (("arguments",), ("values",))):
                yield (*path, key), value, known
            else:
                yield from _rules(value, (*path, key), known)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _rules(value, (*path, index), known)


def _figures(data: Mapping[str, Any], dated: Mapping[str, Dated]) -> Iterator[Found]:
    taken = _asked(data) | set(data.get("values", {}))
    for name, file in data.get("data", {}).items():
        if file not in dated:
            yield Found(("data", name), "reference", f"no sound file {file}.yaml among the data")
        if name in FACT_NAMES or name in taken:
            yield Found(("data", name), "key", f"{name} is taken")


def _references(data: Mapping[str, Any], codes: Mapping[str, CodeList]) -> Iterator[Found]:
    granted = {consent["source"] for step in data["steps"] for consent in step.get("consents", ())}
    for index, entry in enumerate(data.get("prefill", ())):
        if entry["source"] not in granted:
            yield Found(("prefill", index), "consent", f"no notice asks for consent to {entry['source']}")
    keys = {key for step in data["steps"] for key in _keys(step)}
    for index, key in enumerate(data.get("delivery", ())):
        if key not in keys:
            yield Found(("delivery", index), "reference", f"no step answers {key}")
    for index, step in enumerate(data["steps"]):
        if "codes" in step and step["codes"] not in codes:
            yield Found(("steps", index, "codes"), "reference", f"no code list {step['codes']}")
        for number, check in enumerate(step.get("checks", ())):
            if check["field"] not in {field["key"] for field in step["fields"]}:
                yield Found(("steps", index, "checks", number), "reference", f"no field {check['field']}")


def _ladders(data: Mapping[str, Any]) -> Iterator[Found]:
    """No rung without consent, no ladder that ends in the air, no promise without a signature under it."""
    granted = {consent["source"] for step in data["steps"] for consent in step.get("consents", ())}
    kinds_of_question = ("Choose", "Form", "Group", "ActFor")
    steps = {step["key"] for step in data["steps"] if step["kind"] in kinds_of_question}
    kinds = [step["kind"] for step in data["steps"]]
    for index, material in enumerate(data.get("materials", ())):
        rungs = material.get("rungs", ())
        if rungs and kinds.count("Materials") != 1:
            yield Found(("materials", index), "step", "a ladder needs one Materials step in the flow")
        if rungs and rungs[-1]["kind"] != "original":
            yield Found(("materials", index, "rungs"), "ladder", "the last rung must be original")
        if any(rung["kind"] in _PROMISES for rung in rungs) and "Sign" not in kinds:
            yield Found(("materials", index, "rungs"), "sign", "a promise needs a Sign step")
        for number, rung in enumerate(rungs):
            place = ("materials", index, "rungs", number)
            yield from _rung(place, rung, material, granted)
            for key in ("revise", "alternative"):
                if key in rung and rung[key] not in steps:
                    yield Found((*place, key), "reference", f"no question {rung[key]}")


def _rung(
    place: tuple[str | int, ...], rung: Mapping[str, Any], material: Mapping[str, Any], granted: set[str]
) -> Iterator[Found]:
    source = WALLET if rung["kind"] == "reuse" else rung.get("source")
    if rung["kind"] not in _ASK_PERSON and source not in granted:
        yield Found(place, "consent", f"no notice asks for consent to {source}")
    if rung["kind"] == "defer" and not material.get("secondary"):
        yield Found(place, "secondary", "only a material that is `secondary` may follow later")
    if rung["kind"] == "reuse" and material.get("type") not in material_types.load():
        yield Found(place, "type", "what is reused needs the code of its type")


def _order(data: Mapping[str, Any]) -> Iterator[Found]:
    kinds = [step["kind"] for step in data["steps"]]
    end = inform_lint.END if inform_lint.informs(data) else "Review"
    if kinds.count(end) != 1 or kinds[-1] != end:
        yield Found(("steps",), "end", f"the last step, and only it, must be a{'n' * (end[0] == 'I')} {end}")
    if "Sign" in kinds and any(kind not in _OPTIONLESS for kind in kinds[kinds.index("Sign") :]):
        yield Found(("steps",), "order", "put Sign after the last question")
    if "Sign" in kinds and "Materials" in kinds[kinds.index("Sign") :]:
        yield Found(("steps",), "order", "papers are settled first: put Materials before Sign")
    for index, step in enumerate(data["steps"]):
        if step["kind"] == "Materials" and "when" in step:
            yield Found(("steps", index, "when"), "ladder", "a ladder that nobody is asked about never ends")
    if "season" in data and data["season"]["days"]["from"] > data["season"]["days"]["to"]:
        yield Found(("season", "days"), "season", "the first day comes after the last")


def _appointments(data: Mapping[str, Any]) -> Iterator[Found]:
    """One visit a matter, of a person who is known."""
    kinds = [step["kind"] for step in data["steps"]]
    if kinds.count("Appointment") > 1:
        yield Found(("steps",), "order", "a matter books one visit: name all its services in one Appointment")
    if "Appointment" in kinds and "ReadCard" not in kinds[: kinds.index("Appointment")]:
        yield Found(("steps",), "order", "an Appointment needs a card read before it")
    if "Appointment" in kinds and data["handling"] != "promised":
        yield Found(("handling",), "order", "what is booked comes later: handling is promised")


def _assurance(data: Mapping[str, Any]) -> Iterator[Found]:
    """What the level promises of a person is asked of everybody, and before it is relied on."""
    level, steps = data["assurance"], data["steps"]
    kinds = [step["kind"] for step in steps]
    always = {step["kind"] for step in steps if "when" not in step}
    if "ConfirmByPhone" in kinds and "ReadCard" not in kinds[: kinds.index("ConfirmByPhone")]:
        yield Found(("steps",), "order", "a confirmation needs a card read before it")
    if level in ("L2", "L3") and "ConfirmByPhone" not in always:
        yield Found(("assurance",), "assurance", "L2 needs a second factor: add a ConfirmByPhone step")
    if level != "L0" and "ReadCard" not in always:
        yield Found(("assurance",), "assurance", "L1 and above need a ReadCard step")
    if level == "L3" and "Sign" not in always:
        yield Found(("assurance",), "assurance", "L3 needs a signature: add a Sign step")
    if "card_reader" not in data["required"] and {"ReadCard", "Party"} & set(kinds):
        yield Found(("required",), "assurance", "who lays a card needs a card_reader")
    if level == "L0" and data["type"] == "certificate":
        yield Found(("assurance",), "assurance", "a certificate is somebody's: it needs L1 at least")
