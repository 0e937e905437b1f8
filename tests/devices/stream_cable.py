"""The cable of a virtual camera, pulled so many bytes into the next stream that somebody opens."""

from kiosk.devices.virtual.camera import _HEAD
from tests.devices.rigs import until


def set_now(rig, **changes):
    """The camera has seen it when this returns."""
    rig.set(**changes)
    rig.device._watch.now()


def will_unplug_at(rig, byte):
    """A camera that nobody looks at begins to count anew."""
    until(lambda: not rig.device._lines)
    set_now(rig, fault=None, unplug_at_byte=None)
    set_now(rig, unplug_at_byte=byte)


def plugged_in_again(rig):
    until(lambda: rig.state().fault == "unplugged")  # it may still be saying so
    set_now(rig, fault=None)


def length(rig):
    """Of the head of the stream, its first frame and the boundary behind it; what follows repeats."""
    return len(_HEAD) + len(rig.device._part(1)) + 60
