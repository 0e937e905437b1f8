"""The terminal on its way: put together on a thread while home is painted. Whoever asks for it waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.ui.front import Front

if TYPE_CHECKING:
    from kiosk.care import Care
    from kiosk.terminal import Terminal


class ComingError(Exception):
    """There is no terminal, and there will be none in this process."""


class Coming:
    def __init__(
        self,
        front: Front,
        build: Callable[[], Terminal],
        care: Callable[[Terminal], Care] | None = None,
    ) -> None:
        """`care`: how a technician looks after the terminal; without it none comes."""
        self.front = front
        self._build, self._look_after = build, care
        self._care: Care | None = None
        self._terminal: Terminal | None = None
        self._settled = threading.Event()

    @classmethod
    def there(cls, terminal: Terminal, care: Callable[[Terminal], Care] | None = None) -> Coming:
        coming = cls(Front.of(terminal), lambda: terminal, care)
        coming.put_together()
        return coming

    @property
    def maintained(self) -> bool:
        """Whether a technician can come."""
        return self._look_after is not None

    @property
    def care(self) -> Care:
        """Made when somebody first comes for it. Raises ComingError where nobody can."""
        if self._care is None:
            if self._look_after is None:
                raise ComingError
            self._care = self._look_after(self.terminal())
        return self._care

    @property
    def here(self) -> bool:
        return self._terminal is not None

    def put_together(self) -> Terminal:
        """Takes as long as it takes, so not on the GUI thread. Raises what building raises."""
        try:
            self._terminal = self._build()
            return self._terminal
        finally:
            self._settled.set()

    def give_up(self) -> None:
        """Nobody will put it together: whoever waits for it is told."""
        self._settled.set()

    def terminal(self) -> Terminal:
        """Waits for it. Raises ComingError when it could not be put together."""
        self._settled.wait()
        if self._terminal is None:
            raise ComingError
        return self._terminal
