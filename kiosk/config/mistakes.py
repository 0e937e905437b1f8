"""What is wrong in terminal.toml, one clear sentence each: the key, what was expected, and an example."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.config.conforming import conforms

if TYPE_CHECKING:
    import jsonschema_rs

_TYPES = {
    "string": "文字，要加双引号",
    "integer": "整数，不加引号",
    "number": "数字，不加引号",
    "boolean": "true 或 false，不加引号",
    "object": "一节，即 [{key}] 或 {{ … }}",
}
_SHOWN = 40  # characters of a wrong value


def found(data: Mapping[str, Any], schema: Mapping[str, Any], file: str) -> list[str]:
    """Every mistake at once, in the order of the keys. `file` stands for what has no key."""
    said = [] if conforms(data, schema) else _against(data, schema, file)
    return sorted(said) + [*_moment(data), *_unsealed_only(data)]


def not_toml(error: ValueError) -> str:
    """Where the file stops being TOML; the parser's own words are English."""
    if isinstance(error, UnicodeDecodeError):
        return "文件不是 UTF-8 编码：请另存为 UTF-8"
    at = re.search(r"at line (\d+), column (\d+)", str(error))
    where = f"第 {at[1]} 行第 {at[2]} 列附近" if at else "文件末尾"
    return f"{where}不是正确的 TOML：检查引号、等号和方括号是否成对，同一项是否写了两次"


def _against(data: Mapping[str, Any], schema: Mapping[str, Any], file: str) -> list[str]:
    import jsonschema_rs  # a file that is right does not wait for it

    errors = jsonschema_rs.validator_for(dict(schema)).iter_errors(_plain(data))
    return [line for error in errors for line in _sentences(_Mistake.of(error, data, schema), file)]


@dataclass(frozen=True)
class _Mistake:
    """Which keyword of the schema is not kept, where, and by what."""

    path: tuple[str, ...]
    keyword: str
    limit: Any
    schema: Mapping[str, Any]  # that the keyword stands in
    value: Any
    missing: str

    @classmethod
    def of(cls, error: jsonschema_rs.ValidationError, data: Any, schema: Mapping[str, Any]) -> _Mistake:
        *place, keyword = (str(part) for part in error.schema_path)
        inner = _at(schema, place)
        path = tuple(str(part) for part in error.instance_path)
        missing = str(getattr(error.kind, "property", ""))
        return cls(path, keyword, inner[keyword], inner, _at(data, path), missing)


def _at(data: Any, path: Sequence[str]) -> Any:
    for part in path:
        data = data[part]
    return data


def _plain(data: Any) -> Any:
    """TOML has dates, JSON has not: nothing stands for one, which no key but starts_at takes."""
    if isinstance(data, Mapping):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return None if isinstance(data, date | time) else data


def _sentences(error: _Mistake, file: str) -> Iterator[str]:
    key = ".".join(error.path)
    if error.keyword == "required":
        entry = error.schema["properties"][error.missing]
        section = f"；请加上 [{error.missing}] 一节" if entry["type"] == "object" else ""
        where = ".".join([*error.path, error.missing])
        yield f"{where}: 缺少这一项{section or _example(error.missing, entry)}"
    elif error.keyword == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        for name in sorted(set(error.value) - set(known)):
            yield f"{'.'.join([*error.path, name])}: 没有这个配置项，请删去；{_instead(name, known)}"
    else:
        say = _SENTENCES.get(error.keyword, _other)
        example = _example(error.path[-1], error.schema) if error.path else ""
        yield f"{key or file}: {say(error, key)}，现在是 {_value(error.value)}{example}"


def _type(error: _Mistake, key: str) -> str:
    return "要写成 " + _TYPES[str(error.limit)].format(key=key)


def _other(error: _Mistake, key: str) -> str:
    return f"不合要求（{error.keyword} {error.limit}）"


_SENTENCES: Mapping[str, Callable[[_Mistake, str], str]] = {
    "type": _type,
    "minLength": lambda error, key: "不能是空的",
    "maxLength": lambda error, key: f"最多 {error.limit} 个字",
    "pattern": lambda error, key: "写法不对",
    "minimum": lambda error, key: f"不能小于 {error.limit}",
    "maximum": lambda error, key: f"不能大于 {error.limit}",
    "exclusiveMinimum": lambda error, key: f"要大于 {error.limit}",
}


def _example(name: str, entry: Mapping[str, Any]) -> str:
    examples = entry.get("examples")
    return f"；例如 {name} = {json.dumps(examples[0], ensure_ascii=False)}" if examples else ""


def _instead(name: str, known: Sequence[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, 1)
    return f"是不是 {near[0]}？" if near else f"这里可以写 {'、'.join(known)}"


def _value(value: object) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except TypeError:  # a date or time of TOML
        text = str(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _moment(data: Mapping[str, Any]) -> Iterator[str]:
    """JSON Schema knows no dates, TOML does."""
    terminal = data.get("terminal")
    starts_at = terminal.get("starts_at") if isinstance(terminal, Mapping) else None
    if starts_at is not None and not isinstance(starts_at, datetime):
        example = "例如 starts_at = 2026-01-05T09:00:00+08:00"
        yield f"terminal.starts_at: 要写成日期和时间，不加引号，现在是 {_value(starts_at)}；{example}"


def _unsealed_only(data: Mapping[str, Any]) -> Iterator[str]:
    """What a production terminal must not have. Nothing said about sealing means sealed."""
    terminal = data.get("terminal")
    if not isinstance(terminal, Mapping) or terminal.get("sealed", True) is not True:
        return
    if "starts_at" in terminal:
        yield "terminal.starts_at: 正式（sealed）配置不能改时间，请删去"
    devices = data.get("devices")
    for kind, entry in devices.items() if isinstance(devices, Mapping) else ():
        options = entry.get("options") if isinstance(entry, Mapping) else None
        for name, value in options.items() if isinstance(options, Mapping) else ():
            if isinstance(value, str) and _is_pseudo_terminal(value):
                yield f"devices.{kind}.options.{name}: 正式（sealed）配置不能用虚拟设备，请改为真实串口"


def _is_pseudo_terminal(path: str) -> bool:
    return path.startswith("/") and Path(path).resolve().is_relative_to("/dev/pts")
