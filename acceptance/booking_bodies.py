"""The shapes of what is asked and answered about appointments and tickets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, Field

from acceptance.bodies import TEXT, Body, Id, IdNumber, Jws

Code = Annotated[str, Field(pattern=TEXT, min_length=1, max_length=40)]


class Words(BaseModel):
    zh: str
    easy: str
    en: str


class ServiceOut(BaseModel):
    code: str
    title: Words
    place: Words
    where: Words
    phone: str
    minutes: int = Field(description="How long it takes")
    tickets: bool = Field(description="Numbers are called there")
    within: bool = Field(description="Booked as part of a matter only")


class ServicesOut(BaseModel):
    services: list[ServiceOut]


class FreeAsked(Body):
    services: list[Code] = Field(min_length=1, max_length=6, json_schema_extra={"uniqueItems": True})
    but: Id | None = Field(default=None, description="The appointment that is to be moved")


class SlotOut(BaseModel):
    start: datetime
    end: datetime
    free: int = Field(description="Seats left; 0 is full")


class DayOut(BaseModel):
    day: date
    slots: list[SlotOut]


class TimeOut(BaseModel):
    service: str
    start: datetime
    end: datetime


class LackingOut(BaseModel):
    service: str
    why: Literal["full", "fasting", "order"]


class FreeOut(BaseModel):
    """`days` of one service; `plans` of several, each of one day. Without a plan `lacking` says why."""

    days: list[DayOut]
    plans: list[list[TimeOut]]
    lacking: list[LackingOut]


class StartIn(Body):
    service: Code
    start: AwareDatetime


class AppointmentIn(Body):
    id: Id
    id_number: IdNumber
    starts: list[StartIn] = Field(min_length=1, max_length=6, description="All of them, or none")
    filing: Id | None = Field(
        default=None, description="The matter that it is part of: booked with its filing"
    )


class OfPerson(Body):
    id_number: IdNumber


class Proved(OfPerson):
    confirmation: Jws


class MoveIn(Proved):
    leaves: list[StartIn] = Field(min_length=1, max_length=6, description="Where it stands")
    starts: list[StartIn] = Field(min_length=1, max_length=6)


class AppointmentOut(BaseModel):
    id: str
    state: Literal["held", "booked", "cancelled", "expired"]
    times: list[TimeOut]
    code: str = Field(description="What the person shows there")
    expires_at: datetime = Field(description="Until when it is held, where it is only held")
    changes_until: datetime = Field(description="Until when it can be moved or given back")
    statement: str = Field(description="A JWS of the kind statement: appointment")


class AppointmentsOut(BaseModel):
    appointments: list[AppointmentOut]


class TicketIn(Body):
    id: Id
    id_number: IdNumber
    service: Code


class TicketOut(BaseModel):
    id: str
    number: str = Field(examples=["A012"])
    service: str
    state: Literal["waiting", "called", "passed", "done"]
    ahead: int = Field(description="People who are called before")
    window: str = Field(description="Where to go, once called")
    taken_at: datetime
