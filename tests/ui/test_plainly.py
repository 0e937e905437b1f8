"""A screen keeps the sources of none of its modules, which PySide would read to see who uses it."""

import subprocess
import sys

KEPT = "import kiosk.ui.shell, linecache; print(sum('kiosk' in name for name in linecache.cache))"


def kept(before: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", f"{before}; {KEPT}"], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def test_sources_stay_on_the_disk():
    assert kept("from kiosk.ui import plainly; plainly.import_as_ever()") == 0
    assert kept("pass") > 50  # else PySide has stopped reading them, and nothing has to keep it from it
