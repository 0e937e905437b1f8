"""What the screen sees of a group's list: one row an entry, and whether one may be added or taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.definition import Entries
    from kiosk.flows.session import Session

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class EntriesView(QObject):
    changed = Signal()
    moved = Signal(object)  # the session with another list

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._wording = stage.wording
        self._session: Session | None = None
        stage.wording.changed.connect(self.changed)

    def show(self, session: Session | None) -> None:
        before, self._session = self._session, session if session and _list_at_hand(session) else None
        if before or self._session:
            self.changed.emit()

    @Property(QVariantList, notify=changed)
    def rows(self) -> list[dict[str, Any]]:
        """Key, title and what was said, numbers of persons masked."""
        step = self._step()
        if self._session is None or step is None:
            return []
        from kiosk.ui import check_rows

        return check_rows.entries(self._session, step.group, self._wording)

    @Property(bool, notify=changed)
    def canAdd(self) -> bool:
        step = self._step()
        return step is not None and step.can_add

    @Property(bool, notify=changed)
    def canRemove(self) -> bool:
        step = self._step()
        return step is not None and step.can_remove

    @Slot()
    def add(self) -> None:
        step = self._step()
        if self._session and step:
            self.moved.emit(self._session.add(step.key))

    @Slot(str)
    def remove(self, entry: str) -> None:
        if self._session:
            self.moved.emit(self._session.remove(entry))

    def _step(self) -> Entries | None:
        return _list_at_hand(self._session) if self._session else None


def _list_at_hand(session: Session) -> Entries | None:
    from kiosk.flows.definition import Entries

    return session.step if isinstance(session.step, Entries) else None
