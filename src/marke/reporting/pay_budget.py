"""What a unit may still use for pay: received and expected money, less what is reserved or promised already."""

from __future__ import annotations

from dataclasses import dataclass

from marke.domain.ledger.queries import UnitBudget, unit_budget
from marke.domain.work.operations.reserve_pay import promised_on_guarantee
from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class PayBudget:
    """The budget of a unit as pay sees it, in cents. ``promised`` is pay that waits for money clients still owe."""

    budget: UnitBudget
    promised: Cents

    @property
    def usable(self) -> Cents:
        """What a new contract may take."""
        return max(self.budget.available_for_pay - self.promised, 0)


def pay_budget(*, unit_id: int) -> PayBudget:
    """What a unit, its projects included, may still use for pay."""
    promised = promised_on_guarantee(unit_ids={unit_id})
    return PayBudget(unit_budget(unit_id=unit_id), sum(promised.values()))
