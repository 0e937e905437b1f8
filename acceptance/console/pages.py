"""How a page of the console is made: templates that escape whatever is put into them, and strict headers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from acceptance.console.accounts import Role
from acceptance.console.sessions import Staff
from acceptance.platform import CHINA

FOLDER = Path(__file__).parent
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self';"
        " frame-ancestors 'none'; base-uri 'none'"
    ),
}
SECTIONS = (  # address, title, who
    ("/terminals", "终端", Role.OPERATOR),
    ("/sources", "数据来源", Role.OPERATOR),
    ("/matters", "在办件", Role.VIEWER),
    ("/figures", "统计", Role.VIEWER),
    ("/quarantine", "待处理", Role.CASEWORKER),
    ("/ratings", "差评整改", Role.CASEWORKER),
    ("/suggestions", "群众意见", Role.CASEWORKER),
)
_NOTHING = "—"


def page(name: str, staff: Staff | None = None, status: int = 200, **values: Any) -> HTMLResponse:
    sections = [(at, title) for at, title, role in SECTIONS if staff and staff.may(role)]
    template = _environment.get_template(name)
    html = template.render(staff=staff, sections=sections, **values)
    return HTMLResponse(html, status, HEADERS)


def moment(value: datetime | None) -> str:
    return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M:%S}" if value else _NOTHING


def day(value: date) -> str:
    return f"{value:%-m月%-d日}"


def span(value: timedelta | None) -> str:
    """One unit is enough: 50 秒, 12 分钟, 3 小时, 2 天."""
    if value is None:
        return _NOTHING
    seconds = int(abs(value).total_seconds())
    for unit, name in ((86400, "天"), (3600, "小时"), (60, "分钟")):
        if seconds >= unit:
            return f"{seconds // unit} {name}"
    return f"{seconds} 秒"


_environment = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters.update(moment=moment, day=day, span=span)
