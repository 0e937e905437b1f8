"""提交申请, once: while it runs, and after it stands, it takes no second tap.

Where it cannot be undone it is asked a second time, on a page of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.model import Filing

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Submission(QObject):
    changed = Signal()
    begun = Signal()
    filed = Signal(object)  # the filing
    failed = Signal(object)  # what stood in the way

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._asked = False
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        stage.wording.changed.connect(self.changed)

    def running(self) -> bool:
        return self._errand.running

    def asked(self) -> bool:
        """The person is being asked the second time."""
        return self._asked

    def show(self, session: Session | None) -> None:
        """The session at hand; on the way from the check page and back it is the same."""
        if self.take(session):
            self.changed.emit()

    def take(self, session: Session | None) -> bool:
        """Without a word; whether it is another one."""
        other = session is not self._session
        if other:
            self._session, self._asked = session, False
        return other

    def stop(self) -> None:
        self._errand.drop()
        self.show(None)

    @Property(str, notify=changed)
    def final(self) -> str:
        """What cannot be undone; empty where everything can."""
        from kiosk.flows.definition import Review

        step = self._session.step if self._session else None
        return self._stage.wording.pick(step.final) if isinstance(step, Review) else ""

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    @Slot(str)
    def submit(self, step: str) -> None:
        """提交申请."""
        if not self._may(step) or self._asked:
            return
        if self.final:
            self._ask(True)
        else:
            self._file()

    @Slot(str)
    def submitFinally(self, step: str) -> None:
        """确认提交."""
        if self._asked and self._may(step):
            self._file()

    @Slot()
    def reconsider(self) -> None:
        """再看看: back to the check page."""
        if self._asked and not self._errand.running:
            self._ask(False)

    def _may(self, step: str) -> bool:
        from kiosk.flows.definition import Review

        here = self._session.step if self._session else None
        return isinstance(here, Review) and here.key == step and not self._errand.running

    def _file(self) -> None:
        session, terminal, language = self._session, self._stage.terminal, self._stage.wording.on_paper
        assert session is not None

        def file() -> Filing:
            return terminal.file(session, language)

        if self._errand.run(file, self._done, self._fail, holds=True):
            self.begun.emit()

    def _done(self, filing: Filing) -> None:
        session = self._session
        self.show(None)
        self.filed.emit((session, filing))

    def _fail(self, error: Exception) -> None:
        self._ask(False)  # what stands in the way is said on the check page
        self.failed.emit(error)

    def _ask(self, asked: bool) -> None:
        if asked != self._asked:
            self._asked = asked
            self.changed.emit()
