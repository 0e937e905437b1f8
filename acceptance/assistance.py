"""A filing that came by a clerk's hands: whether the clerk could, and whether an absent person asked for it.

What is signed names the account, what is sealed says as what; the two must agree. A clerk who acts for many
absent people on one day is noted for supervision, and nobody's filing is held up for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from acceptance import chain, staff
from acceptance.enrolment import Terminal
from acceptance.judgement import Case, Verdict
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from acceptance.staff_tables import acts
from kiosk.flows.definition import ConfirmByPhone
from kiosk.flows.session import Session
from kiosk.model import OPERATOR, Role, Status
from kiosk.wire.envelope import SignatureError, digest
from kiosk.wire.messages import STATEMENT, FilingBody, FilingObject
from kiosk.wire.staff import delegated

MANY = 10  # absent people a day, for one clerk
NOT_ADMITTED = "OPERATOR_NOT_ADMITTED"
NOT_DELEGATED = "NOT_DELEGATED"


@dataclass(frozen=True)
class Act:
    account: str
    role: Role


def act(filing: FilingObject, body: FilingBody) -> Act | None:
    """Whose hands it came by; none where the person was alone. Raises ProblemError."""
    fact = body.facts.get(OPERATOR)
    if fact is None and filing.operator is None:
        return None
    try:
        said = Act(str(_known(fact)["account"]), Role(_known(fact)["role"]))
    except (KeyError, TypeError, ValueError):
        raise ProblemError(Kind.BODY, OPERATOR) from None
    if said.account != filing.operator:
        raise ProblemError(Kind.BODY, "another operator than the signed one")
    return said


def settled(
    platform: Platform, terminal: Terminal, filing: FilingObject, body: FilingBody, case: Case
) -> Case:
    """The case as it stands once the clerk is weighed, too. Raises ProblemError."""
    done = act(filing, body)
    if done is None or case.verdict.status is Status.REFUSED:
        return case
    with platform.database.reading() as connection:
        site = f"{terminal.region}-{terminal.site}"
        known = staff.admitted(connection, site, done.account, done.role, filing.filed_at)
    if not known:
        return replace(case, verdict=Verdict(Status.REFUSED, NOT_ADMITTED))
    if done.role is Role.AGENT and not _authorised(platform, case.session, done):
        return replace(case, verdict=Verdict(Status.REFUSED, NOT_DELEGATED))
    return case


def note(
    connection: Connection, platform: Platform, filing: FilingObject, body: FilingBody, person: str
) -> None:
    """In the transaction that keeps the filing."""
    done = act(filing, body)
    site = filing.terminal.rpartition("-")[0]
    if done is None or not staff.admitted(connection, site, done.account, done.role, filing.filed_at):
        return
    day = f"{filing.filed_at:%Y-%m-%d}"
    values = {"account": done.account, "role": done.role.value, "terminal": filing.terminal, "day": day}
    connection.execute(acts.insert().values(filing=filing.id, person=person, **values))
    if done.role is Role.AGENT and principals(connection, done.account, day) > MANY:
        chain.record(connection, platform, filing.terminal, chain.of("many_principals", filing))


def principals(connection: Connection, account: str, day: str) -> int:
    mine = (acts.c.account == account, acts.c.day == day, acts.c.role == Role.AGENT.value)
    return connection.scalar(select(func.count(acts.c.person.distinct())).where(*mine)) or 0


def _authorised(platform: Platform, session: Session | None, done: Act) -> bool:
    """Whether the absent person confirmed by phone that this clerk may, in the words that name the clerk.
    That the statement is ours, of this person and matter, was looked at before."""
    if session is None:
        return False
    try:
        token = str(session.facts.get("confirmation", {}).get("token"))
        said = platform.keys.receipts.public.verify(STATEMENT, token)
    except SignatureError:
        return False
    steps = [step for step in session.flow.steps if isinstance(step, ConfirmByPhone)]
    wordings = {text for step in steps for text in vars(step.purpose).values()}
    return said.get("purpose") in {digest(delegated(words, done.account).encode()) for words in wordings}


def _known(fact: object) -> Mapping[str, Any]:
    if not isinstance(fact, dict):
        raise TypeError(OPERATOR)
    return fact
