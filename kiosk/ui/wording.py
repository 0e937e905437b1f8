"""What the screens say, in the language that the person has chosen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kiosk.config import RESOURCES
from kiosk.flows.text import LANGUAGES, Text

if TYPE_CHECKING:
    from kiosk.model import DeviceError

SCREENS = RESOURCES / "texts" / "screens.yaml"


def load(path: Path = SCREENS) -> dict[str, Text]:
    """Every sentence of the screens by its key. Raises KeyError where a language is missing."""
    import yaml

    entries = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {key: Text(*(entry[language] for language in LANGUAGES)) for key, entry in entries.items()}


class Wording(QObject):
    changed = Signal()

    def __init__(self, texts: Mapping[str, Text]) -> None:
        super().__init__()
        self.texts = texts
        self.language = LANGUAGES[0]

    def speak(self, language: str) -> None:
        if language in LANGUAGES and language != self.language:
            self.language = language
            self.changed.emit()

    @property
    def on_paper(self) -> str:
        """What is printed or sent is said in full, also to whoever reads plain words on the glass."""
        return "en" if self.language == "en" else LANGUAGES[0]

    def say(self, key: str, *values: object) -> str:
        """The sentence of that key; %1, %2 … are replaced by the values."""
        sentence = self.texts[key].in_(self.language)
        for place, value in enumerate(values, 1):
            sentence = sentence.replace(f"%{place}", str(value))
        return sentence

    def pick(self, text: Text | None) -> str:
        return text.in_(self.language) if text else ""

    def fault(self, error: DeviceError) -> str:
        """What a device says to the person: its own sentence, which is Chinese, or ours by kind of fault."""
        if self.language != "en":
            return error.fault.citizen
        code = error.fault.code
        keys = (f"fault_{code.replace('.', '_')}", f"fault_{code.split('.')[0]}")
        return self.say(next((key for key in keys if key in self.texts), "fault_other"))

    def reason(self, code: str | None, phone: str) -> str:
        """What a reason of the platform means for the person and what to do; empty for one unknown to us.

        The list is closed (docs/protocol.md), and a code itself is never shown. `phone`: whom to ask.
        """
        key = f"outcome_{code.lower()}" if code else ""
        return self.say(key, phone) if key in self.texts else ""

    def all(self) -> dict[str, str]:
        return {key: text.in_(self.language) for key, text in self.texts.items()}
