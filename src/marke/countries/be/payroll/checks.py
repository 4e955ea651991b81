"""Checks that every fact of a payslip passes before a rule sees it."""

from __future__ import annotations

from decimal import Decimal

from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop

LARGEST_PAY: Cents = 100_000_000_00
"""A hundred million euro on one payslip is a typing error, not pay."""
LARGEST_COUNT = 99
"""More children or dependants than this are a typing error."""


class ImpossibleInput(Refusal):
    """A fact that cannot be true, so that nothing may be computed from it."""


def check_amount(field: str, value: object, *, largest: Cents = LARGEST_PAY) -> None:
    """Refuse what is not a whole number of cents between zero and the largest."""
    if type(value) is not int:
        raise ImpossibleInput(
            "payroll.whole-cents",
            gettext_noop("%(field)s must be a whole number of cents."),
            field=field,
            params={"field": field},
        )
    if not 0 <= value <= largest:
        raise ImpossibleInput(
            "payroll.amount-range",
            gettext_noop("%(field)s must lie between zero and %(largest)s cents."),
            field=field,
            params={"field": field, "largest": largest},
        )


def check_quantity(field: str, value: object, *, largest: int | Decimal) -> None:
    """Refuse what is not an exact number between zero and the largest, with at most four decimals."""
    exact = type(value) is int or (isinstance(value, Decimal) and value.is_finite())
    if not exact:
        raise ImpossibleInput(
            "payroll.exact-number",
            gettext_noop("%(field)s must be an exact number."),
            field=field,
            params={"field": field},
        )
    if not 0 <= value <= largest or (isinstance(value, Decimal) and value != round(value, 4)):  # type: ignore[operator]
        raise ImpossibleInput(
            "payroll.quantity-range",
            gettext_noop("%(field)s must lie between zero and %(largest)s, with at most four decimals."),
            field=field,
            params={"field": field, "largest": str(largest)},
        )


def check_count(field: str, value: object) -> None:
    """Refuse what is not a small whole number of persons."""
    if type(value) is not int or not 0 <= value <= LARGEST_COUNT:
        raise ImpossibleInput(
            "payroll.count-range",
            gettext_noop("%(field)s must be a whole number between 0 and %(largest)s."),
            field=field,
            params={"field": field, "largest": LARGEST_COUNT},
        )


def check_both_or_neither(first: str, first_value: object, second: str, second_value: object) -> None:
    """Refuse one half of a pair of facts that mean something only together."""
    if (first_value is None) is not (second_value is None):
        raise ImpossibleInput(
            "payroll.incomplete-time",
            gettext_noop("%(first)s and %(second)s belong together: fill in both or neither."),
            field=first,
            params={"first": first, "second": second},
        )
