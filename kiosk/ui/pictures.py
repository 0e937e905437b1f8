"""Pictures that live in memory only: pages of a result, codes to scan, line drawings in the colour wanted."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter
from PySide6.QtQuick import QQuickImageProvider

from kiosk.config import RESOURCES

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument


class UnreadableError(Exception):
    """What came as a document is none that can be shown."""


def code(payload: str) -> QImage:
    """A QR code with its quiet zone, one pixel a module; scaled up without smoothing it stays sharp."""
    import segno
    from PySide6.QtCore import Qt  # a hundred enumerations, which home does without

    matrix = segno.make(payload, micro=False, error="m").matrix
    edge = len(matrix) + 8
    image = QImage(edge, edge, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for y, row in enumerate(matrix, 4):
        for x, dark in enumerate(row, 4):
            if dark:
                image.setPixelColor(x, y, QColor(Qt.GlobalColor.black))
    return image


def pages(pdf: bytes, width: int) -> list[QImage]:
    """A PDF as pictures of that width, from memory. Takes up to 100 ms a page. Raises UnreadableError."""
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.status() != QPdfDocument.Status.Ready or not document.pageCount():
        raise UnreadableError(document.error().name)
    drawn = [_page(document, number, width) for number in range(document.pageCount())]
    document.close()
    return drawn


def _page(document: QPdfDocument, number: int, width: int) -> QImage:
    from PySide6.QtCore import Qt

    points = document.pagePointSize(number)
    size = QSize(width, round(width * points.height() / points.width()))
    sheet = QImage(size, QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, document.render(number, size))
    painter.end()
    return sheet


class Pictures(QQuickImageProvider):
    """image://memory/<name>. The names say nothing of what is shown."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._images: dict[str, QImage] = {}
        self._names = itertools.count(1)

    def keep(self, image: QImage) -> str:
        """Keeps a picture and returns the address under which QML finds it."""
        name = str(next(self._names))
        self._images[name] = image
        return f"image://memory/{name}"

    def drop(self, address: str) -> None:
        self._images.pop(address.rpartition("/")[2], None)

    def clear(self) -> None:
        self._images.clear()

    def replace(self, address: str, image: QImage) -> str:
        """The next picture of a film, and the one before is gone: its points are overwritten first."""
        before = self._images.pop(address.rpartition("/")[2], None)
        if before is not None:
            before.fill(0)
        return self.keep(image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:
        return self._images.get(id) or QImage(1, 1, QImage.Format.Format_ARGB32)


class Icons(QQuickImageProvider):
    """image://icon/<name>/<rrggbb>: resources/icons/<name>.svg with its currentColor replaced."""

    def __init__(self, folder: Path = RESOURCES / "icons") -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._drawings = {path.stem: path.read_bytes() for path in folder.glob("*.svg")}

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:
        name, _, colour = id.partition("/")
        drawing = self._drawings[name].replace(b"currentColor", b"#" + colour.encode())
        buffer = QBuffer()
        buffer.setData(QByteArray(drawing))
        reader = QImageReader(buffer, QByteArray(b"svg"))
        reader.setScaledSize(requestedSize.expandedTo(QSize(1, 1)))  # an item that has no size yet asks too
        return reader.read()
