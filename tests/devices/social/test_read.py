"""A card is put in, taken out, upside down, of another kind: it is read, or it is said why not."""

import pytest

from kiosk.model import Completion, DeviceState, Level, Media
from tests.devices.rigs import Attempt, until
from tests.devices.rigs.social_card_reader import SocialRig
from tests.devices.social.refusals import named, refusal

PERSON = "two-rare-planes"


def same(card, person):
    return (card.id_number, card.name, card.sex, card.ethnic, card.birth.replace("-", "")) == (
        person.number, person.name, person.sex, person.ethnic, person.birth)  # fmt: skip


def test_a_card_that_lies_there_is_read_and_read_again(social):
    social.set(card=PERSON)
    adapter = social.open()
    first = adapter.read(5)
    assert same(first, social.person())
    assert first.region == first.id_number[:6] and first.version == "3.00"
    assert len(first.card_number) == 9 and first.issuer and first.valid_from > first.birth
    assert adapter.read(5) == first
    assert adapter.status().media is Media.PRESENT


def test_a_card_that_comes_while_somebody_waits_is_read(social):
    adapter = social.open()
    assert adapter.status().media is Media.NOT_PRESENT
    found = []
    attempt = Attempt(lambda: found.append(adapter.read(20)))
    social.set(card=PERSON)
    until(attempt.over)
    assert same(found[0], social.person())


@pytest.mark.parametrize(
    "habits",
    [
        {"addressing": "identifier", "pieces": True},
        {"addressing": "number", "exact": True, "padding": 0x20},
        {"addressing": "number", "pieces": True, "padding": 0xFF},
    ],
    ids=lambda habits: "-".join(map(str, habits.values())),
)
@pytest.mark.parametrize("profile", ["generic", "by-number"])
def test_every_habit_of_a_card_is_met_by_every_profile(social, habits, profile):
    social.set(card=PERSON, **habits)
    assert same(social.open(profile=profile).read(5), social.person())


def test_no_card_is_said_after_the_time_allowed(social):
    assert named(social.open().read, 0.05) == (Completion.TIME_OUT, "card.none")


def test_a_bank_card_is_no_social_security_card_and_the_right_one_is_read_after_it(social):
    social.set(card="bank-card")
    adapter = social.open()
    error = refusal(adapter.read, 5)
    assert (error.completion, error.fault.code) == (Completion.USER_ERROR, "card.unsupported")
    assert "社会保障卡" in error.fault.citizen
    social.set(card=PERSON)
    until(lambda: adapter.status().media is Media.PRESENT and attempt(adapter))
    assert same(adapter.read(5), social.person())


def attempt(adapter):
    """Whether the card can be read now; the service sees a swap only when it looks again."""
    try:
        return adapter.read(0)
    except Exception as error:
        assert getattr(error, "fault", None), error
        return None


@pytest.mark.parametrize("fault", ["garbage", "half"])
def test_what_no_card_answers_is_named_as_such(social, fault):
    social.set(card=PERSON, fault=fault)
    assert named(social.open().read, 5) == (Completion.INVALID_DATA, "link.garbled")


def test_a_slow_card_is_read_and_a_mute_one_given_up_until_it_answers_again(social):
    social.set(card=PERSON, fault="slow")
    assert same(social.open().read(5), social.person())
    adapter = social.open(0.3)
    social.set(fault="mute")
    until(lambda: named(adapter.read, 5) == (Completion.TIME_OUT, "card.silent"))
    assert not adapter.status().ready
    social.set(fault=None)
    until(lambda: attempt(adapter))
    assert adapter.status().ready


def test_a_reader_is_chosen_by_its_name_or_by_its_card_and_never_by_its_place(social):
    social.set(card=PERSON, slot=1)
    second = social.open(reader="virtual * 00 01")
    assert same(second.read(5), social.person())
    assert second.status().detail == {"reader": "Virtual PCD 00 01"}
    second.close()
    either = social.open(reader="*")
    assert same(either.read(5), social.person()), "without a name, the reader that has a card"
    either.close()
    assert named(social.open(reader="PCD 00 00").read, 0.5) == (Completion.TIME_OUT, "card.none")


def test_a_slot_for_the_operators_own_card_is_no_reader(tmp_path):
    rig = SocialRig(tmp_path, reader="Virtual SAM")
    rig.set(card=PERSON)
    found = rig.open(reader="*").status()
    assert found.state is DeviceState.ABSENT and "没有找到读卡器" in found.worst.technician
    rig.stop()


def test_a_technician_gets_readers_and_a_time_but_no_person(social):
    social.set(card=PERSON)
    adapter = social.open()
    until(lambda: adapter.status().media is Media.PRESENT)
    for level in Level:
        health = adapter.check(level)
        assert health.result == "pass" and "ms" in health.value
        assert social.person().name not in repr(health)
