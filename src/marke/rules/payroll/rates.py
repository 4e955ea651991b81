"""Exact rates compiled once per law, so that a payslip is computed in whole numbers only."""

from __future__ import annotations

from decimal import Decimal

from marke.kernel.money import Cents


class Rate:
    """A rate as an exact fraction of whole numbers, with the decimal the law prints.

    Amounts in payroll are never negative, so half-up is one whole-number division.

    >>> Rate(Decimal("0.1307")).of(2000_00)
    26140
    """

    __slots__ = ("decimal", "denominator", "numerator")

    def __init__(self, decimal: Decimal | int) -> None:
        self.decimal = Decimal(decimal)
        self.numerator, self.denominator = self.decimal.as_integer_ratio()

    def of(self, amount: Cents) -> Cents:
        """The rate's part of a non-negative amount, half-up to the cent."""
        return (2 * amount * self.numerator + self.denominator) // (2 * self.denominator)

    def __repr__(self) -> str:
        return f"Rate({self.decimal})"


def divide_half_up(amount: int, divisor: int) -> int:
    """A non-negative amount divided by a positive whole number, half-up.

    >>> divide_half_up(5, 2)
    3
    """
    return (2 * amount + divisor) // (2 * divisor)


def cents_of(euros: Decimal | int) -> Cents:
    """A legal amount printed in euros as whole cents. Raises ``ValueError`` for a fraction of a cent."""
    cents = Decimal(euros) * 100
    if cents != cents.to_integral_value():
        raise ValueError(f"{euros} euro is not a whole number of cents.")
    return int(cents)
