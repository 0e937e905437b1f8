"""For each adapter a virtual device that speaks its bytes: ptys, sockets, files. One module a kind.

The contract suite takes every rig that it finds in this folder.
"""

import threading
import time
from importlib import import_module
from pkgutil import iter_modules

import pytest

from kiosk.devices import open_device
from kiosk.devices.virtual import state
from kiosk.model import DeviceError

PATIENT = 5.0  # a healthy virtual device answers in a millisecond; a loaded machine may take longer
HASTY = 0.05  # for devices that never answer


def until(true, seconds=10.0):
    """Looks again and again; the verdict does not depend on how soon."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it never became true"
        time.sleep(0.005)
    return found


class Attempt:
    """A call in a thread of its own, so that something can happen to the device meanwhile."""

    def __init__(self, call, *arguments):
        self._call, self._arguments, self._error = call, arguments, None
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def _work(self):
        try:
            self._call(*self._arguments)
        except Exception as error:
            self._error = error

    def over(self):
        self._thread.join(0.05)
        return not self._thread.is_alive()

    def outcome(self):
        """What the device was refused for; None when it was not."""
        self._thread.join(30)
        assert not self._thread.is_alive(), "it never ended"
        if self._error is not None and not isinstance(self._error, DeviceError):
            raise self._error
        return self._error

    def error(self):
        found = self.outcome()
        assert found, "it succeeded"
        return found


class Rig:
    """One virtual device, its state file, and adapters opened on it.

    A subclass for each adapter names it and its contract, and says how its device falls silent, goes away,
    comes back and keeps a command waiting. `nowhere`: options of a device that is not there; `either`: two of
    which one is written.
    """

    kind = adapter = contract = nowhere = absence = None
    either = frozenset()
    silence, presence, busy = {"fault": "silent"}, {"fault": None}, {}
    dead = "fail"  # what a check says of a silent one; "warn" where silence is all that a good one says too

    def __init__(self, state_kind, folder):
        self.state_kind, self.folder = state_kind, folder
        self.device = None
        self.opened = []

    def set(self, **changes):
        return state.update(self.folder, self.state_kind, **changes)

    def state(self):
        return state.read(self.folder, self.state_kind)

    def keep_busy(self):
        self.set(**self.busy)

    def open(self, deadline=PATIENT, **options):
        found = open_device(self.kind, self.adapter, {**self.options(), "deadline": deadline, **options})
        self.opened.append(found)
        return found

    def proven(self, adapter):
        """The status, once somebody did what alone can tell of the device, where nothing else can."""
        return adapter.status()

    def stop(self):
        for found in self.opened:
            found.close()
        self.device.stop()


def fixture_of(*makers, ids=None):
    """A fixture: the rig that a maker makes of tmp_path, stopped behind the test; of several, one a test."""

    @pytest.fixture(params=makers, ids=ids)
    def rig(request, tmp_path):
        made = request.param(tmp_path)
        yield made
        made.stop()

    @pytest.fixture
    def only(tmp_path):
        made = makers[0](tmp_path)
        yield made
        made.stop()

    return rig if len(makers) > 1 else only


def found():
    """Every rig that stands in this folder, by kind and adapter."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    rigs, left = {}, [Rig]
    while left:
        for rig in left.pop().__subclasses__():
            left.append(rig)
            if rig.adapter is not None:
                rigs.setdefault((rig.kind, rig.adapter), rig)
    return rigs
