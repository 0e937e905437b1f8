"""A social-security card, from the first command to the person on it, however its answers are cut up."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.devices._pcsc.pieces import Reply, whole
from kiosk.devices._pcsc.trouble import PcscError
from kiosk.devices.social_card_reader import _application, _profile, _text
from kiosk.devices.virtual import persons
from kiosk.devices.virtual.social_chip import Chip, Habits
from kiosk.model import DeviceError, SocialCard
from tests.fuzz.parser import Parser

_MOST = 2000  # commands to one card: a person stands there


def _chain(data: bytes) -> object:
    """The bytes are all that the card answers: a length, and so many bytes of data and status."""
    left, sent = bytearray(data), 0

    def once(command: list[int]) -> Reply:
        nonlocal sent
        sent += 1
        assert sent <= _MOST and 5 <= len(command) <= 260 and all(0 <= byte <= 0xFF for byte in command)
        answer = bytes(left[1 : 1 + max(left[0], 2)]).rjust(2, b"\x6f") if left else b"\x6a\x82"
        del left[: 1 + len(answer)]
        return Reply(int.from_bytes(answer[-2:], "big"), answer[:-2])

    try:
        return _read(once)
    except (DeviceError, PcscError, _text.TextError, _application.LockedError):
        return None


def _read(once) -> SocialCard:
    def transmit(command: Sequence[int]) -> Reply:
        return whole(once, command)

    _application.select(transmit)
    application = _application.Application(_profile.named("generic"))
    return _text.card(application.issuer(transmit), application.holder(transmit))


def _answers(**habits: object) -> bytes:
    """All answers of a card of these habits, in the order in which it is asked."""
    chip = Chip(persons.load()["liu-yang"], Habits(**habits), 3, lambda left: None)
    given = bytearray()

    def once(command: list[int]) -> Reply:
        answer = chip.answer(bytes(command))
        given.append(len(answer))
        given.extend(answer)
        return Reply(int.from_bytes(answer[-2:], "big"), answer[:-2])

    _read(once)
    return bytes(given)


PARSERS = {
    "social-chain": Parser(
        _chain,
        (
            _answers(),
            _answers(pieces=True),
            _answers(exact=True, addressing="number"),
            _answers(pieces=True, exact=True),
        ),
    ),
}
