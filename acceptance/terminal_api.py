"""What an enrolled terminal may ask, over mutual TLS."""

from __future__ import annotations

from base64 import b64encode
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from acceptance import (
    batches,
    bodies,
    booking_api,
    commands,
    confirmations,
    data,
    feed,
    heartbeat,
    intake,
    invitations,
    payments,
    quarantine,
    rating,
    results,
    staff,
    staff_api,
    suggestion_api,
    upload_api,
)
from acceptance.awaited import AwaitedError
from acceptance.batch_bodies import FilingsIn, FilingsOut
from acceptance.command_bodies import AcknowledgementIn, AcknowledgementOut
from acceptance.dependencies import (
    IdInPath,
    PlatformHere,
    TerminalHere,
    TokenInPath,
    digested,
    problems,
    whole,
)
from acceptance.enrolment import Terminal
from acceptance.joint_signatures import Bound
from acceptance.orders import Wanted
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from acceptance.upload_bodies import FilingNamed, FilingState

router = APIRouter(tags=["terminal"], responses=problems(Kind.MALFORMED, Kind.NOT_ADMITTED, Kind.BUSY))
router.include_router(booking_api.router)
router.include_router(upload_api.router)
router.include_router(staff_api.router)
router.include_router(suggestion_api.router)

_OBJECT = (Kind.MALFORMED, Kind.IDEMPOTENCY_KEY, Kind.CONTENT_DIGEST, Kind.IN_FLIGHT, Kind.TOO_LARGE)
_FILING = (Kind.SIGNATURE, Kind.ENVELOPE, Kind.PARTS, Kind.BODY, Kind.STATEMENT, Kind.CONFLICT)
_CONFIRMED = problems(Kind.NOT_ADMITTED, Kind.NOT_CONFIRMED)
_AGREED = problems(Kind.NOT_ADMITTED, Kind.NOT_CONFIRMED, Kind.NOT_AGREED, Kind.UNKNOWN_SOURCE)


@router.put(
    "/v1/filings/{id}",
    status_code=201,
    dependencies=[Depends(whole)],
    response_model=bodies.ReceiptOut,
    responses=problems(*_OBJECT, *_FILING)
    | {202: {"model": FilingState, "description": "It waits for parts"}},
    operation_id="putFiling",
)
def put_filing(
    id: IdInPath, body: FilingNamed, platform: PlatformHere, terminal: TerminalHere
) -> bodies.ReceiptOut | Response:
    parts = [intake.Part(part.name, part.data) for part in body.parts]

    def take() -> str:
        return intake.take(platform, terminal, id, body.envelope, parts)

    platform.admission.admit(terminal.id, 1)
    try:
        receipt = platform.sandbox.answered(take, platform.keys.receipts)
    except ProblemError as problem:
        quarantine.note(platform, terminal, id, problem.kind, body.envelope)
        raise
    except AwaitedError as error:
        return upload_api.waiting(error)
    return bodies.ReceiptOut(receipt=receipt) if isinstance(receipt, str) else receipt


@router.post(
    "/v1/filings",
    status_code=207,
    dependencies=[Depends(digested)],
    response_model=FilingsOut,
    responses=problems(Kind.MALFORMED, Kind.CONTENT_DIGEST, Kind.TOO_LARGE),
    operation_id="postFilings",
)
def post_filings(body: FilingsIn, platform: PlatformHere, terminal: TerminalHere) -> FilingsOut | Response:
    """Each filing is taken, and answered, as if it had come by itself."""
    platform.admission.admit(terminal.id, len(body.filings))
    return batches.answer(platform, terminal, body.filings)


@router.put(
    "/v1/ratings/{id}",
    status_code=201,
    dependencies=[Depends(whole)],
    responses=problems(*_OBJECT, Kind.SIGNATURE, Kind.ENVELOPE, Kind.CONFLICT, Kind.ALREADY_RATED),
    operation_id="putRating",
)
def put_rating(
    id: IdInPath, body: bodies.RatingIn, platform: PlatformHere, terminal: TerminalHere
) -> bodies.ReceiptOut:
    return bodies.ReceiptOut(receipt=rating.take(platform, terminal, id, body.rating))


