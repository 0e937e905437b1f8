"""Whether the last slip left the printer's mouth clean, known across processes.

Each person's session is a process of its own, and no printer can be asked what hangs out of it. So a file
without content stands in memory (never on a disk: a power cut must not bring it back) from the moment when a
slip was cut and confirmed until the first byte of the next one. Where it is missing, after a failed slip, a
killed process or a start of the machine, nobody knows, and the next slip is parted from what may stand there.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from urllib.parse import quote

FOLDER = Path("/dev/shm")


class Mouth:
    def __init__(self, where: str) -> None:
        """`where` is the printer's address."""
        self._mark = FOLDER / f"kiosk-slip-{quote(where, safe='')}"

    def begin(self) -> bool:
        """A slip begins: says whether the mouth is known to be clean, and that it no longer is.

        Only a mark that can be taken away counts: one that could not be would speak for the next slip too.
        """
        try:
            self._mark.unlink()
        except OSError:
            return False
        return True

    def left_clean(self) -> None:
        """The slip was cut off whole. A mark that cannot be set costs a finger's breadth of paper."""
        with contextlib.suppress(OSError):
            os.close(os.open(self._mark, os.O_CREAT | os.O_EXCL, 0o600))
