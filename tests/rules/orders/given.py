"""Orders and schedules as hypothesis makes them, and what their invoices would carry."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import strategies as st

from marke.countries.registry import country
from marke.kernel.money import Cents
from marke.rules.orders import PlannedInvoice, StepKind
from marke.rules.vat import Buyer, NetLine, totals

DAY = dt.date(2026, 9, 11)
TREATMENTS = country("be").vat_law().treatments(buyer=Buyer("BE", "BE0403019261"), on=DAY)
STANDARD = TREATMENTS[0]
REDUCED = next(treatment for treatment in TREATMENTS if treatment.rate == Decimal("0.06"))
MIDDLE = next(treatment for treatment in TREATMENTS if treatment.rate == Decimal("0.12"))

treatments = st.sampled_from([STANDARD, REDUCED, MIDDLE])
lines = st.lists(st.builds(NetLine, st.integers(100, 2_000_000), treatments), min_size=1, max_size=6)
"""Lines of one euro to twenty thousand, at three rates."""


@st.composite
def discounted(draw: st.DrawFn) -> list[NetLine]:
    """Lines of which some have a discount line beside them, never larger than they are."""
    found: list[NetLine] = []
    for line in draw(lines):
        found.append(line)
        if draw(st.booleans()):
            found.append(NetLine(-draw(st.integers(1, line.net // 2)), line.treatment))
    return found


@st.composite
def percentages(draw: st.DrawFn) -> list[Decimal]:
    """Shares that make 100 %."""
    cuts = sorted(draw(st.sets(st.integers(1, 999), min_size=0, max_size=5)))
    return [Decimal(after - before) / 1000 for before, after in zip([0, *cuts], [*cuts, 1000], strict=True)]


def instalments(shares: Sequence[Decimal]) -> list[PlannedInvoice]:
    """One instalment a month."""
    return [
        PlannedInvoice(StepKind.INSTALMENT, share=share, on=DAY + dt.timedelta(days=30 * number))
        for number, share in enumerate(shares)
    ]


def base_and_vat(invoices: Sequence[Sequence[NetLine]]) -> dict[tuple[object, Decimal], tuple[Cents, Cents]]:
    """Base and VAT per rate over invoices, VAT taken on each as the law asks."""
    base: Counter[tuple[object, Decimal]] = Counter()
    vat: Counter[tuple[object, Decimal]] = Counter()
    for invoice in invoices:
        for total in totals(invoice).breakdown:
            base[total.category, total.rate] += total.base
            vat[total.category, total.rate] += total.vat
    return {rate: (base[rate], vat[rate]) for rate in base}


def as_lines(order: Sequence[NetLine], amounts: Sequence[Cents]) -> list[NetLine]:
    """A part of an order as the lines of its invoice."""
    return [NetLine(amount, line.treatment) for line, amount in zip(order, amounts, strict=True)]