@router.get("/v1/feed", operation_id="getFeed")
def get_feed(
    platform: PlatformHere,
    terminal: TerminalHere,
    epoch: Annotated[str, Query(max_length=64)] = "",
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> bodies.FeedPage:
    invitations.expire(platform, terminal.id)
    page = feed.page(platform, terminal.id, epoch, after)
    return bodies.FeedPage(epoch=page.epoch, events=page.events, more=page.more)


@router.post("/v1/heartbeat", responses=problems(Kind.SIGNATURE, Kind.ENVELOPE), operation_id="postHeartbeat")
def post_heartbeat(
    body: bodies.HeartbeatIn, platform: PlatformHere, terminal: TerminalHere
) -> bodies.HeartbeatOut:
    known = heartbeat.take(platform, terminal, body.heartbeat)
    return bodies.HeartbeatOut(
        time=platform.clock(),
        known=bodies.Known(epoch=known.epoch, max_seq=known.max_seq, missing=known.missing),
        today=bodies.Today(day=known.day, number_seq=known.number_seq),
        noticed=[bodies.Noticed(kind=kind, seq=seq) for kind, seq in known.noticed],
        cashier=payments.cashier(platform),
        face_policy=platform.faces.signed(platform.keys.receipts, platform.clock()),
        staff=staff.signed(platform, terminal),
        commands=commands.waiting(platform, terminal.id),
    )


@router.post(
    "/v1/commands/{id}/acknowledgement",
    responses=problems(Kind.NOT_FOUND, Kind.SIGNATURE, Kind.ENVELOPE, Kind.CONFLICT),
    operation_id="postAcknowledgement",
)
def post_acknowledgement(
    id: IdInPath, body: AcknowledgementIn, platform: PlatformHere, terminal: TerminalHere
) -> AcknowledgementOut:
    """What became of a command. The first answer counts; the same one may be sent again."""
    commands.acknowledge(platform, terminal, id, body.acknowledgement)
    return AcknowledgementOut(id=id)


@router.post(
    "/v1/confirmations",
    status_code=201,
    responses=problems(Kind.NO_PHONE, Kind.CONFLICT, Kind.PHONE_LOCKED, Kind.TOO_MANY_PAGES),
    operation_id="postConfirmation",
)
def post_confirmation(
    body: bodies.ConfirmationIn, platform: PlatformHere, terminal: TerminalHere
) -> bodies.ConfirmationOut:
    asked = confirmations.Asked(body.id, body.id_number, body.name, body.item, body.purpose)
    url, expires_at = confirmations.ask(platform, terminal, asked)
    return bodies.ConfirmationOut(id=body.id, url=url, expires_at=expires_at)


@router.post(
    "/v1/confirmations/{id}/state", responses=problems(Kind.NOT_FOUND), operation_id="postConfirmationState"
)
def post_confirmation_state(
    id: IdInPath, platform: PlatformHere, terminal: TerminalHere
) -> bodies.ConfirmationState:
    state, statement = confirmations.state(platform, terminal, id)
    return bodies.ConfirmationState(state=state.value, statement=statement)


@router.post(
    "/v1/invitations",
    status_code=201,
    responses=problems(Kind.NO_PHONE, Kind.CONFLICT, Kind.PHONE_LOCKED, Kind.TOO_MANY_PAGES),
    operation_id="postInvitation",
)
def post_invitation(
    body: bodies.InvitationIn, platform: PlatformHere, terminal: TerminalHere
) -> bodies.InvitationOut:
    bound = Bound(body.id, body.filing, body.id_number, body.form, body.of)
    asked = invitations.Asked(bound, body.name, body.item, body.summary)
    given = invitations.ask(platform, terminal, asked)
    return bodies.InvitationOut(id=body.id, url=given.url, code=given.code, expires_at=given.expires_at)


@router.post(
    "/v1/invitations/{id}/state", responses=problems(Kind.NOT_FOUND), operation_id="postInvitationState"
)
def post_invitation_state(
    id: IdInPath, platform: PlatformHere, terminal: TerminalHere
) -> bodies.InvitationState:
    state, statement = invitations.state(platform, terminal, id)
    return bodies.InvitationState(state=state.value, statement=statement)


@router.post("/v1/payments", status_code=201, responses=problems(Kind.CONFLICT), operation_id="postPayment")
def post_payment(body: bodies.PaymentIn, platform: PlatformHere, terminal: TerminalHere) -> bodies.PaymentOut:
    wanted = Wanted(body.case, body.item, tuple(line.model_dump() for line in body.lines))
    return _payment(payments.ask(platform, terminal, wanted))


@router.post("/v1/payments/{id}/state", responses=problems(Kind.NOT_FOUND), operation_id="postPaymentState")
def post_payment_state(id: IdInPath, platform: PlatformHere, terminal: TerminalHere) -> bodies.PaymentOut:
    return _payment(payments.state(platform, terminal, id))


@router.post("/v1/payments/{id}/close", responses=problems(Kind.NOT_FOUND), operation_id="postPaymentClose")
def post_payment_close(id: IdInPath, platform: PlatformHere, terminal: TerminalHere) -> bodies.PaymentOut:
    return _payment(payments.close(platform, terminal, id))


@router.post("/v1/data/share", responses=_AGREED, operation_id="postDataShare")
def post_share(body: bodies.ShareIn, platform: PlatformHere, terminal: TerminalHere) -> bodies.DataOut:
    said, token = data.share(platform, terminal, _call(body, body.source))
    return bodies.DataOut(state=said.state.value, value=said.value, statement=token)


@router.post("/v1/data/verify", responses=_AGREED, operation_id="postDataVerify")
def post_verify(body: bodies.VerifyIn, platform: PlatformHere, terminal: TerminalHere) -> bodies.VerifyOut:
    said, token = data.verify(platform, terminal, _call(body, body.predicate))
    return bodies.VerifyOut(answer=said.state.value, statement=token)


@router.post("/v1/data/licence", responses=_AGREED, operation_id="postDataLicence")
def post_licence(body: bodies.LicenceIn, platform: PlatformHere, terminal: TerminalHere) -> bodies.DataOut:
    said, token = data.licence(platform, terminal, _call(body, body.licence))
    return bodies.DataOut(state=said.state.value, value=said.value, statement=token)


@router.post("/v1/data/reuse", responses=_AGREED, operation_id="postDataReuse")
def post_reuse(body: bodies.ReuseIn, platform: PlatformHere, terminal: TerminalHere) -> bodies.DataOut:
    """A paper of one of the reusable types, that the person gave or proved in an earlier matter."""
    said, token = data.reuse(platform, terminal, _call(body, body.source))
    return bodies.DataOut(state=said.state.value, value=said.value, statement=token)


@router.post("/v1/results/query", responses=_CONFIRMED, operation_id="postResultsQuery")
def post_results_query(
    body: bodies.ResultsAsked, platform: PlatformHere, terminal: TerminalHere
) -> bodies.Results:
    claim = _claim(platform, terminal, body)
    known = results.filing(platform, claim, body.number) if body.number else None
    found = results.query(platform, claim, known["id"] if known else None)
    return bodies.Results(
        results=[bodies.ListedResult(result=r.token, pages=r.pages) for r in found],
        filing=bodies.KnownFiling.model_validate(dict(known)) if known else None,
    )


@router.post("/v1/results/{id}", responses=_CONFIRMED | problems(Kind.NOT_FOUND), operation_id="postResult")
def post_result(
    id: TokenInPath, body: bodies.Confirmed, platform: PlatformHere, terminal: TerminalHere
) -> bodies.ResultOut:
    token, pdf = results.fetch(platform, id, _claim(platform, terminal, body))
    return bodies.ResultOut(result=token, pdf=b64encode(pdf).decode())


@router.post(
    "/v1/results/{id}/phone", responses=_CONFIRMED | problems(Kind.NOT_FOUND), operation_id="postResultPhone"
)
def post_result_phone(
    id: TokenInPath, body: bodies.Confirmed, platform: PlatformHere, terminal: TerminalHere
) -> bodies.DownloadOut:
    claim = _claim(platform, terminal, body)
    url, expires_at = results.offer(platform, terminal.id, id, claim)
    return bodies.DownloadOut(url=url, expires_at=expires_at)


@router.post("/v1/sandbox", responses=problems(Kind.NOT_FOUND), operation_id="postSandbox")
def post_sandbox(body: bodies.SandboxIn, platform: PlatformHere, terminal: TerminalHere) -> bodies.SandboxOut:
    """Only where the platform was started with --sandbox."""
    if not platform.sandbox.enabled:
        raise ProblemError(Kind.NOT_FOUND)
    platform.sandbox.set(body.model_dump(exclude_none=True))
    return bodies.SandboxOut.model_validate(platform.sandbox.state)


def _payment(told: payments.Told) -> bodies.PaymentOut:
    return bodies.PaymentOut.model_validate({**vars(told), "state": told.state.value})


def _claim(platform: Platform, terminal: Terminal, body: bodies.Confirmed) -> results.Claim:
    confirmation = confirmations.proven(platform, terminal, body.confirmation, body.id_number)
    return results.Claim(body.id_number, confirmation.item)


def _call(body: bodies.Called, source: str) -> data.Call:
    return data.Call(body.authorisation, body.id_number, body.name, body.confirmation, source, body.arguments)
