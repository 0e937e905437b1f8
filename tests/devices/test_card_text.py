"""The 256 bytes of a card's text: four layouts, and nothing that is guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.card_reader import _text
from kiosk.devices.virtual import card_text, persons
from kiosk.model import CardKind, IdentityCard

PEOPLE = persons.load()


def block_of(**fields):
    """A resident's block, from offsets and text."""
    raw = bytearray(card_text.block(PEOPLE["liu-yang"]))
    for offset, text in fields.values():
        encoded = text if isinstance(text, bytes) else text.encode("utf-16-le")
        raw[offset : offset + len(encoded)] = encoded
    return bytes(raw)


@pytest.mark.parametrize("person", PEOPLE.values(), ids=lambda person: person.id)
def test_every_person_is_read_as_the_card_states(person):
    card = _text.parse(card_text.block(person))
    assert card.kind == person.letter
    assert card.number == person.number
    assert card.name == person.name
    assert card.sex == person.sex
    assert card.birth.replace("-", "") == person.birth
    assert card.valid_from.replace("-", "") == person.valid_from
    assert (card.valid_to.replace("-", "") or "长期") == person.valid_to
    assert card.address == person.address
    assert card.english_name == person.english_name
    assert card.nationality == person.nationality


def test_names_beyond_the_basic_plane_come_through_whole():
    card = _text.parse(card_text.block(PEOPLE["two-rare-planes"]))
    assert [f"U+{ord(character):X}" for character in card.name] == ["U+20BB7", "U+2A6A5"]


@pytest.mark.parametrize("name", ["张𬭎", "𬭎" * 7 + "张", "张\ue863", "张\U000f0001"], ids=ascii)
def test_a_rare_or_private_character_is_neither_cut_nor_replaced(name):
    assert _text.parse(block_of(name=(0, name.ljust(15 - sum(c > "\uffff" for c in name))))).name == name


def test_fields_end_in_blanks_or_in_nothing_alike():
    assert _text.parse(block_of(name=(0, "张𬭎" + "\0" * 12))).name == "张𬭎"


@pytest.mark.parametrize(
    ("person", "places"),
    [
        ("liu-yang", {"name": 0, "sex": 30, "birth": 36, "address": 52, "number": 122, "valid_from": 188}),
        ("hong-kong-ho", {"name": 0, "number": 122, "valid_from": 188}),
        ("foreign-2017-tremblay", {"sex": 120, "number": 122, "name": 158, "birth": 220, "nationality": 152}),
        ("foreign-2023-schneider", {"name": 0, "sex": 30, "birth": 36, "number": 122, "nationality": 242}),
    ],
)
def test_each_field_stands_at_its_published_offset(person, places):
    """Each field in turn is overwritten with what it can never be: exactly that one is refused or changed."""
    raw = card_text.block(PEOPLE[person])
    before = _text.parse(raw)
    for field, offset in places.items():
        spoilt = raw[:offset] + "￥".encode("utf-16-le") + raw[offset + 2 :]
        try:
            after = _text.parse(spoilt)
        except _text.TextError as error:
            assert error.field == field
        else:
            changed = [name for name in vars(before) if getattr(before, name) != getattr(after, name)]
            assert changed == [field]


def test_an_english_name_cut_in_two_places_keeps_its_pairs():
    raw = bytearray(card_text.block(PEOPLE["foreign-2023-schneider"]))
    pair = "\U00020bb7".encode("utf-16-le")
    raw[120:122], raw[220:222] = pair[:2], pair[2:]
    assert "\U00020bb7" in _text.parse(bytes(raw)).english_name


def test_half_a_surrogate_pair_is_refused():
    half = "\U00020bb7".encode("utf-16-le")[:2]
    with pytest.raises(_text.TextError) as error:
        _text.parse(block_of(name=(28, half)))
    assert error.value.field == "name"


@pytest.mark.parametrize(
    ("offset", "text", "field"),
    [
        (0, " " * 15, "name"),
        (30, "7", "sex"),
        (32, "汉 ", "ethnic"),
        (36, "20230230", "birth"),
        (36, "１９９００３０７", "birth"),
        (122, "330521199003070011", "number"),
        (122, "33052119900307001", "number"),
        (188, "长期      ", "valid_from"),
        (204, "forever ", "valid_to"),
    ],
)
def test_a_field_that_says_nothing_possible_is_named(offset, text, field):
    with pytest.raises(_text.TextError) as error:
        _text.parse(block_of(it=(offset, text + " " * (len(text) == 17))))
    assert error.value.field == field
    assert text.strip() not in str(error.value) or not text.strip()


def test_a_kind_of_card_nobody_knows_is_told_apart():
    with pytest.raises(_text.UnknownKindError):
        _text.parse(block_of(kind=(248, "Q")))


def test_a_number_ending_in_a_small_x_is_the_same_number():
    assert _text.parse(block_of(number=(122, "33052119900307001x"))).number.endswith("X")


@settings(max_examples=150)
@given(st.binary(min_size=256, max_size=256))
def test_any_256_bytes_are_a_card_or_a_named_error(raw):
    try:
        assert isinstance(_text.parse(raw), IdentityCard)
    except _text.TextError as error:
        assert error.field


@settings(max_examples=150)
@given(st.sampled_from(list(PEOPLE.values())), st.integers(0, 255), st.integers(0, 255))
def test_one_wrong_byte_is_a_card_or_a_named_error(person, place, value):
    raw = bytearray(card_text.block(person))
    raw[place] = value
    try:
        assert _text.parse(bytes(raw)).kind in CardKind
    except _text.TextError as error:
        assert error.field
