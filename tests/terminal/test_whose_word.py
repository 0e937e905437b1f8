"""What opens somebody's records: the platform's signed word, on this person and matter, and their consent."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.flows.session import Session, card_fact
from kiosk.store import Store
from kiosk.terminal import asking
from kiosk.terminal.offices import Offices
from kiosk.terminal.words import OfflineError, PhoneConfirmation
from kiosk.wire import messages
from kiosk.wire.client import Endpoint, PlatformClient
from kiosk.wire.envelope import SigningKey, digest
from tests import shipped
from tests.people import ADULT, OTHER
from tests.wire.tls import Authority, reply, server

PLATFORM, FOREIGN = SigningKey.generate(), SigningKey.generate()
FLOW = shipped.items()["si-certificate"]
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ASKED = PhoneConfirmation("c1", "https://phone.example/c/1", NOW + timedelta(minutes=2))
SESSION = Session("s1", FLOW, date(2026, 11, 21)).learn("card", card_fact(ADULT))
AGREED = SESSION.agree("notice", NOW.isoformat())


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def platform(authority):
    """A platform that answers every question with `platform.says`, and remembers what it was asked."""
    asked = []

    def respond(handler, body):
        asked.append((handler.path, json.loads(body)))
        reply(handler, 200, json.dumps(client.says).encode(), "application/json")

    with server(authority, respond) as url:
        endpoint = Endpoint(url, authority.file, *authority.issue("terminal"))
        client = PlatformClient(endpoint, PLATFORM.public, 5.0)
        client.says, client.asked = {}, asked
        yield client
        client.close()


@pytest.fixture
def offices(platform, tmp_path):
    store = Store(tmp_path / "kiosk.db")
    yield Offices(platform, store.journal, lambda: NOW)
    store.close()


def about(who, salt: str) -> str:
    return digest(f"{salt}\0{who.id_number}".encode())


def confirmed(key=PLATFORM, **changes):
    said = {"kind": "confirmation", "id": ASKED.id, "item": FLOW.item, "person": about(ADULT, ASKED.id)}
    return {"state": "confirmed", "statement": key.sign(messages.STATEMENT, said | changes)}


def test_the_platforms_word_about_this_person_confirms(platform):
    platform.says = confirmed()
    fact = asking.confirmation(platform, AGREED, ASKED)
    assert (fact["state"], fact["id"]) == ("confirmed", ASKED.id)


FALSE_WORDS = {
    "about another person": confirmed(person=about(OTHER, ASKED.id)),
    "about another matter": confirmed(item="another"),
    "of another confirmation": confirmed(id="c2", person=about(ADULT, "c2")),
    "of another kind": confirmed(kind="share"),
    "signed by somebody else": confirmed(FOREIGN),
    "signed by nobody": {"state": "confirmed", "statement": "a.b.c"},
    "without a statement": {"state": "confirmed"},
}


@pytest.mark.parametrize("word", FALSE_WORDS)
def test_any_other_word_confirms_nobody(platform, word):
    platform.says = FALSE_WORDS[word]
    with pytest.raises(OfflineError):
        asking.confirmation(platform, AGREED, ASKED)


def shared(key=PLATFORM, **changes):
    said = {"kind": "share", "source": "si-places", "authorisation": SESSION.id, "state": "OK"}
    said |= {"value": ["310000"], "person": about(ADULT, SESSION.id)}
    return {"statement": key.sign(messages.STATEMENT, said | changes)}


def prefilled(offices, platform, session, says):
    platform.says = says
    fact = {"state": "confirmed", "token": confirmed()["statement"], "id": ASKED.id}
    return offices.prefill(session.learn("confirmation", fact)).facts.get("share:si-places")


def test_what_a_source_says_of_this_person_is_taken(offices, platform):
    fact = prefilled(offices, platform, AGREED, shared())
    assert (fact["state"], fact["value"]) == ("OK", ["310000"])


@pytest.mark.parametrize(
    "says",
    [
        shared(person=about(OTHER, SESSION.id)),
        shared(source="elsewhere"),
        shared(authorisation="s2", person=about(ADULT, "s2")),
        shared(FOREIGN),
        {"statement": None},
    ],
    ids=["another person", "another source", "another authorisation", "another key", "no statement"],
)
def test_what_is_said_of_anybody_else_is_not(offices, platform, says):
    fact = prefilled(offices, platform, AGREED, says)
    assert fact["state"] == "UNAVAILABLE" and "value" not in fact


def test_without_consent_no_source_is_asked(offices, platform):
    assert not SESSION.consented and AGREED.consented
    assert prefilled(offices, platform, SESSION, shared()) is None
    assert platform.asked == []
