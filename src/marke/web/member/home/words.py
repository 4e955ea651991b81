"""What waits for a member, in words, with the page on which to do it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.reporting.member_home import Kind, Matter, MemberHome
from marke.web.components.formatting import format_day, format_money
from marke.web.components.records import Step
from marke.web.components.shell import Action, NavItem

IN_CHECKLIST = {Kind.BUY_SHARE, Kind.SHOW_IDENTITY}
"""What the checklist of somebody new says already."""


def to_do(matters: Iterable[Matter]) -> list[NavItem]:
    """Each matter as one sentence that leads to its page."""
    return [NavItem(_sentence(matter), _page(matter), _ICONS[matter.kind]) for matter in matters]


def checklist(home: MemberHome) -> list[Step]:
    """The first steps of somebody new; each says itself when it is done."""
    unit = home.units[0].number if home.units else None
    invoice = reverse("invoice_new", kwargs={"unit": unit}) if unit else ""
    return [
        Step(_("Buy a share"), reverse("shares"), done=home.has_share),
        Step(_("Show who you are"), reverse("my_identity"), done=home.identity_known),
        Step(_("Open a unit"), reverse("unit_new"), done=bool(home.units), note=_("It costs nothing.")),
        Step(_("Send a first invoice"), invoice, done=home.has_invoiced),
    ]


def first_action(steps: Iterable[Step]) -> Action | None:
    """The first step still to be done, as the one button of the page."""
    return next((Action(step.label, step.url, "primary", "arrow-right") for step in steps if not step.done), None)


def _sentence(matter: Matter) -> str:
    language = get_language() or "en"
    words = {
        Kind.ACCEPT_CONTRACT: _("Read and accept the contract of use"),
        Kind.PAY_SHARE: _("Pay your share: %(amount)s before %(day)s"),
        Kind.BUY_SHARE: _("Buy a share for this year: without one, nothing new can come in"),
        Kind.SHOW_IDENTITY: _("Send your identity card, so that we know you"),
        Kind.SEND_DRAFT: _("Send the invoice for %(who)s (%(amount)s)"),
        Kind.INVOICE_ORDER: _("Invoice the order of %(who)s, agreed for %(day)s"),
        Kind.ORDER_WAITS: _("The order of %(who)s could not be invoiced: see why"),
        Kind.SIGN_WORK: _("Read and sign your contract for %(who)s, from %(day)s"),
        Kind.CONFIRM_WORK: _("%(who)s is over: worked as planned?"),
        Kind.PAID_SOON: _("%(who)s: your pay arrives by %(day)s"),
        Kind.OVERDUE: _("%(who)s should have paid %(amount)s on %(day)s"),
        Kind.DUE: _("%(who)s pays %(amount)s by %(day)s"),
    }[matter.kind]
    return words % {
        "who": matter.who,
        "amount": format_money(matter.amount or 0, language=language),
        "day": format_day(matter.day, language=language) if matter.day else "",
    }


def _page(matter: Matter) -> str:
    if matter.kind is Kind.CONFIRM_WORK:
        return reverse("contract", kwargs={"unit": matter.unit, "contract": matter.contract})
    if matter.contract:
        return reverse("my_contract", kwargs={"contract": matter.contract})
    if matter.invoice:
        return reverse("invoice", kwargs={"unit": matter.unit, "invoice": matter.invoice})
    if matter.order:
        return reverse("order", kwargs={"unit": matter.unit, "order": matter.order})
    return reverse(
        {Kind.ACCEPT_CONTRACT: "contract_of_use", Kind.SHOW_IDENTITY: "my_identity"}.get(matter.kind, "shares")
    )


_ICONS = {
    Kind.ACCEPT_CONTRACT: "file-signature",
    Kind.PAY_SHARE: "euro",
    Kind.BUY_SHARE: "hand-heart",
    Kind.SHOW_IDENTITY: "shield-check",
    Kind.SEND_DRAFT: "send",
    Kind.INVOICE_ORDER: "send",
    Kind.ORDER_WAITS: "triangle-alert",
    Kind.SIGN_WORK: "file-signature",
    Kind.CONFIRM_WORK: "check",
    Kind.PAID_SOON: "banknote",
    Kind.OVERDUE: "triangle-alert",
    Kind.DUE: "calendar",
}
