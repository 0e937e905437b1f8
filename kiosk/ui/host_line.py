"""Lines from the host, read without waiting for them."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, Slot


class HostLine(QObject):
    def __init__(
        self, descriptor: int, on_line: Callable[[str], None], on_closed: Callable[[], None]
    ) -> None:
        super().__init__()
        self._descriptor, self._on_line, self._on_closed = descriptor, on_line, on_closed
        self._rest = b""
        os.set_blocking(descriptor, False)
        self._notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def close(self) -> None:
        self._notifier.setEnabled(False)

    @Slot()
    def _read(self) -> None:
        try:
            chunk = os.read(self._descriptor, 4096)
        except BlockingIOError:
            return
        if not chunk:
            self._notifier.setEnabled(False)
            self._on_closed()
            return
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            self._on_line(line.decode("utf-8", "replace").strip())
