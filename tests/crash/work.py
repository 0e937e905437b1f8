"""The program that is killed, starved of disk and lied to: goes through a plan with the real store, tells
each thing that was kept, and waits for a word when it is told that nothing was.

It starts once and forks for each order (`PLAN FOLDER` and a newline), so that a point costs no start of
Python. The child says `ready PID` and waits for one byte, and so it does after each `refused`.
"""

from __future__ import annotations

import ctypes
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kiosk.store import Store, StoreError
from kiosk.store.vault import Vault
from kiosk.wire.identity import write_private
from tests.crash.plan import NOW, PLANS

SECRET, PRIVATE = "secret.key", "platform.json"
OLD, NEW = b"old " * 700, b"new " * 900
T = TypeVar("T")
_PR_SET_PTRACER, _ANYBODY = 0x59616D61, ctypes.c_ulong(-1)  # prctl(2)


def say(word: str) -> None:
    os.writev(1, [f"{word}\n".encode()])  # a call that no fault is put into


def insist(do: Callable[[], T], refusal: type[Exception] = StoreError) -> T:
    while True:
        try:
            return do()
        except refusal:
            say("refused")
            os.read(0, 1)


def standing(store: Store) -> object:
    """What other parts of the terminal ask the store."""
    outgoing = [(entry.id, len(entry.parts)) for entry in store.outbox.due(NOW)]
    return store.sequence(), store.journal.head(), store.outbox.backlog(), store.changed(), outgoing


def go_through(plan_name: str, folder: Path) -> None:
    plan = PLANS[plan_name]
    plan.configure(folder)
    store = insist(lambda: Store(folder / "kiosk.db"))
    say("kept")
    for step in plan.steps:
        before = insist(store.journal.head), insist(store.sequence)

        def attempt(step=step, before=before) -> None:
            try:
                step.do(store)
            except StoreError:
                say("refused")
                os.read(0, 1)
                if (insist(store.journal.head), insist(store.sequence)) != before:
                    raise RuntimeError("it kept what it said it had not") from None
                insist(lambda: step.do(store))

        attempt()
        say("kept")
        insist(lambda: standing(store))
    store.close()
    say("whole")


def make_secret(folder: Path) -> None:
    insist(lambda: Vault.load(folder / SECRET))
    say("kept")


def replace_private_file(folder: Path) -> None:
    insist(lambda: write_private(folder / PRIVATE, NEW), OSError)
    say("kept")


def child(order: str) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANYBODY, 0, 0, 0)  # where only ancestors may trace
    say(f"ready {os.getpid()}")
    os.read(0, 1)
    name, folder = order.split(maxsplit=1)
    if name in PLANS:
        go_through(name, Path(folder))
    elif name == SECRET:
        make_secret(Path(folder))
    elif name == PRIVATE:
        replace_private_file(Path(folder))
    else:
        raise ValueError(name)


def read_line() -> str:
    """Unbuffered: what follows the line is the child's."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            return ""
        line += byte
    return line.decode().strip()


def serve() -> None:
    while order := read_line():
        if (pid := os.fork()) == 0:
            code = 1
            try:
                child(order)
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        say(f"ended {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}")


if __name__ == "__main__":
    serve()
