"""What is on its way, and what was counted: as pages, and as a file for spreadsheets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from acceptance.console import charts, figures, matters, pages, terminals, words
from acceptance.console.accounts import Role
from acceptance.console.admission import only
from acceptance.console.figures import Period
from acceptance.console.live import LiveHere
from acceptance.console.sessions import Staff
from acceptance.dependencies import PlatformHere
from acceptance.problems import Kind, ProblemError
from kiosk.flows import calendar

router = APIRouter()

Viewer = Annotated[Staff, Depends(only(Role.VIEWER))]
First = Annotated[date | None, Query(alias="from")]
Last = Annotated[date | None, Query(alias="to")]
Site = Annotated[str, Query(max_length=20)]


def period_of(platform: PlatformHere, first: First = None, last: Last = None, site: Site = "") -> Period:
    """This week, unless something else is asked for. Raises ProblemError."""
    last = last or platform.clock().date()
    first = first or last - timedelta(days=last.weekday())
    if not timedelta() <= last - first < timedelta(days=figures.LONGEST):
        raise ProblemError(Kind.MALFORMED, "from, to")
    return Period(first, last, site)


@router.get("/matters")
def get_matters(platform: PlatformHere, staff: Viewer, live: LiveHere) -> Response:
    titles = {item: flow.title.zh for item, flow in platform.flows.items()}
    mark = live.mark()
    with platform.database.reading() as connection:
        overview = matters.overview(connection, calendar.load(), titles, platform.clock())
    return pages.page("matters.html", staff, overview=overview, ages=matters.AGES, mark=mark, words=words)


@router.get("/figures")
def get_figures(
    platform: PlatformHere, staff: Viewer, period: Annotated[Period, Depends(period_of)]
) -> Response:
    with platform.database.reading() as connection:
        counted, sites = figures.of(connection, period), terminals.sites(connection)
    return pages.page(
        "figures.html",
        staff,
        figures=counted,
        periods=_offered(platform.clock().date(), period.site),
        sites=sites,
        columns=figures.COLUMNS,
        rated=sum(counted.grades.values()),
        share=charts.share,
        mean=figures.shown_mean,
        words=words,
    )


@router.get("/figures.csv")
def get_file(
    platform: PlatformHere, staff: Viewer, period: Annotated[Period, Depends(period_of)]
) -> Response:
    with platform.database.reading() as connection:
        text = figures.as_csv(figures.of(connection, period))
    name = f"figures-{period.first}-{period.last}.csv"
    headers = {**pages.HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, 200, headers, "text/csv; charset=utf-8")


def _offered(today: date, site: str) -> list[tuple[str, Period]]:
    monday, month = today - timedelta(days=today.weekday()), today.replace(day=1)
    before = month - timedelta(days=1)
    return [
        ("本周", Period(monday, today, site)),
        ("上周", Period(monday - timedelta(days=7), monday - timedelta(days=1), site)),
        ("本月", Period(month, today, site)),
        ("上月", Period(before.replace(day=1), before, site)),
    ]
