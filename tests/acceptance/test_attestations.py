"""What a terminal itself says of the person before it: worth something in its own words alone, for this
person, this matter and this half hour. The words are those that the terminal's own code signs.
"""

from base64 import b64decode
from datetime import timedelta

import pytest

from kiosk.devices.virtual.portrait import card_photo
from kiosk.terminal import attesting
from kiosk.wire import messages
from kiosk.wire.envelope import SigningKey
from tests.acceptance.station import FLOW, OTHER_ITEM, Station, new_id, now, person, problem

LIU, CAI = person("liu-yang"), person("retired-cai")
FACE = {"threshold": 0.363, "policy": 3}
SHUT, EXPIRED = (403, "not-confirmed"), ("correction_required", "CONFIRMATION_EXPIRED")


def attested(station, who=LIU, method="social_card", at=None, **more):
    session = station.walk(who, None)
    return attesting.confirmed(station.identity, session, method, "打印证明", at or now(), **more)["token"]


def spoilt(station, key=None, without=None, **changes):
    """The right words but one, signed as the right ones are."""
    payload = station.identity.signing.public.verify(messages.STATEMENT, attested(station, **FACE)) | changes
    payload.pop(without, None)
    return (key or station.identity.signing).sign(messages.STATEMENT, payload)


def asked(station, token, who=LIU, source="si-places"):
    return station.ask("/v1/data/share", who, token, source=source, authorisation=new_id())


def verified(station, token):
    """By a predicate that only the other item's notice asks consent for."""
    names = {"predicate": "residence-permit-valid", "authorisation": new_id()}
    return station.ask("/v1/data/verify", LIU, token, **names)


def filed(station, token, **changes):
    """What comes of a filing with it: the receipt's words, or the problem's."""
    answer = station.send(station.make(station.walk(LIU, token), **changes))
    if answer.status_code != 201:
        return problem(answer)
    receipt = station.receipt(answer)
    return receipt.status.value, receipt.reason


@pytest.mark.parametrize(("method", "more"), [("social_card", {}), ("face", FACE)])
def test_the_terminals_word_opens_what_a_phone_opens_and_files(station, method, more):
    token = attested(station, method=method, **more)
    assert asked(station, token).json()["state"] == "OK"
    assert filed(station, token) == ("accepted", None)


def test_words_that_nobody_signed_or_somebody_else_are_worth_nothing(station):
    for token in (spoilt(station, SigningKey.generate()), attested(station)[:-4] + "AAAA", "a.b.c"):
        assert problem(asked(station, token)) == SHUT
        assert filed(station, token) == (422, "statement")


def test_another_terminals_word_is_worth_nothing_here(station, server, tmp_path):
    elsewhere = Station.enrol(server, tmp_path / "other")
    theirs = attested(elsewhere)
    assert asked(elsewhere, theirs).json()["state"] == "OK"
    for token in (theirs, spoilt(station, terminal=elsewhere.identity.terminal)):
        assert problem(asked(station, token)) == SHUT
        assert filed(station, token) == (422, "statement")


def test_a_word_about_another_person_is_worth_nothing(station):
    token = attested(station, who=CAI)
    assert problem(asked(station, token)) == SHUT
    assert filed(station, token) == (422, "statement")


def test_a_word_for_one_matter_opens_no_other(station):
    token, other = attested(station), spoilt(station, item=OTHER_ITEM)
    assert problem(verified(station, token)) == (403, "not-agreed")
    assert verified(station, other).json()["answer"] in ("YES", "NO", "UNKNOWN")
    assert filed(station, other) == (422, "statement")
    assert problem(asked(station, spoilt(station, item="no-such-item"))) == (403, "not-agreed")


@pytest.mark.parametrize("minutes", [-40, 10])
def test_a_word_of_another_hour_opens_nothing(station, minutes):
    assert problem(asked(station, attested(station, at=now() + timedelta(minutes=minutes)))) == SHUT


def test_a_filing_that_came_of_an_old_word_is_asked_to_confirm_again(station):
    assert filed(station, attested(station, at=now() - timedelta(minutes=40))) == EXPIRED


