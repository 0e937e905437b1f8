"""A disk without power: what a file system may hold when it goes out, at every write of what went before.

A write is safe once its file was synced, a name once its folder was. Of all others anything may have
happened: nothing, everything, or any 512-byte sectors of them, torn and in any order, some with rubbish in
what was being written. Names appear and go in order. What is not modelled: a disk that lies
about a sync, and rot in what was synced long ago.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

SECTOR = 512
Kind = Literal["create", "delete", "write", "truncate", "sync", "sync folder", "told"]
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Operation:
    kind: Kind
    name: str = ""
    inode: int = 0
    offset: int = 0  # of a write; the size, of a truncation
    data: bytes = field(default=b"", repr=False)


@dataclass
class Disk:
    """What has reached it for sure, and what is on its way, in its order."""

    names: dict[str, int] = field(default_factory=dict)
    contents: dict[int, bytes] = field(default_factory=dict)
    moving_names: list[Operation] = field(default_factory=list)
    moving: list[Operation] = field(default_factory=list)

    @classmethod
    def holding(cls, files: Files) -> Disk:
        names = {name: number for number, name in enumerate(sorted(files), 1)}
        return cls(names, {names[name]: content for name, content in files.items()})

    def take(self, operation: Operation) -> None:
        if operation.kind in ("create", "delete"):
            self.moving_names.append(operation)
        elif operation.kind == "sync folder":
            self.names = _named(self.names, self.moving_names)
            self.moving_names = []
        elif operation.kind == "sync":
            mine = [move for move in self.moving if move.inode == operation.inode]
            content = self.contents.get(operation.inode, b"")
            self.contents[operation.inode] = _changed(content, mine, _all_of)
            self.moving = [move for move in self.moving if move.inode != operation.inode]
        else:
            self.moving.append(operation)

    def without_power(self, dice: random.Random, tries: int) -> Iterator[dict[str, bytes]]:
        """Nothing of what was on its way arrived, all of it, and `tries` times some of it."""
        yield self._after(0, lambda move: [])
        yield self._after(len(self.moving_names), _all_of)
        for _ in range(tries):
            yield self._after(dice.randint(0, len(self.moving_names)), lambda move: _torn(move, dice))

    def _after(self, names: int, survives) -> dict[str, bytes]:
        found = {}
        for name, inode in _named(self.names, self.moving_names[:names]).items():
            mine = [move for move in self.moving if move.inode == inode]
            found[name] = _changed(self.contents.get(inode, b""), mine, survives)
        return found


def _named(names: Mapping[str, int], moves: Sequence[Operation]) -> dict[str, int]:
    changed = dict(names)
    for move in moves:
        if move.kind == "create":
            changed[move.name] = move.inode
        else:
            changed.pop(move.name, None)
    return changed


def _all_of(move: Operation) -> list[Operation]:
    return [move]


def _torn(move: Operation, dice: random.Random) -> list[Operation]:
    """Some sectors of a write, and rubbish in some; a truncation happened or not."""
    if move.kind == "truncate":
        return [move] if dice.random() < 0.5 else []
    share = dice.choice((0.1, 0.5, 0.9, 0.99))
    pieces, start = [], move.offset
    end = move.offset + len(move.data)
    while start < end:
        stop = min(end, start - start % SECTOR + SECTOR)
        data = move.data[start - move.offset : stop - move.offset]
        if dice.random() < share:
            pieces.append(Operation("write", inode=move.inode, offset=start, data=data))
        elif dice.random() < 0.1:
            pieces.append(Operation("write", inode=move.inode, offset=start, data=dice.randbytes(len(data))))
        start = stop
    return pieces


def _changed(content: bytes, moves: Sequence[Operation], survives) -> bytes:
    if not moves:
        return content
    changed = bytearray(content)
    for move in moves:
        for piece in survives(move):
            if piece.kind == "truncate":
                del changed[piece.offset :]
                changed.extend(bytes(piece.offset - len(changed)))
                continue
            changed.extend(bytes(max(0, piece.offset - len(changed))))
            changed[piece.offset : piece.offset + len(piece.data)] = piece.data
    return bytes(changed)


def lay(files: Files, folder: Path) -> None:
    """The folder holds these files and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def found_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
