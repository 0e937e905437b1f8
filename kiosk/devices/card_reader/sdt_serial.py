"""SDT/SAM-V readers on a serial port, or on a converter from USB to serial."""

from __future__ import annotations

from kiosk.devices import options
from kiosk.devices.card_reader import _options
from kiosk.devices.card_reader._reader import SdtCardReader
from kiosk.devices.card_reader._serial import SerialTransport


def connect(  # noqa: PLR0913 - each option of terminal.toml has its name here
    port: str,
    baud: int = 115200,
    poll: float = 0.3,
    deadline: float = 3.0,
    negotiate: str = "report",
    radio_frame: int = 0,
    photo: str = "none",
    photo_library: str = "",
    photo_entry: str = "wlt2bmp",
) -> SdtCardReader:
    """`negotiate`: what becomes of a reader that is found at another rate, "report" or "set".

    `poll` and `deadline` (of one command and its answer) are seconds. Raises ValueError.
    """
    correct = _options.choice("negotiate", negotiate, "report", "set") == "set"
    transport = SerialTransport(options.device_path("port", port), options.baud("baud", baud), correct)
    manner = _options.manner(poll, deadline, radio_frame, photo, photo_library, photo_entry)
    return SdtCardReader(transport, manner)
