"""A person as the 256 bytes that the chip of their card holds: UTF-16LE, space padded, four layouts."""

from __future__ import annotations

from kiosk.devices.virtual.persons import Person

# offset: (length, field); what is not listed is blank
_RESIDENT = {0: (30, "name"), 30: (2, "sex"), 32: (4, "ethnic"), 36: (16, "birth"), 52: (70, "address"),
             122: (36, "number"), 158: (30, "authority"), 188: (16, "valid_from"), 204: (16, "valid_to"),
             220: (18, "permit_number"), 238: (4, "issue_count"), 248: (2, "letter")}  # fmt: skip
_FOREIGN_2017 = {0: (120, "english_name"), 120: (2, "sex"), 122: (30, "number"), 152: (6, "nationality"),
                 158: (30, "name"), 188: (16, "valid_from"), 204: (16, "valid_to"), 220: (16, "birth"),
                 236: (4, "card_version"), 240: (8, "authority"), 248: (2, "letter")}  # fmt: skip
_FOREIGN_2023 = {0: (30, "name"), 30: (2, "sex"), 32: (4, "issue_count"), 36: (16, "birth"),
                 122: (36, "number"), 188: (16, "valid_from"), 204: (16, "valid_to"), 242: (6, "nationality"),
                 248: (2, "letter"), 250: (6, "permit_number")}  # fmt: skip
_LAYOUTS = {" ": _RESIDENT, "J": _RESIDENT, "I": _FOREIGN_2017, "Y": _FOREIGN_2023}
_ENGLISH_2023 = ((52, 0, 35), (220, 35, 46))  # characters 1-35 and 36-46 stand apart


def block(person: Person) -> bytes:
    """Raises ValueError for a person who does not fit on the chip."""
    text = bytearray(" ".encode("utf-16-le") * 128)
    for offset, (length, name) in _LAYOUTS[person.letter].items():
        _put(text, offset, length, getattr(person, name), f"{person.id}.{name}")
    if person.letter == "Y":
        for offset, start, stop in _ENGLISH_2023:
            part = person.english_name[start:stop]
            _put(text, offset, 2 * (stop - start), part, f"{person.id}.english_name")
    return bytes(text)


def address(person: Person) -> bytes:
    """The 70 bytes of the newest address, or nothing when it was never changed."""
    if not person.newest_address:
        return b""
    text = bytearray(" ".encode("utf-16-le") * 35)
    _put(text, 0, 70, person.newest_address, f"{person.id}.newest_address")
    return bytes(text)


def _put(text: bytearray, offset: int, length: int, value: str, where: str) -> None:
    raw = value.encode("utf-16-le")
    if len(raw) > length:
        raise ValueError(f"{where} is longer than {length} bytes")
    text[offset : offset + len(raw)] = raw
