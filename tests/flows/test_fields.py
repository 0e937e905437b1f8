"""What people type, as they type it. The vectors are data, and checks are held to an oracle."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric
from stdnum.cn import uscc as credit_code
from stdnum.exceptions import ValidationError

from kiosk.flows.fields import SECRET, TYPES, FieldError, amounts, people, shown

VECTORS = yaml.safe_load((Path(__file__).parent / "field_vectors.yaml").read_text("utf-8"))
GOOD = {type: vectors["good"] for type, vectors in VECTORS.items()}
BAD = {type: vectors["bad"] for type, vectors in VECTORS.items()}


def test_every_type_has_its_vectors():
    assert GOOD.keys() == BAD.keys() == TYPES.keys()


@pytest.mark.parametrize(("type", "typed"), [(t, typed) for t, vectors in GOOD.items() for typed in vectors])
def test_what_is_meant_is_taken(type, typed):
    assert TYPES[type](typed) == GOOD[type][typed]


@pytest.mark.parametrize(("type", "typed"), [(t, typed) for t, vectors in GOOD.items() for typed in vectors])
def test_a_normal_form_is_its_own_normal_form_and_reads_in_every_language(type, typed):
    normal = TYPES[type](typed)
    assert TYPES[type](normal) == normal
    assert all(shown(type, normal, language) for language in ("zh-CN", "zh-easy", "en"))


@pytest.mark.parametrize(("type", "typed"), [(t, typed) for t, vectors in BAD.items() for typed in vectors])
def test_what_is_wrong_is_said_with_its_remedy_in_every_language(type, typed):
    with pytest.raises(FieldError) as caught:
        TYPES[type](typed)
    says = caught.value.says
    assert says.zh == BAD[type][typed]
    assert says.easy
    assert says.en.isascii() or type in ("deed", "certificate")
    assert type not in SECRET or not typed or typed not in str(caught.value)


@pytest.mark.parametrize("type", TYPES)
@given(typed=st.text(max_size=40))
def test_whatever_is_typed_is_taken_in_its_normal_form_or_answered_with_a_sentence(type, typed):
    try:
        normal = TYPES[type](typed)
    except FieldError as error:
        assert error.says.zh
    else:
        assert TYPES[type](normal) == normal


@pytest.mark.parametrize("typed", [n for n in GOOD["idno"] if len(n) == 18 and n.isascii()])
def test_one_wrong_digit_of_an_id_number_is_noticed(typed):
    number = TYPES["idno"](typed)
    for place in (*range(6), *range(14, 17)):
        for digit in "0123456789":
            if digit != number[place] and (place or digit != "0"):
                with pytest.raises(FieldError):
                    TYPES["idno"](number[:place] + digit + number[place + 1 :])


@given(st.integers(0, 10**17 - 1), st.sampled_from("0123456789X"))
def test_id_numbers_agree_with_an_oracle_on_the_check(body, last):
    number = f"{body:017d}{last}"
    checks = last == ric.calc_check_digit(number)
    try:
        assert people.idno(number) == number
    except FieldError:
        assert not checks or number[0] == "0" or not people._is_day(number[6:14])
    else:
        assert checks


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8), st.data())
def test_credit_codes_agree_with_an_oracle(middle, data):
    body = f"91330521{middle}A"
    code = body + data.draw(st.sampled_from([credit_code.calc_check_digit(body), *"0123456789ABCXY"]))
    assert _takes("uscc", code) == (code[17] == credit_code.calc_check_digit(body))


@given(st.text("0123456789", min_size=16, max_size=19))
def test_card_numbers_agree_with_an_oracle(number):
    try:
        luhn.validate(number)
        valid = True
    except ValidationError:
        valid = False
    assert _takes("bank", number) == valid


def test_nobody_is_entered_before_they_are_born():
    people.born_by("330521202603100017", "2026-03-10")
    with pytest.raises(FieldError, match="still to come"):
        people.born_by("330521202603110017", "2026-03-10")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("2000000.00", "贰佰万元整"),
        ("10.05", "壹拾元零伍分"),
        ("0.50", "伍角整"),
        ("0.05", "伍分"),
        ("1234.56", "壹仟贰佰叁拾肆元伍角陆分"),
        ("1001.00", "壹仟零壹元整"),
        ("100010.00", "壹拾万零壹拾元整"),
        ("100000001.00", "壹亿零壹元整"),
        ("1000020300.00", "壹拾亿零贰万零叁佰元整"),
        ("9999999999.99", "玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_an_amount_stands_on_a_form_in_words(amount, words):
    assert amounts.in_words(amount) == words


@pytest.mark.parametrize(
    ("type", "value", "chinese", "english"),
    [
        ("money", "2000000.00", "2,000,000 元", "CNY 2,000,000"),
        ("money", "1234.50", "1,234.50 元", "CNY 1,234.50"),
        ("share", "33.33", "33.33%", "33.33%"),
        ("area", "89.6", "89.6 平方米", "89.6 m²"),
        ("period", "2025-01/2026-03", "2025年1月至2026年3月", "2025-01 to 2026-03"),
        ("date", "2026-03-05", "2026年3月5日", "2026-03-05"),
    ],
)
def test_a_normal_form_reads_as_people_write_it(type, value, chinese, english):
    assert (shown(type, value, "zh-CN"), shown(type, value, "en")) == (chinese, english)


@pytest.mark.parametrize("type", ["money", "share", "area", "month", "date", "period"])
def test_what_is_no_normal_form_is_not_dressed_up_as_one(type):
    with pytest.raises(ValueError):
        shown(type, "二百万", "zh-CN")


def test_numbers_of_persons_phones_and_cards_are_masked():
    assert {"idno", "mobile", "phone", "bank"} <= SECRET


def _takes(type, typed):
    try:
        TYPES[type](typed)
    except FieldError:
        return False
    return True
