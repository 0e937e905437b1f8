"""SDT/SAM-V readers on USB that are no serial port: vendor bulk pipes, or HID reports."""

from __future__ import annotations

from kiosk.devices import options
from kiosk.devices.card_reader import _options
from kiosk.devices.card_reader._reader import Manner, SdtCardReader
from kiosk.devices.card_reader._usb import Address
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
    number, rule = "[0-9A-Fa-f]{4}", "四位十六进制数"
    address = Address(
        int(_options.matching("vendor", vendor, number, rule, "0400"), 16),
        int(_options.matching("product", product, number, rule, "C35A"), 16),
        _options.matching("serial", serial, "[ -~]{0,126}", "阅读器的序列号", "20230001"),
        _options.matching("bus", bus, r"(\d+-\d+(\.\d+)*)?", "插口的编号", "1-4.2"),
    )
    transport = UsbTransport(address, _options.choice("layout", layout, "auto", "single", "split", "hid"))
    seconds = options.seconds("deadline", deadline)
    manner = Manner(
        options.seconds("poll", poll),
        seconds,
        options.whole("radio_frame", radio_frame, 0, 255),
        _options.photo(photo, photo_library, photo_entry, seconds),
    )
    return SdtCardReader(transport, manner)
