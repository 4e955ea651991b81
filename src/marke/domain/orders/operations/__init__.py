"""Write orders: opened by a signature, invoiced by their schedule, never rewritten."""

from marke.domain.orders.operations.opening import OrderInput, check_order, end_order, open_orders, refresh
from marke.rules.orders import PlannedInvoice, StepKind

__all__ = ["OrderInput", "PlannedInvoice", "StepKind", "check_order", "end_order", "open_orders", "refresh"]
