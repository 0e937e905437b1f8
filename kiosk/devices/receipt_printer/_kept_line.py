"""A line to a printer whose exchanges are kept for the technician."""

from __future__ import annotations

from kiosk.devices.exchanges import Exchanges
from kiosk.devices.receipt_printer._shown import Shown
from kiosk.devices.receipt_printer._transport import Line


class KeptLine:
    def __init__(self, line: Line, exchanges: Exchanges) -> None:
        self.line, self.where, self.may_be_one_way = line, line.where, line.may_be_one_way
        self._exchanges, self._shown = exchanges, Shown()

    def send(self, data: bytes, deadline: float) -> None:
        self._exchanges.sent(*self._shown.sent(data))
        self.line.send(data, deadline)

    def receive(self, wait: float) -> bytes:
        data = self.line.receive(wait)
        self._exchanges.came(*self._shown.came(data))
        return data

    def close(self) -> None:
        self.line.close()
