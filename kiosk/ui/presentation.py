"""显示方式: how the screens read for whoever stands there. It is set by taps and goes with the person."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.config.geometry import REACH_MM
from kiosk.ui.idle import IdleWatch
from kiosk.ui.manner import Manner
from kiosk.ui.wording import Wording

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Presentation(QObject):
    changed = Signal()

    def __init__(self, wording: Wording, idle: IdleWatch, mm_per_px: float, bottom_edge: float) -> None:
        """`bottom_edge`: millimetres from the floor to the lower edge of the window."""
        super().__init__()
        self._wording, self._idle = wording, idle
        self._mm_per_px, self._bottom_edge = mm_per_px, bottom_edge
        self.manner = Manner()

    @Property(float, notify=changed)
    def pixelsPerMm(self) -> float:
        return 1 / self._mm_per_px

    @Property(float, notify=changed)
    def reach(self) -> float:
        """Millimetres above the lower edge that a seated person reaches."""
        return REACH_MM - self._bottom_edge

    @Property(bool, notify=changed)
    def large(self) -> bool:
        """The 长辈版 is large as well."""
        return self.manner.type != ""

    @Property(bool, notify=changed)
    def elder(self) -> bool:
        return self.manner.type == "elder"

    @Property(bool, notify=changed)
    def contrast(self) -> bool:
        return self.manner.contrast

    @Property(bool, notify=changed)
    def low(self) -> bool:
        return self.manner.low

    @Slot(str)
    def toggle(self, name: str) -> None:
        self.become(self.manner.toggled(name))

    def become(self, manner: Manner) -> None:
        if manner == self.manner:
            return
        self.manner = manner
        self._idle.take_time(manner.pace)
        self.changed.emit()
        self._wording.speak(manner.language)

    def hang(self, mm_per_px: float, bottom_edge: float) -> None:
        """On another glass."""
        self._mm_per_px, self._bottom_edge = mm_per_px, bottom_edge
        self.changed.emit()

    def reset(self) -> None:
        """For whoever comes next."""
        self.become(Manner())
