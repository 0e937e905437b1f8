"""The second factor by face: asked first, beside another way that weighs the same; then three tries, each
after a countdown in which the person sees where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtQml import QmlElement

from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.session import Session

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_TRY = 10.0  # seconds; two of them settle the camera
_COUNT = 3  # numbers before a try
_FRAME = 120  # milliseconds between two pictures on the screen


@QmlElement
class FaceConfirming(QObject):
    changed = Signal()
    seen = Signal()
    confirmed = Signal(object)  # the session with the confirmation
    declined = Signal()  # another way is wanted

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._purpose = ""
        self._state = ""
        self._says = ""
        self._picture = ""
        self._number = 0
        self._comparing = stage.errand()
        self._film = QTimer(self)
        self._film.setInterval(_FRAME)
        self._film.timeout.connect(self._look)
        self._clock = QTimer(self)
        self._clock.setInterval(int(stage.patience.count * 1000))
        self._clock.timeout.connect(self._count)

    @Property(str, notify=changed)
    def state(self) -> str:
        """asked, counting, looking, again (a try is left) or over (only another way is)."""
        return self._state

    @Property(int, notify=changed)
    def number(self) -> int:
        """Of the countdown; 0 where none runs."""
        return self._number

    @Property(str, notify=changed)
    def says(self) -> str:
        return self._says

    @Property(int, notify=changed)
    def tries(self) -> int:
        """That are left."""
        return self._stage.terminal.faces.tries_left if self._session else 0

    @Property(bool, notify=changed)
    def fetches(self) -> bool:
        """The card gave no photo: the platform is asked for one, once the person agreed."""
        return self._session is not None and not self._stage.terminal.faces.has_photo(self._session)

    @Property(str, notify=seen)
    def picture(self) -> str:
        """The address of what the camera sees; empty before the person agreed and after it was compared."""
        return self._picture

    def start(self, session: Session, purpose: str) -> None:
        self.stop()
        self._session, self._purpose = session, purpose
        self._become("asked", "")

    def stop(self) -> None:
        if self._session is None:
            return
        camera_used, self._session = self._state != "asked", None
        self._comparing.drop()
        self._dark()
        if camera_used:
            self._stage.background.start(self._stage.terminal.faces.stop, _nothing, _nothing)
        self._become("", "")

    @Slot()
    def agree(self) -> None:
        """用人脸核对: from here on the camera is looked through."""
        from kiosk.terminal.faces import NoFaceError

        if self._session is None or self._state != "asked":
            return
        try:
            self._stage.terminal.faces.consent(self._session)
        except NoFaceError:
            self._become("over", self._stage.wording.say("face_gone"))
            return
        self._begin()

    @Slot()
    def again(self) -> None:
        if self._session and self._state == "again":
            self._begin()

    @Slot()
    def decline(self) -> None:
        """不用，用手机: no less good, and at every moment."""
        if self._session:
            self.declined.emit()

    def _begin(self) -> None:
        """Counts down, and shows meanwhile what the camera sees."""
        self._number = _COUNT
        self._film.start()
        self._clock.start()
        self._become("counting", "")

    @Slot()
    def _count(self) -> None:
        self._number -= 1
        if self._number > 0:
            self.changed.emit()
        else:
            self._clock.stop()
            self._try()

    def _try(self) -> None:
        session, purpose, terminal = self._session, self._purpose, self._stage.terminal
        if session is None:
            return

        def compare() -> Session:
            return terminal.faces.confirm(session, purpose, _TRY)

        if self._comparing.run(compare, self._take, self._fail):
            self._become("looking", "")

    def _take(self, session: Session) -> None:
        self.stop()
        self.confirmed.emit(session)

    def _fail(self, error: Exception) -> None:
        from kiosk.model import DeviceError
        from kiosk.terminal.faces import UnlikeError

        self._dark()
        self._stage.idle.touch()  # whoever looked into the camera was here
        wording = self._stage.wording
        ours = isinstance(error, UnlikeError) or _of_face(error)
        if ours and self._stage.terminal.faces.tries_left > 0:
            says = wording.fault(error) if isinstance(error, DeviceError) else wording.say("face_unlike")
            self._become("again", says)
        else:
            self._become("over", wording.say("face_over" if ours else "face_gone"))

    @Slot()
    def _look(self) -> None:
        jpeg = self._stage.terminal.faces.preview()
        image = QImage.fromData(jpeg, "JPEG") if jpeg else None  # type: ignore[arg-type]
        if image is not None and not image.isNull():
            self._picture = self._stage.pictures.replace(self._picture, image)
            self.seen.emit()

    def _dark(self) -> None:
        self._film.stop()
        self._clock.stop()
        self._number = 0
        if self._picture:
            self._stage.pictures.drop(self._stage.pictures.replace(self._picture, QImage()))
            self._picture = ""
            self.seen.emit()

    def _become(self, state: str, says: str) -> None:
        self._state, self._says = state, says
        self.changed.emit()


def _of_face(error: Exception) -> bool:
    from kiosk.model import Completion, DeviceError

    return isinstance(error, DeviceError) and error.completion is Completion.USER_ERROR


def _nothing(_: object) -> None:
    """The camera is let go on a thread; nobody waits to hear of it."""