def test_a_clock_that_is_known_to_be_wrong_is_reckoned_with(station):
    two_hours_ago = now() - timedelta(hours=2)
    token = attested(station, at=two_hours_ago)
    assert problem(asked(station, token)) == SHUT
    station.beat(at=two_hours_ago.isoformat())
    assert asked(station, token).json()["state"] == "OK"


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"threshold": 0.363},
        {"policy": 3},
        {**FACE, "threshold": 0.1},
        {**FACE, "threshold": 1.0},
        {**FACE, "threshold": "0.9"},
        {**FACE, "policy": 4},
        {**FACE, "policy": True},
    ],
    ids=str,
)
def test_a_face_that_the_policy_of_today_does_not_cover_counts_as_over(station, more):
    token = attested(station, method="face", **more)
    assert problem(asked(station, token)) == SHUT
    assert filed(station, token) == EXPIRED


def test_a_face_for_a_matter_that_the_policy_does_not_name_counts_as_over(station):
    token = spoilt(station, method="face", item=OTHER_ITEM)
    assert problem(verified(station, token)) == SHUT


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "password"},
        {"method": None},
        {"kind": "share"},
        {"purpose": ""},
        {"at": "2026-11-22T09:00:00"},
        {"at": 5},
        {"id": "01920000-0000-7000-8000-000000000001"},
        {"person": ""},
        {"item": None},
        {"item": ["si-certificate"]},
    ],
    ids=str,
)
def test_a_word_with_anything_else_in_it_confirms_nobody(station, changes):
    answer = asked(station, spoilt(station, **changes))
    assert problem(answer) in (SHUT, (403, "not-agreed"))
    assert filed(station, spoilt(station, **changes)) == (422, "statement")


@pytest.mark.parametrize("missing", ["kind", "method", "id", "person", "terminal", "item", "purpose", "at"])
def test_a_word_that_lacks_something_confirms_nobody(station, missing):
    token = spoilt(station, without=missing)
    assert problem(asked(station, token)) == SHUT
    assert filed(station, token) == (422, "statement")


def test_it_names_nobody(station):
    said = station.identity.signing.public.verify(messages.STATEMENT, attested(station))
    assert LIU.number not in str(said) and LIU.names[0] not in str(said)
    assert said["item"] == FLOW.item


# --- a photo, where the card gives none ---


def agreed(station, who=LIU, at=None, **more):
    session = station.walk(who, None)
    return attesting.agreed(station.identity, session, "face", "打印证明", at or now(), **(FACE | more))


def photo(station, token, who=LIU):
    return asked(station, token, who, source="photo")


def test_who_agreed_to_be_compared_is_compared_with_the_photo_that_the_platform_has(station):
    answer = photo(station, agreed(station)).json()
    assert answer["state"] == "OK" and b64decode(answer["value"]) == card_photo("fair")
    nobodys = photo(station, agreed(station, CAI), CAI).json()
    assert (nobodys["state"], nobodys["value"]) == ("NO_DATA", None)


def test_no_other_word_hands_out_a_photo(station, server, tmp_path):
    elsewhere = Station.enrol(server, tmp_path / "other")
    confirmed = attested(station, method="face", **FACE)
    others = (station.confirm(LIU), confirmed, attested(station), agreed(elsewhere), agreed(station, CAI))
    worthless = (None, "", "a.b.c", spoilt(station, SigningKey.generate(), kind="consent", method="face"))
    for token in (*others, *worthless):
        assert problem(photo(station, token)) == SHUT


@pytest.mark.parametrize(
    "more", [{"policy": 4}, {"threshold": 0.1}, {"policy": None}, {"threshold": None}], ids=str
)
def test_a_face_that_would_not_count_needs_no_photo(station, more):
    assert problem(photo(station, agreed(station, **more))) == SHUT
    other = spoilt(station, kind="consent", method="face", item=OTHER_ITEM)
    assert problem(photo(station, other)) == SHUT


def test_a_consent_of_another_hour_hands_out_nothing(station):
    assert problem(photo(station, agreed(station, at=now() - timedelta(minutes=40)))) == SHUT


def test_to_agree_confirms_nothing(station):
    token = agreed(station)
    assert problem(asked(station, token)) == SHUT
    assert filed(station, token) == (422, "statement")
