"""Makes typing ready: Qt's Pinyin input stands behind our own keys, and its own panel stays away."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths


def prepare() -> None:
    """Must run before QGuiApplication. The user dictionary stays empty: every field is ImhSensitiveData."""
    os.environ["QT_IM_MODULE"] = "qtvirtualkeyboard"
    os.environ["QT_VIRTUALKEYBOARD_DESKTOP_DISABLE"] = "1"  # no window of Qt's own, with settings and emoji
    settings = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    folder = Path(settings) / "qtvirtualkeyboard" / "pinyin"
    with contextlib.suppress(OSError):  # a read-only home: Pinyin works without
        # Qt warns when it has to make these itself, and a warning ends a strict run.
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "usr_dict.dat").touch()
