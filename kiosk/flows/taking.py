"""What was chosen or typed → answers in their normal form, or one sentence a field."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.flows import rules
from kiosk.flows.definition import Choose, Form, Step
from kiosk.flows.fields import TYPES, FieldError
from kiosk.flows.path import Answer, Path
from kiosk.flows.text import Text


class AnswerError(ValueError):
    """What was answered will not do; one sentence a field, nothing of the answer in the exception."""

    def __init__(self, says: Mapping[str, Text]) -> None:
        super().__init__(", ".join(says))
        self.says = says


def take(path: Path, step: Step, values: Mapping[str, str]) -> dict[str, Answer]:
    """Raises AnswerError."""
    if isinstance(step, Choose):
        value = values.get(step.key, "")
        if step.option(value) is None:
            raise AnswerError({step.key: Text("请选一项", "选一个", "Choose one")})
        return {step.key: value}
    return _form(path, step, values) if isinstance(step, Form) else {}


def preset(path: Path, answers: Mapping[str, Answer], form: Form) -> dict[str, str]:
    """What stands in each field at first: the answer, the rule's value, or the same of the entry before."""
    context = path.within(form)
    shown = {}
    for entry in form.fields:
        value = str(entry.preset(context)) if entry.preset else ""
        if not value and form.index and not entry.own:
            before = entry.key.replace(f".{form.index}.", f".{form.index - 1}.", 1)
            value = str(answers.get(before, ""))
        shown[entry.key] = str(answers.get(entry.key, value))
    return shown


def _form(path: Path, form: Form, values: Mapping[str, str]) -> dict[str, Answer]:
    taken: dict[str, Answer] = {}
    says: dict[str, Text] = {}
    for entry in form.fields:
        typed = values.get(entry.key, "")
        try:
            taken[entry.key] = "" if entry.optional and not typed.strip() else TYPES[entry.type](typed)
        except FieldError as error:
            says[entry.key] = error.says
    if not says:
        own = {key.removeprefix(form.prefix): value for key, value in taken.items()}
        context = rules.context({**path.values, **own, "index": form.index})
        says = {check.field: check.says for check in reversed(form.checks) if not check.rule(context)}
    if says:
        raise AnswerError(says)
    return taken
