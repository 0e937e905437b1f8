"""What the machine can say of its own clock: whether it was set by the network, and since when it runs."""

from __future__ import annotations

import time
from datetime import timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.wire.messages import ClockClaim

BEIJING = timezone(timedelta(hours=8))  # one zone, no summer time
_SYNCHRONIZED = Path("/run/systemd/timesync/synchronized")
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def clock_claim() -> ClockClaim:
    from kiosk.wire.messages import ClockClaim  # the zone alone is wanted before there is anything to sign

    synced = True if _SYNCHRONIZED.exists() else None  # other time services leave no common mark
    return ClockClaim(
        synced, _BOOT_ID.read_text().strip(), time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 10**6
    )
