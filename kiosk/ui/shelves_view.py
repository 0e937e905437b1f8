"""What the screen sees of the shelves: themes and stages, then what stands on the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.shelves import Place, Shelf

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

Offer = dict[str, Any]


@QmlElement
class ShelvesView(QObject):
    changed = Signal()

    def __init__(self, stage: Stage, offers: Callable[[], Sequence[Offer]]) -> None:
        """`offers`: what can be done here at this moment, as home shows it."""
        super().__init__()
        self._stage, self._offers = stage, offers
        self._filled: Sequence[tuple[Shelf, Sequence[Place]]] = ()
        self._chosen = ""
        self._getting_ready = stage.errand()
        stage.wording.changed.connect(self.changed)

    @Property(str, notify=changed)
    def title(self) -> str:
        """Of the chosen one; none is chosen: empty."""
        chosen = self._at_hand()
        return self._stage.wording.pick(chosen[0].title) if chosen else ""

    @Property(QVariantList, notify=changed)
    def shelves(self) -> list[dict[str, Any]]:
        wording = self._stage.wording
        return [
            {
                "key": shelf.key,
                "title": wording.pick(shelf.title),
                "drawing": shelf.drawing,
                "hint": wording.say("shelves_count", len(places)) if places else wording.say("shelves_soon"),
                "empty": not places,
            }
            for shelf, places in self._filled
        ]

    @Property(QVariantList, notify=changed)
    def entries(self) -> list[dict[str, Any]]:
        """What can be begun here, then what is done elsewhere, with the place that does it."""
        here = {offer["value"]: offer for offer in self._offers()}
        chosen = self._at_hand()
        return [self._told(place, here) for place in (chosen[1] if chosen else ())]

    @Slot()
    def begin(self) -> None:
        """The page is there. The shelves are read beside the screen."""
        self._chosen = ""
        self._getting_ready.run(self._ready, self._take, self._unready)

    @Slot(str)
    def choose(self, key: str) -> None:
        self._chosen = key
        self.changed.emit()

    def _ready(self) -> Sequence[tuple[Shelf, Sequence[Place]]]:
        from kiosk.flows import shelves
        from kiosk.flows.search.cleaning import RESOURCES

        flows = sorted(self._stage.terminal.flows.values(), key=lambda flow: flow.home)
        known = shelves.load(RESOURCES)[0]
        return [(shelf, shelves.on(shelf, known, flows)) for shelf in known]

    def _take(self, filled: Sequence[tuple[Shelf, Sequence[Place]]]) -> None:
        self._filled = filled
        self.changed.emit()

    def _unready(self, error: Exception) -> None:
        """No shelf is shown then; the search finds the same matters."""
        self._take(())

    def _at_hand(self) -> tuple[Shelf, Sequence[Place]] | None:
        return next((each for each in self._filled if each[0].key == self._chosen), None)

    def _told(self, place: Place, here: dict[str, Offer]) -> dict[str, Any]:
        wording, entry, offer = self._stage.wording, place.entry, here.get(place.item)
        if offer:
            return {**offer, "here": True}
        return {
            "value": entry.id if entry else place.item,
            "title": wording.pick(entry.name) if entry else place.item,
            "hint": wording.pick(entry.where) if entry else "",
            "bring": "",
            "lacking": wording.say("shelves_away"),
            "preparing": "",
            "closed": "",
            "here": False,
        }
