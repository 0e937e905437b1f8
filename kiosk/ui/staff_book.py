"""The clerk's day-book on the screen: numbers and states, nobody's name; and the batch at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.qml_types import QVariantList, QVariantMap
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.terminal.staff import Batch, Entry
    from kiosk.ui.session_view import SessionView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_EVERY = 2000  # milliseconds: what the platform said meanwhile


@QmlElement
class StaffBook(QObject):
    changed = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._entries: tuple[Entry, ...] = ()
        self.shared: Batch | None = None
        self._filed = ""  # the filing whose choices the batch was told of
        self._errand = stage.errand()
        self._sharing = stage.errand()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)
        stage.wording.changed.connect(self.changed)

    def show(self, shown: bool) -> None:
        if shown:
            self._timer.start()
            self.look()
        else:
            self._timer.stop()

    @Slot()
    def look(self) -> None:
        staff = self._stage.terminal.staff

        def read() -> tuple[tuple[Entry, ...], Batch | None]:
            return staff.book(), staff.batch()

        self._errand.run(read, self._take, self._leave)

    def share(self, view: SessionView) -> None:
        """What was just filed tells its choices to those who come after, once."""
        session, filing = view.of_person, view.aftermath.filing
        if session is None or filing is None or filing.id == self._filed:
            return
        self._filed, staff, done = filing.id, self._stage.terminal.staff, session
        self._sharing.run(lambda: staff.share(done), self._shared, self._leave)

    @Property(QVariantList, notify=changed)
    def rows(self) -> list[dict[str, Any]]:
        from kiosk.receipt import state_words

        say, language = self._stage.wording.say, self._stage.wording.language
        return [
            {
                "number": entry.number,
                "title": entry.title,
                "role": say(f"role_{entry.role.value}"),
                "state": state_words(entry.outcome.status, language, entry.outcome.reason)[0],
                "at": f"{entry.filed_at.astimezone(self._stage.front.clock().tzinfo):%m-%d %H:%M}",
            }
            for entry in self._entries
        ]

    @Property(QVariantMap, notify=changed)
    def counts(self) -> dict[str, int]:
        """today, waiting (not with the platform yet), due (to be corrected)."""
        from kiosk.model import Status

        now = self._stage.front.clock()
        today = [e for e in self._entries if e.filed_at.astimezone(now.tzinfo).date() == now.date()]
        found = [entry.outcome.status for entry in self._entries]
        return {
            "today": len(today),
            "waiting": found.count(Status.HELD) + found.count(Status.QUARANTINED),
            "due": found.count(Status.CORRECTION_REQUIRED),
        }

    @Property(str, notify=changed)
    def batch(self) -> str:
        """The matter that is done for one person after the other; empty where none is."""
        flows = self._stage.terminal.flows if self.shared else {}
        known = flows.get(self.shared.item) if self.shared else None
        return self._stage.wording.pick(known.title) if known else ""

    def _take(self, found: tuple[tuple[Entry, ...], Batch | None]) -> None:
        if found != (self._entries, self.shared):
            self._entries, self.shared = found
            self.changed.emit()

    def _shared(self, nothing: None) -> None:
        """Whoever comes next is asked less."""

    def _leave(self, error: Exception) -> None:
        """What was known stays on the screen."""
