"""Belgian numbers: checked, read as typed, refused in words. Sources: experience.md section 6."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.countries.be import identifiers as ids

TODAY = dt.date(2026, 3, 10)


@pytest.mark.parametrize(
    ("text", "born", "bis"),
    [
        ("93.05.18-223.61", dt.date(1993, 5, 18), False),
        ("01 05 06 903 69", dt.date(2001, 5, 6), False),
    ],
)
def test_a_national_number_gives_its_birth_date(text: str, born: dt.date, bis: bool) -> None:
    number = ids.read_national_number(text, today=TODAY)
    assert (number.birth_date, number.is_bis) == (born, bis)


@pytest.mark.parametrize("raised", ids.BIS_MONTHS)
def test_a_bis_number_has_its_month_raised(raised: int) -> None:
    first_nine = f"85{5 + raised:02d}06903"
    number = ids.read_national_number(f"{first_nine}{97 - int(first_nine) % 97:02d}", today=TODAY)
    assert (number.birth_date, number.is_bis) == (dt.date(1985, 5, 6), True)


def test_a_number_may_not_know_the_day_of_birth() -> None:
    """Month and day may be 00 for people whose birth date the register does not know."""
    first_nine = "850000903"
    assert ids.read_national_number(f"{first_nine}{97 - int(first_nine) % 97:02d}", today=TODAY).birth_date is None


@pytest.mark.parametrize("text", ["", "abc", "93.05.18-223.62", "9305182236", "93.13.40-223.00", "٩٣٠٥١٨٢٢٣٦١"])
def test_what_is_no_national_number_is_refused(text: str) -> None:
    with pytest.raises(ids.NotAnIdentifier, match="eleven digits"):
        ids.read_national_number(text, today=TODAY)


@given(born=st.dates(dt.date(1900, 1, 1), TODAY), serial=st.integers(0, 98))
def test_invented_national_numbers_are_valid(born: dt.date, serial: int) -> None:
    digits = ids.make_test_national_number(born=born, serial=serial)
    number = ids.read_national_number(digits, today=TODAY)
    assert number.digits == digits
    assert ids.read_national_number(number.formatted, today=TODAY) == number


@given(st.integers(0, 17_999_999))
def test_invented_enterprise_numbers_are_valid(serial: int) -> None:
    number = ids.make_enterprise_number(serial)
    assert ids.read_enterprise_number(ids.format_enterprise_number(number)) == number
    assert ids.read_enterprise_number(ids.vat_number(number)) == number


@given(st.integers(0, 9_999_999))
def test_invented_accounts_are_valid(serial: int) -> None:
    iban = ids.make_iban(serial)
    assert ids.read_iban(ids.format_iban(iban)) == iban


@given(st.integers(1, 9_999_999_999))
def test_a_structured_communication_checks_itself(number: int) -> None:
    digits = ids.make_structured_communication(number)
    assert ids.read_structured_communication(ids.format_structured_communication(digits)) == digits


@given(st.integers(1, 9_999_999_999), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_in_a_communication_is_noticed(number: int, place: int, by: int) -> None:
    digits = ids.make_structured_communication(number)
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    with pytest.raises(ids.NotAnIdentifier):
        ids.read_structured_communication(wrong)


def test_a_zero_remainder_is_written_97() -> None:
    assert ids.make_structured_communication(97) == "000000009797"
