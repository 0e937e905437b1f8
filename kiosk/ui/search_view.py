"""Finding a matter: what is typed, what fits it, and where to go with what cannot be begun here.

What was typed is nobody else's business: it stays in this object until the page is left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.qml_types import QVariantList, QVariantMap
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.search.catalogue import Matter
    from kiosk.flows.search.index import Index
    from kiosk.flows.search.suggestions import Pointer

    Ready = tuple[Index, Sequence[Pointer]]

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

Offer = Mapping[str, Any]  # a matter as home shows it


@QmlElement
class SearchView(QObject):
    changed = Signal()

    def __init__(self, stage: Stage, offers: Callable[[], Sequence[Offer]]) -> None:
        """`offers`: what can be done here at this moment, as home shows it."""
        super().__init__()
        self._stage, self._offers = stage, offers
        self._index: Index | None = None
        self._pointers: Sequence[Pointer] = ()
        self._found: Sequence[Matter] = ()
        self._elsewhere: Matter | None = None
        self._typed = ""
        self._listed = False
        self._getting_ready = stage.errand()
        stage.wording.changed.connect(self.changed)

    @Property(str, notify=changed)
    def state(self) -> str:
        """typing, listed or elsewhere."""
        return "elsewhere" if self._elsewhere else "listed" if self._listed else "typing"

    @Property(str, notify=changed)
    def typed(self) -> str:
        return self._typed

    @Property(QVariantList, notify=changed)
    def found(self) -> list[dict[str, Any]]:
        """What fits, best first; while nothing is typed, what the terminal points out."""
        here = {offer["value"]: offer for offer in self._offers()}
        if not self._typed:
            return [self._pointed(pointer, here) for pointer in self._pointers if pointer.item in here]
        return [self._told(matter, here.get(matter.item)) for matter in self._found]

    @Property(QVariantMap, notify=changed)
    def elsewhere(self) -> dict[str, str]:
        """Of the matter that cannot be begun here: title, where, bring; lacking: why not at this moment."""
        pick, matter = self._stage.wording.pick, self._elsewhere
        if matter is None:
            return {"title": "", "where": "", "bring": "", "lacking": ""}
        offer = next((offer for offer in self._offers() if offer["value"] == matter.item), None)
        return {
            "title": pick(matter.name),
            "where": pick(matter.where),
            "bring": pick(matter.bring),
            "lacking": str(offer["lacking"] or offer["preparing"]) if offer else "",
        }

    @Slot()
    def begin(self) -> None:
        """The page is there. The first search of a process gets ready beside the screen."""
        self.end()
        self._getting_ready.run(self._ready, self._take, self._unready)

    @Slot()
    def end(self) -> None:
        """The page is left, and what was typed with it."""
        self._typed, self._found, self._elsewhere, self._listed = "", (), None, False
        self.changed.emit()

    @Slot(str)
    def type(self, text: str) -> None:
        self._typed = text
        self._search()

    @Slot(str)
    def accept(self, text: str) -> None:
        """All that fits, on a page of its own; what to do where nothing does."""
        if text.strip():
            self._typed, self._listed = text, True
            self._search()

    @Slot(str, result=str)
    def choose(self, id: str) -> str:
        """The item to begin; empty where the matter is done elsewhere, which is then told."""
        offer = next((offer for offer in self._offers() if offer["value"] == self._item(id)), None)
        if offer and not offer["lacking"] and not offer["preparing"]:
            return str(offer["value"])
        self._elsewhere = self._matter(id)
        self.changed.emit()
        return ""

    @Slot()
    def again(self) -> None:
        """Back to the keys, from where it is told where to go to what was found."""
        self._listed = self._listed and self._elsewhere is not None
        self._elsewhere = None
        self.changed.emit()

    def _ready(self) -> Ready:
        from kiosk.flows.search import catalogue, suggestions
        from kiosk.flows.search.index import Index

        flows = self._stage.terminal.flows
        index = self._index or Index(catalogue.offered(catalogue.load()[0], flows))
        seasons = {flow.item: flow.season for flow in flows.values()}
        today = self._stage.front.clock().date()
        return index, suggestions.pointers(seasons, today, suggest=suggestions.switched_on())

    def _take(self, ready: Ready) -> None:
        self._index, self._pointers = ready
        self._search()

    def _unready(self, error: Exception) -> None:
        """Nothing is found then, and the page says whom to ask; home begins the same matters."""
        self._search()

    def _search(self) -> None:
        hits = self._index.search(self._typed) if self._index else []
        self._found = [hit.matter for hit in hits]
        self.changed.emit()

    def _item(self, id: str) -> str:
        matter = self._matter(id)
        return matter.item if matter else id

    def _matter(self, id: str) -> Matter | None:
        matters = self._index.matters if self._index else ()
        return next((matter for matter in matters if id in (matter.id, matter.item)), None)

    def _told(self, matter: Matter, offer: Offer | None) -> dict[str, Any]:
        wording = self._stage.wording
        away = wording.say("search_elsewhere") if not offer else offer["lacking"] or offer["preparing"]
        return {
            "value": matter.id,
            "title": wording.pick(matter.name),
            "hint": away or (offer["closed"] or offer["hint"] if offer else ""),
            "bring": offer["bring"] if offer and not away else "",
            "here": not away,
        }

    def _pointed(self, pointer: Pointer, here: Mapping[str, Offer]) -> dict[str, Any]:
        say, (month, day) = self._stage.wording.say, pointer.closes.split("-")
        hint = say("search_suggested", int(month), int(day))
        return {
            "value": pointer.item,
            "title": here[pointer.item]["title"],
            "hint": hint,
            "bring": "",
            "here": True,
        }
