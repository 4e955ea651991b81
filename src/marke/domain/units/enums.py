"""The states of a unit, what a person may be in it, and what an administrator may be allowed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitState(models.TextChoices):
    """The life of a unit (shared-enterprise.md, section 3). Closed and refused are final; a number is never reused."""

    REQUESTED = "requested", _("To be screened")
    REFUSED = "refused", _("Refused")
    OPEN = "open", _("Open")
    DORMANT = "dormant", _("Dormant")
    FROZEN = "frozen", _("Frozen")
    CLOSING = "closing", _("Closing")
    CLOSED = "closed", _("Closed")


NEXT_STATES: dict[str, frozenset[str]] = {
    UnitState.REQUESTED: frozenset({UnitState.OPEN, UnitState.REFUSED}),
    UnitState.OPEN: frozenset({UnitState.DORMANT, UnitState.FROZEN, UnitState.CLOSING}),
    UnitState.DORMANT: frozenset({UnitState.OPEN, UnitState.FROZEN, UnitState.CLOSING}),
    UnitState.FROZEN: frozenset({UnitState.OPEN}),
    UnitState.CLOSING: frozenset({UnitState.OPEN, UnitState.CLOSED}),
    UnitState.REFUSED: frozenset(),
    UnitState.CLOSED: frozenset(),
}
"""From each state, where a unit may go."""

LIVE_STATES = (UnitState.OPEN, UnitState.DORMANT, UnitState.FROZEN, UnitState.CLOSING)
"""A unit in these states has a budget and somebody who answers for it."""


class RoleKind(models.TextChoices):
    """What a person is in a unit."""

    HOLDER = "holder", _("Holder")
    ADMINISTRATOR = "administrator", _("Administrator")
    PARTICIPANT = "participant", _("Participant")


class Scope(models.TextChoices):
    """What a holder can allow an administrator, one by one. A holder may do all of it, and more."""

    VIEW = "view", _("See the unit and its budget")
    CREATE_QUOTE = "create_quote", _("Make quotes")
    SEND_QUOTE = "send_quote", _("Send quotes")
    CREATE_INVOICE = "create_invoice", _("Make invoices")
    ENTER_COST = "enter_cost", _("Enter costs")
    ENTER_CONTRACT = "enter_contract", _("Engage people")
    TRANSFER = "transfer", _("Transfer budget")


MANAGE = "manage"
"""What only a holder may do: invite people, open projects, ask for another adviser, close the unit."""
