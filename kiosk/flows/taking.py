"""What was chosen or typed → answers in their normal form, or one sentence a field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.flows import fees, rules
from kiosk.flows.definition import Choose, Entries, Form, Step
from kiosk.flows.fields import FieldError
from kiosk.flows.fields.people import born_by
from kiosk.flows.path import Answer, Path, bare, complaint
from kiosk.flows.text import Text


class AnswerError(ValueError):
    """What was answered will not do; one sentence a field, nothing of the answer in the exception."""

    def __init__(self, says: Mapping[str, Text]) -> None:
        super().__init__(", ".join(says))
        self.says = says


def take(path: Path, step: Step, values: Mapping[str, str]) -> dict[str, Answer]:
    """Raises AnswerError."""
    match step:
        case Choose():
            return _choice(step, values)
        case Form():
            return _form(path, step, values)
        case Entries():
            return _entries(path, step, values)
    return {}


def stands(path: Path, step: Step) -> bool:
    """Whether what was answered would be taken again by what is known now: an earlier answer may have changed
    since, or an office may have said what it could not say before. Raises what rules can (fees.TOO_EARLY)."""
    try:
        taken = take(path, step, _given(path, step))
    except AnswerError:
        return False
    return all(path.given.get(key) == value for key, value in taken.items())


def amiss(path: Path, step: Step) -> Mapping[str, Text]:
    """What to say of a question that was answered whole, and whose answer does not stand any more."""
    if not step.keys or not all(key in path.given for key in step.keys):
        return {}
    try:
        take(path, step, _given(path, step))
    except AnswerError as error:
        return error.says
    except fees.TOO_EARLY:  # a question before it, on which its rules hang, is open and comes first
        return {}
    return {}


def _given(path: Path, step: Step) -> dict[str, str]:
    return {key: str(path.given.get(key, "")) for key in step.keys}


def preset(path: Path, answers: Mapping[str, Answer], form: Form) -> dict[str, str]:
    """What stands in each field at first: the answer, the rule's value, or the same of the entry before."""
    context = path.within(form) if any(entry.preset for entry in form.fields) else None
    shown = {}
    for entry in form.fields:
        value = entry.written(entry.preset(context)) if entry.preset and context else ""
        if not value and form.before and not entry.own:
            before = form.before + entry.key.removeprefix(form.prefix)
            value = str(answers.get(before, ""))
        shown[entry.key] = str(answers.get(entry.key, value))
    return shown


def at_first(path: Path, answers: Mapping[str, Answer], form: Form) -> dict[str, str]:
    """What stood in each field before anybody touched it."""
    return preset(path, {key: value for key, value in answers.items() if key not in form.keys}, form)


def _choice(step: Choose, values: Mapping[str, str]) -> dict[str, Answer]:
    value = values.get(step.key, "")
    if step.option(value) is None:
        raise AnswerError({step.key: Text("请选一项", "选一个", "Choose one")})
    return {step.key: value}


def _form(path: Path, form: Form, values: Mapping[str, str]) -> dict[str, Answer]:
    taken: dict[str, Answer] = {}
    says: dict[str, Text] = {}
    for entry in form.fields:
        typed = values.get(entry.key, "")
        try:
            taken[entry.key] = "" if entry.optional and not typed.strip() else entry.normal(typed)
            if entry.type == "idno":
                born_by(str(taken[entry.key]), path.values["today"])
        except FieldError as error:
            says[entry.key] = error.says
    if not says and form.checks:
        own = {name: entry.known(taken[entry.key]) for name, entry in form.bare_fields}
        context = _with(path, form, own)
        wrong = [check for check in reversed(form.checks) if not check.rule(context)]
        says = {check.field: complaint(check, context) for check in wrong}
    if says:
        raise AnswerError(says)
    return taken


def _with(path: Path, form: Form, own: Mapping[str, Any]) -> rules.Context:
    """What rules know once these are the form's answers: most often they are already."""
    there = bare(form, path.given) if form.prefix else path.values
    if all(there.get(name) == value for name, value in own.items()):
        return path.within(form)
    return rules.Context({**path.values, **own, "index": form.index})


def _entries(path: Path, step: Entries, values: Mapping[str, str]) -> dict[str, Answer]:
    """The list as it stands, if all of its entries go together; `values` say nothing of it but its slots."""
    if values.get(step.group, step.written) != step.written:
        raise AnswerError(
            {step.key: Text("名单变了，请再看一遍", "名单变了，再看看", "The list has changed: look again")}
        )
    context = path.context
    for check in step.checks:
        if not check.rule(context):
            raise AnswerError({step.key: complaint(check, context)})
    return {step.group: step.written}
