"""The places of the site, area by area, in the order in which people read them. Each part adds its own lines.

A place is shown to those who may enter it and to nobody else: there is no dead entry in any menu.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from marke.domain.units.models import Unit
from marke.web.access import role_may_enter
from marke.web.components.shell import Action, NavItem


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of a menu: the name of its address, its words, its icon.

    ``section`` heads the first entry of a group.
    """

    url_name: str
    label: Any
    icon: str
    section: Any = ""

    def open_to(self, role: str) -> bool:
        """Whether the page behind this entry lets a staff role in; the page itself says so by its mark."""
        return role_may_enter(role, roles_of(self.url_name))


PUBLIC: list[Place] = [
    Place("simulator", _("Simulator"), "calculator"),
]
"""Places for anybody; help and signing in have their own spot on every page."""

MEMBER: list[Place] = [
    Place("home", _("Home"), "house"),
    Place("my_work", _("My work"), "calendar-days", section=_("Member")),
    Place("my_pay", _("My payslips"), "banknote"),
    Place("shares", _("My shares"), "hand-coins"),
    Place("contract_of_use", _("Contract of use"), "file-signature"),
    Place("my_pay_documents", _("Documents of pay"), "file-text"),
    Place("my_checks", _("Checks"), "shield-check"),
    Place("me", _("My details"), "user"),
]

UNIT: list[Place] = [
    Place("unit", _("Overview"), "chart-bar"),
    Place("quotes", _("Quotes"), "file-signature"),
    Place("orders", _("Orders"), "list-checks"),
    Place("invoices", _("Invoices"), "file-text"),
    Place("work", _("Work"), "banknote"),
    Place("costs", _("Costs"), "receipt-text"),
    Place("takings", _("Receipts without invoice"), "hand-coins"),
    Place("agreements", _("Funding"), "hand-heart"),
    Place("unit_simulator", _("Simulator"), "calculator"),
    Place("clients", _("Clients"), "building-2"),
    Place("unit_statement", _("Statement"), "scroll-text"),
    Place("transfers", _("Transfers"), "arrow-up-down"),
    Place("unit_projects", _("Projects"), "briefcase"),
    Place("unit_people", _("People"), "users"),
    Place("unit_settings", _("About the unit"), "settings"),
]
"""Places inside one unit; their addresses take its number."""

DESK: list[Place] = [
    Place("desk", _("Desk"), "inbox"),
    Place("desk_units", _("Units"), "briefcase"),
    Place("desk_screening", _("To be screened"), "list-checks"),
    Place("desk_advisers", _("Advisers"), "users"),
    Place("desk_checks", _("Checks"), "shield-check"),
    Place("desk_people", _("People"), "users"),
    Place("desk_organisations", _("Organisations"), "building-2"),
    Place("desk_shares", _("Shares"), "hand-coins"),
    Place("desk_contracts_of_use", _("Contracts of use"), "file-signature"),
    Place("desk_work", _("Work"), "calendar-days"),
    Place("desk_declarations", _("Declarations of work"), "shield-check"),
    Place("desk_quotes", _("Quotes"), "file-signature", section=_("Money")),
    Place("desk_orders", _("Orders"), "list-checks"),
    Place("desk_invoices", _("Invoices"), "file-text"),
    Place("desk_einvoices", _("Structured invoices"), "send"),
    Place("desk_payments", _("Payments"), "banknote"),
    Place("desk_costs", _("Costs"), "receipt-text"),
    Place("desk_wages", _("Wages"), "banknote"),
    Place("desk_guarantee", _("Guarantee"), "shield-check"),
    Place("desk_payouts", _("Money out"), "landmark"),
    Place("desk_takings", _("Receipts without invoice"), "hand-coins"),
    Place("desk_agreements", _("Funding"), "hand-heart"),
    Place("desk_social", _("Declarations of pay"), "file-text"),
    Place("desk_clients", _("Clients"), "building-2"),
    Place("desk_audit", _("Who did what"), "history", section=_("Control")),
    Place("desk_outbox", _("Outbox"), "send"),
    Place("desk_settings", _("Settings"), "sliders-horizontal"),
]

UNIT_ACTIONS: list[tuple[str, Any, str]] = [
    ("quote_new", _("New quote"), "file-signature"),
    ("invoice_new", _("New invoice"), "file-plus"),
    ("work_new", _("Pay someone"), "banknote"),
    ("cost_new", _("New cost"), "receipt-text"),
]
"""What one most often does in a unit, best first: address name, words, icon. The first is the primary button."""


@cache
def roles_of(url_name: str) -> tuple[str, ...]:
    """The staff roles that the page behind a name lets in; none named: every role."""
    return tuple(resolve(reverse(url_name)).func.roles)


def area_of(request: HttpRequest) -> str:
    """The area that a page belongs to, by the mark of its view: public, member, unit or desk."""
    match = request.resolver_match
    return getattr(match.func, "area", "public") if match else "public"


def navigation(request: HttpRequest) -> list[NavItem]:
    """The menu of this page for this visitor, with the entry that leads here marked as current."""
    area = area_of(request)
    if area == "desk":
        return _marked(request, _items(place for place in DESK if place.open_to(request.user.staff_role)))
    if area in {"member", "unit"} and request.user.is_authenticated:
        return _marked(request, [*_items(MEMBER[:1]), *_unit_items(request), *_items(MEMBER[1:])])
    return _marked(request, _items(PUBLIC))


def actions(request: HttpRequest) -> list[Action]:
    """What can be begun in the unit at hand, best first; nothing while the unit is not open."""
    unit = unit_at_hand(request) if UNIT_ACTIONS and area_of(request) in {"member", "unit"} else None
    if unit is None or unit.state != Unit.State.OPEN:
        return []
    return [
        Action(str(label), reverse(url_name, kwargs={"unit": unit.pk}), kind="primary", icon=icon)
        for url_name, label, icon in UNIT_ACTIONS
    ]


def primary_action(request: HttpRequest) -> Action | None:
    """The one button that a page offers when it names none of its own."""
    return next(iter(actions(request)), None)


def unit_at_hand(request: HttpRequest) -> Unit | None:
    """The unit of this page, or the visitor's first one on pages that belong to no unit."""
    if not hasattr(request, "unit_at_hand"):
        units = getattr(request, "visible_units", ())
        wanted = request.resolver_match.kwargs.get("unit", min(units, default=None)) if request.resolver_match else None
        request.unit_at_hand = Unit.objects.filter(pk=wanted).first() if wanted in units else None
    return request.unit_at_hand


def _unit_items(request: HttpRequest) -> Iterator[NavItem]:
    """The places of the unit at hand, under its name."""
    unit = unit_at_hand(request) if UNIT else None
    for index, place in enumerate(UNIT if unit else ()):
        url = reverse(place.url_name, kwargs={"unit": unit.pk})
        yield NavItem(str(place.label), url, place.icon, section=str(unit) if index == 0 else "")


def _items(places: Iterable[Place]) -> list[NavItem]:
    return [
        NavItem(str(place.label), reverse(place.url_name), place.icon, section=str(place.section)) for place in places
    ]


def _marked(request: HttpRequest, items: list[NavItem]) -> list[NavItem]:
    """The same entries; the one with the longest address above this page is where the visitor is."""
    above = [item.url for item in items if request.path == item.url or _is_below(request.path, item.url)]
    here = max(above, key=len, default=None)
    return [
        NavItem(item.label, item.url, item.icon, current=item.url == here, count=item.count, section=item.section)
        for item in items
    ]


def _is_below(path: str, url: str) -> bool:
    return url not in {"/", "/desk/"} and path.startswith(url)
