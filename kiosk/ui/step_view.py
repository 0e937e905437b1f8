"""What the screen sees of the step at hand: words, choices, fields, rows. It shows, and answers nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.flows.text import Text
from kiosk.ui import content, guide, informing
from kiosk.ui.qml_types import QVariantList, QVariantMap
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.definition import Field, Step
    from kiosk.flows.session import Session

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class StepView(QObject):
    changed = Signal()
    foundChanged = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._wording = stage.wording
        self._session: Session | None = None
        self._errors: Mapping[str, Text] = {}
        self._typed: dict[str, str] = {}
        self._query = ""
        self._revealed = False
        self._conceal = QTimer(self)
        self._conceal.setSingleShot(True)
        self._conceal.setInterval(int(stage.patience.reveal * 1000))
        self._conceal.timeout.connect(self._cover)
        stage.wording.changed.connect(self.changed)

    def show(self, session: Session | None) -> None:
        """Another session, or the same one elsewhere: what was typed and found wrong is gone."""
        self.take(session)
        self.tell()

    def take(self, session: Session | None) -> None:
        """Without a word: a page that is about to be swapped would only go through all of it once more."""
        self._session = session
        self._errors, self._typed, self._query = self._amiss(), {}, ""
        self._conceal.stop()
        self._revealed = False

    def tell(self) -> None:
        self.changed.emit()
        self.foundChanged.emit()

    def complain(self, says: Mapping[str, Text]) -> None:
        """Wrong answers: said at the top and beside the field; what was entered stays."""
        self._errors = says
        self.changed.emit()

    def entered(self) -> dict[str, str]:
        """What stands in the fields of a form: typed, answered before, or preset."""
        return {entry["key"]: entry["value"] for entry in self._entries()}

    def standing(self) -> dict[str, str]:
        """How each field of a form stands, blank, filled or wrong: nothing of what is in it."""
        stands = {entry["key"]: "filled" if entry["value"] else "blank" for entry in self._entries()}
        return {key: "wrong" if key in self._errors else state for key, state in stands.items()}

    @Property(str, notify=changed)
    def item(self) -> str:
        return self._wording.pick(self._session.flow.title) if self._session else ""

    @Property(int, notify=changed)
    def position(self) -> int:
        """第 n 步, of `count`."""
        return self._session.position[0] if self._session else 0

    @Property(int, notify=changed)
    def count(self) -> int:
        return self._session.position[1] if self._session else 0

    @Property(str, notify=changed)
    def key(self) -> str:
        step = self._step()
        return step.key if step else ""

    @Property(str, notify=changed)
    def title(self) -> str:
        step = self._step()
        return self._wording.pick(step.title) if step else ""

    @Property(str, notify=changed)
    def text(self) -> str:
        step = self._step()
        return self._wording.pick(step.text) if step else ""

    @Property(str, notify=changed)
    def why(self) -> str:
        step = self._step()
        return self._wording.pick(step.why) if step else ""

    @Property(str, notify=changed)
    def stage(self) -> str:
        step = self._step()
        return self._wording.say(f"stage_{step.stage}") if step else ""

    @Property(QVariantMap, notify=changed)
    def guide(self) -> dict[str, str]:
        guide = self._session.flow.guide if self._session else {}
        return {key: self._wording.pick(text) for key, text in guide.items()}

    @Property(QVariantList, notify=changed)
    def guideBlocks(self) -> list[content.Entry]:
        return guide.blocks(self._session.flow, self._wording) if self._session else []

    @Property(str, notify=changed)
    def before(self) -> str:
        """What the matter took in former times, where that is known."""
        return guide.before(self._session.flow, self._wording) if self._session else ""

    @Property(QVariantList, notify=changed)
    def points(self) -> list[str]:
        from kiosk.flows.definition import Notice

        step = self._step()
        return [self._wording.pick(point) for point in step.points] if isinstance(step, Notice) else []

    @Property(QVariantList, notify=changed)
    def consents(self) -> list[content.Entry]:
        return content.consents(self._step(), self._wording)

    @Property(QVariantList, notify=changed)
    def inPerson(self) -> list[content.Entry]:
        return content.in_person(self._step(), self._wording)

    @Property(QVariantList, notify=changed)
    def options(self) -> list[content.Entry]:
        return content.options(self._session, self._wording) if self._session else []

    @Property(bool, notify=changed)
    def searchable(self) -> bool:
        from kiosk.flows.definition import Choose

        step = self._step()
        return isinstance(step, Choose) and step.codes is not None

    @Property(QVariantList, notify=foundChanged)
    def found(self) -> list[content.Entry]:
        return content.search(self._session, self._query, self._wording) if self._session else []

    @Property(QVariantList, notify=changed)
    def fields(self) -> list[content.Entry]:
        return self._entries()

    @Property(QVariantList, notify=changed)
    def errors(self) -> list[content.Entry]:
        return content.errors(self._errors, self._fields(), self._wording)

    @Property(QVariantList, notify=changed)
    def rows(self) -> list[content.Entry]:
        if self._session is None:
            return []
        from kiosk.ui import check_rows

        return check_rows.rows(self._session, self._wording, revealed=self._revealed)

    @Property(QVariantList, notify=changed)
    def told(self) -> list[content.Entry]:
        """What a matter that only informs says in the end."""
        return informing.words(self._session, self._wording) if self._session else []

    @Property(QVariantList, notify=changed)
    def bars(self) -> list[content.Entry]:
        return informing.bars(self._session, self._wording) if self._session else []

    @Property(str, notify=changed)
    def estimate(self) -> str:
        return informing.estimate(self._session, self._wording) if self._session else ""

    @Property(bool, notify=changed)
    def revealed(self) -> bool:
        return self._revealed

    @Property(QVariantMap, notify=changed)
    def stop(self) -> dict[str, str]:
        """Why this cannot be done here: title, text, where, phone."""
        stop = self._session.stop if self._session else None
        if stop is None:
            return {}
        says = {name: self._wording.pick(getattr(stop, name)) for name in ("title", "text", "where")}
        return {**says, "phone": stop.phone}

    @Slot(str, str)
    def type(self, key: str, value: str) -> None:
        """What stands in a field now, right or wrong: nobody is corrected while typing."""
        self._typed[key] = value
        self.changed.emit()

    @Slot(str, str)
    def tap(self, key: str, value: str) -> None:
        """One of the values of a field that is tapped: chosen, or of several chosen or taken back."""
        from kiosk.flows.fields.choices import tapped

        for field in self._fields():
            if field.key == key:
                before = self.entered()[key]
                self.type(key, tapped(field.type, before, value, field.values, optional=field.optional))

    @Slot(str, str, result="QVariantList")
    def choices(self, key: str, value: str) -> list[content.Entry]:
        """All that there is to tap in a field that holds `value`, for a page of its own."""
        return [e for f in self._fields() if f.key == key for e in content.choices(f, value, self._wording)]

    @Slot(str)
    def search(self, query: str) -> None:
        self._query = query
        self.foundChanged.emit()

    @Slot()
    def reveal(self) -> None:
        """Shows what is masked, for a moment."""
        self._revealed = True
        self._conceal.start()
        self.changed.emit()

    @Slot()
    def _cover(self) -> None:
        self._revealed = False
        self.changed.emit()

    def _amiss(self) -> Mapping[str, Text]:
        """Why a question that was answered is asked again."""
        step = self._step()
        if self._session is None or step is None:
            return {}
        from kiosk.flows import taking

        return taking.amiss(self._session.walked, step)

    def _step(self) -> Step | None:
        return self._session.step if self._session else None

    def _fields(self) -> Sequence[Field]:
        from kiosk.flows.definition import Form

        step = self._step()
        return step.fields if isinstance(step, Form) else ()

    def _entries(self) -> list[content.Entry]:
        if self._session is None:
            return []
        return content.fields(self._session, self._typed, self._errors, self._wording)
