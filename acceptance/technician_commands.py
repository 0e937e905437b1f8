"""acceptance technician admit | dismiss: who may look after the machines, by the operator's command."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from acceptance.database import Database


def add(commands: Any, place: argparse.ArgumentParser) -> None:
    """`commands`: of the program's parser; `place` says where the data is."""
    command = commands.add_parser("technician", help="who looks after the machines of a site")
    acts = command.add_subparsers(required=True, metavar="command")

    act = acts.add_parser("admit", parents=[place], help="the key of the one-time codes is said once")
    act.add_argument("--site", required=True, action="append", help="as in 330521-0001; may come often")
    act.add_argument("--name", required=True, help="kept masked")
    act.add_argument("--card", required=True, help="number of the ID card; kept as a proof of it")
    act.add_argument("--json", action="store_true")
    act.set_defaults(run=_admit)

    act = acts.add_parser("dismiss", parents=[place], help="admit a technician no longer")
    act.add_argument("--account", required=True, help="as in 330521-0001-T01")
    act.set_defaults(run=_dismiss)


def _admit(options: argparse.Namespace) -> int:
    from acceptance import technicians
    from acceptance.platform import clock

    database = _database(options)
    try:
        admitted = technicians.admit(database, clock(None), options.site, options.name, options.card)
    finally:
        database.close()
    if options.json:
        print(json.dumps({"ids": admitted.ids, "app": admitted.app}))
        return 0
    import segno

    segno.make(admitted.app, error="m").terminal(compact=True)
    print(f"{admitted.app}\n账号 {'、'.join(admitted.ids)}")
    print("用手机上的验证器扫码（只显示这一次），终端联网一分钟内生效")
    return 0


def _dismiss(options: argparse.Namespace) -> int:
    from acceptance import technicians
    from acceptance.platform import clock

    database = _database(options)
    try:
        found = technicians.dismiss(database, clock(None), options.account)
    finally:
        database.close()
    print(f"账号 {options.account} " + ("已停用" if found else "没有登记过"))
    return 0 if found else 1


def _database(options: argparse.Namespace) -> Database:
    from acceptance.database import Database, database_url

    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Database(database_url(options.data, options.db))
