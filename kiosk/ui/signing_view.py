"""The application form as the person reads and signs it: made off the screen's thread, shown from memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtQml import QmlElement

from kiosk.ui import pictures
from kiosk.ui.qml_types import QVariantList
from kiosk.ui.signature_pad import LEAST_INK, length
from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.session import Session

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

SHEET_WIDTH = 1600  # pixels: the form is read, so it is drawn wider than any place where it is shown


@QmlElement
class SigningView(QObject):
    changed = Signal()
    signed = Signal(object)  # the session with form and signature
    refused = Signal(object)  # why it could not be taken; the strokes stay

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._form = b""
        self._signer = self._name = ""
        self._sheets: list[str] = []
        self._state = ""
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)

    def running(self) -> bool:
        return self._errand.running

    def saving(self) -> bool:
        return self._errand.running and self._state == "signing"

    @Property(str, notify=changed)
    def state(self) -> str:
        """making, shown, signing or failed: then again() tries once more."""
        return self._state

    @Property(QVariantList, notify=changed)
    def sheets(self) -> list[str]:
        """The addresses of the form's pages."""
        return self._sheets

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    @Property(str, notify=changed)
    def signer(self) -> str:
        """Who signs, masked, where it is somebody else than whoever began."""
        return self._name

    def start(self, session: Session, signer: str = "", name: str = "") -> None:
        """`signer`: number of another person of the group; `name`: theirs, masked."""
        self.stop()
        self._session, self._signer, self._name = session, signer, name
        terminal = self._stage.terminal

        def make() -> tuple[bytes, list[QImage]]:
            form = terminal.application_form(session)
            return form, pictures.pages(form, SHEET_WIDTH)

        self._errand.run(make, self._show, self._fail)
        self._become("making")

    def stop(self) -> None:
        """Form and pictures go; the strokes went with the page that they were drawn on."""
        self._errand.drop()
        for sheet in self._sheets:
            self._stage.pictures.drop(sheet)
        self._session, self._form, self._sheets = None, b"", []
        self._signer = self._name = ""
        self._become("")

    @Slot()
    def again(self) -> None:
        if self._session and self._state == "failed":
            self.start(self._session, self._signer, self._name)

    @Slot(str, QVariantList)
    def sign(self, step: str, strokes: Sequence[Sequence[Sequence[float]]]) -> None:
        """`strokes`: points in millimetres of the pad."""
        session, form, terminal = self._session, self._form, self._stage.terminal
        drawn = [[(float(point[0]), float(point[1])) for point in stroke] for stroke in strokes]
        if session is None or self._state != "shown" or length(drawn) < LEAST_INK:
            return
        if session.step is None or session.step.key != step:
            return
        signer = self._signer

        def sign() -> Session:
            if signer:
                return terminal.gathering.sign(session, step, signer, form, drawn)
            return terminal.sign(session, step, form, drawn)

        if self._errand.run(sign, self._take, self._fail):
            self._become("signing")

    def _show(self, made: tuple[bytes, list[QImage]]) -> None:
        self._form, images = made
        self._sheets = [self._stage.pictures.keep(image) for image in images]
        self._become("shown")

    def _take(self, session: Session) -> None:
        self.stop()
        self.signed.emit(session)

    def _fail(self, error: Exception) -> None:
        if self._state != "signing":
            self._become("failed")
            return
        self._become("shown")
        self.refused.emit(error)

    def _become(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit()
