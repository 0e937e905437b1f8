"""By which word of the platform a face may be asked for: what is kept of it, and what is done then."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from kiosk.devices.virtual.portrait import card_photo
from kiosk.flows.session import Session, card_fact
from kiosk.model import CardKind, IdentityCard
from kiosk.store import Store
from kiosk.store.policies import FACES
from kiosk.sync import Sync
from kiosk.terminal.faces import Faces, NoFaceError, UnlikeError
from kiosk.terminal.peripherals import Peripherals
from kiosk.wire import messages
from kiosk.wire.client import Endpoint, PlatformClient
from kiosk.wire.envelope import SigningKey
from tests import shipped
from tests.devices.rigs import until
from tests.devices.rigs.face_camera import FaceCameraRig
from tests.people import ADULT
from tests.wire.tls import Authority, reply, server

PLATFORM, FOREIGN, TERMINAL = (SigningKey.generate() for _ in range(3))
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
FLOW = shipped.items()["si-certificate"]
SESSION = Session("s1", FLOW, date(2026, 11, 22)).learn("card", card_fact(ADULT))
CARD = IdentityCard(CardKind.RESIDENT, ADULT.id_number, ADULT.name, portrait=card_photo("fair"))
IDENTITY = SimpleNamespace(signing=TERMINAL, terminal="330521-0001-001")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def clock():
    return SimpleNamespace(now=NOW)


@pytest.fixture
def store(tmp_path):
    found = Store(tmp_path / "kiosk.db")
    yield found
    found.close()


@pytest.fixture
def client(authority):
    """Of a platform that answers every heartbeat with `client.says`, and every feed with nothing."""

    def respond(handler, body):
        feed = {"epoch": "e", "events": [], "more": False}
        told = feed if handler.path.startswith("/v1/feed") else {"face_policy": found.says}
        reply(handler, 200, json.dumps(told).encode(), "application/json")

    with server(authority, respond) as url:
        found = PlatformClient(
            Endpoint(url, authority.file, *authority.issue("terminal")), PLATFORM.public, 5.0
        )
        found.says = None
        yield found
        found.close()


@pytest.fixture
def hears(store, client, clock):
    """The platform says something in its next heartbeat; what is kept of it, and what it meant, follow."""
    sync = Sync(store, IDENTITY, client, lambda: clock.now)

    def hear(token, **later):
        clock.now += timedelta(**(later or {"hours": 2}))
        client.says = token
        sync.round()
        return store.policies.token(FACES)

    return hear


@pytest.fixture(scope="module")
def camera(tmp_path_factory):
    """One that is well, and somebody before it."""
    rig = FaceCameraRig(tmp_path_factory.mktemp("camera"))
    rig.stands("fair")
    yield rig.open()
    rig.stop()


@pytest.fixture
def faces(store, client, clock, camera):
    """Of a card with a photo."""
    peripherals = Peripherals(lambda: {"face_camera": camera}, store, lambda: clock.now)
    peripherals.open()
    until(lambda: "face_camera" in peripherals.poll() and peripherals.statuses()["face_camera"].ready)
    found = Faces(peripherals, IDENTITY, client, store, lambda: clock.now)
    found.keep(CARD)
    return found


def policy(key=PLATFORM, begins=NOW, **changes):
    told = {"kind": "face_policy", "version": 3, "items": [FLOW.item], "threshold": 0.363}
    times = {"valid_from": begins.isoformat(), "valid_to": (begins + WEEK).isoformat()}
    return key.sign(messages.STATEMENT, told | times | changes)


LATER = NOW + timedelta(hours=1)


def test_the_platforms_word_is_kept_and_asked_by(hears, faces):
    token = policy()
    assert hears(token) == token
    assert faces.offered(SESSION)
    assert faces.policy(SESSION).threshold == 0.363


def test_one_who_agrees_is_compared_by_the_threshold_of_the_policy(hears, faces):
    hears(policy(threshold=0.999))
    faces.consent(SESSION)
    with pytest.raises(UnlikeError):
        faces.confirm(SESSION, "words", 60)
    hears(policy(begins=LATER, version=4))
    token = faces.confirm(SESSION, "words", 60).facts["confirmation"]["token"]
    told = TERMINAL.public.verify(messages.STATEMENT, token)
    assert (told["policy"], told["threshold"]) == (4, 0.363)


WORTHLESS = {
    "of another key": policy(FOREIGN),
    "of no key": "a.b.c",
    "of another kind": policy(kind="confirmation"),
    "of another shape": policy(items="si-certificate"),
    "with a threshold that takes everybody": policy(threshold=0.0),
    "no text": 7,
}


@pytest.mark.parametrize("what", WORTHLESS)
def test_what_is_not_the_platforms_word_is_not_kept_and_changes_nothing(hears, store, faces, what, capsys):
    good = policy()
    hears(good)
    assert hears(WORTHLESS[what]) == good
    assert "heartbeat" in capsys.readouterr().err
    assert faces.offered(SESSION)
    assert store.line.contact().network == "ok"


@pytest.mark.parametrize("what", ["of another key", "of another shape"])
def test_what_stands_in_the_store_and_is_not_the_platforms_word_is_none(store, faces, clock, what):
    store.policies.keep(FACES, WORTHLESS[what], clock.now)
    assert not faces.offered(SESSION)
    with pytest.raises(NoFaceError):
        faces.consent(SESSION)


def test_a_platform_with_a_new_key_is_heard_though_the_old_word_is_kept(hears, store, faces, clock):
    store.policies.keep(FACES, policy(FOREIGN), clock.now)
    token = policy()
    assert hears(token) == token and faces.offered(SESSION)


def test_it_holds_for_its_week_and_not_a_minute_longer(hears, faces, clock):
    hears(policy())
    clock.now = NOW + WEEK
    assert faces.offered(SESSION)
    clock.now += timedelta(minutes=1)
    assert not faces.offered(SESSION)
    clock.now = NOW - timedelta(minutes=1)
    assert not faces.offered(SESSION), "a clock that was put back makes nothing valid"


def test_another_matter_is_not_of_it(hears, faces):
    hears(policy(items=["collection"]))
    assert not faces.offered(SESSION)


@pytest.mark.parametrize(
    "earlier",
    [policy(begins=NOW - timedelta(days=1), threshold=0.1), policy(begins=LATER, version=2, threshold=0.1)],
    ids=["an earlier word", "an earlier version"],
)
def test_what_is_rolled_back_is_not_taken(hears, faces, earlier, capsys):
    good = policy()
    hears(good)
    assert hears(earlier) == good
    assert "earlier" in capsys.readouterr().err
    assert faces.policy(SESSION).threshold == 0.363


def test_what_is_withdrawn_is_over_at_once_and_for_whoever_agreed_already(hears, faces):
    hears(policy())
    faces.consent(SESSION)
    hears(policy(begins=LATER, version=0, items=[], threshold=0.999))
    assert not faces.offered(SESSION)
    with pytest.raises(NoFaceError):
        faces.confirm(SESSION, "words", 60)
    hears(policy())
    assert not faces.offered(SESSION), "the word before comes again"


def test_a_platform_that_says_nothing_of_faces_takes_nothing_away(hears, faces):
    hears(policy())
    hears(None)
    assert faces.offered(SESSION)
