"""What every test starts from: no screen needed, and no verdict that depends on how fast the machine is."""

import ctypes
import os
from pathlib import Path

import hypothesis
import pytest

from kiosk.flows import loader
from kiosk.flows.definition import Flow
from kiosk.flows.reading import Mistake

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


@pytest.fixture(autouse=True, scope="session")
def shipped_once():
    """The shipped items are the same bytes for every test of a worker, and frozen: they are read and checked
    once, where whole tests spent most of their time reading them."""
    real, told = loader.load_sound, {}

    def load_sound(folder: Path, *, proved: bool = False) -> tuple[dict[str, Flow], list[Mistake]]:
        if Path(folder).resolve() != loader.RESOURCES / "items":
            return real(folder, proved=proved)
        if proved not in told:
            told[proved] = real(folder, proved=proved)
        flows, mistakes = told[proved]
        return dict(flows), list(mistakes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "load_sound", load_sound)
        yield
