"""What every test starts from: no screen needed, and no verdict that depends on how fast the machine is."""

import ctypes
import os

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

hypothesis.settings.register_profile("steady", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("steady")


@pytest.fixture(autouse=True, scope="module")
def heap():
    """Pictures are gone after a test, but the allocator keeps their room: a worker grew to 1.6 GB."""
    yield
    ctypes.CDLL(None).malloc_trim(0)
