"""A child that speaks the host's lines and does nothing else; how it behaves is said in its arguments.

Writes what happens to it into a file, so that a test sees it after it is gone.
"""

from __future__ import annotations

import os
import sys
import threading

record, behaviour = sys.argv[1], sys.argv[2]


def note(what: str) -> None:
    with open(record, "a") as file:
        file.write(f"{os.getpid()} {what}\n")


def say(line: str) -> None:
    try:
        print(line, flush=True)
    except BrokenPipeError:
        gone.wait()  # the other thread sees it too, and ends this process


def others_started() -> int:
    """How many began after this one."""
    with open(record) as file:
        pids = [int(line.split()[0]) for line in file if line.endswith(" started\n")]
    return len(pids) - pids.index(os.getpid()) - 1


def screens_started() -> int:
    """How many screens began, of whom the record of sync says nothing."""
    with open(record.replace("sync", "screen")) as file:
        return sum(line.endswith(" started\n") for line in file)


def orders() -> None:
    for line in sys.stdin:
        order = line.strip()
        note(order)
        if order == "show" and behaviour != "blank":
            say("shown")
        if order == "take_stage":
            on_stage.set()
        if order == "retire":
            say("session_over")
    note("left")
    if behaviour != "stay":
        os._exit(0)


on_stage, gone = threading.Event(), threading.Event()
note("started")
threading.Thread(target=orders, daemon=True).start()
if behaviour == "die":
    os._exit(3)
say("ready")
pause, over = threading.Event(), False
while True:
    if behaviour != "hang":
        say("alive")
    ends = behaviour in ("over", "blank", "stay", "clerk")
    if ends and on_stage.is_set() and not over and others_started():
        over = True
        pause.wait(0.1)  # until the other is ready
        say(f"session_over ticket-of-{os.getpid()}" if behaviour == "clerk" else "session_over")
    if behaviour == "restart" and not over and screens_started() == 2:
        over = True
        say("restart_screens")
    pause.wait(0.05)
