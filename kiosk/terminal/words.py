"""What can come of asking, keeping and showing: the errors and values that a screen sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.config.night import Night
from kiosk.flows.gate import Block
from kiosk.model import DeviceState, DeviceStatus, Fault, Status

NO_DEVICE = Fault(
    "device.absent", "这台机器没有这个设备，请换一台机器或找工作人员", "terminal.toml 里没有配置这个设备"
)


class OfflineError(Exception):
    """No platform just now."""


class NotConfirmedError(OfflineError):
    """The platform is there, but wants a confirmation first, or a newer one."""


class NoPhoneError(Exception):
    """The platform cannot ask this person by phone, or not now: another way is needed."""


class DeclinedError(Exception):
    """The phone said: that is not me."""


class ExpiredError(Exception):
    """Nobody confirmed in time."""


class KeepingError(Exception):
    """The filing could not be kept. Nothing was filed, and nothing was lost that was not said to be safe."""


class TooLateError(Exception):
    """What is not this person's, or is accepted by now, cannot be taken back."""


class GateError(Exception):
    """Something still stands in the way of submitting; the screen should not have asked."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__(", ".join(block.cause for block in blocks))
        self.blocks = tuple(blocks)


class SealBrokenError(Exception):
    """A result that is not what the platform signed. It must not be printed."""


@dataclass(frozen=True)
class PhoneConfirmation:
    id: str
    url: str
    expires_at: datetime


@dataclass(frozen=True)
class ResultInfo:
    id: str
    filing: str
    title: str
    issued_at: datetime
    pages: int


@dataclass(frozen=True)
class ResultList:
    """Newest first. `filing`: the person's own filing of the number that was asked for, by its id, and
    where it stands; empty where there is none."""

    found: tuple[ResultInfo, ...]
    filing: str = ""
    status: Status | None = None
    reason: str | None = None

    @property
    def meant(self) -> ResultInfo | None:
        """The result that comes of that filing, once there is one."""
        return next((info for info in self.found if info.filing == self.filing), None)


@dataclass(frozen=True)
class Site:
    """What this machine is called, where people see it."""

    place: str
    phone: str
    mm_per_px: float = 0.369
    bottom_edge_mm: float = 800.0
    night: Night | None = None


def worth_trying(status: DeviceStatus | None) -> bool:
    """Ready, or one that nobody can know of before somebody uses it: then its use is what tells."""
    if status is None:
        return False
    return status.ready or (status.state is DeviceState.UNKNOWN and status.worst is not None)


def missing(statuses: Mapping[str, DeviceStatus], required: Sequence[str]) -> list[str]:
    """The device kinds that an item needs and that are not ready. Unknown is not ready."""
    unknown = DeviceStatus(DeviceState.UNKNOWN)
    return [kind for kind in required if not statuses.get(kind, unknown).ready]
