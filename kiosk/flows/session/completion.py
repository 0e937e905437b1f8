"""When a step is done, and what stops whoever has done it. Derived from a session; nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.flows import appointment, fees, taking
from kiosk.flows.definition import (
    ActFor,
    Appointment,
    Choose,
    ConfirmByPhone,
    Entries,
    Form,
    Materials,
    Notice,
    Party,
    Pay,
    ReadCard,
    Sign,
    Step,
    Stop,
)
from kiosk.flows.path import filled
from kiosk.flows.session import acting
from kiosk.flows.text import Text

if TYPE_CHECKING:
    from kiosk.flows.session import Session

# The figures of the item end before today: nobody is told a fee that may be another by now.
OUTDATED = Stop(
    when=None,
    title=Text("收费标准正在更新", "现在还不能办", "The figures for this are being renewed"),
    text=Text(
        "这项业务的收费或计算标准到期了，新的还没有装到本机",
        "收多少钱还没更新，这台机器先不办",
        "The rates for this matter have run out, and the new ones are not on this machine yet",
    ),
    where=Text("请到政务服务大厅窗口办理", "到大厅窗口办", "Please go to the counter of the service hall"),
    phone="12345",
)


def is_done(session: Session, step: Step) -> bool:
    told = session.facts
    match step:
        case Notice():
            done = f"consent:{step.key}" in told
        case ReadCard():
            done = "card" in told
        case ConfirmByPhone():
            state = told.get("confirmation", {}).get("state")
            done = state == "confirmed" or (step.deferrable and state == "deferred")
        case Materials():
            done = session.material is None and told.get(f"seen:{step.key}") == {"states": session.told}
        case Sign():
            done = told.get("signature", {}).get("of") == session.fingerprint
        case Party():
            done = all(attendance.settled for attendance in session.attendances(step))
        case Pay():
            done = _is_paid(session)
        case ActFor():
            answered = _is_answered(session, step)
            done = answered and acting.is_settled(session.walked.given[step.keys[0]], told)
        case Appointment():
            done = appointment.settled(step, told.get(appointment.FACT, {}), session.context)
        case _:
            done = _is_answered(session, step)
    return done


def _is_paid(session: Session) -> bool:
    """Of exactly what is owed by the answers of now; while a question before it is open, nobody knows."""
    try:
        due = fees.total(session.flow.fees, session.context)
    except fees.TOO_EARLY:
        return False
    return fees.settled(session.facts.get(fees.FACT, {}), due)


def closed(session: Session) -> Stop | None:
    """Why nobody can go through this item now, whatever they answer: its season, or figures that ran out."""
    season, begun = session.flow.season, session.facts.get("begun", {}).get("time", "")
    if season and not (season.covers(session.today) and season.open_at(begun)):
        return season.closed
    if any(dated.on(session.today) is None for dated in session.flow.data.values()):
        return OUTDATED
    return None


def stopped(session: Session) -> tuple[Step, Stop] | None:
    """The first step before the question at hand that is done and stops here. Whoever went back past it may
    answer what it hangs on, and is stopped once they come to it again."""
    for step in session.path:
        if step is session.step:
            return None
        if not step.stops or not session.is_done(step):
            continue
        context = session.walked.within(step)
        for stop in step.stops:
            if stop.when is None or stop.when(context):
                return step, filled(stop, context)
    return None


def _is_answered(session: Session, step: Step) -> bool:
    """A rule or an option that changed since, or what became known since, asks the question again."""
    path = session.walked
    if isinstance(step, Form) and not all(
        field.key in path.given and (field.optional or path.given[field.key] != "") for field in step.fields
    ):
        return False
    try:
        return isinstance(step, Choose | Entries | Form) and taking.stands(path, step)
    except fees.TOO_EARLY:  # a question before it is open, on which its rules hang
        return False
