"""The console as an application of its own, for a listener of its own: a firewall can keep it inside."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, RedirectResponse, Response
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from acceptance.console import (
    case_pages,
    command_pages,
    figure_pages,
    live,
    pages,
    rating_pages,
    signing_in,
    terminal_pages,
)
from acceptance.console.admission import FormTokenError, RoleError, SignedOutError
from acceptance.console.live import Live
from acceptance.platform import Platform
from acceptance.problem_answers import Shield
from acceptance.problems import ProblemError

_ASSETS = {"console.css": "text/css", "console.js": "text/javascript"}
_TROUBLES = (RoleError, FormTokenError, ProblemError, RequestValidationError, HTTPException)
_LARGEST = 64 * 1024  # bytes; no form is near it


def console_app(platform: Platform) -> FastAPI:
    app = FastAPI(title="Console", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.platform = platform
    app.state.live = Live(platform.database)
    for module in (signing_in, terminal_pages, command_pages, figure_pages, case_pages, rating_pages, live):
        app.include_router(module.router)
    for name in _ASSETS:
        app.add_api_route(f"/{name}", _asset, methods=["GET"])
    app.add_exception_handler(SignedOutError, _signed_out)
    for trouble in _TROUBLES:
        app.add_exception_handler(trouble, _trouble)
    app.add_exception_handler(OperationalError, _busy)
    app.add_exception_handler(PoolTimeoutError, _busy)
    app.add_middleware(Shield, largest=_LARGEST)
    return app


def _asset(request: Request) -> Response:
    name = request.url.path.removeprefix("/")
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return FileResponse(pages.FOLDER / "assets" / name, 200, headers, _ASSETS[name])


async def _signed_out(request: Request, error: Exception) -> Response:
    return RedirectResponse("/sign-in", 303, {"Cache-Control": "no-store"})


async def _trouble(request: Request, error: Exception) -> Response:
    """Repeats nothing of the request."""
    if isinstance(error, RoleError):
        return _says(
            403,
            "没有权限",
            "这个账号不能看这一页。需要的话，请管理员用 acceptance console-account 加上角色。",
        )
    if isinstance(error, FormTokenError):
        return _says(403, "这一页已经过期", "请返回上一页，刷新以后再提交。什么都没有改变。")
    status = error.status_code if isinstance(error, HTTPException) else 400
    status = error.kind.status if isinstance(error, ProblemError) else status
    if status in (404, 405):
        return _says(404, "没有这一页", "它可能已经被处理，或者网址不完整。")
    if status == 410:
        return _says(410, "已经有人处理过了", "请回到列表，看现在的状态。")
    return _says(status, "不能这样做", "请返回上一页，检查以后再试。")


async def _busy(request: Request, error: Exception) -> Response:
    return _says(503, "平台正忙", "请几秒钟后再试。")


def _says(status: int, title: str, text: str) -> Response:
    return pages.page("says.html", status=status, title=title, text=text)
