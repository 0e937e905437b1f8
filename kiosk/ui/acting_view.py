"""What the screen sees of the page that asks for whom: oneself, the register's organisations, another one by
its code, typed or scanned; one call at a time, and one sentence where it will not do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.grouping import grouped
from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.definition import ActFor
    from kiosk.flows.session import Session
    from kiosk.flows.text import Text

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ActingView(QObject):
    changed = Signal()
    moved = Signal(object)  # the session with its applicant

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._typed: str | None = None
        self._says: Text | None = None
        self._errand = stage.errand()
        stage.wording.changed.connect(self.changed)

    def running(self) -> bool:
        return self._errand.running

    def start(self, session: Session) -> None:
        self._session, self._typed, self._says = session, None, None
        self.changed.emit()

    def stop(self) -> None:
        self._errand.drop()
        self._session, self._typed, self._says = None, None, None
        self.changed.emit()

    @Property(bool, notify=changed)
    def offersPerson(self) -> bool:
        step = self._step()
        return step is not None and step.offers_person

    @Property(QVariantList, notify=changed)
    def rows(self) -> list[dict[str, Any]]:
        """The organisations that the register names for the person."""
        return self._rows()

    def _rows(self) -> list[dict[str, Any]]:
        if self._session is None:
            return []
        from kiosk.flows.session import acting

        say = self._stage.wording.say
        return [
            {
                "value": one["uscc"],
                "title": one["name"],
                "hint": say("act_row", say(f"act_{one['role']}"), grouped("uscc", one["uscc"])),
                "chosen": one["uscc"] == self._answered(),
            }
            for one in acting.listed(self._session)
        ]

    @Property(str, notify=changed)
    def code(self) -> str:
        """What stands in the field: typed now, or taken before where the list does not have it."""
        return self._code()

    def _code(self) -> str:
        if self._typed is not None:
            return self._typed
        code = self._answered()
        return "" if any(row["value"] == code for row in self._rows()) else code

    @Property(str, notify=changed)
    def shown(self) -> str:
        return grouped("uscc", self._code())

    @Property(str, notify=changed)
    def says(self) -> str:
        """Why the code that was typed or scanned will not do."""
        return self._stage.wording.pick(self._says)

    @Property(bool, notify=changed)
    def unproved(self) -> bool:
        """Nobody can be asked now: what is named is taken in, and looked at later."""
        confirmation = self._session.facts.get("confirmation", {}) if self._session else {}
        return self._session is not None and confirmation.get("state") != "confirmed"

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        return self.running()

    @Slot(str)
    def type(self, code: str) -> None:
        self._typed, self._says = code, None
        self.changed.emit()

    @Slot(str)
    def scan(self, code: str) -> None:
        """A licence was held under the scanner while the page was up."""
        if self._session is not None and not self.running():
            self._stage.idle.touch()
            self.type(code)
            self.choose(code)

    @Slot(str)
    def choose(self, code: str) -> None:
        """For the organisation of this code; with none, for oneself."""
        from kiosk.terminal.acting import act_for

        session, step, terminal = self._session, self._step(), self._stage.terminal
        if session is None or step is None:
            return
        self._errand.run(lambda: act_for(terminal, session, step.key, code), self._acted, self._fail)
        self.changed.emit()

    def _acted(self, session: Session) -> None:
        self.moved.emit(session)

    def _fail(self, error: Exception) -> None:
        from kiosk.flows.taking import AnswerError

        says = next(iter(error.says.values())) if isinstance(error, AnswerError) else None
        self._says = says or self._stage.wording.texts["trouble"]
        self.changed.emit()

    def _answered(self) -> str:
        from kiosk.flows.definition.acting import KEY

        return str(self._session.answers.get(KEY, "")) if self._session else ""

    def _step(self) -> ActFor | None:
        from kiosk.flows.definition import ActFor

        step = self._session.step if self._session else None
        return step if isinstance(step, ActFor) else None
