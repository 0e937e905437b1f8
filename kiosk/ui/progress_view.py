"""How far a matter is, department by department: as the platform told, and again while somebody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import branch_lines, node_lines
from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.flows.session import Session
    from kiosk.terminal.progress import Part
    from kiosk.terminal.withdrawing import Matter

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ProgressView(QObject):
    changed = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._matter: Matter | None = None
        self._looking = stage.errand()
        self._watch = QTimer(self)
        self._watch.setInterval(int(stage.patience.watch * 1000))
        self._watch.timeout.connect(self._look)
        stage.wording.changed.connect(self.changed)

    @Property(str, notify=changed)
    def matter(self) -> str:
        if self._matter is None:
            return ""
        flow = self._stage.terminal.flows.get(self._matter.filing.item)
        return self._stage.wording.pick(flow.title) if flow else self._matter.title

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._matter.filing.number if self._matter else ""

    @Property(str, notify=changed)
    def summary(self) -> str:
        return branch_lines.summary(self._parts(), self._stage.wording)

    @Property(str, notify=changed)
    def whole(self) -> str:
        """How long all of it has taken, beside what was promised; empty where nothing can be said of that."""
        found = self._stage.terminal.withdrawing.whole(self._matter) if self._matter else None
        return branch_lines.whole(found, self._stage.wording) if found else ""

    @Property(QVariantList, notify=changed)
    def lines(self) -> list[dict[str, str]]:
        phone = self._stage.terminal.site.phone
        return branch_lines.lines(self._parts(), self._stage.wording, phone)

    @Property(QVariantList, notify=changed)
    def nodes(self) -> list[dict[str, str]]:
        """Where all of it is: passed, now or ahead, each with its time."""
        return node_lines.lines(self._matter, self._parts(), self._stage.wording) if self._matter else []

    def start(self, session: Session, matter: Matter) -> None:
        self._session, self._matter = session, matter
        self._watch.start()
        self.changed.emit()

    def forget(self) -> None:
        self._watch.stop()
        self._looking.drop()
        self._session = self._matter = None
        self.changed.emit()

    def _parts(self) -> Sequence[Part]:
        return self._stage.terminal.withdrawing.progress(self._matter) if self._matter else ()

    @Slot()
    def _look(self) -> None:
        session, terminal = self._session, self._stage.terminal
        if session:
            self._looking.run(lambda: terminal.withdrawing.matters(session), self._see, self._miss)

    def _see(self, matters: Sequence[Matter]) -> None:
        own = self._matter
        found = next((matter for matter in matters if own and matter.filing.id == own.filing.id), None)
        if found is not None and found != own:
            self._matter = found
            self.changed.emit()

    def _miss(self, error: Exception) -> None:
        """The store could not be read this time: it is asked again."""
