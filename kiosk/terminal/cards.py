"""The card reader while a session runs: whose card lies there, and whether any does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.devices.card_reader import CardReader
from kiosk.model import Completion, DeviceError, Fault

OTHER = DeviceError(
    Completion.USER_ERROR,
    Fault("card.other", "请先拿开另一张身份证。", "办理中放上了另一个人的证件：没有换人，内容没有留下"),
)


class Told:
    """A card that lies wrong is tried again every second, and told of once: until it is gone, or wrong in
    another way."""

    def __init__(self) -> None:
        self._code = ""

    def is_new(self, error: DeviceError) -> bool:
        before, self._code = self._code, "" if error.completion is Completion.TIME_OUT else error.fault.code
        return self._code not in ("", before)


def present(device: Callable[[str], Any]) -> bool:
    """A reader that is not there, or does not answer, shows no card."""
    try:
        reader: CardReader = device("card_reader")
        return reader.present()
    except DeviceError:
        return False


def another(reader: CardReader, id_number: str, before: bool) -> bool:
    """Whether the card that lies there is not the one with this number.

    A reader reads each card once, so what was found `before` holds until that card is gone. A card is read
    to be compared, and nothing of it is kept; one that cannot be read is nobody's.
    """
    try:
        return reader.read(0).number != id_number
    except DeviceError as error:
        return before and error.fault.code == "card.not_lifted"
