"""The devices that have no desk of their own, as the panel shows and handles them: presses and keys."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.devices.virtual import chosen, state
from kiosk.devices.virtual.stand import Stand
from kiosk.devices.virtual.state import StateError
from kiosk.devices.virtual.words import changes
from kiosk.dock.panel import presses
from kiosk.dock.panel.desk_view import DeskView
from kiosk.dock.rig import Place
from kiosk.ui.qml_types import QVariantList

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_EVERY = 150  # ms


@QmlElement
class StatesView(QObject):
    changed = Signal()

    def __init__(self, place: Place, desk: DeskView) -> None:
        super().__init__()
        self._folder, self._out, self._desk = place.state, place.out, desk
        self._stands = {
            stand.name: stand for stand in sorted(chosen(place.also), key=lambda s: presses.order(s.name))
        }
        self._devices: list[dict[str, Any]] = []
        self._trouble = ""
        self._look()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        if self._stands:
            self._timer.start(_EVERY)

    @Property(QVariantList, notify=changed)
    def devices(self) -> list[dict[str, Any]]:
        """`name`, `title`, `said` (what is not as usual), `presses` (`text`, `words`)."""
        return self._devices

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """Why the last word was not taken; empty when it was."""
        return self._trouble

    @Slot(str)
    def tell(self, words: str) -> None:
        """A name and KEY=VALUE…, as on the command line."""
        self._take(words.split())

    def _take(self, words: list[str]) -> None:
        name, *pairs = words or [""]
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

    @Slot(str)
    def press(self, words: str) -> None:
        """As tell(), of a button."""
        holder = self._desk.holder()
        code = presses.pick_up_code(self._out)
        if "{holder}" in words and holder is None:
            self._complain("先在上面放一次身份证：插的是同一个人的社保卡")
        elif "{pick_up}" in words and not code:
            self._complain("还没有凭条：先办一件事，打出凭条")
        else:
            known = {"holder": holder.id if holder else "", "pick_up": code}
            faces = (self._out / "faces").resolve()  # which may have a space in it
            self._take([word.format(**known, faces=faces) for word in words.split()])

    def _complain(self, trouble: str) -> None:
        self._trouble = trouble
        self.changed.emit()

    @Slot()
    def _look(self) -> None:
        try:
            devices = [self._seen(stand) for stand in self._stands.values()]
        except StateError:
            return  # somebody writes nonsense by hand; the last good state stays
        if devices != self._devices:
            self._devices = devices
            self.changed.emit()

    def _seen(self, stand: Stand) -> dict[str, Any]:
        unusual: list[str] = []
        for kind in stand.states:
            usual, now = asdict(kind()), asdict(state.read(self._folder, kind))
            unusual += [f"{key}={_word(value)}" for key, value in now.items() if value != usual[key]]
        handled = presses.of(stand.name)
        return {
            "name": stand.name,
            "title": handled.title,
            "said": "  ".join(unusual),
            "presses": [vars(press) for press in handled.presses],
        }


def _word(value: object) -> str:
    """Of a file, its name: where it lies is long."""
    if isinstance(value, str):
        return Path(value).name if value.startswith("/") else value
    return json.dumps(value)
