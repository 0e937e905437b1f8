"""What a session may ask of the platform, with nothing kept: confirmations, data sources, own results."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import uuid_utils

from kiosk.flows.materials import State
from kiosk.flows.session import Session
from kiosk.model import Status
from kiosk.terminal.words import (
    DeclinedError,
    ExpiredError,
    NoPhoneError,
    NotConfirmedError,
    OfflineError,
    PhoneConfirmation,
    ResultInfo,
    ResultList,
    SealBrokenError,
)
from kiosk.wire import messages
from kiosk.wire.client import PlatformClient
from kiosk.wire.envelope import digest
from kiosk.wire.troubles import NO_PHONE, NOT_CONFIRMED, GarbledError, RefusedError, UnreachableError

_OFFICE_SAYS = frozenset(
    (State.OK, State.NO_DATA, State.UNAVAILABLE, State.YES, State.NO, State.UNKNOWN)
    + (State.NONE, State.EXPIRED, State.SEAL_BAD, State.HELD)
)

PHOTO = "photo"


def filer(session: Session) -> str:
    """Who files; without a card each session is of another nobody, whom nothing can be handed out to."""
    nobody = session.flow.assurance == "L0" and session.applicant is None
    return f"nobody:{session.id}" if nobody else str(person(session)["id_number"])


def ask_confirmation(platform: PlatformClient, session: Session, purpose: str) -> PhoneConfirmation:
    """Raises OfflineError or NoPhoneError."""
    question = {"id": str(uuid_utils.uuid7()), "item": session.flow.item, "purpose": purpose}
    answer = ask(platform, "/v1/confirmations", question | person(session))
    try:
        expires = messages.moment(answer["expires_at"])
        return PhoneConfirmation(str(answer["id"]), str(answer["url"]), expires)
    except (KeyError, ValueError, TypeError):
        raise OfflineError("an answer of another shape") from None


def confirmation(
    platform: PlatformClient, session: Session, asked: PhoneConfirmation
) -> dict[str, Any] | None:
    """The fact that the person confirmed; None while nobody has answered.

    Raises DeclinedError, ExpiredError or OfflineError.
    """
    answer = ask(platform, f"/v1/confirmations/{asked.id}/state", {})
    match answer.get("state"):
        case "waiting":
            return None
        case "confirmed":
            token = answer.get("statement")
            statement = verified(platform, token)
            about = {"kind": "confirmation", "id": asked.id, "item": session.flow.item}
            if not _says(statement, about | {"person": _digest_of(session, asked.id)}):
                raise OfflineError("a confirmation of somebody else, or of another matter")
            return {"state": "confirmed", "token": token, "id": asked.id}
        case "declined":
            raise DeclinedError
        case _:
            raise ExpiredError


def share(platform: PlatformClient, session: Session, source: str, token: str) -> dict[str, Any]:
    """What a data source says, as a fact that the platform signed. Never raises."""
    question = {"authorisation": session.id, "source": source, "confirmation": token}
    try:
        answer = ask(platform, "/v1/data/share", question | person(session))
        statement = verified(platform, answer.get("statement"))
    except (OfflineError, NoPhoneError):
        return {"state": "UNAVAILABLE"}
    about = {"kind": "share", "source": source, "authorisation": session.id}
    if "state" not in statement or not _says(statement, about | {"person": _digest_of(session, session.id)}):
        return {"state": "UNAVAILABLE"}
    return {"state": statement["state"], "value": statement.get("value"), "token": answer["statement"]}


def photo(platform: PlatformClient, session: Session, consent: str) -> bytearray:
    """The person's photo as the platform has it, for one comparison: nobody keeps it. Raises OfflineError
    where there is no line, and where the platform has none."""
    said = share(platform, session, PHOTO, consent)
    try:
        if said["state"] != State.OK:
            raise OfflineError("no photo")
        return bytearray(b64decode(str(said["value"]), validate=True))
    except ValueError:
        raise OfflineError("no photo, but something else") from None


@dataclass(frozen=True)
class Question:
    kind: str  # share | licence | verify | reuse
    source: str
    arguments: Mapping[str, str] = field(repr=False, default_factory=dict)


def office(platform: PlatformClient, session: Session, question: Question, token: str) -> dict[str, Any]:
    """What an office says, as a fact that the platform signed. Raises NotConfirmedError.

    LATER: there is no line; the platform asks once it has the filing. An answer that is not the platform's
    own word counts as none.
    """
    name = {"verify": "predicate", "licence": "licence"}.get(question.kind, "source")
    body = {
        "authorisation": session.id,
        name: question.source,
        "confirmation": token,
        "arguments": dict(question.arguments),
    }
    try:
        answer = ask(platform, f"/v1/data/{question.kind}", body | person(session))
        statement = verified(platform, answer.get("statement"))
    except NotConfirmedError:
        raise
    except (OfflineError, NoPhoneError):
        return {"state": State.LATER.value}
    about = {"kind": question.kind, "source": question.source, "authorisation": session.id}
    about |= {"person": _digest_of(session, session.id)}
    state = statement.get("state")
    if state not in _OFFICE_SAYS or not _says(statement, about):
        return {"state": State.LATER.value}
    if statement.get("arguments", {}) != dict(question.arguments):
        return {"state": State.LATER.value}
    said = {"state": state, "token": answer["statement"]}
    return said | ({"value": statement["value"]} if statement.get("value") is not None else {})


def results(platform: PlatformClient, session: Session, number: str = "") -> ResultList:
    """`number`: of a filing, whose result is to be among them. Raises OfflineError or SealBrokenError."""
    wanted = {"number": number} if number else {}
    answer = ask(platform, "/v1/results/query", _proof(session) | wanted)
    found = []
    for entry in answer.get("results", ()):
        signed = _result(platform, entry.get("result"))
        found.append(
            ResultInfo(signed.id, signed.filing, signed.title, signed.issued_at, int(entry["pages"]))
        )
    match answer.get("filing"):
        case {"id": str(id), "status": str(status), **rest} if status in set(Status):
            reason = rest.get("reason")
            return ResultList(tuple(found), id, Status(status), reason if isinstance(reason, str) else None)
    return ResultList(tuple(found))


def result(platform: PlatformClient, session: Session, info: ResultInfo) -> bytes:
    """The PDF, proved to be what the platform signed. Raises OfflineError or SealBrokenError."""
    answer = ask(platform, f"/v1/results/{info.id}", _proof(session))
    signed = _result(platform, answer.get("result"))
    try:
        pdf = b64decode(str(answer.get("pdf")), validate=True)
    except ValueError:
        raise SealBrokenError("not a document") from None
    if signed.id != info.id or signed.digest != digest(pdf):
        raise SealBrokenError("the document is not what was signed")
    return pdf


def phone_link(platform: PlatformClient, session: Session, info: ResultInfo) -> str:
    """A short-lived address from which the phone takes the document. Raises OfflineError."""
    return str(ask(platform, f"/v1/results/{info.id}/phone", _proof(session)).get("url", ""))


def person(session: Session) -> dict[str, str]:
    applicant = session.applicant
    if applicant is None:
        raise ValueError("no card was read")
    return {"id_number": applicant.id_number, "name": applicant.name}


def _digest_of(session: Session, id: str) -> str:
    """The person as a statement names them: `id` is that of the confirmation or of the authorisation."""
    return digest(f"{id}\0{person(session)['id_number']}".encode())


def _says(statement: Mapping[str, Any], expected: Mapping[str, str]) -> bool:
    return all(statement.get(name) == value for name, value in expected.items())


def _proof(session: Session) -> dict[str, Any]:
    token = session.facts.get("confirmation", {}).get("token")
    return {**person(session), "confirmation": token}


def ask(platform: PlatformClient, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Raises OfflineError, NoPhoneError or NotConfirmedError."""
    try:
        return platform.ask(path, body)
    except RefusedError as refusal:
        if refusal.problem.type.endswith(NO_PHONE):
            raise NoPhoneError from None
        if refusal.problem.type.endswith(NOT_CONFIRMED):
            raise NotConfirmedError from None
        raise OfflineError(refusal.problem.type) from None
    except (UnreachableError, GarbledError) as error:
        raise OfflineError(str(error)) from None


def verified(platform: PlatformClient, token: object) -> dict[str, Any]:
    try:
        return platform.statement(token)
    except GarbledError as error:
        raise OfflineError(str(error)) from None


def _result(platform: PlatformClient, token: object) -> messages.ResultObject:
    try:
        return platform.result(token)
    except GarbledError as error:
        raise SealBrokenError(str(error)) from None
