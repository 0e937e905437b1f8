"""From the workbench to somebody's matter: as what, which matter, and the principal's card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.card_turns import CardTurns
from kiosk.ui.machine_view import MachineView
from kiosk.ui.qml_types import QVariantList
from kiosk.ui.staff_book import StaffBook
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.model import IdentityCard

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class StaffBench(QObject):
    changed = Signal()
    went = Signal(str)  # to that page
    begun = Signal(object)  # the session of a principal

    def __init__(self, stage: Stage, machine: MachineView, book: StaffBook) -> None:
        super().__init__()
        self._stage, self._machine, self._book = stage, machine, book
        self._role = self._item = self._says = ""
        self._many = False
        self._errand = stage.errand()
        self._cards = CardTurns(stage)
        self._cards.read.connect(self._begin)
        self._cards.changed.connect(self.changed)
        machine.changed.connect(self.changed)
        stage.wording.changed.connect(self.changed)

    @Property(str, notify=changed)
    def role(self) -> str:
        """As what the next matter is done: assist or agent."""
        return self._role

    @Property(str, notify=changed)
    def title(self) -> str:
        """Of the matter that was picked."""
        flows = self._stage.terminal.flows if self._item else {}
        return self._stage.wording.pick(flows[self._item].title) if self._item in flows else ""

    @Property(str, notify=changed)
    def says(self) -> str:
        """What keeps a principal's matter from beginning, or the reader's word on the card."""
        return self._says or self._cards.says

    @Property(QVariantList, notify=changed)
    def roles(self) -> list[str]:
        """As what the clerk on duty may act."""
        staff = self._stage.terminal.staff if self._stage.coming.here else None
        return sorted(staff.operator.roles, reverse=True) if staff and staff.operator else []

    @Property(QVariantList, notify=changed)
    def matters(self) -> list[dict[str, Any]]:
        """What may be done as this, as home shows it."""
        from kiosk.model import Role

        if not self._role or not self._stage.coming.here:
            return []
        terminal, role = self._stage.terminal, Role(self._role)
        offered: list[dict[str, Any]] = self._machine.property("items")
        return [entry for entry in offered if terminal.staff.may(terminal.flows[entry["value"]], role)]

    @Slot(str, bool)
    def choose(self, role: str, many: bool) -> None:
        """`many`: the same matter for one person after the other."""
        self._role, self._many, self._item = role, many, ""
        self.changed.emit()
        self.went.emit("StaffMatters")

    @Slot(str)
    def pick(self, item: str) -> None:
        if self._role and self._machine.offers(item):
            self._item = item
            self._await()

    @Slot()
    def next(self) -> None:
        """The next person of a batch."""
        if (batch := self._book.shared) is not None:
            self._role, self._item, self._many = batch.role.value, batch.item, True
            self._await()

    @Slot()
    def openBook(self) -> None:
        self.went.emit("DayBook")

    @Slot()
    def openDuties(self) -> None:
        self.went.emit("Duties")

    @Slot()
    def endBatch(self) -> None:
        terminal = self._stage.terminal
        self._errand.run(terminal.staff.end_batch, self._ended, self._not_ended)

    def stop(self) -> None:
        self._cards.stop()
        self._errand.drop()
        self._says = ""

    def _await(self) -> None:
        self.went.emit("Principal")
        self._cards.start()
        self.changed.emit()

    @Slot(object)
    def _begin(self, card: IdentityCard) -> None:
        from kiosk.model import Role

        terminal, item, role, many = self._stage.terminal, self._item, Role(self._role), self._many

        def begin() -> Session:
            session = terminal.staff.assisting(terminal.begin(item), role, card, many=many)
            terminal.faces.keep(card)
            return session

        self._errand.run(begin, self._begun, self._not_begun)

    def _begun(self, session: Session) -> None:
        self.stop()
        self.begun.emit(session)

    def _not_begun(self, error: Exception) -> None:
        from kiosk.terminal.staff import OwnMatterError

        own = isinstance(error, OwnMatterError)
        self._says = self._stage.wording.say("principal_own" if own else "trouble")
        self._cards.start()
        self.changed.emit()

    def _ended(self, nothing: None) -> None:
        self._book.look()

    def _not_ended(self, error: Exception) -> None:
        """It is tried again with the next tap."""
