"""Where something could be left: the memory of running processes, and files. Reading memory takes root."""

from __future__ import annotations

import ctypes
import mmap
import os
import re
import stat
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

PAGE = mmap.PAGESIZE
PIECE = 2048  # pages that are looked at together
_ZERO = bytes(PAGE)
# memmem(3): twice as fast as Python's `in`, where hundreds of megabytes are searched for dozens of forms.
_MEMMEM = ctypes.CDLL(None).memmem
_MEMMEM.argtypes = (ctypes.c_char_p, ctypes.c_size_t) * 2
_MEMMEM.restype = ctypes.c_void_p
_PRESENT = 3 << 62  # in memory, or swapped out
_MAPPING = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ (\S+) (\d+)\s*(.*)$")


class Scan:
    """Looks for forms. What it finds it names by form and place, never by content."""

    def __init__(self, forms: Mapping[bytes, str]) -> None:
        self._forms = forms
        self._overlap = max(map(len, forms)) - 1
        self.bytes_read = 0

    def content(self, pieces: Iterable[bytes]) -> set[str]:
        """The names of the forms in what `pieces` make together."""
        found: set[str] = set()
        before = b""
        for piece in pieces:
            self.bytes_read += len(piece)
            whole = before + piece
            found |= {
                name for form, name in self._forms.items() if _MEMMEM(whole, len(whole), form, len(form))
            }
            before = whole[-self._overlap :]
        return found

    def process(self, pid: int) -> set[str]:
        """In every readable mapping, and in every file that it holds open. Empty for one that is gone."""
        try:
            found = {f"{what} @ {where}" for where, pieces in memory(pid) for what in self.content(pieces)}
            for path in Path(f"/proc/{pid}/fd").iterdir():
                found |= {f"{what} @ open file" for what in self.file(path)}
        except (FileNotFoundError, ProcessLookupError):
            return set()
        return found

    def file(self, path: Path) -> set[str]:
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                return set()
            with path.open("rb") as file:
                return self.content(iter(lambda: file.read(PIECE * PAGE), b""))
        except (FileNotFoundError, ProcessLookupError):
            return set()

    def files(self, roots: Iterable[Path], *, apart: Sequence[Path] = (), since: float = 0) -> set[str]:
        """Under the roots, by content and by name. `since`: only what changed after it (a time of day)."""
        found = set()
        for path in changed(roots, apart, since):
            found |= {f"{what} @ {path}" for what in self.file(path)}
            found |= {f"{what} @ the name of a file" for what in self.content([os.fsencode(path.name)])}
        return found


def changed(roots: Iterable[Path], apart: Sequence[Path], since: float) -> Iterator[Path]:
    for root in roots:
        for folder, inner, names in os.walk(root):
            here = Path(folder)
            inner[:] = [name for name in inner if here / name not in apart]
            for path in (here / name for name in names):
                try:
                    if max(path.lstat().st_mtime, path.lstat().st_ctime) >= since:
                        yield path
                except FileNotFoundError:
                    continue


def memory(pid: int) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every readable mapping: what it maps, and its bytes.

    Left out is what cannot hold anything of a person: the pages of installed files, unwritten and unwritable,
    pages that were never touched, and zeros.
    """
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as mem, open(f"/proc/{pid}/pagemap", "rb") as map:
        for start, end, where in mappings(pid):
            yield where, _runs(mem.fileno(), map.fileno(), start, end)


def mappings(pid: int) -> Iterator[tuple[int, int, str]]:
    lines = Path(f"/proc/{pid}/smaps").read_text().splitlines()
    heads = [at for at, line in enumerate(lines) if _MAPPING.match(line)]
    for at, after in zip(heads, [*heads[1:], len(lines)], strict=True):
        start, end, rights, _, inode, path = _MAPPING.match(lines[at]).groups()
        sizes = {name: int(size.split()[0]) for name, size in _sizes(lines[at + 1 : after])}
        installed = inode != "0" and rights[1] != "w" and not sizes["Anonymous"]
        touched = sizes["Rss"] or sizes["Swap"]
        if rights[0] == "r" and touched and not installed and path not in ("[vvar]", "[vsyscall]"):
            yield int(start, 16), int(end, 16), path or "memory"


def _sizes(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, _, size = line.partition(":")
        if size.rstrip().endswith("kB"):
            yield name, size


def _runs(mem: int, pagemap: int, start: int, end: int) -> Iterator[bytes]:
    """The bytes of the pages that are there, in order; one entry of 8 bytes a page says whether (proc(5))."""
    first, count = start // PAGE, (end - start) // PAGE
    entries = array("Q", os.pread(pagemap, 8 * count, 8 * first))
    there = [bool(entry & _PRESENT) for entry in entries]
    at = 0
    while at < len(there):
        size = 0
        while at + size < len(there) and size < PIECE and there[at + size] == there[at]:
            size += 1
        if there[at]:
            yield _unless_zero(_read(mem, start + at * PAGE, size * PAGE))
        at += size


def _read(mem: int, start: int, size: int) -> bytes:
    try:
        return os.pread(mem, size, start)
    except OSError:  # gone meanwhile: nothing there to be found
        return b""


def _unless_zero(content: bytes) -> bytes:
    pages = (content[at : at + PAGE] for at in range(0, len(content), PAGE))
    return b"".join(page for page in pages if page != _ZERO)


def offspring(pid: int) -> Iterator[int]:
    """The processes that a process started, and theirs."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
        for child in children:
            yield child
            yield from offspring(child)
