"""Why a matter cannot be begun here just now, in the words of who wants to begin it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.model import DeviceStatus
    from kiosk.ui.wording import Wording

_PRINTERS = ("receipt_printer", "document_printer")
_OF_PRINTERS = {
    "media.empty": "lacking_paper",
    "toner.empty": "lacking_toner",
    "media.jam": "lacking_jam",
    "cover.open": "lacking_cover",
}  # by the code of the worst fault
_OF_KINDS = {
    "card_reader": "lacking_card_reader",
    "social_card_reader": "lacking_social_card_reader",
    "code_scanner": "lacking_scanner",
    "document_camera": "lacking_document_camera",
    "receipt_printer": "lacking_printer",
    "document_printer": "lacking_printer",
}


def key(absent: Sequence[str], devices: Mapping[str, DeviceStatus]) -> str:
    """Of the sentence for the first of `absent`; without any, of the one that names no device."""
    if not absent:
        return "item_lacking"
    kind, status = absent[0], devices.get(absent[0])
    worst = status.worst if status is not None else None
    if kind in _PRINTERS and worst is not None and worst.code in _OF_PRINTERS:
        return _OF_PRINTERS[worst.code]
    return _OF_KINDS.get(kind, "item_lacking")


def sentence(wording: Wording, absent: Sequence[str], devices: Mapping[str, DeviceStatus]) -> str:
    """Which thing does not work, and what else can be done."""
    return wording.say(key(absent, devices))
