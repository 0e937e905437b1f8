"""Options that only readers of identity cards have. All raise ValueError as those of all devices do."""

from __future__ import annotations

import re

from kiosk.devices import options
from kiosk.devices.card_reader._photo import Library, NoDecoder, PhotoDecoder, ReaderDecoded
from kiosk.devices.card_reader._reader import Manner


def choice(name: str, value: object, *allowed: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(
            f"选项 {name} 可以写 {'、'.join(allowed)}，加引号，现在是 {value!r}；例如 {allowed[0]}"
        )
    return value


def matching(name: str, value: object, pattern: str, rule: str, example: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
        raise ValueError(f"选项 {name} 要写成{rule}，加引号，现在是 {value!r}；例如 {example}")
    return value


def manner(  # noqa: PLR0913 - the options that the readers of every line have
    poll: object, deadline: object, radio_frame: object, photo: object, library: object, entry: object
) -> Manner:
    seconds = options.seconds("deadline", deadline)
    return Manner(
        options.seconds("poll", poll),
        seconds,
        options.whole("radio_frame", radio_frame, 0, 255),
        _photo(photo, library, entry, seconds),
    )


def _photo(value: object, library: object, entry: object, deadline: float) -> PhotoDecoder:
    """`library` and `entry` count for photo = "library" only, and are checked in any case."""
    way = choice("photo", value, "none", "reader", "library")
    path = options.device_path("photo_library", library) if library != "" else ""
    name = choice("photo_entry", entry, "wlt2bmp", "GetBmp")
    if way == "library" and not path:
        raise ValueError('选项 photo_library 要写成解码库的完整路径：photo = "library" 时不能不写')
    if way == "library":
        return Library(path, name, deadline)
    return ReaderDecoded() if way == "reader" else NoDecoder()
