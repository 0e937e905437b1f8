"""What the readings warn of, said to a person and to a technician: the person may go on in all of these."""

from __future__ import annotations

from kiosk.devices.sensors import Readings
from kiosk.model import Fault

DEVICE = "机柜传感器"

_LOW_CHARGE, _FEW_MINUTES = 20, 5
_HOT, _COLD, _DAMP = 50.0, 0.0, 85

_GO_ON = "这台机器可以照常使用。"
_ENDING = "这台机器快要断电了。请尽快办完，或换一台机器。"

DOOR = Fault("cabinet.open", _GO_ON, "机柜门开着：检查完关好门", "warning")
BATTERY = Fault("power.battery", _GO_ON, "市电断了，正在用电池：检查供电", "warning")
BATTERY_LOW = Fault("power.low", _ENDING, "电池快用完了：立即恢复市电，否则机器会断电", "warning")
HOT = Fault("cabinet.hot", _GO_ON, f"机柜内超过 {_HOT:g} ℃：检查风扇和通风口", "warning")
COLD = Fault("cabinet.cold", _GO_ON, f"机柜内低于 {_COLD:g} ℃：检查加热和门", "warning")
DAMP = Fault("cabinet.damp", _GO_ON, f"机柜内湿度超过 {_DAMP}%：检查漏水和除湿", "warning")


def warnings(found: Readings) -> tuple[Fault, ...]:
    """The most urgent first."""
    low = _at_most(found.charge, _LOW_CHARGE) or _at_most(found.minutes_left, _FEW_MINUTES)
    signs = {
        BATTERY_LOW: found.on_battery is True and low,
        BATTERY: found.on_battery is True and not low,
        HOT: found.temperature is not None and found.temperature > _HOT,
        COLD: found.temperature is not None and found.temperature < _COLD,
        DAMP: found.humidity is not None and found.humidity > _DAMP,
        DOOR: found.door_open is True,
    }
    return tuple(fault for fault, sign in signs.items() if sign)


def _at_most(value: int | None, limit: int) -> bool:
    return value is not None and value <= limit
