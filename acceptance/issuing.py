"""A certificate that a department made: there once its part of the matter is done."""

from __future__ import annotations

from sqlalchemy import Connection

from acceptance import opened, results
from acceptance.certificate import Certificate
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from acceptance.social_insurance import NoRecordError


def possible(connection: Connection, platform: Platform, filing: str) -> bool:
    """Whether the office has anything to certify."""
    try:
        return bool(_content(connection, platform, filing))
    except NoRecordError:
        return False


def issue(connection: Connection, platform: Platform, filing: str, item: str) -> None:
    """In the transaction that concludes the filing; of an item that ends in no document nothing comes.
    Raises ProblemError where a department says done and there is nothing to certify."""
    if item not in results.ISSUERS:
        return
    try:
        results.publish(connection, platform, filing, _content(connection, platform, filing))
    except NoRecordError:
        raise ProblemError(Kind.BRANCH_RESULT, results.NO_RECORD) from None


def _content(connection: Connection, platform: Platform, filing: str) -> Certificate:
    session = opened.session(connection, platform, filing)
    if session.applicant is None:
        raise NoRecordError
    return results.content(platform, session, session.applicant, platform.clock())
