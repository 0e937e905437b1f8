"""Which line leads to the printer, by the options; a path says by its driver which of two it is."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.devices import _usb, options
from kiosk.devices.receipt_printer import _lp
from kiosk.devices.receipt_printer._transport import Line, SerialLine, TcpLine
from kiosk.devices.receipt_printer._usb_line import UsbLine


def chosen(  # noqa: PLR0913 - the options of all lines, one of which is meant
    host: str, port: int, path: str, usb: str, baud: int, deadline: float
) -> tuple[Callable[[], Line], str]:
    """Opens the line, and says where it leads. Raises ValueError."""
    if [host, path, usb].count("") != 2:  # so one is written
        raise ValueError(
            "选项 host（网口）、path（串口或 /dev/usb/lp0）、usb（厂商号:产品号）要写一个，只写一个；"
            "例如 host = 192.168.1.50"
        )
    if host != "":
        place = options.host("host", host)
        return lambda: TcpLine(place, port, deadline), f"{place}:{port}"
    if path != "":
        file = options.device_path("path", path)
        return lambda: _lp.LpLine(file) if _lp.is_usblp(file) else SerialLine(file, baud), file
    address = _usb.address("usb", usb, "04b8:0e15", with_serial=True)
    return lambda: UsbLine(address), f"usb:{address}"
