"""A step saved, a filing submitted, an answer taken in: each beside the bare durable write or the frame."""

from __future__ import annotations

import os
import sqlite3
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.bench import machine
from kiosk.bench.figure import Figure, side_by_side, timed, times
from kiosk.flows.session import Session

FRAME = 1000 / 60  # ms
_DURABLE = "pragma journal_mode = wal; pragma synchronous = full;"


def save(scale: float) -> list[Figure]:
    """Everything that a person answered so far, sealed and on the disk."""
    with machine.folder() as folder, _bare(folder / "bare.db") as write:
        terminal = machine.terminal(folder, machine.identity(folder / "identity"))
        session = machine.finished(terminal)
        terminal.save_draft(session)
        kept = len(_draft(folder / "kiosk.db"))
        ours, bare = side_by_side(
            lambda: terminal.save_draft(session), lambda: write("draft", os.urandom(kept)), times(scale, 200)
        )
        terminal.store.close()
    return [Figure("save", ours, "ms", bare, 1.5, "SQLite 提交同样多的字节（WAL, FULL）")]


def submit(scale: float) -> list[Figure]:
    """Gate, seal, sign, number, one transaction: what stands between the tap and 已收件."""
    with machine.folder() as folder, _bare(folder / "bare.db") as write:
        known = machine.identity(folder / "identity")
        terminal = machine.terminal(folder, known)
        session = machine.finished(terminal)
        filed = terminal.file(machine.anew(session))
        part, token = filed.parts[0].sealed, filed.envelope.encode()
        plain = os.urandom(len(part))

        def bare_submit() -> None:
            sealed = known.sealing.seal(plain, session.id, "body")
            signature = known.signing.private.sign(token)
            write(os.urandom(16).hex(), sealed + token + signature)

        ours, bare = side_by_side(
            lambda: terminal.file(machine.anew(session)), bare_submit, times(scale, 200)
        )
        terminal.store.close()
    against = "一次 HPKE 封装、一次 Ed25519 签名、一次同样多字节的提交"
    return [Figure("submit", ours, "ms", bare, 3.0, against)]


def answer(scale: float) -> list[Figure]:
    """From an answer to everything that the next page shows, on a frame's budget."""
    with machine.folder() as folder:
        terminal = machine.terminal(folder, machine.identity(folder / "identity"))
        taken = [took for _ in range(times(scale, 100)) for took in _answers(machine.begun(terminal))]
        terminal.store.close()
    p95 = statistics.quantiles(taken, n=20)[-1]
    return [Figure("answer", p95, "ms", FRAME, 1.0, "一帧（60 Hz），95 % 的回答")]


def _answers(session: Session) -> Iterator[float]:
    for step, values in machine.ANSWERS.items():
        before = session

        def take(before: Session = before, step: str = step, values: dict[str, str] = values) -> Session:
            after = before.answer(step, values)
            return _derived(after)

        yield timed(take)
        session = session.answer(step, values)


def _derived(session: Session) -> Session:
    """What a page asks of a session."""
    _ = session.step, session.stop, session.path, session.position, session.can_go_back
    return session


@contextmanager
def _bare(path: Path) -> Iterator[Callable[[str, bytes], None]]:
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(_DURABLE + "create table bare (key text primary key, data blob) without rowid;")

    def write(key: str, data: bytes) -> None:
        db.execute("begin immediate")
        db.execute("insert or replace into bare values (?, ?)", (key, data))
        db.execute("commit")

    yield write
    db.close()


def _draft(path: Path) -> bytes:
    db = sqlite3.connect(path)
    (sealed,) = db.execute("select sealed from draft").fetchone()
    db.close()
    return bytes(sealed)
