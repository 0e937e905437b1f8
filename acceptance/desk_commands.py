"""acceptance call | doctor: what people at a counter and a doctor say."""

from __future__ import annotations

import argparse
from typing import Any

from acceptance.database import Database, database_url
from acceptance.failure import StartError
from acceptance.platform import clock


def add(commands: Any, place: argparse.ArgumentParser) -> None:
    command = commands.add_parser("call", parents=[place], help="call the next one of a queue to a window")
    command.add_argument("--service", required=True, help="as in acceptance/schedule.yaml")
    command.add_argument("--window", required=True, help="where to go, as it is called")
    command.add_argument("--missed", action="store_true", help="whoever was called there did not come")
    command.set_defaults(run=_call)

    command = commands.add_parser("doctor", parents=[place], help="what a doctor says to a prescription")
    command.add_argument("--number", required=True, help="of the filing, as on the slip")
    command.add_argument("--agree", action=argparse.BooleanOptionalAction, required=True)
    command.set_defaults(run=_doctor)


def _call(options: argparse.Namespace) -> int:
    from acceptance import calling

    database = _database(options)
    try:
        return calling.call(database, options.service, options.window, missed=options.missed)
    finally:
        database.close()


def _doctor(options: argparse.Namespace) -> int:
    from acceptance import doctor_reviews
    from acceptance.keys import Keys
    from acceptance.problems import ProblemError

    database = _database(options)
    try:
        desk = doctor_reviews.Desk(database, Keys.open(options.data).receipts, clock(None))
        doctor_reviews.decide(desk, options.number, agrees=options.agree)
    except ProblemError:
        raise StartError("没有等医生审核的这一件") from None
    finally:
        database.close()
    print("已同意，可以凭编号缴费" if options.agree else "没有同意，不收费")
    return 0


def _database(options: argparse.Namespace) -> Database:
    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Database(database_url(options.data, options.db))
