"""Utopia as the registry hands it out: numbers are digits, and VAT has one rate."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from marke.countries.protocol import Country, Identifiers, Invented
from marke.countries.utopia.payroll import UtopianPayroll, parameters
from marke.countries.utopia.work import WORK
from marke.kernel.dates import DateRange
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.banking import camt
from marke.rules.banking.statements import proven
from marke.rules.vat import VatLaw


class NotDigits(Refusal):
    """A Utopian number is made of digits."""


@dataclass(frozen=True, slots=True)
class UtopianNumber:
    """The number of an islander, who keeps the birthday to themselves."""

    digits: str
    birth_date: dt.date | None = None

    @property
    def formatted(self) -> str:
        return self.digits


def _national_number(text: str, *, today: dt.date) -> UtopianNumber:
    return UtopianNumber(_digits(text))


def _is_working_day(day: dt.date) -> bool:
    """On the island every day is a working day, except the seventh."""
    return day.isoweekday() != 7


def _digits(text: str) -> str:
    if not text.isdecimal():
        raise NotDigits("utopia.digits", gettext_noop("A Utopian number is made of digits."), field="number")
    return text


def _vat_law() -> VatLaw:
    known = parameters().known
    return VatLaw("UT", {"standard": ((DateRange(known.start), Decimal("0.10")),)}, {}, {})


COUNTRY = Country(
    code="utopia",
    identifiers=Identifiers(
        read_national_number=_national_number,
        read_enterprise_number=_digits,
        format_enterprise_number=str,
        vat_number=lambda number: f"UT{number}",
        read_iban=_digits,
        format_iban=str,
        make_structured_communication=str,
        read_structured_communication=_digits,
        format_structured_communication=str,
    ),
    invented=Invented(national_number=lambda born, serial: f"{born:%Y%m%d}{serial}", enterprise_number=str, iban=str),
    is_working_day=_is_working_day,
    vat_law=_vat_law,
    deduction_rules=dict,
    required_files=dict,
    parameters=parameters,
    read_bank_file=lambda content: proven(camt.read(content)),
    work=WORK,
    payroll=UtopianPayroll,
)
