"""Where the answer that stands in a field by itself is from: the card, an office, or nobody to name. Pure.

Domain S-35.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.flows import taking
from kiosk.flows.definition import Consent, Field, Flow, Form, Notice
from kiosk.flows.rules import Rule
from kiosk.flows.session import Session
from kiosk.flows.text import Text

CARD = Text("身份证", "身份证", "your ID card")
_BY_CARD = frozenset(("card_name", "card_number", "card_kind", "card_region"))


def origins(session: Session, form: Form, values: Mapping[str, str]) -> dict[str, Text]:
    """By the key of each field in which nobody changed what stood there, who said it."""
    at_first = taking.at_first(session.walked, session.answers, form)
    kept = [
        field for field in form.fields if at_first[field.key] and at_first[field.key] == values[field.key]
    ]
    said = {field.key: _origin(session.flow, field) for field in kept}
    return {key: text for key, text in said.items() if text is not None}


def _origin(flow: Flow, field: Field) -> Text | None:
    if field.preset is None:
        return None
    names = _names(flow, field.preset)
    for prefill in flow.prefill:
        if prefill.name in names and (consent := _consent(flow, prefill.source)):
            return consent.department
    return CARD if names & _BY_CARD else None


def _names(flow: Flow, rule: Rule) -> frozenset[str]:
    """Everything that a rule asks for, also by the names that the item gives to what follows from it."""
    names = frozenset(rule.program.variables())
    return names.union(*(_names(flow, flow.values[name]) for name in names if name in flow.values))


def _consent(flow: Flow, source: str) -> Consent | None:
    notices = (step for step in flow.steps if isinstance(step, Notice))
    return next((c for notice in notices for c in notice.consents if c.source == source), None)
