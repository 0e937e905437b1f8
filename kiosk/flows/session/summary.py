"""What somebody who signs far from the terminal reads of it: every answer, whoever it names covered. Pure.

Both sides make it of the same session, so that nobody is shown another matter than the one that is filed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows.definition import Choose, Form
from kiosk.flows.definition.parts import Field
from kiosk.flows.fields import masked
from kiosk.model import mask_id, mask_name

if TYPE_CHECKING:
    from kiosk.flows.session import Session

MOST, LONGEST = 200, 400  # rows, characters of a text: what does not fit is not asked by phone

Row = tuple[str, str]


class TooLongError(Exception):
    """More than a person would read on a phone."""


def summary(session: Session) -> tuple[Row, ...]:
    """Titles and values in the words of the form. Raises TooLongError."""
    person = session.applicant
    rows = [("办什么", session.flow.title.zh)]
    if person:
        rows.append(("谁在办", f"{person.masked_name}（{mask_id(person.id_number)}）"))
    for step in session.path:
        if isinstance(step, Choose) and (option := step.option(session.normal_answers.get(step.key, ""))):
            rows.append((step.title.zh, option.title.zh))
        elif isinstance(step, Form) and step.prefix:
            rows.append((step.title.zh, "，".join(value for _, value in _fields(session, step))))
        elif isinstance(step, Form):
            rows += _fields(session, step)
    if len(rows) > MOST or any(len(text) > LONGEST for row in rows for text in row):
        raise TooLongError
    return tuple(rows)


def _fields(session: Session, form: Form) -> list[Row]:
    answers = session.normal_answers
    return [(field.title.zh, _covered(field, str(answers.get(field.key, "")))) for field in form.fields]


def _covered(field: Field, value: str) -> str:
    if not value:
        return "未填写"
    return mask_name(value) if field.type == "name" else masked(field.type, field.read(value, "zh-CN"))
