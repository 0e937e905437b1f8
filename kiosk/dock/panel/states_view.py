"""The devices that have no desk of their own, as the panel shows and handles them: key by key."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.devices.virtual import chosen, state
from kiosk.devices.virtual.state import StateError
from kiosk.devices.virtual.words import changes
from kiosk.dock.rig import Place
from kiosk.ui.qml_types import QVariantList

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_EVERY = 150  # ms


@QmlElement
class StatesView(QObject):
    changed = Signal()

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._folder = place.state
        self._stands = {stand.name: stand for stand in chosen(place.also)}
        self._lines: list[str] = []
        self._trouble = ""
        self._look()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        if self._stands:
            self._timer.start(_EVERY)

    @Property(QVariantList, notify=changed)
    def lines(self) -> list[str]:
        return self._lines

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """Why the last word was not taken; empty when it was."""
        return self._trouble

    @Slot(str)
    def tell(self, words: str) -> None:
        """A name and KEY=VALUE…, as on the command line."""
        name, *pairs = words.split() or [""]
        try:
            if name not in self._stands or not pairs:
                raise ValueError(f"写 设备 KEY=VALUE；设备是 {'、'.join(self._stands)}")
            for kind, values in changes(self._stands[name], pairs).items():
                state.update(self._folder, kind, **values)
            self._trouble = ""
        except ValueError as error:
            self._trouble = str(error)
        self._look()
        self.changed.emit()

    @Slot()
    def _look(self) -> None:
        lines = []
        try:
            for stand in self._stands.values():
                found: dict[str, Any] = {}
                for kind in stand.states:
                    found |= asdict(state.read(self._folder, kind))
                lines.append(
                    f"{stand.name}  " + "  ".join(f"{key}={_word(value)}" for key, value in found.items())
                )
        except StateError:
            return  # somebody writes nonsense by hand; the last good state stays
        if lines != self._lines:
            self._lines = lines
            self.changed.emit()


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
