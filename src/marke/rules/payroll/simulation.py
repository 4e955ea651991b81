"""The words of the simulator, the same in every country: what is given, the linked values, the answer and its reasons.

The waterfall shows the same answer as steps from the invoice to net pay.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal
from marke.rules.payroll.payslip import Payslip
from marke.rules.payroll.rule import Side

WATERFALL_EFFECT = {Side.EMPLOYER: -1, Side.DEDUCTION: -1, Side.RELIEF: 1}
"""How a payslip line moves the remainder between cost and net pay."""


class Given(Enum):
    """The amount the reader starts from."""

    NET = "net"
    GROSS = "gross"
    DAY_PAY = "day_pay"
    COST = "cost"
    BUDGET = "budget"
    """What the unit spends on the contract: by coefficient, or the cost itself."""
    INVOICE = "invoice"


class CostBasis(Enum):
    """What a contract takes from the budget of the unit."""

    COEFFICIENT = "coefficient"
    """Gross times the employment coefficient of the regime; the difference with true cost is pooled."""
    EXACT = "exact"
    """The cost itself, before reductions."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The linked values, all in cents: what the client pays, what it costs, gross and net."""

    invoice: Cents
    """Without VAT."""
    vat: Cents
    contribution: Cents
    """To the common pot."""
    budget: Cents
    employment_budget: Cents
    cost: Cents
    margin: Cents
    gross: Cents
    pay: Cents
    day_pay: Cents
    net: Cents

    @property
    def client_pays(self) -> Cents:
        return self.invoice + self.vat

    def value(self, given: Given) -> Cents:
        """The linked value a reader can start from."""
        return {
            Given.NET: self.net,
            Given.GROSS: self.gross,
            Given.DAY_PAY: self.day_pay,
            Given.COST: self.cost,
            Given.BUDGET: self.employment_budget,
            Given.INVOICE: self.invoice,
        }[given]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the waterfall from invoice to net pay: what is taken (negative) or given back, in cents.

    ``code`` is a linked value (``contribution``, ``unspent``, ``margin``) or the code of a payslip line.
    """

    code: str
    amount: Cents


@dataclass(frozen=True, slots=True)
class Answer:
    """The simulator's answer: the chain, the traced payslip behind it, and the limits it meets as reasons."""

    chain: Chain
    payslip: Payslip
    limits: tuple[Refusal, ...]
    is_exact: bool
    """False when no pay gives the amount asked to the cent; the chain then shows the nearest that the rule allows."""

    def waterfall(self) -> tuple[Step, ...]:
        """The steps whose sum leads from the invoice without VAT to net pay; steps of nothing are left out."""
        chain = self.chain
        steps = [
            Step("contribution", -chain.contribution),
            Step("unspent", chain.employment_budget - chain.budget),
            Step("margin", -chain.margin),
        ]
        for line in self.payslip.lines:
            effect = WATERFALL_EFFECT.get(line.rule.side)
            if effect is not None:
                steps.append(Step(line.code, effect * line.amount))
        return tuple(step for step in steps if step.amount)

    def as_json(self) -> dict[str, Any]:
        return {
            **asdict(self.chain),
            "client_pays": self.chain.client_pays,
            "is_exact": self.is_exact,
            "limits": [{"rule": limit.rule, "message": str(limit)} for limit in self.limits],
            "waterfall": [{"code": step.code, "amount": step.amount} for step in self.waterfall()],
            "payslip": self.payslip.as_json(),
        }
