"""Ends with 0 when Qt can open a window on this display, with anything else when it cannot."""

import sys

from PySide6.QtGui import QGuiApplication

# Without a usable display Qt aborts here; offscreen and the like are no place for a citizen.
application = QGuiApplication(["display"])
sys.exit(not application.platformName().startswith(("xcb", "wayland")))
