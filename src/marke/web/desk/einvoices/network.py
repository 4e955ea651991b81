"""The network itself: the access point, the rules documents are judged by, and whom the directory knows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.einvoicing import queries
from marke.domain.people.models import StaffRole
from marke.kernel.einvoicing import Standing
from marke.kernel.ports import PORTS
from marke.web.access import desk_page
from marke.web.components.formatting import format_day
from marke.web.components.records import Figure
from marke.web.components.shell import NavItem
from marke.web.components.tables import Badge, Column, Table

KEEPERS = (StaffRole.ACCOUNTANT, StaffRole.ADVISER, StaffRole.SENIOR_ADVISER)


def tabs(request: HttpRequest) -> list[NavItem]:
    """The three pages of structured invoices."""
    places = [("desk_einvoices", _("Sent")), ("desk_incoming", _("Received")), ("desk_network", _("Network and rules"))]
    return [NavItem(label, reverse(name), current=request.path == reverse(name)) for name, label in places]


def standing() -> Standing:
    """Which rules this installation judges by today."""
    gate = PORTS.einvoice_gate
    assert gate, "the program started without marke.config.wiring"
    return gate.standing(today=timezone.localdate())


def closed_gate() -> str:
    """Why no document can leave by the network now, and what to do; empty when they can."""
    if PORTS.einvoice_provider is None:
        return _(
            "The house has no access point to the Peppol network, so invoices go by e-mail. Organisations in Belgium "
            "must get them by Peppol: make a contract with a provider and give Marke its key (MARKE_EINVOICE_KEY_FILE)."
        )
    found = standing()
    if found.problem:
        return found.problem
    if not found.lets_through:
        return _(
            "No Peppol rules are installed, so invoices wait and then go by e-mail. Download the rules from OpenPeppol "
            "and install them: ./marke einvoice install FOLDER. Documents that wait leave by themselves afterwards."
        )
    return ""


@desk_page(*KEEPERS)
def network(request: HttpRequest) -> HttpResponse:
    """Is the access point there, which rules are in force, and how many clients receive by Peppol?"""
    found, provider = standing(), PORTS.einvoice_provider
    failed = queries.failed_look_ups()
    context = {
        "tabs": tabs(request),
        "gate": closed_gate(),
        "demo": provider is not None and not found.needs_peppol,
        "is_old": found.is_old,
        "pairs": [
            (_("Access point"), provider.name if provider else _("None")),
            (_("Rules in force"), found.in_force or _("European rules alone (EN 16931), which come with Marke")),
            (_("Checks Peppol's own rules"), _("Yes") if found.judges_peppol else _("No")),
        ],
        "packs": _pack_table(found),
        "figures": _figures(),
        "failed": _failed_table(failed) if failed else None,
    }
    return render(request, "desk/einvoices/network.html", context)


def _figures() -> list[Figure]:
    counts = queries.reach_counts()
    return [
        Figure(
            _("Receive by Peppol"), value=str(counts.reachable), note=_("of %(all)s looked up") % {"all": counts.total}
        ),
        Figure(_("Not on Peppol"), value=str(counts.absent)),
        Figure(_("Not found out yet"), value=str(counts.unknown)),
    ]


def _pack_table(found: Standing) -> Table | None:
    if not found.packs:
        return None
    return Table(
        caption=_("Installed rules"),
        columns=[
            Column("name", _("Release"), kind="code"),
            Column("in_force_from", _("In force from"), value=lambda row: _day(row.in_force_from)),
            Column("layers", _("Rules"), value=lambda row: ", ".join(row.layers)),
            Column("state", _("State"), kind="badge", value=lambda row: _in_force(found, row.name)),
        ],
        rows=list(found.packs),
    )


def _in_force(found: Standing, name: str) -> Badge:
    return Badge(_("In force"), "good") if name == found.in_force else Badge("–")


def _day(day: object) -> str:
    return format_day(day, language=get_language() or "en") if day else _("always")


def _failed_table(failed: list[object]) -> Table:
    return Table(
        caption=_("Look-ups that failed"),
        columns=[
            Column(
                "client",
                _("Client"),
                value=lambda row: row.client.name,
                link=lambda row: reverse("desk_client", args=[row.client_id]),
            ),
            Column("tried_at", _("Last attempt"), kind="moment"),
            Column("problem", _("Problem")),
        ],
        rows=failed,
    )
