"""Telling terminals what to do: one of them, or all of a site."""

from __future__ import annotations

import json

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select

from acceptance import commands, tables
from acceptance.commands import NotPossibleError
from acceptance.console import pages
from acceptance.console.admission import Acting
from acceptance.console.terminal_pages import Operator
from acceptance.dependencies import PlatformHere
from acceptance.problems import Kind, ProblemError

router = APIRouter()


@router.post("/terminals/{id}/command")
def post_command(platform: PlatformHere, staff: Operator, said: Acting, id: str) -> Response:
    known = tables.terminals
    with platform.database.reading() as connection:
        row = connection.execute(select(known).where(known.c.id == id, known.c.revoked_at.is_(None))).first()
        if row is None:
            raise ProblemError(Kind.NOT_FOUND)
        site = (known.c.region == row.region, known.c.site == row.site, known.c.revoked_at.is_(None))
        same = list(connection.scalars(select(known.c.id).where(*site).order_by(known.c.id)))
    try:
        wanted = commands.read(platform, said.get("kind", ""), said.get("item", ""))
        commands.issue(platform, same if said.get("all") == "yes" else [id], wanted, staff.name)
    except NotPossibleError as error:
        return pages.page("says.html", staff, 400, title="没有发出命令", text=f"{error}。")
    return RedirectResponse(f"/terminals/{id}#commands", 303, {"Cache-Control": "no-store"})


@router.get("/terminals/{id}/commands/{command}")
def get_report(platform: PlatformHere, staff: Operator, id: str, command: str) -> Response:
    found = commands.report(platform, id, command)
    if found is None:
        raise ProblemError(Kind.NOT_FOUND)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    name = f'attachment; filename="{id}-{command[:8]}.json"'
    return Response(text, 200, {**pages.HEADERS, "Content-Disposition": name}, "application/json")
