"""A desk calls the next number of a queue, or says that whoever it called did not come."""

from __future__ import annotations

from acceptance import tickets
from acceptance.database import Database
from acceptance.failure import StartError
from acceptance.platform import clock
from acceptance.problems import ProblemError
from acceptance.schedule import Schedule


def call(database: Database, service: str, window: str, *, missed: bool) -> int:
    """0 where there was somebody. Raises StartError for a service that nobody waits for."""
    hall = tickets.Hall(database, Schedule.load(), clock(None))
    try:
        over = tickets.pass_over(hall, service, window) if missed else None
        called = tickets.call(hall, service, window)
    except ProblemError:
        raise StartError(f"没有 {service} 这个窗口业务，或它不叫号") from None
    if over:
        print(f"{over.number} 过号")
    print(f"请 {called.number} 到 {window} 号窗口" if called else "没有人在等")
    return 0 if called or over else 1
