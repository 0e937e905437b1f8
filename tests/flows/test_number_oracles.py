"""Numbers of mainland citizens and organisations, whole, as libraries that others wrote judge them."""

from hypothesis import example, given
from hypothesis import strategies as st
from id_validator import validator
from stdnum.cn import ric
from stdnum.cn import uscc as credit_code

from kiosk.flows.fields import FieldError, people

COUNTIES = ("110101", "330521")  # that all three know in all these years


def takes(field, typed):
    try:
        return bool(field(typed))
    except FieldError:
        return False


@st.composite
def citizen_numbers(draw):
    """The day may be none, and the last character wrong."""
    county, year = draw(st.sampled_from(COUNTIES)), draw(st.integers(1985, 2010))
    month, day, order = (draw(st.integers(0, most)) for most in (13, 32, 999))
    body = f"{county}{year}{month:02d}{day:02d}{order:03d}"
    return body + draw(st.sampled_from([ric.calc_check_digit(body + "0"), *"05X"]))


@given(citizen_numbers())
@example("33052119900307001X")
@example("330521199002290011")
@example("330521199003070011")
def test_an_id_number_is_one_where_two_libraries_say_so(number):
    assert takes(people.idno, number) == validator.is_valid(number) == ric.is_valid(number)


@st.composite
def credit_codes(draw):
    """Of a company, with any letter anywhere in the middle, and the last character right or wrong."""
    body = "91330521" + draw(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=9, max_size=9))
    known = all(character in "0123456789ABCDEFGHJKLMNPQRTUWXY" for character in body)
    return body + draw(st.sampled_from([*([credit_code.calc_check_digit(body)] if known else []), *"05XY"]))


@given(credit_codes())
@example("91330521MA2JB0T0TJ")
@example("91330521MA2JB0T0TK")
def test_a_credit_code_is_one_where_a_library_says_so(code):
    assert takes(people.uscc, code) == credit_code.is_valid(code)
