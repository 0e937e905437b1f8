"""One request of thirty people: each lays a card and signs a list that shows nobody's number."""

import subprocess
from types import SimpleNamespace

import pytest

from kiosk.flows.session import card_fact
from kiosk.flows.session.party import Presence
from kiosk.terminal.papers import application_form
from kiosk.terminal.words import Site
from tests.acceptance.station import applicant, now
from tests.acceptance.together import STEP, STROKES, Group
from tests.flows.several import PEOPLE

THIRTY = [SimpleNamespace(names=(person["name"],), number=person["idno"]) for person in PEOPLE[:30]]
SITE = Site("示范政务服务点", "12345")


def form(session) -> bytes:
    return application_form(session, SITE, "330521-0001-001")


def words(pdf: bytes, folder) -> str:
    path = folder / "form.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True)
    return "".join(done.stdout.split())


@pytest.mark.soak
def test_thirty_people_sign_one_form_that_shows_no_number(station, tmp_path):
    first, *others = THIRTY
    group = Group.comes(station, *others, first=first)
    shown, session = form(group.session), group.session
    for person in reversed(others):
        session = session.join(STEP.key, card_fact(applicant(person)))
        session = session.sign_as(STEP.key, person.number, (shown, STROKES), now().isoformat())
    assert [there.presence for there in session.attendances(STEP)][1:] == [Presence.SIGNED] * 29
    assert form(session) == shown
    session = session.sign("signature", {"form": shown, "signature": STROKES}, now().isoformat())
    receipt = station.receipt(station.send(station.make(session)))
    assert receipt.status.value == "received"
    said = words(shown, tmp_path)
    assert all(person.names[0] in said for person in THIRTY)
    assert not any(person.number in said for person in THIRTY)
