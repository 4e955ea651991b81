"""Attachment and assignment of pay: which part of a month's net pay creditors may take."""

from __future__ import annotations

from marke.countries.be.payroll.book import rule
from marke.countries.be.payroll.inputs import Garnishment
from marke.countries.be.payroll.law import Law
from marke.kernel.money import Cents
from marke.rules.payroll.rates import Rate, cents_of
from marke.rules.payroll.rule import Side

REFERENCE = "Judicial code, art. 1409 to 1412"


@rule(
    line="garnishable_amount",
    side=Side.INFORMATION,
    reference=REFERENCE,
    figures=("garnishment.limits", "garnishment.rates"),
)
def garnishable(law: Law, net: Cents, *, children: int = 0, replacement_income: bool = False) -> Cents:
    """Creditors may take nothing of the first slice of net pay, then a growing part; each child lowers their part."""
    figure = law.parameters["garnishment.limits"]
    rates = law.parameters["garnishment.rates"]["replacement" if replacement_income else "earned"]
    limits = [0, *(cents_of(limit) for limit in figure["limits"])]
    taken = 0
    for lower, upper, rate in zip(limits, [*limits[1:], None], rates, strict=True):
        if net > lower:
            taken += Rate(rate).of((net if upper is None else min(net, upper)) - lower)
    return max(0, taken - children * cents_of(figure["child"]))


@rule(line="garnishment", side=Side.DEDUCTION, reference=REFERENCE, figures=("garnishment.limits", "garnishment.rates"))
def garnished(law: Law, order: Garnishment, *, net: Cents, net_before: Cents = 0, taken_before: Cents = 0) -> Cents:
    """The part of the month's net pay that is open to creditors goes to them; maintenance knows no protection."""
    total = net_before + net
    open_part = total if order.maintenance else garnishable(law, total, children=order.children)
    wanted = max(0, open_part - taken_before)
    return min(net, wanted if order.claim is None else min(wanted, max(0, order.claim - taken_before)))
