"""Write orders: opened by a signature, invoiced by their schedule, never rewritten."""

from marke.domain.orders.operations.invoicing import (
    lock_orders,
    note_credit,
    note_invoices,
    park,
    parked_refusal,
    set_automatic,
)
from marke.domain.orders.operations.opening import OrderInput, check_order, end_order, open_orders, refresh
from marke.rules.orders import PlannedInvoice, StepKind

__all__ = [
    "OrderInput",
    "PlannedInvoice",
    "StepKind",
    "check_order",
    "end_order",
    "lock_orders",
    "note_credit",
    "note_invoices",
    "open_orders",
    "park",
    "parked_refusal",
    "refresh",
    "set_automatic",
]
