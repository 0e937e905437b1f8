"""Every parser that bytes from outside reach: whatever they are, a typed value or the parser's own error.

A target returns what was made of the bytes, or None where the parser refused them by its own error.
Each has seeds that are accepted: without them a parser that refuses everything would pass.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.devices._board_lines import Lines, line
from kiosk.devices._pcsc.pieces import Reply
from kiosk.devices._video_http import Parts
from kiosk.devices.card_reader import _frame, _text
from kiosk.devices.code_scanner import _payload
from kiosk.devices.code_scanner._burst import Burst
from kiosk.devices.code_scanner._keys import EVENT, Keys
from kiosk.devices.code_scanner._report import Reports
from kiosk.devices.document_printer import _message
from kiosk.devices.face_camera import _comparison
from kiosk.devices.receipt_printer import _full, _push
from kiosk.devices.receipt_printer._ear import Ear
from kiosk.devices.social_card_reader import _application, _profile
from kiosk.devices.social_card_reader import _text as social_text
from kiosk.devices.virtual import card_text, persons
from kiosk.devices.virtual.portrait import card_photo
from kiosk.flows import calendar
from kiosk.flows.calendar import CalendarError
from kiosk.flows.search import catalogue
from kiosk.flows.search.index import LEAST, Index
from kiosk.model import DeviceError
from kiosk.wire import messages
from kiosk.wire.envelope import SignatureError, SigningKey
from kiosk.wire.messages import MessageError
from kiosk.wire.papers import PAPER, PaperObject, address, proved
from tests.fuzz import camera_targets, chip_targets, file_targets
from tests.fuzz.parser import Parser


def _sdt(data: bytes) -> object:
    found = _frame.replies(bytearray(data), last=True)
    assert all(0 <= reply.sw3 <= 0xFF for reply in found)
    shown = _frame.shown(data)
    assert sum(piece if isinstance(piece, int) else len(piece) for piece in shown) == len(data)
    return found or None


def _card_text(data: bytes) -> object:
    try:
        return _text.parse(data[: _text.LENGTH].ljust(_text.LENGTH, b"\0"))
    except _text.TextError:
        return None


def _address(data: bytes) -> object:
    try:
        return _text.parse_address(data[:70].ljust(70, b"\0")) or None
    except _text.TextError:
        return None


def _ear(data: bytes) -> object:
    ear = Ear(fixed_bits=True)
    ear.order()
    answers = ear.sort(data)
    assert len(answers) <= len(data)
    return answers or ear.confirmed or None


def _pushed(data: bytes) -> object:
    return _push.answers(data[:4].ljust(4, b"\0"))


def _full_status(data: bytes) -> object:
    return _full.interpret(data[:6].ljust(6, b"\0"))


def _assembled(assembler: Burst | Keys | Reports, chunks: Iterable[bytes]) -> object:
    code = None
    try:
        for chunk in chunks:
            code = code or assembler.take(chunk)
        if code is None and assembler.quiet is not None:
            code = assembler.ended()
        return code and _payload.accept(code.data, code.symbology, "diagnosis")
    except DeviceError:
        return None


def _burst(data: bytes) -> object:
    return _assembled(Burst(0.05, 0.02), [data[at : at + 7] for at in range(0, len(data), 7)])


def _keys(data: bytes) -> object:
    size = EVENT.size
    return _assembled(Keys(0.05), [data[at : at + size] for at in range(0, len(data) - size + 1, size)])


def _reports(data: bytes) -> object:
    return _assembled(Reports(1.0), [data[at : at + 64] for at in range(0, len(data), 64)])


def _social(data: bytes) -> object:
    """The bytes are what the card answers, each record a length and so many of them."""
    left = bytearray(data)

    def transmit(command: object) -> Reply:
        if not left:
            return Reply(0x6A82, b"")
        size = left.pop(0)
        record = bytes(left[:size])
        del left[:size]
        return Reply(0x9000, record) if size != 0xFF else Reply(0x6982, b"")

    application = _application.Application(_profile.named("by-number"))
    try:
        return social_text.card(application.issuer(transmit), application.holder(transmit))
    except (DeviceError, social_text.TextError, _application.LockedError):
        return None


def _ipp(data: bytes) -> object:
    try:
        return _message.parse(data)
    except _message.MessageError:
        return None


def _mjpeg(data: bytes) -> object:
    stream, found = Parts("frame"), []
    try:
        for at in range(0, len(data), 11):
            found += stream.feed(data[at : at + 11])
    except ValueError:
        return None
    return found or None


def _board(data: bytes) -> object:
    lines = Lines()
    return [pair for at in range(0, len(data), 5) for pair in lines.take(data[at : at + 5])] or None


@cache
def _key() -> SigningKey:
    return SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(32)))


def _signed(data: bytes) -> object:
    """What stands for a token on the line, and what stands in one that is rightly signed."""
    try:
        payload = json.loads(data)
    except ValueError:
        payload = None
    try:
        if isinstance(payload, dict):
            return messages.Receipt.read(payload)
        return messages.Receipt.read(_key().public.verify(messages.RECEIPT, data.decode("latin-1")))
    except (SignatureError, MessageError):
        return None


def _paper(data: bytes) -> object:
    """As a stranger's code says it, whatever stands in the place of the signed part."""
    text = data.decode("latin-1")
    with suppress(ValueError, TypeError, MessageError):
        PaperObject.read(json.loads(data))
    return proved(_key().public, text)


