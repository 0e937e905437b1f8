"""Many filings in one request. Nothing is shared between them but the request: each is kept in a transaction
of its own and answered as a PUT of it would be, so that one that will never do holds up no other."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi.responses import Response

from acceptance import intake, quarantine
from acceptance.batch_bodies import BatchedFiling, FilingAnswer, FilingsOut
from acceptance.bodies import Problem
from acceptance.enrolment import Terminal
from acceptance.platform import Platform
from acceptance.problems import ProblemError


def answer(platform: Platform, terminal: Terminal, filings: Sequence[BatchedFiling]) -> FilingsOut | Response:
    """Another response than the answers comes of a sandbox that was told to spoil them."""
    answers = []
    for filing in filings:
        told = _answer(platform, terminal, filing)
        if isinstance(told, Response):
            return told
        answers.append(told)
    return FilingsOut(answers=answers)


def _answer(platform: Platform, terminal: Terminal, filing: BatchedFiling) -> FilingAnswer | Response:
    parts = [intake.Part(part.name, part.data) for part in filing.parts]

    def take() -> str:
        return intake.take(platform, terminal, filing.id, filing.envelope, parts)

    try:
        receipt = platform.sandbox.answered(take, platform.keys.receipts)
    except ProblemError as error:
        kind = error.kind
        quarantine.note(platform, terminal, filing.id, kind, filing.envelope)
        problem = Problem(type=kind.type, title=kind.title, status=kind.status, detail=error.detail)
        return FilingAnswer(id=filing.id, status=kind.status, problem=problem)
    if isinstance(receipt, Response):
        return receipt
    return FilingAnswer(id=filing.id, status=201, receipt=receipt)
