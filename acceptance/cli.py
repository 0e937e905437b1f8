"""The command `acceptance`: the platform, its codes, its books, and the proof of another one."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from acceptance import desk_commands, enrolment, judging, staff_commands, technician_commands
from acceptance.database import Database, database_url
from acceptance.failure import StartError
from acceptance.platform import CHINA, clock


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    try:
        return int(options.run(options))
    except (StartError, OSError) as error:
        print(f"acceptance: {error}", file=sys.stderr)
        return 1


def _serve(options: argparse.Namespace) -> int:
    from acceptance.desks import SHIPPED
    from acceptance.serve import Settings, serve  # here: the other commands need none of what it loads
    from kiosk.flows.loader import RESOURCES

    settings = Settings(
        data=options.data,
        database=database_url(options.data, options.db),
        items=options.items or RESOURCES / "items",
        host=options.host,
        port=options.port,
        public_port=options.public_port,
        sandbox=options.sandbox,
        exit_with_stdin=options.exit_with_stdin,
        face_policy=options.face_policy,
        photos=options.photos,
        console_port=options.console_port,
        rate=options.rate,
        earlier_items=options.earlier_items,
        now=options.now,
        desks=(options.desks or SHIPPED) if options.offices == "simulated" else None,
    )
    serve(settings)
    return 0


def _import(options: argparse.Namespace) -> int:
    from acceptance import carried
    from acceptance.serve import Settings, open_platform
    from kiosk.flows.loader import RESOURCES
    from kiosk.wire.medium import MediumError

    items = options.items or RESOURCES / "items"
    database = database_url(options.data, options.db)
    settings = Settings(
        options.data,
        database,
        items,
        face_policy=options.face_policy,
        earlier_items=options.earlier_items,
    )
    platform = open_platform(settings, options.public_url)
    try:
        told = carried.take(platform, options.file, options.receipts)
    except MediumError as error:
        raise StartError(f"{options.file}：{error}") from None
    finally:
        platform.close()
    refused = sum(told.refused.values())
    if options.json:
        print(json.dumps({"ok": not refused and not told.lost, **vars(told)}, ensure_ascii=False))
    else:
        print(f"终端 {told.terminal}：收下 {told.taken} 件，拒收 {refused} 件，介质上缺 {told.lost} 件")
        print(f"回执在 {options.receipts}，带回终端：kiosk sync import")
    return 0 if not refused and not told.lost else 1


def _enrol_code(options: argparse.Namespace) -> int:
    database = _database(options)
    code = enrolment.new_code(database, clock(None), options.region, options.site, options.terminal)
    database.close()
    if options.json:
        print(json.dumps({"code": code.code, "terminal": code.terminal, "expires_at": code.expires_at}))
    else:
        print(f"{code.code}\n终端 {code.terminal}，有效期至 {code.expires_at}，只能用一次")
    return 0


def _office_key(options: argparse.Namespace) -> int:
    from acceptance import office_work

    database = _database(options)
    try:
        key = office_work.new_key(database, clock(None), options.department)
    finally:
        database.close()
    print(json.dumps({"department": options.department, "key": key}) if options.json else key)
    return 0


def _revoke(options: argparse.Namespace) -> int:
    database = _database(options)
    found = enrolment.revoke(database, clock(None), options.terminal)
    database.close()
    print(f"终端 {options.terminal} " + ("已停用" if found else "没有登记过"))
    return 0 if found else 1


def _reconcile(options: argparse.Namespace) -> int:
    from acceptance import reconciliation

    database = _database(options)
    try:
        balance = reconciliation.write(database, options.day, options.out)
        found = reconciliation.differences(database, options.day)
    finally:
        database.close()
    print(f"{options.day}：实收 {balance:.2f} 元，与支付渠道不一致 {len(found)} 笔")
    for order, ours, theirs in found:
        print(f"  {order}：本平台 {ours or '没有'}，渠道 {theirs or '没有'}")
    return 1 if found else 0


def _refund(options: argparse.Namespace) -> int:
    from acceptance import refunds
    from acceptance.problems import ProblemError

    database = _database(options)
    try:
        refunds.line(refunds.Till(database, clock(None)), options.order, options.line)
    except ProblemError:
        raise StartError("没有这一笔已缴的费用，或已经全部退款") from None
    finally:
        database.close()
    print("已退款，原路退回")
    return 0


def _console_account(options: argparse.Namespace) -> int:
    from acceptance.console import accounts
    from acceptance.console.accounts import Role

    database, now = _database(options), clock(None)()
    try:
        if options.end:
            accounts.end(database, options.name, now)
            print(f"账号 {options.name} 已停用")
        else:
            password = accounts.make(database, options.name, [Role(role) for role in options.role or ()], now)
            print(f"账号 {options.name} 的密码：{password}")
            print("只显示这一次，请当面交给本人。再运行一次会换成新的。")
    finally:
        database.close()
    return 0


def _openapi(options: argparse.Namespace) -> int:
    from acceptance.app import openapi

    print(json.dumps(openapi(), ensure_ascii=False, indent=2))
    return 0


def _database(options: argparse.Namespace) -> Database:
    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Database(database_url(options.data, options.db))


def _add_offices(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--offices", choices=("simulated", "api"), default="simulated", help="who works on branches"
    )
    command.add_argument("--desks", type=Path, help="YAML: how many minutes the simulated offices take")


def _add_admission(commands: Any, place: argparse.ArgumentParser) -> None:
    command = commands.add_parser("office-key", parents=[place], help="a key for a department's own system")
    command.add_argument("--department", required=True, help="as items name it: 公安部门")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_office_key)

    command = commands.add_parser("revoke", parents=[place], help="admit a terminal no longer")
    command.add_argument("--terminal", required=True, help="as in 330521-0001-001")
    command.set_defaults(run=_revoke)

    _console_command(commands.add_parser("console-account", parents=[place], help="who may use the console"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="acceptance", description="The reference acceptance platform.")
    commands = parser.add_subparsers(required=True, metavar="command")

    place = argparse.ArgumentParser(add_help=False)
    place.add_argument("--data", type=Path, default=Path("acceptance-data"), help="folder of keys and data")
    place.add_argument("--db", help="postgresql://… or sqlite:///file; without it a file in the data folder")

    rules = argparse.ArgumentParser(add_help=False)
    rules.add_argument("--items", type=Path, help="folder of service items; without it the product's own")
    rules.add_argument("--earlier-items", type=Path, help="folder of the items as they were one version ago")
    rules.add_argument("--face-policy", type=Path, help="YAML: where a terminal's word on a face counts")

    command = commands.add_parser("serve", parents=[place, rules], help="run the platform")
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=int, default=8443, help="for terminals, mutual TLS; 0 is any")
    command.add_argument("--public-port", type=int, default=8444, help="for phones and enrolment; 0 is any")
    command.add_argument("--console-port", type=int, help="for those who run terminals, as 8445; 0 is any")
    command.add_argument("--now", type=_moment, help="the time that the clock shows at the start, ISO 8601")
    command.add_argument("--rate", type=float, help="filings a second that are let in; without it all")
    command.add_argument("--sandbox", action="store_true", help="let terminals ask for trouble, for tests")
    _add_offices(command)
    command.add_argument("--exit-with-stdin", action="store_true", help="end when standard input closes")
    command.add_argument("--photos", type=Path, help="folder of photos, PERSON.jpg, for cards that give none")
    command.set_defaults(run=_serve)

    command = commands.add_parser("import", parents=[place, rules], help="take what came on a medium")
    command.add_argument("file", type=Path)
    command.add_argument("--receipts", type=Path, required=True, help="where the answers go")
    command.add_argument("--public-url", required=True, help="of the platform: results refer to it")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_import)

    command = commands.add_parser("enrol-code", parents=[place], help="a one-time code for a new terminal")
    command.add_argument("--site", required=True, help="four digits")
    command.add_argument("--region", required=True, help="six digits")
    command.add_argument("--terminal", help="three digits; without it the site's next number")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_enrol_code)

    _add_admission(commands, place)

    _add_books(commands, place)
    staff_commands.add(commands, place)
    technician_commands.add(commands, place)

    desk_commands.add(commands, place)
    judging.add(commands)

    command = commands.add_parser("openapi", help="print the description of the wire")
    command.set_defaults(run=_openapi)
    return parser


def _console_command(command: argparse.ArgumentParser) -> None:
    roles = ("viewer", "operator", "caseworker")
    command.add_argument("name")
    command.add_argument("--role", action="append", choices=roles, help="may be given several times")
    command.add_argument("--end", action="store_true", help="nobody signs in by that name any more")
    command.set_defaults(run=_console_account)


def _add_books(commands: Any, place: argparse.ArgumentParser) -> None:
    command = commands.add_parser("reconcile", parents=[place], help="the day's payments, as a file")
    command.add_argument("--day", type=date.fromisoformat, required=True, help="as in 2026-07-01")
    command.add_argument("--out", type=Path, required=True)
    command.set_defaults(run=_reconcile)

    command = commands.add_parser("refund", parents=[place], help="give back one department's part")
    command.add_argument("--order", required=True)
    command.add_argument("--line", required=True, help="the key of the fee")
    command.set_defaults(run=_refund)


def _moment(text: str) -> datetime:
    """Raises ValueError, which argparse tells the caller of."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


if __name__ == "__main__":
    sys.exit(main())
