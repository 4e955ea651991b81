"""From what was agreed to invoices that add up to it, to the cent and at every VAT rate. Pure, country-free."""

from marke.rules.orders.parts import add_up, rest_of, total_of, vat_step
from marke.rules.orders.periods import period_of
from marke.rules.orders.progress import progress_part, shares_done
from marke.rules.orders.schedules import Part, PlannedInvoice, StepKind, check_schedule, plan

__all__ = [
    "Part",
    "PlannedInvoice",
    "StepKind",
    "add_up",
    "check_schedule",
    "period_of",
    "plan",
    "progress_part",
    "rest_of",
    "shares_done",
    "total_of",
    "vat_step",
]
