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


def orders() -> None:
    for line in sys.stdin:
        note(line.strip())
        if behaviour == "over" and line.strip() == "take_stage":
            print("session_over", flush=True)
    note("left")
    if behaviour != "stay":
        os._exit(0)


note("started")
threading.Thread(target=orders, daemon=True).start()
if behaviour == "die":
    os._exit(3)
print("ready", flush=True)
pause = threading.Event()
while True:
    if behaviour != "hang":
        print("alive", flush=True)
    pause.wait(0.05)
