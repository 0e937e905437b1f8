"""One card in exclusive use: commands out, answers back."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.devices._pcsc.pieces import Reply, whole
from kiosk.devices._pcsc.trouble import PcscError, Trouble, demand
from kiosk.devices.exchanges import Exchanges, Piece

_HEAD = 4  # bytes: class, instruction, two parameters
_SELECT = 0xA4


class Connection:
    """All calls block for as long as the card and the service like: they belong into a Lane."""

    def __init__(
        self, context: int, reader: str, *, reset: bool = False, exchanges: Exchanges | None = None
    ) -> None:
        """Powers the card up; `reset`: also one that has power and may still hold a PIN. Raises PcscError."""
        from smartcard import scard

        result, self._card, protocol = scard.SCardConnect(
            context, reader, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        )
        demand(result)
        self._protocol = protocol
        self._exchanges = exchanges or Exchanges()
        self.broken = False  # an exchange was not finished or not understood: the card may be gone
        try:
            if reset:
                self._reconnect(scard.SCARD_RESET_CARD)
        except PcscError:
            scard.SCardDisconnect(self._card, scard.SCARD_LEAVE_CARD)
            raise

    def transmit(self, command: Sequence[int]) -> Reply:
        """The whole answer, wherever its pieces lie. Raises PcscError; after RESET the connection works
        again, and nothing is selected or verified any more."""
        return whole(self.once, command)

    def once(self, command: list[int]) -> Reply:
        """Exactly as it is and never repeated: for commands that a card counts. Raises PcscError."""
        from smartcard import scard

        self._exchanges.sent(*_shown(command))
        header = scard.SCARD_PCI_T1 if self._protocol == scard.SCARD_PROTOCOL_T1 else scard.SCARD_PCI_T0
        try:
            result, answer = scard.SCardTransmit(self._card, header, command)
            demand(result)
        except PcscError as error:
            if error.trouble is Trouble.RESET:
                self._reconnect(scard.SCARD_LEAVE_CARD)
            else:
                self.broken = True
            raise
        if len(answer) < 2:
            self.broken = True
            raise PcscError(Trouble.GARBLED if answer else Trouble.BROKEN)
        data, status = (
            bytes([byte & 0xFF for byte in answer[:-2]]),
            bytes([byte & 0xFF for byte in answer[-2:]]),
        )
        self._exchanges.came(len(data), status)
        return Reply(int.from_bytes(status), data)

    def close(self) -> None:
        """Resets the card, so that nothing stays verified for whoever comes next; but not a broken one.

        When a reset fails, pcscd takes the card for absent until it sees it go: one that is back within the
        0.4 s between two looks would never be found again.
        """
        from smartcard import scard

        scard.SCardDisconnect(self._card, scard.SCARD_LEAVE_CARD if self.broken else scard.SCARD_RESET_CARD)

    def _reconnect(self, first: int) -> None:
        from smartcard import scard

        result, self._protocol = scard.SCardReconnect(
            self._card,
            scard.SCARD_SHARE_EXCLUSIVE,
            scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1,
            first,
        )
        demand(result)


def _shown(command: Sequence[int]) -> tuple[Piece, ...]:
    """What a card is asked, and which application of it; nothing that it is shown, as a PIN is."""
    if len(command) <= _HEAD + 1 or command[1] == _SELECT:
        return (bytes(command),)
    return bytes(command[:_HEAD]), len(command) - _HEAD