def _paper_code() -> bytes:
    paper = PaperObject("ABCD", "证明", "*洋", "33**24", "经办机构", datetime(2026, 11, 21, tzinfo=UTC))
    return address("https://p.example", "ABCD", _key().sign(PAPER, paper.payload())).encode()


def _frames() -> tuple[bytes, ...]:
    """As makers publish them: found, none there, selected."""
    return (
        bytes.fromhex("AAAAAA9669 0008 00009F 00000000 97"),
        bytes.fromhex("AAAAAA9669 0004 000080 84"),
        bytes.fromhex("AAAAAA9669 000C 000090 0000000000000000 9C"),
    )


def _report(data: bytes) -> bytes:
    return (bytes((2, len(data))) + b"]Q1" + data).ljust(64, b"\0")


def _typed(codes: Iterable[int]) -> bytes:
    return b"".join(EVENT.pack(1, 0, 1, code, down) for code in codes for down in (1, 0))


def _records(*values: tuple[int, bytes]) -> bytes:
    return b"".join(bytes((len(value) + 2, tag, len(value))) + value for tag, value in values)


def _social_card() -> bytes:
    issuer = _records(
        (1, bytes.fromhex("330500D15600000599110145FFFFFFFF")), (2, b"1"), (3, b"2.00"), (4, bytes(12)),
        (5, bytes.fromhex("20200102")), (6, bytes.fromhex("20300102")), (7, b"A00000001"),
    )  # fmt: skip
    holder = _records(
        (8, b"11010519491231002X"), (9, "张三".encode("gb18030").ljust(30, b"\0")), (10, b"2"), (11, b"\x01"),
        (12, bytes.fromhex("110105")), (13, bytes.fromhex("19491231")),
    )  # fmt: skip
    return issuer + holder


_RECEIPT = {
    "object": "0190c0de-0000-7000-8000-000000000000",
    "digest": "0" * 64,
    "status": "received",
    "received_at": "2026-11-22T08:00:00+08:00",
    "acceptance_number": None,
    "reason": None,
    "questions": [],
}


def _face_photo(data: bytes) -> object:
    picture = _comparison.decoded(data)
    assert picture is None or min(picture.shape[:2]) >= 64
    return picture


@cache
def _index() -> Index:
    matters, mistakes = catalogue.load()
    assert matters and not mistakes
    return Index(matters)


def _search(data: bytes) -> object:
    """What people type; a keyboard may also give half a character."""
    found = _index().search(data.decode("utf-8", "surrogateescape"))
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert all(LEAST <= hit.score <= 1 for hit in found)
    return found or None


def _calendar(data: bytes) -> object:
    try:
        found = calendar.read(data)
    except CalendarError:
        return None
    assert all(day.weekday() > 4 and found.works(day) for day in found.made_up)
    return found


PARSERS = {
    "sdt-frame": Parser(_sdt, _frames()),
    "card-text": Parser(_card_text, tuple(card_text.block(person) for person in persons.load().values())),
    "card-address": Parser(_address, ("浙江省湖州市德清县武康街道".encode("utf-16-le"),)),
    "printer-answer": Parser(_ear, (b"\x12", b"\x00" * 5, b"\x14\x00\x00\x00\x12")),
    "printer-push": Parser(_pushed, (b"\x10\x00\x00\x00", b"\x18\x00\x0c\x00")),
    "printer-full": Parser(_full_status, (bytes.fromhex("100F00000000"), bytes.fromhex("100F21000000"))),
    "scanner-line": Parser(_burst, (b"kiosk:filing\r\n", "统一社会信用代码".encode("gb18030"))),
    "scanner-keys": Parser(_keys, (_typed((30, 48, 28)),)),
    "scanner-report": Parser(_reports, (_report(b"12345678"),)),
    "social-card": Parser(_social, (_social_card(),)),
    "face-photo": Parser(_face_photo, (card_photo("fair"),)),
    "ipp": Parser(_ipp, (bytes.fromhex("02000000000000010103"),)),
    "mjpeg": Parser(_mjpeg, (b"--frame\r\nContent-Length: 4\r\n\r\n\xff\xd8\xff\xd9\r\n--frame\r\n",)),
    "board": Parser(_board, (line("door", "open") + line("beat", "1"),)),
    "search": Parser(_search, tuple(text.encode() for text in ("我要开面馆", "gongjijin", "kmg", "tax"))),
    "calendar": Parser(_calendar, tuple(path.read_bytes() for path in calendar.DATA.glob("calendar-*.yaml"))),
    "paper": Parser(_paper, (_paper_code(),)),
    "receipt": Parser(
        _signed, (json.dumps(_RECEIPT).encode(), _key().sign(messages.RECEIPT, _RECEIPT).encode())
    ),
    **camera_targets.PARSERS,
    **chip_targets.PARSERS,
    **file_targets.PARSERS,
}
