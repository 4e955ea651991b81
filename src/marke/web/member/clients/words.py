"""States of clients, of their VAT numbers and of their place on the network, in one word each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.directory.enums import VatValidity
from marke.domain.directory.models import VatNumber
from marke.domain.einvoicing.enums import Reach
from marke.domain.einvoicing.queries import Reached
from marke.domain.sales.enums import ClientState
from marke.web.components.formatting import format_day
from marke.web.components.tables import Badge

TONES = {
    ClientState.IDENTIFIED: "",
    ClientState.VERIFIED: "good",
    ClientState.WATCH: "waiting",
    ClientState.BLOCKED: "bad",
    ClientState.MERGED: "",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A status with the sentence that explains it."""

    badge: Badge
    note: str


def client_badge(state: str) -> Badge:
    """How far the enterprise trusts a client; for staff."""
    known = ClientState(state)
    return Badge(str(known.label), TONES[known])


def vat_badge(row: VatNumber | None) -> Told | None:
    """What the European register says of a VAT number. Silence reads as silence."""
    if row is None:
        return None
    day = format_day(row.answered_at.date(), language=get_language() or "en") if row.answered_at else ""
    if row.validity == VatValidity.VALID:
        note = _("by the European register on %(day)s, consultation %(number)s")
        badge = Badge(_("VAT number valid"), "good")
        return Told(badge, note % {"day": day, "number": row.consultation or "–"})
    if row.validity == VatValidity.INVALID:
        note = _("by the European register on %(day)s: this client pays VAT")
        return Told(Badge(_("VAT number not valid"), "bad"), note % {"day": day})
    if row.problem:
        return Told(Badge(_("VAT number not answered")), _("The European register did not answer; it is asked again."))
    return Told(Badge(_("VAT number being asked"), "waiting"), _("The European register answers within minutes."))


def reach_badge(reached: Reached) -> Told:
    """Whether the client receives structured invoices."""
    if reached.reach == Reach.REACHABLE:
        return Told(Badge(_("Peppol"), "good"), _("Receives structured invoices"))
    if reached.reach == Reach.ABSENT:
        return Told(Badge(_("By e-mail")), _("Not on the Peppol network: invoices go by e-mail"))
    return Told(Badge(_("Peppol unknown")), _("Not found out yet whether it receives structured invoices"))
