"""Pay: the payslip, the margin, sending wages to the bank, and the true-ups that the unit never sees."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from marke.kernel.money import Cents
from marke.rules.posting.entry import Entry, credit, debit, entry
from marke.rules.posting.journals import Journal
from marke.rules.posting.roles import EXPECTED, RECEIVED


@dataclass(frozen=True, slots=True)
class PayCost:
    """A payslip as the books need it, in cents. What the worker and the offices get adds to what it costs.

    Raises ``ValueError`` when it does not.
    """

    gross: Cents
    employer: Cents
    insurance: Cents
    net: Cents
    social: Cents
    tax: Cents
    holiday_fund: Cents = 0
    holiday_provision: Cents = 0
    """Set aside for holiday pay that the employer pays later."""
    garnished: Cents = 0
    """Kept back for the worker's creditors."""

    def __post_init__(self) -> None:
        debts = self.net + self.social + self.tax + self.holiday_fund + self.holiday_provision + self.garnished
        if debts + self.insurance != self.true_cost:
            raise ValueError("What a payslip pays out must add to what it costs.")

    @property
    def true_cost(self) -> Cents:
        return self.gross + self.employer + self.insurance


def payslip(
    *,
    on: dt.date,
    unit: int,
    pay: PayCost,
    from_received: Cents,
    from_expected: Cents = 0,
    from_guarantee: Cents = 0,
    project: uuid.UUID | None = None,
    hold: uuid.UUID | None = None,
) -> Entry:
    """P4, P6. The unit pays its employment budget, from received then expected money; the true cost leaves the pot.

    What the unit no longer has, because a client failed, the wage guarantee bears: work that was done is paid.
    """
    slip = entry(
        "pay.payslip",
        Journal.PAY,
        on,
        debit("cost.pay", pay.gross, unit=unit, project=project),
        debit("cost.employer", pay.employer, unit=unit, project=project),
        debit("cost.insurance", pay.insurance, unit=unit, project=project),
        credit("payable.net_pay", pay.net),
        credit("payable.social", pay.social),
        credit("payable.tax", pay.tax),
        credit("payable.holiday_fund", pay.holiday_fund),
        credit("provision.holiday", pay.holiday_provision),
        credit("payable.garnished", pay.garnished),
        credit("payable.insurer", pay.insurance),
        debit(RECEIVED, from_received, unit=unit, project=project),
        debit(EXPECTED, from_expected, unit=unit, project=project),
        debit("pot.guarantee", from_guarantee),
        credit("pot.employment", from_received + from_expected + from_guarantee),
        debit("pot.employment", pay.true_cost),
        credit("budget.control", pay.true_cost),
    )
    return Entry(slip.kind, slip.journal, slip.effective_on, slip.lines, hold=hold)


def margin_taken(*, on: dt.date, amount: Cents) -> Entry:
    """P5. At the quarter's true-up the margin on employment goes to the pot."""
    return entry("pay.margin", Journal.BUDGET, on, debit("pot.employment", amount), credit("pot.margin", amount))


def employer_true_up(*, on: dt.date, unit: int, higher: Cents) -> Entry:
    """P8. The real employer cost is higher (or, negative, lower) than estimated; the pot bears it, not the unit."""
    return entry(
        "pay.true_up",
        Journal.PAY,
        on,
        debit("cost.employer", higher, unit=unit),
        credit("payable.social", higher),
        debit("pot.employment", higher),
        credit("budget.control", higher),
    )


def pooled_reduction(*, on: dt.date, unit: int, amount: Cents) -> Entry:
    """P9. A reduction of employer contributions is pooled, whoever's contract earned it (rule 12)."""
    return entry(
        "pay.pooled_reduction",
        Journal.PAY,
        on,
        debit("payable.social", amount),
        credit("cost.employer", amount, unit=unit),
        debit("budget.control", amount),
        credit("pot.pooled", amount),
    )


def premium_set_aside(*, on: dt.date, unit: int, premium: Cents, employer: Cents) -> Entry:
    """P34. The end-of-year premium is provided for with each contract, out of the employment budget."""
    return entry(
        "pay.premium",
        Journal.PAY,
        on,
        debit("cost.pay", premium, unit=unit),
        debit("cost.employer", employer, unit=unit),
        credit("provision.premium", premium + employer),
        debit("pot.employment", premium + employer),
        credit("budget.control", premium + employer),
    )
