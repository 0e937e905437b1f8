"""A paper under the document camera: what is wrong with how it lies, a page, a look at it, and once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QBuffer, QByteArray, QIODevice, QObject, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtQml import QmlElement

from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.session import Session

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_TAKE = 8.0  # seconds in which a sheet that was just moved settles
_FILM, _LOOK = 250, 300  # milliseconds between two pictures of the film, and between two looks at the sheet
_LOST = 12.0  # seconds in which the camera itself is at fault before it is said to be gone: it may come back
_WIDE, _THUMB = 1000, 240  # pixels: of a page to be read, and of one in the row


@QmlElement
class Capturing(QObject):
    changed = Signal()
    seen = Signal()
    moved = Signal(object)  # the session with a page more or less

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._place = self._state = self._says = self._film = self._shown = self._sheet = ""
        self._good = False
        self._lost: float | None = None  # since when the camera is at fault
        self._thumbs: dict[str, str] = {}
        self._taking, self._looking = stage.errand(), stage.errand()
        self._frames, self._pause = _timer(_FILM, self._frame), _timer(_LOOK, self._look, once=True)

    def running(self) -> bool:
        return self._taking.running

    def show(self, session: Session | None, place: str) -> None:
        """The paper at hand; none: the camera is let go, and what was seen is gone."""
        if session is None:
            self._stop()
            return
        other, self._session, self._place = place != self._place, session, place
        if other:
            self._become("pages" if self._parts() else "live")
        self._sort()
        self.changed.emit()

    @Property(str, notify=changed)
    def state(self) -> str:
        """live, taking, look (is it good enough to read?), pages (what was taken), or gone: no camera."""
        return self._state

    @Property(str, notify=changed)
    def says(self) -> str:
        return self._says

    @Property(bool, notify=changed)
    def good(self) -> bool:
        """A sheet lies there as it should."""
        return self._good

    @Property(str, notify=seen)
    def film(self) -> str:
        """The address of what the camera sees."""
        return self._film

    @Property(str, notify=changed)
    def sheet(self) -> str:
        """The address of the page that is looked at."""
        return self._sheet

    @Property(QVariantList, notify=changed)
    def pages(self) -> list[dict[str, Any]]:
        return [
            {"part": part, "number": number, "picture": self._thumbs.get(part, "")}
            for number, part in enumerate(self._parts(), 1)
        ]

    @Property(bool, notify=changed)
    def room(self) -> bool:
        """Whether one more page may be taken."""
        from kiosk.flows.session import captures

        return bool(self._session and captures.has_room(self._session))

    @Slot()
    def take(self) -> None:
        session, place, terminal = self._session, self._place, self._stage.terminal
        if session is None or self._state != "live":
            return
        if self._taking.run(lambda: terminal.captures.take(session, place, _TAKE), self._took, self._failed):
            self._become("taking")

    @Slot()
    def keep(self) -> None:
        """看得清: this page stays."""
        if self._state == "look":
            self._become("pages")

    @Slot()
    def again(self) -> None:
        """重拍: without this page, and another one in its place."""
        if self._session and self._state == "look":
            from kiosk.flows.session import captures

            self._become("live")
            self.moved.emit(captures.remove(self._session, self._place, self._shown))

    @Slot()
    def more(self) -> None:
        if self._state in ("pages", "gone"):
            self._become("live")

    @Slot(str)
    def look(self, part: str) -> None:
        """One of the pages that were taken, large."""
        if self._session and self._state == "pages" and part in self._parts():
            self._shown = part
            self._become("look")

    def _took(self, session: Session) -> None:
        self._stage.idle.touch()  # whoever laid a paper down was here, though no finger touched the glass
        before = set(self._parts())
        self._session = session
        new = [part for part in self._parts() if part not in before]
        self._shown = new[-1] if new else ""
        self._become("look" if new else "pages")
        self.moved.emit(session)

    def _failed(self, error: Exception) -> None:
        """Why this page was not taken; whether the camera is gone, the looks that follow will tell."""
        self._become("live")
        self._says = self._sentence(error)
        self.changed.emit()

    @Slot()
    def _look(self) -> None:
        if self._state == "live":
            terminal = self._stage.terminal
            self._looking.run(lambda: terminal.captures.look(), self._lies_well, self._lies_badly)

    def _lies_well(self, nothing: None) -> None:
        self._lost = None
        self._guide(True, self._stage.wording.say("capture_ready"))

    def _lies_badly(self, error: Exception) -> None:
        if _of_sheet(error):
            self._lost = None
            self._guide(False, self._sentence(error))
            return
        now = self._stage.terminal.monotonic()
        self._lost = now if self._lost is None else self._lost
        if self._state == "live" and now - self._lost >= _LOST:
            self._become("gone")
            self._says = self._sentence(error)
            self.changed.emit()
        else:  # one that is only just looking for its exposure is not complained of
            self._guide(False, self._says)

    def _guide(self, good: bool, says: str) -> None:
        if self._state == "live":
            if good and not self._good:
                self._stage.idle.touch()
            self._good, self._says = good, says
            self._pause.start()
            self.changed.emit()

    @Slot()
    def _frame(self) -> None:
        jpeg = self._stage.terminal.captures.preview()
        image = _scaled(jpeg, _WIDE) if jpeg else None
        if image is not None and not image.isNull():
            self._film = self._stage.pictures.replace(self._film, image)
            self.seen.emit()

    def _sentence(self, error: Exception) -> str:
        from kiosk.model import DeviceError

        wording = self._stage.wording
        return wording.fault(error) if isinstance(error, DeviceError) else wording.say("capture_gone")

    def _become(self, state: str) -> None:
        self._state, self._good, self._says, self._lost = state, False, "", None
        if state == "live":
            self._says = self._stage.wording.say("capture_lay")
            self._frames.start()
            self._look()
        elif state != "taking":
            self._frames.stop()
            self._pause.stop()
            self._film = self._gone(self._film)
            self.seen.emit()
        self._sheet = self._gone(self._sheet)
        paper = self._session.papers.get(self._shown) if self._session and state == "look" else None
        if paper:
            self._sheet = self._stage.pictures.keep(_scaled(paper, _WIDE))
        self.changed.emit()

    def _parts(self) -> list[str]:
        here = self._session.material if self._session else None
        if self._session is None or here is None:
            return []
        from kiosk.flows.session import captures

        return list(captures.pages(self._session, here))

    def _sort(self) -> None:
        """A small picture of each page, and none of a page that is gone."""
        parts = self._parts()
        for part in [part for part in self._thumbs if part not in parts]:
            self._gone(self._thumbs.pop(part))
        for part in parts:
            if part not in self._thumbs and self._session:
                image = _scaled(self._session.papers[part], _THUMB)
                self._thumbs[part] = self._stage.pictures.keep(image)

    def _gone(self, address: str) -> str:
        """Overwritten first."""
        if address:
            self._stage.pictures.drop(self._stage.pictures.replace(address, QImage()))
        return ""

    def _stop(self) -> None:
        if not self._place:
            return
        self._taking.drop()
        self._looking.drop()
        self._session, self._place, self._shown = None, "", ""
        self._sort()
        self._become("")
        terminal = self._stage.terminal
        self._stage.background.start(terminal.captures.stop, _nothing, _nothing)


def _of_sheet(error: Exception) -> bool:
    """Whether the person can put it right by how the paper lies."""
    from kiosk.model import Completion, DeviceError

    return isinstance(error, DeviceError) and error.completion is Completion.USER_ERROR


def _scaled(jpeg: bytes, width: int) -> QImage:
    """Decoded at about that size: a whole frame would take the time of several pages."""
    buffer = QBuffer()
    buffer.setData(QByteArray(jpeg))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    size = reader.size()
    if size.width() > width:
        reader.setScaledSize(QSize(width, round(width * size.height() / size.width())))
    return reader.read()


def _timer(interval: int, ring: Any, *, once: bool = False) -> QTimer:
    timer = QTimer()
    timer.setInterval(interval)
    timer.setSingleShot(once)
    timer.timeout.connect(ring)
    return timer


def _nothing(_: object) -> None:
    """The camera is let go on a thread; nobody waits to hear of it."""
