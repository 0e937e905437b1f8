"""A session → the application form that its person signs, and the strokes of a signature as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from kiosk.flows.definition import ActFor, Choose, Form, Party
from kiosk.flows.fields import masked, shown
from kiosk.flows.materials import Standing, State, dues
from kiosk.flows.session import Session, acting, captures
from kiosk.flows.session.party import form_day
from kiosk.forms import ApplicationForm, Section, render
from kiosk.forms.fonts import Fonts
from kiosk.model import mask_id
from kiosk.terminal.words import Site

Stroke = Sequence[tuple[float, float]]  # points in millimetres of the pad, from its upper left corner
Drawn = Sequence[Stroke]

_STANDS = {
    State.OK: "已从{}取得，不用交",
    State.YES: "{}核对：符合",
    State.LATER: "联网后由{}核对",
    State.USED: "用平台已有的，不用交",
    State.SIGNED: "已签承诺，不用交",
    State.DEFERRED: "申请容缺，{}前补交",
    State.CAPTURED: "已拍摄 {} 页，待核验",
    State.WINDOW: "到窗口看原件",
}
_PEN = 0.7  # mm


def application_form(session: Session, site: Site, terminal: str) -> bytes:
    """The form as a PDF; the same session on the same day is the same bytes, and everybody signs that of the
    day when the first of them did. Raises FontError."""
    person = session.applicant
    if person is None:
        raise ValueError("nobody to file for")
    covered = any(isinstance(step, Party) for step in session.path)  # others read it before they sign
    number = mask_id(person.id_number) if covered else person.id_number
    noon = datetime.combine(form_day(session), datetime.min.time()).replace(hour=12)
    who = ("姓名", person.name), ("证件号码", number)
    sections = (
        *_parties(session, who),
        Section("填写的内容", _answers(session, covered)),
        *(Section(s.title.zh, _rows(session, s, covered)) for s in _entries(session)),
        Section("材料", _materials(session)),
    )
    promised = (State.SIGNED, State.DEFERRED)
    promises = [s.rung.text.zh for s in session.standings if s.state in promised and s.rung.text]
    form = ApplicationForm(
        title=f"{session.flow.title.zh}申请表",
        place=site.place,
        terminal=terminal,
        made_at=noon,
        sections=tuple(section for section in sections if section.rows),
        promises=tuple(promises),
    )
    return render(form, _fonts())


def _parties(session: Session, person: tuple[tuple[str, str], ...]) -> tuple[Section, ...]:
    """The person, or an organisation and who acts for it."""
    there = acting.organisation(session)
    if there is None:
        return (Section("申请人", person),)
    name = there.name or "联网后核验"
    stated = ("单位名称", name), ("统一社会信用代码", there.uscc)
    return Section("申请单位", stated), Section("经办人", person)


def drawing(strokes: Sequence[Stroke]) -> bytes:
    """The signature as SVG in millimetres: vectors that can be enlarged and counted."""
    width = max((x for stroke in strokes for x, _ in stroke), default=0.0) + _PEN
    height = max((y for stroke in strokes for _, y in stroke), default=0.0) + _PEN
    drawn = (" ".join(f"{x:.2f},{y:.2f}" for x, y in _drawn(stroke)) for stroke in strokes)
    lines = "".join(f'<polyline points="{points}"/>' for points in drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}mm" height="{height:.2f}mm" '
        f'viewBox="0 0 {width:.2f} {height:.2f}"><g fill="none" stroke="#000" stroke-width="{_PEN}" '
        f'stroke-linecap="round" stroke-linejoin="round">{lines}</g></svg>'
    ).encode()


def _drawn(stroke: Stroke) -> Stroke:
    """A dot is a line from its point to the same point: SVG draws no line of one point."""
    return [*stroke, *stroke] if len(stroke) == 1 else stroke


@cache
def _fonts() -> Fonts:
    return Fonts.find()


def _entries(session: Session) -> list[Form]:
    return [step for step in session.path if isinstance(step, Form) and step.prefix]


def _answers(session: Session, covered: bool) -> tuple[tuple[str, str], ...]:
    rows: list[tuple[str, str]] = []
    for step in session.path:
        if isinstance(step, Choose) and (option := step.option(session.normal_answers.get(step.key, ""))):
            rows.append((step.title.zh, option.title.zh))
        elif isinstance(step, Form) and not step.prefix and not isinstance(step, ActFor):
            rows += _rows(session, step, covered)
    return tuple(rows)


def _rows(session: Session, form: Form, covered: bool) -> tuple[tuple[str, str], ...]:
    answers = session.normal_answers
    said = ((entry, str(answers.get(entry.key, ""))) for entry in form.fields)
    plain = ((entry.type, entry.read(value, "zh-CN")) for entry, value in said)
    read = (masked(type, value) if covered else value for type, value in plain)
    return tuple((entry.title.zh, value or "未填写") for entry, value in zip(form.fields, read, strict=True))


def _materials(session: Session) -> tuple[tuple[str, str], ...]:
    return tuple(
        (standing.material.title.zh, _STANDS[standing.state].format(_about(session, standing)))
        for standing in session.standings
        if standing.settled
    )


def _about(session: Session, standing: Standing) -> str:
    """What stands in the sentence: the day, how many pages, or the office."""
    if standing.state is State.DEFERRED:
        return shown("date", dues(session.standings, session.facts)[standing.material.key], "zh-CN")
    if standing.state is State.CAPTURED:
        return str(len(captures.pages(session, standing)))
    return standing.rung.department.zh if standing.rung.department else ""
