"""Units in words, for the portal and the desk: states, movements of the budget, the life of a unit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marke.domain.accounts.queries import names_of
from marke.domain.units.enums import UnitState
from marke.domain.units.models import Unit
from marke.web.components.records import Event
from marke.web.components.tables import Badge

TONES = {
    UnitState.REQUESTED: "waiting",
    UnitState.OPEN: "good",
    UnitState.FROZEN: "bad",
    UnitState.REFUSED: "bad",
    UnitState.CLOSING: "waiting",
}

MOVEMENTS = {
    "sales.invoice": _("Invoice"),
    "sales.credit_note": _("Credit note"),
    "sales.payment": _("Payment of a client"),
    "sales.allocation": _("Payment of a client"),
    "sales.default": _("Invoice lost"),
    "sales.recovery": _("Money recovered"),
    "sales.receipt": _("Receipt without invoice"),
    "sales.receipt_paid": _("Receipt paid in"),
    "funding.subsidy": _("Subsidy"),
    "purchases.expense_note": _("Expense note"),
    "purchases.invoice": _("Cost"),
    "purchases.rights": _("Copyright payment"),
    "pay.payslip": _("Pay"),
    "budget.transfer": _("Transfer"),
    "budget.member_loan": _("Loan of a member"),
    "budget.member_loan_repayment": _("Loan of a member repaid"),
    "budget.solidarity_grant": _("Help from the solidarity fund"),
    "budget.internal_charge": _("Service of the enterprise"),
    "budget.windfall_split": _("Share in a windfall"),
}


def state_badge(unit: Unit) -> Badge:
    """The state of a unit in one word."""
    return Badge(str(unit.get_state_display()), TONES.get(UnitState(unit.state), ""))


def movement(kind: str) -> str:
    """What a movement of the budget is, in one word."""
    if kind.endswith(".reversal"):
        return str(_("Correction"))
    return str(MOVEMENTS.get(kind, _("Movement")))


def state_events(unit: Unit) -> list[Event]:
    """The states a unit went through, latest first."""
    changes = list(unit.state_changes.order_by("-id"))
    names = names_of(change.changed_by for change in changes)
    return [
        Event(str(change.get_after_display()), change.changed_on, names.get(change.changed_by, ""), change.reason)
        for change in changes
    ]
