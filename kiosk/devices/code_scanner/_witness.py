"""That a scanner which can say nothing of itself has read a code lately, known across processes.

Each person's session is a process of its own. So a file without content stands in memory, never on a disk: a
machine that was switched off proves nothing. It counts for a day, and until the line is seen to be gone.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from urllib.parse import quote

FOLDER = Path("/dev/shm")
LASTS = 24 * 3600.0  # seconds for which one code speaks for its scanner


class Witness:
    def __init__(self, where: str) -> None:
        """`where` is the scanner's line."""
        self._mark = FOLDER / f"kiosk-scan-{quote(where, safe='')}"
        self._seen = False  # a mark that cannot be set counts in this process all the same

    @property
    def speaks(self) -> bool:
        try:
            age = time.time() - self._mark.stat().st_mtime
        except OSError:
            return self._seen
        return 0 <= age < LASTS

    def read_a_code(self) -> None:
        self._seen = True
        with contextlib.suppress(OSError):
            self._mark.touch(0o600)

    def forget(self) -> None:
        self._seen = False
        with contextlib.suppress(OSError):
            self._mark.unlink()
