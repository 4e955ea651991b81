"""What the simulator answers. Amounts are whole cents; lines carry code, base, rate, rule and legal reference."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema


class Limit(Schema):
    """A limit that the answer meets: why a contract like this would be refused."""

    rule: str
    message: str = Field(description="The reason in the language of Accept-Language.")


class WaterfallStep(Schema):
    """One step from the invoice without VAT to net pay; all steps add to the difference."""

    code: str
    amount: int


class Explained(Schema):
    """One line of the payslip as a sentence."""

    code: str
    title: str
    text: str
    reference: str
    figures: list[str] = Field(description="Each figure used, with the day since which its value holds.")


class Simulated(Schema):
    """The linked values, from what the client pays to what the worker receives, in cents."""

    client_pays: int = Field(description="Invoice with VAT.")
    invoice: int = Field(description="Invoice without VAT.")
    vat: int
    contribution: int = Field(description="To the common pot.")
    budget: int = Field(description="What is left for the unit.")
    employment_budget: int = Field(description="What the contract takes of it.")
    cost: int = Field(description="What the contract costs the enterprise, before reductions.")
    margin: int = Field(description="Between what the contract takes and what it costs; pooled.")
    gross: int
    pay: int = Field(description="Gross without holiday pay and premiums.")
    day_pay: int
    net: int
    is_exact: bool = Field(
        description="False when no whole cent of pay gives the amount asked; then it is the nearest."
    )
    limits: list[Limit]
    waterfall: list[WaterfallStep]
    payslip: dict[str, Any] = Field(description="The traced payslip, with the fingerprint of the law used.")
    explanation: list[Explained] = Field(description="Every line in the language of Accept-Language.")
