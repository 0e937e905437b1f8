"""The process in which a vendor's photo library runs: LIBRARY ENTRY FOLDER, the photo on standard input.

Gives the picture on standard output. The library may crash, hang or write what it likes: nothing of this
program is in here. Run by path, it imports nothing of ours.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from pathlib import Path

NOT_LOADED, NO_ENTRY = 3, 4
UNAUTHORISED = -5
_SAID = 100  # exit codes from here down to 94 are what GetBmp returned, 0 to -6
_ROOM = 64 * 1024  # more than any picture of a card
_LARGEST_FILE = 1024 * 1024
_USB = 2  # GetBmp also asks for the reader's interface


def said(code: int) -> int:
    """What the library returned, from an exit code. Raises ValueError for another one."""
    if not _SAID - 6 <= code <= _SAID:
        raise ValueError(code)
    return code - _SAID


def main() -> int:
    path, entry, folder = sys.argv[1:4]
    answer = os.dup(1)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)  # a library that prints must not print into the picture
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold a face
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    photo = sys.stdin.buffer.read()
    try:
        library = ctypes.CDLL(path)
    except OSError:
        return NOT_LOADED
    if not hasattr(library, entry):
        return NO_ENTRY
    call = {"GetBmp": _by_file, "wlt2bmp": _by_buffer}[entry]
    outcome = call(getattr(library, entry), photo, Path(folder))
    if isinstance(outcome, int):
        return _SAID + outcome if -6 <= outcome <= 0 else 1
    with os.fdopen(answer, "wb") as out:
        out.write(outcome)
    return 0


def _by_file(get_bmp: ctypes._NamedFuncPointer, photo: bytes, folder: Path) -> bytes | int:
    """int GetBmp(const char *wlt_file, int interface): 1 is success; the picture lies beside the file."""
    source = folder / "photo.wlt"
    source.write_bytes(photo)
    get_bmp.argtypes, get_bmp.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_int
    code = int(get_bmp(os.fsencode(source), _USB))
    if code != 1:
        return code
    picture = source.with_suffix(".bmp")
    return picture.read_bytes() if picture.is_file() else b""


def _by_buffer(wlt2bmp: ctypes._NamedFuncPointer, photo: bytes, _: Path) -> bytes:
    """int wlt2bmp(const unsigned char *wlt, unsigned char *bmp, int is_file): vendors do not agree on what is
    returned, so the picture itself is looked at."""
    room = ctypes.create_string_buffer(_ROOM)
    wlt2bmp.argtypes, wlt2bmp.restype = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int), ctypes.c_int
    wlt2bmp(photo, ctypes.cast(room, ctypes.c_char_p), 0)
    return room.raw[: int.from_bytes(room.raw[2:6], "little")]


if __name__ == "__main__":
    sys.exit(main())
