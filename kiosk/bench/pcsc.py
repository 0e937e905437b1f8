"""A social-security card read over PC/SC, beside the same commands sent bare through pyscard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.bench import machine
from kiosk.bench.figure import BenchError, Figure, side_by_side, times
from kiosk.devices.social_card_reader.pcsc_social import PcscSocialCardReader, connect
from kiosk.devices.virtual import persons, state
from kiosk.devices.virtual.pcscd import PcscdError, comm_folder
from kiosk.devices.virtual.social_card import SocialCardState, VirtualSocialCard
from kiosk.model import DeviceError

_SELECT = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
_FILES = {"00A4020002EF05": (16, 1, 4, 12, 4, 4, 9), "00A4020002EF06": (18, 30, 1, 1, 3, 4)}
_FOUND_WITHIN = 5.0  # seconds


def social(scale: float) -> list[Figure]:
    """From the order to read, with the card in the reader, to its fields."""
    comm_folder()
    with machine.folder() as folder:
        try:
            card = VirtualSocialCard(folder)
        except PcscdError as error:
            raise BenchError(str(error)) from error
        card.start()
        reader = connect(card.endpoint)
        try:
            return [_figure(folder, card, reader, times(scale, 100))]
        except DeviceError as error:
            raise BenchError(error.fault.code) from error
        finally:
            reader.close()
            card.stop()


def _figure(folder: Path, card: VirtualSocialCard, reader: PcscSocialCardReader, turns: int) -> Figure:
    person = next(iter(persons.load()))
    state.update(folder, SocialCardState, card=person)
    card.look()
    reader.read(_FOUND_WITHIN)
    bare = _bare(card.endpoint)
    if _asked(card, lambda: reader.read(1)) != _asked(card, bare):
        raise BenchError("the card was not asked the same by both")
    ours, limit = side_by_side(lambda: reader.read(1), bare, turns)
    return Figure("social", ours, "ms", limit, 1.15, "同样的命令，直接经 pyscard")


def _asked(card: VirtualSocialCard, call: Callable[[], object]) -> int:
    before = card.asked
    call()
    return card.asked - before


def _bare(name: str) -> Callable[[], object]:
    from smartcard import scard
    from smartcard.System import readers

    reader: Any = next(found for found in readers() if name in str(found))
    commands = [bytes.fromhex(_SELECT)]
    identifier = 0
    for select, lengths in _FILES.items():
        commands.append(bytes.fromhex(select))
        for length in lengths:
            identifier += 1
            commands.append(bytes((0x00, 0xB2, identifier, 0x00, length + 2)))

    def read() -> None:
        connection = reader.createConnection()
        connection.connect(mode=scard.SCARD_SHARE_EXCLUSIVE, disposition=scard.SCARD_RESET_CARD)
        for command in commands:
            connection.transmit(list(command))
        connection.disconnect()
        connection.release()

    return read
