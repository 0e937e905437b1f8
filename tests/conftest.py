"""What every test starts from: no screen needed, and no verdict that depends on how fast the machine is."""

import ctypes
import os

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A signal that meets a method without @Slot gives its object a meta-object of its own. QML remembers that
# by its address, longer than the object lives: what comes there next has no properties. So it is a warning.
os.environ.setdefault("QT_LOGGING_RULES", "qt.pyside.libpyside.warning=true")

hypothesis.settings.register_profile("steady", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("steady")


@pytest.fixture(autouse=True, scope="module")
def heap():
    """Pictures are gone after a test, but the allocator keeps their room: a worker grew to 1.6 GB."""
    yield
    ctypes.CDLL(None).malloc_trim(0)
