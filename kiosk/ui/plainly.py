"""What has to run before anything of PySide is imported."""

from __future__ import annotations

import builtins


def import_as_ever() -> None:
    """PySide takes over `import`, to read the source of every later module for the word PySide6: its names
    can be switched to snake_case. Nobody does so here, and those sources are 9 MB that nothing lets go."""
    import shiboken6  # noqa: F401 - it takes over, and keeps what was there before

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
