"""Filings of organisations: that the applicant is named apart from who acts, and that the agent may act."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from acceptance.judgement import Case, Verdict
from acceptance.organisation_tables import organisation_filings
from acceptance.platform import Platform
from kiosk.flows.session import acting
from kiosk.model import Status

REASON = "NOT_AUTHORISED"
_IN_ORDER = (Status.ACCEPTED, Status.RECEIVED, Status.AWAITING_SIGNATURES)


def weighed(platform: Platform, case: Case) -> Case:
    """The case once the register was looked at, which a terminal without a line could not ask. What is kept
    here counts, whatever a terminal was told before: an agent may have been dismissed since."""
    there = acting.organisation(case.session) if case.session else None
    if there is None or case.verdict.status not in _IN_ORDER:
        return case
    held = platform.population.registers.organisations.get(there.uscc)
    if held is None or not held.role(case.applicant.id_number, platform.clock().date()):
        return replace(case, verdict=Verdict(Status.REFUSED, REASON))
    return case


def note(connection: Connection, platform: Platform, case: Case) -> None:
    """Whose filing it is, in the transaction that keeps it: under a name that stands for the code."""
    there = acting.organisation(case.session) if case.session else None
    if there is not None and case.session is not None:
        values = {"filing": case.session.id, "organisation": platform.keys.pseudonym(there.uscc)}
        connection.execute(organisation_filings.insert().values(**values))


def filings(platform: Platform, uscc: str) -> list[str]:
    """The ids of what was filed for an organisation, whoever acted for it."""
    rows = organisation_filings
    wanted = select(rows.c.filing).where(rows.c.organisation == platform.keys.pseudonym(uscc))
    with platform.database.reading() as connection:
        return list(connection.scalars(wanted))
