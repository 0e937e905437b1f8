"""What anybody may open: enrolment with a code, the phone's pages, downloads, verification."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from acceptance import (
    bodies,
    confirmations,
    enrolment,
    invitations,
    pages,
    paid_filings,
    payment_pages,
    payments,
    results,
    signing_pages,
)
from acceptance.dependencies import PlatformHere, TokenInPath, problems
from acceptance.problems import Kind, ProblemError

router = APIRouter(tags=["public"], responses=pages.MALFORMED)

_PAGE: dict[int | str, dict[str, Any]] = {
    200: {"description": "A page for people", "content": {"text/html": {}}},
}
_WRONG: dict[int | str, dict[str, Any]] = {
    403: {"description": "Wrong phone key", "content": {"text/html": {}}}
}
_LOCKED: dict[int | str, dict[str, Any]] = {
    429: {"description": "Wrong keys too often: locked for 24 hours", "content": {"text/html": {}}}
}
_NONE: dict[int | str, dict[str, Any]] = {
    404: {"description": "Nothing was issued under it", "content": {"text/html": {}}}
}
_DOCUMENT: dict[int | str, dict[str, Any]] = {
    200: {"description": "The document", "content": {"application/pdf": {}}}
}
_OVER: dict[int | str, dict[str, Any]] = {
    410: {"description": "Used or expired", "content": {"text/html": {}}}
}
_TO_PAGE: dict[int | str, dict[str, Any]] = {303: {"description": "The page of that code"}}


def _form(field: str, *values: str) -> dict[str, Any]:
    """A form whose `field` must be there; one that decides comes with the phone key."""
    known: dict[str, Any] = {
        field: {"type": "string", "enum": list(values)} if values else {"type": "string"}
    }
    if values:
        known = {"phone_key": {"type": "string"}} | known
    schema = {"type": "object", "required": [field], "properties": known}
    content = {"application/x-www-form-urlencoded": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}


@router.post(
    "/v1/enrol",
    status_code=201,
    responses=problems(Kind.MALFORMED, Kind.CODE, Kind.BUSY),
    operation_id="postEnrol",
)
def post_enrol(body: bodies.EnrolmentRequest, platform: PlatformHere) -> bodies.Enrolment:
    given = enrolment.enrol(platform, body.code, body.csr, body.signing_key)
    return bodies.Enrolment.model_validate(given)


@router.get(
    "/c/{token}",
    response_class=HTMLResponse,
    responses=_PAGE | _OVER | _LOCKED,
    operation_id="getConfirmationPage",
)
def get_confirmation(token: TokenInPath, platform: PlatformHere) -> Response:
    try:
        return pages.confirmation(confirmations.page(platform, token))
    except ProblemError:
        return pages.gone()


async def form(request: Request) -> dict[str, str]:
    fields = parse_qs((await request.body())[:4096].decode("utf-8", "replace"))
    return {name: values[0] for name, values in fields.items()}


@router.post(
    "/c/{token}",
    response_class=HTMLResponse,
    responses=_PAGE | _OVER | _WRONG | _LOCKED,
    openapi_extra=_form("decision", "confirm", "decline"),
    operation_id="postConfirmationPage",
)
def post_confirmation(
    token: TokenInPath, platform: PlatformHere, fields: Annotated[dict[str, str], Depends(form)]
) -> Response:
    if fields.get("decision") not in ("confirm", "decline"):
        return pages.malformed()
    try:
        page = confirmations.decide(platform, token, fields["decision"], fields.get("phone_key", ""))
        return pages.confirmation(page)
    except ProblemError as problem:
        if problem.kind is Kind.PHONE_KEY:
            return pages.confirmation(confirmations.page(platform, token), wrong_key=True)
        return pages.gone()


@router.get("/s", response_class=HTMLResponse, responses=_PAGE, operation_id="getSigningCode")
def get_signing_code() -> Response:
    return signing_pages.code_asked()


@router.post(
    "/s",
    response_class=HTMLResponse,
    responses=_TO_PAGE | _NONE,
    openapi_extra=_form("code"),
    operation_id="postSigningCode",
)
def post_signing_code(platform: PlatformHere, fields: Annotated[dict[str, str], Depends(form)]) -> Response:
    try:
        token = invitations.token_of(platform, fields.get("code", "")[:40])
    except ProblemError:
        return signing_pages.code_asked(wrong=True)
    return RedirectResponse(f"/s/{token}", 303, {"Cache-Control": "no-store"})


@router.get(
    "/s/{token}",
    response_class=HTMLResponse,
    responses=_PAGE | _OVER | _LOCKED,
    operation_id="getSigningPage",
)
def get_signing(token: TokenInPath, platform: PlatformHere) -> Response:
    try:
        return signing_pages.signing(invitations.page(platform, token))
    except ProblemError:
        return pages.gone()


@router.post(
    "/s/{token}",
    response_class=HTMLResponse,
    responses=_PAGE | _OVER | _WRONG | _LOCKED,
    openapi_extra=_form("decision", "sign", "decline"),
    operation_id="postSigningPage",
)
def post_signing(
    token: TokenInPath, platform: PlatformHere, fields: Annotated[dict[str, str], Depends(form)]
) -> Response:
    if fields.get("decision") not in ("sign", "decline"):
        return pages.malformed()
    try:
        page = invitations.decide(platform, token, fields["decision"], fields.get("phone_key", ""))
        return signing_pages.signing(page)
    except ProblemError as problem:
        if problem.kind is Kind.PHONE_KEY:
            return signing_pages.signing(invitations.page(platform, token), wrong_key=True)
        return pages.gone()


@router.get("/p/{token}", response_class=HTMLResponse, responses=_PAGE | _OVER, operation_id="getPaymentPage")
def get_payment(token: TokenInPath, platform: PlatformHere) -> Response:
    try:
        return payment_pages.payment(payments.page(platform, token))
    except ProblemError:
        return pages.gone()


@router.post(
    "/p/{token}", response_class=HTMLResponse, responses=_PAGE | _OVER, operation_id="postPaymentPage"
)
def post_payment(token: TokenInPath, platform: PlatformHere) -> Response:
    """The payer agrees to pay what the page says."""
    try:
        return payment_pages.payment(payments.pay(platform, token))
    except ProblemError:
        return pages.gone()


@router.get("/pay", response_class=HTMLResponse, responses=_PAGE, operation_id="getCashier")
def get_cashier() -> Response:
    return payment_pages.cashier()


@router.post("/pay", response_class=HTMLResponse, responses=_PAGE | _NONE, operation_id="postCashier")
def post_cashier(platform: PlatformHere, fields: Annotated[dict[str, str], Depends(form)]) -> Response:
    """Where a matter is paid that was filed before: by the number on its slip."""
    try:
        token = paid_filings.at_desk(platform, fields.get("number", "").strip().upper())
        return RedirectResponse(f"/p/{token}", 303)
    except ProblemError:
        return payment_pages.cashier(unknown=True)


@router.get(
    "/r/{token}",
    response_class=Response,
    responses=_DOCUMENT | _OVER,
    operation_id="getDownload",
)
def get_download(token: TokenInPath, platform: PlatformHere) -> Response:
    try:
        pdf = results.download(platform, token)
    except ProblemError:
        return pages.gone()
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="certificate.pdf"'}
    return Response(pdf, headers=headers, media_type="application/pdf")


@router.get(
    "/verify/{code}",
    response_class=HTMLResponse,
    responses=_PAGE | _NONE,
    operation_id="getVerification",
)
def get_verification(code: TokenInPath, platform: PlatformHere) -> Response:
    return pages.verification(code, results.verify(platform, code))
