"""What goes wrong in one print, and when: everything follows from a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

TROUBLES: Mapping[str, dict[str, object]] = {
    "paper out": {"paper": "out"},
    "cover": {"cover": "open"},
    "cutter jam": {"cutter": "jam"},
    "head hot": {"heat": "hot"},
    "silent": {"fault": "silent"},
    "slow": {"fault": "slow"},
    "garbage": {"fault": "garbage"},
    "paper low": {"paper": "low"},
    "roll ends": {},
    "cable out": {},
    "power cycle": {},
    "nothing": {},
}
WELL: Mapping[str, object] = {
    "paper": "full",
    "cover": "closed",
    "cutter": "ok",
    "heat": "ok",
    "fault": None,
    "paper_out_after_lines": None,
    "speed_mm_s": 0,
}
LIES = ("stray byte", "automatic status", "wrong bit", "lost answer", "double answer", "all well")
_SHORTEST_BOOT = 0.7  # seconds in which a printer that was switched on again hears nothing
_SHORTEST_TROUBLE = 0.5  # seconds: a cover is not opened and closed again faster by any hand


@dataclass(frozen=True)
class Plan:
    """`moment` is in bytes to the printer (0 to 1 of them all), or in lines on the paper."""

    seed: int
    profile: str
    serial: bool
    baud: int
    slip: int
    speed: float
    clean: bool  # the mouth is known to be clean
    trouble: str
    moment: tuple[str, float]
    lasts: float | None  # seconds; none: until somebody comes
    lie: str | None
    lie_at: int  # which answer
    bit: int
    noise: bytes = field(repr=False)
    next_process: bool = False  # who tries again is a process of its own, with a slip of its own

    @property
    def long(self) -> bool:
        """Takes a slow printer, a slow line, or all the time that a slip is given."""
        slow = self.profile == "unknown-80" or self.serial and self.slip == 2 and self.baud < 115200
        return slow or self.lie == "all well" and self.lasts is None

    @property
    def estimated(self) -> bool:
        return not self.profile.startswith("generic")


def plan(seed: int) -> Plan:
    dice = random.Random(seed)
    profile = dice.choices(["generic-80", "generic-58", "plain-bits-80", "unknown-80"], [70, 12, 9, 9])[0]
    serial = dice.random() < 0.5
    trouble = dice.choice(list(TROUBLES))
    lasts: float | None = None
    if trouble == "power cycle":
        lasts = dice.uniform(_SHORTEST_BOOT, 1.6)
    elif dice.random() < 0.4:
        lasts = dice.uniform(_SHORTEST_TROUBLE, 1.2)
    moment = ("bytes", dice.random()) if dice.random() < 0.45 else ("lines", float(dice.randint(0, 13)))
    lie = dice.choice(LIES) if dice.random() < 0.4 else None
    if not profile.startswith("generic") and lie != "stray byte":
        lie = None  # what is only an estimate cannot see through a printer that lies
    if lie == "all well" and trouble in ("paper out", "roll ends"):
        lasts = None  # of a new roll in the middle of a slip nobody can know but the printer that hides it
    return Plan(
        seed=seed,
        profile=profile,
        serial=serial,
        baud=115200 if profile.startswith("unknown") else dice.choice([9600, 19200, 38400, 115200, 115200]),
        slip=dice.randrange(3),
        speed=dice.choice([0, 100, 150, 250, 400]),
        clean=dice.random() < 0.7,
        trouble=trouble,
        moment=moment,
        lasts=lasts,
        lie=lie,
        lie_at=dice.randint(0, 24),
        bit=dice.randrange(8),
        noise=bytes([dice.randrange(256)]),
        next_process=dice.random() < 0.4,
    )
