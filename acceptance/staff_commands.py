"""acceptance staff open | close: the accounts of clerks, from the operator's command line."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from acceptance.database import Database


def add(commands: Any, place: argparse.ArgumentParser) -> None:
    """`commands`: of the program's parser; `place` says where the data is."""
    command = commands.add_parser("staff", help="clerks who act for people at a site")
    acts = command.add_subparsers(required=True, metavar="command")

    act = acts.add_parser("open", parents=[place], help="give a clerk an account; the PIN is said once")
    act.add_argument("--region", required=True, help="six digits")
    act.add_argument("--site", required=True, help="four digits")
    act.add_argument("--name", required=True, help="kept masked")
    act.add_argument("--card", required=True, help="number of the ID card; kept as a proof of it")
    act.add_argument("--role", action="append", choices=["assist", "agent"], help="both without it")
    act.add_argument("--pin", help="six digits; made by chance without it")
    act.add_argument("--json", action="store_true")
    act.set_defaults(run=_open)

    act = acts.add_parser("close", parents=[place], help="admit a clerk no longer")
    act.add_argument("--account", required=True, help="as in 330521-0001-W01")
    act.set_defaults(run=_close)


def _open(options: argparse.Namespace) -> int:
    from acceptance import staff
    from acceptance.platform import clock
    from kiosk.model import Role

    roles = frozenset(Role(role) for role in options.role or list(Role))
    database, clerk = _database(options), staff.Clerk(options.name, options.card, roles)
    try:
        site = f"{options.region}-{options.site}"
        opened = staff.open_account(database, clock(None), site, clerk, options.pin)
    finally:
        database.close()
    if options.json:
        print(json.dumps(vars(opened)))
    else:
        print(f"工号 {opened.id}，密码 {opened.pin}（只显示这一次），终端联网一分钟内生效")
    return 0


def _close(options: argparse.Namespace) -> int:
    from acceptance import staff
    from acceptance.platform import clock

    database = _database(options)
    try:
        found = staff.close_account(database, clock(None), options.account)
    finally:
        database.close()
    print(f"工号 {options.account} " + ("已停用" if found else "没有登记过"))
    return 0 if found else 1


def _database(options: argparse.Namespace) -> Database:
    from acceptance.database import Database, database_url

    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Database(database_url(options.data, options.db))
