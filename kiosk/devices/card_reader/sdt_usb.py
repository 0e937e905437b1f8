"""SDT/SAM-V readers on USB that are no serial port: vendor bulk pipes, or HID reports."""

from __future__ import annotations

from kiosk.devices import _usb
from kiosk.devices.card_reader import _options
from kiosk.devices.card_reader._reader import SdtCardReader
from kiosk.devices.card_reader._usb_transport import UsbTransport


def connect(  # noqa: PLR0913 - each option of terminal.toml has its name here
    vendor: str = "0400",
    product: str = "C35A",
    serial: str = "",
    bus: str = "",
    layout: str = "auto",
    poll: float = 0.3,
    deadline: float = 3.0,
    radio_frame: int = 0,
    photo: str = "none",
    photo_library: str = "",
    photo_entry: str = "wlt2bmp",
) -> SdtCardReader:
    """`poll` and `deadline` (of one command and its answer) are seconds. Raises ValueError."""
    address = _usb.Address(
        _usb.number("vendor", vendor, "0400"),
        _usb.number("product", product, "C35A"),
        _options.matching("serial", serial, "[ -~]{0,126}", "阅读器的序列号", "20230001"),
        _options.matching("bus", bus, r"(\d+-\d+(\.\d+)*)?", "插口的编号", "1-4.2"),
    )
    transport = UsbTransport(address, _options.choice("layout", layout, "auto", "single", "split", "hid"))
    manner = _options.manner(poll, deadline, radio_frame, photo, photo_library, photo_entry)
    return SdtCardReader(transport, manner)
