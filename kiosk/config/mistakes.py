"""What is wrong in terminal.toml, one clear sentence each: the key, what was expected, and an example."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.config.conforming import conforms

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
    from jsonschema import Draft202012Validator  # a file that is right is not made to wait for it

    errors: Iterable[Any] = Draft202012Validator(schema).iter_errors(data)
    return [line for error in errors for line in _sentences(error, file)]


def _sentences(error: Any, file: str) -> Iterator[str]:
    path = [str(part) for part in error.absolute_path]
    key = ".".join(path)
    if error.validator == "required":
        missing = _missing(error)
        entry = error.schema["properties"][missing]
        section = f"；请加上 [{missing}] 一节" if entry["type"] == "object" else ""
        yield f"{'.'.join([*path, missing])}: 缺少这一项{section or _example(missing, entry)}"
    elif error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        for name in sorted(set(error.instance) - set(known)):
            yield f"{'.'.join([*path, name])}: 没有这个配置项，请删去；{_instead(name, known)}"
    else:
        say = _SENTENCES.get(str(error.validator), _other)
        example = _example(path[-1], error.schema) if path else ""
        yield f"{key or file}: {say(error, key)}，现在是 {_value(error.instance)}{example}"


def _missing(error: Any) -> str:
    """jsonschema reports each missing key apart, and names it only in its message."""
    names: list[str] = error.validator_value
    return next(name for name in names if error.message.startswith(f"'{name}'"))


def _type(error: Any, key: str) -> str:
    return "要写成 " + _TYPES[str(error.validator_value)].format(key=key)


def _other(error: Any, key: str) -> str:
    return f"不合要求（{error.validator} {error.validator_value}）"


_SENTENCES: Mapping[str, Callable[[Any, str], str]] = {
    "type": _type,
    "minLength": lambda error, key: "不能是空的",
    "maxLength": lambda error, key: f"最多 {error.validator_value} 个字",
    "pattern": lambda error, key: "写法不对",
    "minimum": lambda error, key: f"不能小于 {error.validator_value}",
    "maximum": lambda error, key: f"不能大于 {error.validator_value}",
    "exclusiveMinimum": lambda error, key: f"要大于 {error.validator_value}",
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
