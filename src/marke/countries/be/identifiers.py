"""Belgian identifiers: national number, enterprise and VAT number, IBAN, structured communication.

Each `read_...` function takes what a person typed and gives the compact form that is stored, or refuses with a
sentence that says how to write it. Checks are those of python-stdnum and schwifty; only the national number is checked
here, because stdnum reads the machine's clock to decide the century.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.be import vat
from stdnum.exceptions import ValidationError

from marke.kernel.refusal import Refusal, gettext_noop

BIS_MONTHS = (20, 40)
"""A bis number has its month raised by 20 (sex unknown) or 40 (sex known) (royal decree of 8 February 1991)."""

TEST_SERIES = range(900, 999)
"""Serial numbers that real people practically never carry: the invented people of the demo use them."""


class NotAnIdentifier(Refusal):
    """A number that cannot exist: a digit is missing or mistyped."""


@dataclass(frozen=True, slots=True)
class NationalNumber:
    """A national number of eleven digits and what it says about its bearer."""

    digits: str
    birth_date: dt.date | None
    """None when the register does not know the day."""
    is_bis: bool
    """True for people who are not in the national register: frontier workers, new arrivals."""

    @property
    def formatted(self) -> str:
        """As on the identity card: ``93.05.18-223.61``."""
        d = self.digits
        return f"{d[:2]}.{d[2:4]}.{d[4:6]}-{d[6:9]}.{d[9:]}"


def read_national_number(text: str, *, today: dt.date) -> NationalNumber:
    """Check a national or bis number. Raises `NotAnIdentifier` beside the field ``national_number``."""
    digits = _digits(text)
    number = _national_number(digits)
    if number is None or (number.birth_date and number.birth_date > today):
        raise NotAnIdentifier(
            "identifier.national-number",
            gettext_noop(
                "This is not a Belgian national number. It has eleven digits and stands on the back of the identity "
                "card, for example 93.05.18-223.61."
            ),
            field="national_number",
        )
    return number


def _national_number(digits: str) -> NationalNumber | None:
    if not _has_digits(digits, 11):
        return None
    century = _century(digits)
    if century is None:
        return None
    year, month, day = century + int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    raised = next((bis for bis in reversed(BIS_MONTHS) if bis <= month <= bis + 12), 0)
    month -= raised
    if month > 12 or day > 31 or not 1 <= int(digits[6:9]) <= 998:
        return None
    try:
        born = dt.date(year, month, day) if month and day else None
    except ValueError:
        return None
    return NationalNumber(digits, born, is_bis=raised > 0)


def _century(digits: str) -> int | None:
    """1900 or 2000: the check digits are 97 less the remainder of the first nine, with a 2 before them from 2000."""
    first_nine, check = digits[:9], int(digits[9:])
    if 97 - int(first_nine) % 97 == check:
        return 1900
    if 97 - int("2" + first_nine) % 97 == check:
        return 2000
    return None


def make_test_national_number(*, born: dt.date, serial: int) -> str:
    """A valid national number of an invented person: the ``serial`` (0 to 98) lies in the `TEST_SERIES`."""
    first_nine = f"{born:%y%m%d}{TEST_SERIES[serial]}"
    prefix = "2" if born.year >= 2000 else ""
    return f"{first_nine}{97 - int(prefix + first_nine) % 97:02d}"


def read_enterprise_number(text: str) -> str:
    """Check an enterprise or VAT number and give its ten digits. Raises `NotAnIdentifier` (``enterprise_number``)."""
    try:
        compact = vat.validate(text)
    except ValidationError:
        raise NotAnIdentifier(
            "identifier.enterprise-number",
            gettext_noop(
                "This is not a Belgian enterprise number. It has ten digits and starts with 0 or 1, for example "
                "0403.019.261."
            ),
            field="enterprise_number",
        ) from None
    return str(compact)


def format_enterprise_number(number: str) -> str:
    """``0403019261`` as ``0403.019.261``."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def vat_number(enterprise_number: str) -> str:
    """The VAT number that goes with an enterprise number: ``BE0403019261``."""
    return f"BE{enterprise_number}"


def make_enterprise_number(serial: int) -> str:
    """A valid enterprise number of an invented client: ``serial`` counts from 0 to 17,999,999 (0200 to 1999)."""
    first_eight = 2_000_000 + serial
    return f"{first_eight:08d}{97 - first_eight % 97:02d}"


def read_iban(text: str) -> str:
    """Check the account number of any country and give it without spaces. Raises `NotAnIdentifier` (``iban``)."""
    try:
        return str(IBAN(text))
    except SchwiftyException:
        raise NotAnIdentifier(
            "identifier.iban",
            gettext_noop(
                "This is not a bank account number. A Belgian one starts with BE and has sixteen characters, for "
                "example BE68 5390 0754 7034."
            ),
            field="iban",
        ) from None


def format_iban(iban: str) -> str:
    """An IBAN in groups of four."""
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))


def make_iban(serial: int, *, bank: str = "999") -> str:
    """A valid Belgian IBAN of an invented account: bank code 999 belongs to no bank."""
    account = f"{bank}{serial % 10**7:07d}"
    check = int(account) % 97 or 97
    basic = f"{account}{check:02d}"
    return f"BE{98 - int(f'{basic}111400') % 97:02d}{basic}"


def make_structured_communication(number: int) -> str:
    """The twelve digits a payer quotes: ten chosen by us, two that check them (first ten mod 97, 97 instead of 0)."""
    if not 0 < number < 10**10:
        raise ValueError("A structured communication carries a number of one to ten digits.")
    return f"{number:010d}{number % 97 or 97:02d}"


def read_structured_communication(text: str) -> str:
    """Check a structured communication and give its twelve digits. Raises `NotAnIdentifier` (``reference``)."""
    digits = _digits(text)
    if not _has_digits(digits, 12) or (int(digits[:10]) % 97 or 97) != int(digits[10:]):
        raise NotAnIdentifier(
            "identifier.structured-communication",
            gettext_noop("This is not a structured communication. It looks like +++090/9337/55493+++."),
            field="reference",
        )
    return digits


def format_structured_communication(digits: str) -> str:
    """``090933755493`` as ``+++090/9337/55493+++``."""
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def _digits(text: str) -> str:
    """What was typed without the signs people put between digits."""
    return "".join(sign for sign in text if sign not in " .-/+*\u00a0\u202f\t")


def _has_digits(text: str, count: int) -> bool:
    """Whether the text is so many digits 0 to 9, not the digits of another script."""
    return len(text) == count and text.isascii() and text.isdecimal()
