"""Every way on from the page that asks for whom, for walks: oneself, what the register lists, another code
that the platform knows, and one that nobody could be asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from kiosk.flows.definition.acting import ASKED, ActFor
from kiosk.flows.materials import State
from kiosk.flows.said import Prove, Said
from kiosk.flows.samples import TYPED
from kiosk.flows.session import Session, acting


def ways(session: Session, step: ActFor, random: Random, today: date, prove: Prove) -> Iterator[Session]:
    code = TYPED["uscc"](random, today)
    if step.offers_person:
        yield acting.act(session, step.key, "", None)
    for one in acting.listed(session):
        yield acting.act(session, step.key, one["uscc"], acting.authority(session, one["uscc"]))
    if session.facts.get("confirmation", {}).get("token") is not None:
        told = {"uscc": code, "name": "德清样例有限公司", "role": "mandate"}
        said = Said("share", ASKED, State.OK, told, {"uscc": code})
        found = acting.fact(code, ASKED, State.OK, told, prove(session, said))
        yield acting.act(session, step.key, code, found)
    yield acting.act(session, step.key, code, acting.fact(code, ASKED, State.LATER))
