"""A sheet to sign on, by finger or mouse. The strokes live as long as it does, and are nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import dist

from PySide6.QtCore import Property, QPointF, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from kiosk.ui.qml_types import QVariantList

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

LEAST_INK = 40.0  # mm of line: a dot or a slip of the sleeve is no signature
_PEN = 0.9  # mm
_NEAR = 0.15  # mm: nearer points add nothing

Strokes = Sequence[Sequence[tuple[float, float]]]


def length(strokes: Strokes) -> float:
    """Millimetres of line."""
    return sum(dist(a, b) for stroke in strokes for a, b in pairwise(stroke))


@QmlElement
class SignaturePad(QQuickPaintedItem):
    inked = Signal()
    enlarged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        from PySide6.QtCore import Qt  # a hundred enumerations, which home does without

        super().__init__(parent)
        self._strokes: list[list[tuple[float, float]]] = []
        self._ink = 0.0
        self._scale = 1.0
        self.setAcceptedMouseButtons(Qt.MouseButton.LeftButton)  # Qt makes a mouse of the first finger
        self.setAntialiasing(True)

    @Property(float, notify=enlarged)
    def pixelsPerMm(self) -> float:
        return self._scale

    @pixelsPerMm.setter  # type: ignore[no-redef]  # as PySide writes a property that QML sets
    def pixelsPerMm(self, scale: float) -> None:
        if scale > 0 and scale != self._scale:
            self._scale = scale
            self.enlarged.emit()
            self.update()

    @Property(bool, notify=inked)
    def written(self) -> bool:
        """There is as much ink as a few strokes have."""
        return self._ink >= LEAST_INK

    @Property(bool, notify=inked)
    def blank(self) -> bool:
        return not self._strokes

    @Slot(result=QVariantList)
    def strokes(self) -> list[list[list[float]]]:
        """Points in millimetres from the upper left corner, a list a stroke."""
        return [[[x, y] for x, y in stroke] for stroke in self._strokes]

    @Slot()
    def clear(self) -> None:
        self._strokes.clear()
        self._ink = 0.0
        self.inked.emit()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setKeepMouseGrab(True)
        self._strokes.append([self._place(event.position())])
        self.inked.emit()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place(event.position())
        stroke = self._strokes[-1] if self._strokes else []
        step = dist(stroke[-1], place) if stroke else 0.0
        if step < _NEAR:
            return
        stroke.append(place)
        written, self._ink = self._ink >= LEAST_INK, self._ink + step
        if written != (self._ink >= LEAST_INK):
            self.inked.emit()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setKeepMouseGrab(False)

    def paint(self, painter: QPainter) -> None:
        from PySide6.QtCore import Qt

        painter.setPen(
            QPen(
                QColor("#16262b"),
                _PEN * self._scale,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )
        for stroke in self._strokes:
            points = [QPointF(x * self._scale, y * self._scale) for x, y in stroke]
            if len(points) == 1:
                painter.drawPoint(points[0])
            else:
                painter.drawPolyline(points)

    def _place(self, at: QPointF) -> tuple[float, float]:
        """On the pad, also where the finger slid off it."""
        x = min(max(at.x(), 0.0), self.width()) / self._scale
        y = min(max(at.y(), 0.0), self.height()) / self._scale
        return round(x, 2), round(y, 2)
