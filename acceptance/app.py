"""The two applications of the platform, and the one document that describes both."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response

from acceptance import bodies, office_api, pages, problem_answers, public_api, suggestion_pages, terminal_api
from acceptance.platform import Platform
from acceptance.upload_api import VERSION

_TITLE = "Acceptance platform"
_VERSION = "1"
# Required, though FastAPI does not ask for them: what is missing has a problem of its own.
_REQUIRED: dict[str, dict[str, Any]] = {
    "idempotency-key": {"type": "string", "pattern": '^"[0-9a-f-]{36}"$'},
    "content-digest": {"type": "string", "pattern": "sha-256=:[A-Za-z0-9+/]{43}=:"},
    "tus-resumable": {"type": "string", "const": VERSION},
}
_DESCRIPTION = (
    "The wire between a self-service terminal and the platform that accepts its filings. Operations tagged"
    " `terminal` need mutual TLS with a certificate of enrolment; those tagged `public` need none,"
    " and those tagged `offices` the key of a department. The"
    " promises are in docs/protocol.md."
)


def terminal_app(platform: Platform) -> FastAPI:
    return _app(platform, terminal_api.router)


def public_app(platform: Platform) -> FastAPI:
    app = _app(platform, public_api.router, suggestion_pages.router, office_api.router)
    app.add_exception_handler(RequestValidationError, _malformed)
    return app


async def _malformed(request: Request, error: Exception) -> Response:
    """In a page for people where a page was asked for."""
    if request.url.path.startswith("/v1/"):
        return await problem_answers.malformed(request, error)
    return pages.malformed()


def _close(schemas: dict[str, Any]) -> None:
    """Keys that are held to a pattern are all that pydantic takes, which it does not say."""
    entries = (entry for schema in schemas.values() for entry in schema.get("properties", {}).values())
    for entry in entries:
        if "patternProperties" in entry:
            entry["additionalProperties"] = False


def openapi() -> dict[str, Any]:
    """OpenAPI 3.1. What FastAPI assumes of errors gives way to what is true: problem+json."""
    app = FastAPI()
    for router in (public_api.router, suggestion_pages.router, office_api.router, terminal_api.router):
        app.include_router(router)
    document = get_openapi(
        title=_TITLE, version=_VERSION, description=_DESCRIPTION, routes=app.routes, openapi_version="3.1.0"
    )
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = bodies.Problem.model_json_schema()
    _close(schemas)
    for operations in document["paths"].values():
        for operation in operations.values():
            assumed = operation["responses"].get("422", {}).get("content", {}).get("application/json")
            if assumed:
                del operation["responses"]["422"]
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "header" and (schema := _REQUIRED.get(parameter["name"])):
                    parameter |= {"required": True, "schema": schema}
    return document


def _app(platform: Platform, *routers: APIRouter) -> FastAPI:
    app = FastAPI(title=_TITLE, version=_VERSION, openapi_url=None, docs_url=None, redoc_url=None)
    app.state.platform = platform
    for router in routers:
        app.include_router(router)
    problem_answers.install(app)
    return app
