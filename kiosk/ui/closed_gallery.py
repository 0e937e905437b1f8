"""The page of a machine that cannot be used, on one glass after the other. Nobody sets how it reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.ui.gallery import Look, Wall, measured


class ClosedGallery:
    def __init__(self, mistakes: Sequence[str]) -> None:
        from kiosk.ui.closed import page

        self._mistakes, self._page = mistakes, page

    def looks(self, screen: str, walls: Sequence[Wall]) -> Iterator[Look]:
        from PySide6.QtQuick import QQuickWindow
        from shiboken6 import delete

        from kiosk.ui.shell import application

        application()
        for wall in walls:
            if wall.variant != "standard":
                continue
            engine = self._page(self._mistakes, 1 / wall.glass.mm_per_px)
            window = engine.rootObjects()[0]
            assert isinstance(window, QQuickWindow)
            window.setProperty("width", wall.glass.width)
            window.setProperty("height", wall.glass.height)
            window.setProperty("visible", True)
            yield measured(window, screen, wall)
            delete(engine)
