"""What a JSON Schema cannot see in fields that are tapped: values, lists, what rules take them for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kiosk.flows.fields.choices import BETWEEN
from kiosk.flows.found import Found
from kiosk.flows.text import CodeList

Place = tuple[str | int, ...]
_READS = {"bool": "is true or false: write {0} or !{0}", "multi": "is a list: write 'x' in {0}, or size({0})"}


def mistakes(
    data: Mapping[str, Any], codes: Mapping[str, CodeList], rules: Iterable[tuple[Place, str]]
) -> Iterator[Found]:
    fields = [
        (field, ("steps", index, "fields", number))
        for index, step in enumerate(data["steps"])
        for number, field in enumerate(step.get("fields", ()))
    ]
    for field, place in fields:
        yield from _values(field, place, codes)
    types = {field["key"]: field["type"] for field, _ in fields if field["type"] in _READS}
    compared = re.compile(rf"\b({'|'.join(types) or '(?!)'})\s*[=!]=\s*['\"]")
    for where, source in rules:
        for key in dict.fromkeys(compared.findall(source)):
            yield Found(where, "expression", f"{key} {_READS[types[key]].format(key)}")


def _values(field: Mapping[str, Any], place: Place, codes: Mapping[str, CodeList]) -> Iterator[Found]:
    if "codes" in field and field["codes"] not in codes:
        yield Found((*place, "codes"), "reference", f"no code list {field['codes']}")
        return
    values = [option["value"] for option in field.get("options", ())]
    for number, value in enumerate(values):
        if value in values[:number]:
            yield Found((*place, "options", number, "value"), "option", f"{value} stands twice")
    listed = list(codes[field["codes"]].options) if "codes" in field else values
    for number, value in enumerate(listed if field["type"] == "multi" else ()):
        if BETWEEN in value:
            where = (*place, "codes") if "codes" in field else (*place, "options", number, "value")
            yield Found(where, "option", f"{value}: no comma in a value of which several are chosen")
