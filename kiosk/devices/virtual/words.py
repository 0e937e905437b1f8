"""KEY=VALUE as a technician writes it, for a state file; what cannot be is refused in their words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

from kiosk.devices.virtual import persons
from kiosk.devices.virtual.stand import Stand
from kiosk.devices.virtual.state import State, StateError

_PICTURES = ("image", "picture")  # keys that hold the path of one
_CARDS = ("bank-card", "work-permit")  # what lies there and is nobody's identity card
_PHRASES = {
    "one of ": "",
    ", or ": "，或 ",
    "null or ": "null 或 ",
    "null, ": "null、",
    "none or ": "none 或 ",
    "a number from 0": "从 0 起的整数",
    "an even number of digits": "偶数位数字",
    "clear without a presenter": "clear：这台打印机没有出纸器（启动时加 --receipt-printer presenter）",
    "words with commas between": "用逗号隔开的",
    "percents with commas between": "用逗号隔开的百分数",
    "text": "文字",
    "the path of a picture": "图片的路径",
    "bytes in hex": "十六进制的字节",
    "true or false": "true 或 false",
    "an SW3 in hex": "十六进制的 SW3",
    "a person's id": "人的代号",
    "as in ": "例如 ",
    " decimals": " 位小数",
    ", ": "、",
}


def changes(stand: Stand, pairs: Iterable[str]) -> dict[type[State], dict[str, object]]:
    """By the kind of state that has the key. Raises ValueError, with a technician's sentence."""
    found: dict[type[State], dict[str, object]] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        kind = next((kind for kind in stand.states if key in _keys(stand, kind)), None)
        if not equals or kind is None:
            known = [name for kind in stand.states for name in _keys(stand, kind)]
            raise ValueError(f"{stand.name} 没有 {pair}：写 KEY=VALUE，KEY 是 {'、'.join(known)}")
        value = _value(kind, key, text)
        _must_be_possible(stand, kind, key, value)
        if key in _PICTURES and isinstance(value, str):
            value = _picture(stand, key, value)
        found.setdefault(kind, {})[key] = value
    return found


def _keys(stand: Stand, kind: type[State]) -> list[str]:
    """Those that this device heeds."""
    return [field.name for field in fields(kind) if stand.inert.get(field.name) != ()]


def _picture(stand: Stand, key: str, value: str) -> str:
    """Its whole path: the device may run in another folder. Raises ValueError."""
    from PIL import Image, UnidentifiedImageError

    whole = Path(value).resolve()
    try:
        with Image.open(whole) as found:
            found.verify()
    except UnidentifiedImageError:
        raise ValueError(f"{stand.name} 的 {key} 不能是 {value}：不是图片") from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        why = getattr(error, "strerror", None) or "不是完整的图片"
        raise ValueError(f"{stand.name} 的 {key} 不能是 {value}：{why}") from None
    return str(whole)


def _value(kind: type[State], key: str, text: str) -> object:
    """A number only where the key takes one: what a code or a PIN holds is text."""
    hint: Any = get_type_hints(kind)[key]
    allowed = get_args(hint) or (hint,)
    if text == "null" and type(None) in allowed:
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return text
    allowed = (*allowed, int) if float in allowed else allowed
    return value if type(value) in allowed and not isinstance(value, str) else text


def _must_be_possible(stand: Stand, kind: type[State], key: str, value: object) -> None:
    """Each key alone: a value that cannot be is wrong whatever the others are."""
    shown = json.dumps(value, ensure_ascii=False)
    inert = stand.inert.get(key, ())
    try:
        replace(kind(), **{key: value})
    except StateError as error:
        allowed = chinese(str(error).partition(" must be ")[2])
        allowed = "、".join(word for word in allowed.split("、") if word not in inert)
        raise ValueError(f"{stand.name} 的 {key} 不能是 {shown}，可以是 {allowed}") from None
    if value in inert:
        raise ValueError(f"{stand.name} 不受 {key}={value} 影响：这种设备没有这样的故障")
    if key == "card" and value is not None:
        cards = [*persons.load(), *_CARDS]
        if value not in cards:
            raise ValueError(f"{stand.name} 的 {key} 不能是 {shown}，可以是 null、{'、'.join(cards)}")


def chinese(allowed: str) -> str:
    allowed = re.sub(r"a number from (-?\d+) to (\d+)", r"\1 到 \2 的数", allowed)
    for phrase, chinese in _PHRASES.items():
        allowed = allowed.replace(phrase, chinese)
    return allowed
