"""From the 1024 bytes of a card's photo to a picture, where somebody can: the format WLT is closed.

No journey needs the picture. What cannot be decoded is a technician's matter, and never holds a person up.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from kiosk.devices.card_reader import _wlt_process

WIDTH, HEIGHT = 102, 126
_MEMORY = "/dev/shm"  # where a library that wants files finds them: a face never touches a disk
_HEADER = 54
_ROW = (WIDTH * 3 + 3) // 4 * 4
BMP_SIZE = _HEADER + _ROW * HEIGHT


class Trouble(StrEnum):
    ABSENT = "absent"  # no library, or not one that has the entry
    UNSTARTED = "unstarted"  # no room for another process
    REFUSED = "refused"  # the library says that it will not
    CRASHED = "crashed"
    HUNG = "hung"
    MALFORMED = "malformed"  # it gave something that is no picture of a card


class PhotoError(Exception):
    """There is no picture; `technician` says why, and what to do."""

    def __init__(self, trouble: Trouble, technician: str) -> None:
        super().__init__(f"{trouble}: {technician}")
        self.trouble, self.technician = trouble, technician


class PhotoDecoder(Protocol):
    def decode(self, photo: bytes) -> bytes:
        """A JPEG or BMP of 102 by 126 points, or nothing where nothing decodes. Raises PhotoError."""
        ...


class NoDecoder:
    def decode(self, photo: bytes) -> bytes:
        return b""


class ReaderDecoded:
    """For readers that send a picture in place of the WLT bytes: it is told by how it begins and ends."""

    def decode(self, photo: bytes) -> bytes:
        jpeg = photo.rstrip(b"\0")  # some fill up to a whole number of packets
        if jpeg.startswith(b"\xff\xd8\xff") and jpeg.endswith(b"\xff\xd9"):
            return jpeg
        if photo.startswith(b"BM"):
            return _checked(photo[: int.from_bytes(photo[2:6], "little")])
        raise PhotoError(Trouble.MALFORMED, '阅读器发来的照片没有解码：写 photo = "none"，或配解码库')


class Library:
    """A vendor's shared object, called in a process of its own: it is foreign, native code."""

    def __init__(self, path: str, entry: str, deadline: float) -> None:
        self._path, self._entry, self._deadline = path, entry, deadline

    def decode(self, photo: bytes) -> bytes:
        if not Path(self._path).is_file():
            raise PhotoError(Trouble.ABSENT, f"照片解码库不在（{self._path}）：检查 photo_library")
        try:
            with tempfile.TemporaryDirectory(prefix="kiosk-", dir=_MEMORY) as folder:
                return _checked(self._run(photo, folder))
        except OSError as error:
            technician = f"照片解码的进程起不来（{error.strerror}）：检查内存和 {_MEMORY} 的空间"
            raise PhotoError(Trouble.UNSTARTED, technician) from None

    def _run(self, photo: bytes, folder: str) -> bytes:
        command = [sys.executable, "-I", _wlt_process.__file__, self._path, self._entry, folder]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what the library itself starts is ended with it
        ) as process:
            try:
                picture, _ = process.communicate(photo, self._deadline)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                technician = f"照片解码库 {self._deadline:g} 秒没有结果（{self._path}）：换一个版本"
                raise PhotoError(Trouble.HUNG, technician) from None
        if process.returncode:
            raise _failure(process.returncode, self._path)
        return picture


def _failure(code: int, path: str) -> PhotoError:
    if code < 0:
        return PhotoError(Trouble.CRASHED, f"照片解码库崩溃，信号 {-code}（{path}）：换一个版本")
    if code in (_wlt_process.NOT_LOADED, _wlt_process.NO_ENTRY):
        why = "装不进来" if code == _wlt_process.NOT_LOADED else "没有这个入口"
        return PhotoError(Trouble.ABSENT, f"照片解码库{why}（{path}）：检查处理器架构和 photo_entry")
    with contextlib.suppress(ValueError):
        said = _wlt_process.said(code)
        advice = "向厂家要授权文件" if said == _wlt_process.UNAUTHORISED else "联系厂家"
        return PhotoError(Trouble.REFUSED, f"照片解码库返回 {said}（{path}）：{advice}")
    return PhotoError(Trouble.CRASHED, f"照片解码库中途退出，代码 {code}（{path}）：换一个版本")


def _checked(picture: bytes) -> bytes:
    width, height, depth = (
        int.from_bytes(picture[at : at + size], "little", signed=True)
        for at, size in ((18, 4), (22, 4), (28, 2))
    )
    right = (width, abs(height), depth) == (WIDTH, HEIGHT, 24)
    if picture[:2] != b"BM" or len(picture) != BMP_SIZE or not right:
        raise PhotoError(
            Trouble.MALFORMED, f"解码出的照片不是 {WIDTH}×{HEIGHT} 的 BMP：检查 photo_entry 和解码库"
        )
    return picture
