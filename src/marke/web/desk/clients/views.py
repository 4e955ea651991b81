"""The clients of the whole enterprise: find one, see what every unit has at stake with it, correct it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marke.domain.directory.enums import GrantState
from marke.domain.directory.models import PaymentHistory, StateChange
from marke.domain.directory.operations.states import FIRST_ORDER, FIRST_PAYMENT
from marke.domain.directory.operations.vat_numbers import watch_numbers
from marke.domain.directory.queries import limits
from marke.domain.directory.queries.lists import find_clients
from marke.domain.directory.queries.registers import extracts
from marke.domain.directory.queries.vat_numbers import answers_about, vat_number
from marke.domain.einvoicing.queries import reachability
from marke.domain.people.models import StaffRole
from marke.domain.sales.enums import ClientState
from marke.domain.sales.models import Client
from marke.domain.sales.operations import clients as operations
from marke.domain.sales.queries import clients as queries
from marke.domain.sales.queries import invoices
from marke.rules.credit import Ground, Standing
from marke.web.access import READ_AND_WRITE, desk_page, role_may_enter
from marke.web.components.charts import Chart, Mark, bars, bullet
from marke.web.components.filters import FilterBar, SavedView, chips_of
from marke.web.components.formatting import format_day, format_money
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Bar, Column, Table
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.desk.clients.deciding import DECIDERS, crumbs, found
from marke.web.desk.clients.forms import DeskFilterForm
from marke.web.lists.shelf import keeps_views
from marke.web.member.clients.forms import ClientForm, initial_of
from marke.web.member.clients.views import days_in_words, exports, without_client
from marke.web.member.clients.words import client_badge, reach_badge, vat_badge
from marke.web.member.invoices.tables import desk_invoice_table
from marke.web.refusals import attempt

CORRECTORS = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER, StaffRole.ACCOUNTANT)

GROUNDS = {
    Ground.STARTING: gettext_lazy("the start for clients of its kind"),
    Ground.HISTORY: gettext_lazy("a multiple of the highest invoice paid in time"),
    Ground.CAP: gettext_lazy("the highest that can be computed"),
    Ground.WATCH: gettext_lazy("the start: the client is watched"),
    Ground.GRANTED: gettext_lazy("decided by the desk"),
    Ground.BLOCKED: gettext_lazy("blocked"),
}
"""Why a limit is what it is."""


@desk_page()
@keeps_views
def clients(request: HttpRequest) -> HttpResponse:
    """Every client by name, with what is at stake."""
    form, today = DeskFilterForm(request.GET), localdate()
    shown = window(find_clients(wanted=form.wanted(), as_of=today), page=request.GET.get("page"))
    context = {
        "bar": FilterBar(form=form, views=_saved_views(request), chips=chips_of(form=form, query=request.GET)),
        "window": shown,
        "table": _table(shown.rows, today),
        "actions": [Action(_("Read in a list"), reverse("desk_client_import"), icon="upload")],
        "exports": exports(request, lambda kind: reverse("desk_client_export", args=[kind])),
        "extracts": extracts(),
    }
    return render(request, "desk/clients/clients.html", context)


def _saved_views(request: HttpRequest) -> list[SavedView]:
    here, now = reverse("desk_clients"), request.GET.dict()
    wanted = [
        (_("All"), {}),
        (_("Over the limit"), {"concern": "over_limit"}),
        (_("Pays late"), {"concern": "pays_late"}),
        (_("Limit to decide"), {"concern": "waits"}),
        (_("Blocked"), {"state": "blocked"}),
    ]
    return [
        SavedView(label, here + "".join(f"?{name}={value}" for name, value in query.items()), current=now == query)
        for label, query in wanted
    ]


def _table(rows: Sequence[Client], today: dt.date) -> Table:
    ids = [row.pk for row in rows]
    units, standings = queries.units_per_client(client_ids=ids), limits.standings(clients=rows, as_of=today)
    paid = limits.histories(client_ids=ids)
    return Table(
        caption=_("Clients"),
        caption_hidden=True,
        columns=[
            Column("name", _("Client"), link=lambda row: reverse("desk_client", args=[row.pk]), note=_number),
            Column("kind", _("Kind"), value=lambda row: row.get_kind_display()),
            Column("place", _("Place"), value=lambda row: f"{row.municipality} ({row.country})"),
            Column("units", _("Units"), value=lambda row: units.get(row.pk, 0), kind="number"),
            Column("at_stake", _("At stake"), kind="money", value=lambda row: standings[row.pk].exposure.total or None),
            Column("used", _("Of its limit"), kind="bar", value=lambda row: used_of_limit(standings[row.pk])),
            Column("days", _("Pays after"), value=lambda row: _pays_after(paid.get(row.pk))),
            Column("state", _("State"), kind="badge", value=lambda row: client_badge(row.state)),
        ],
        rows=rows,
    )


def _number(client: Client) -> str:
    return client.enterprise_number or client.vat_number


def used_of_limit(standing: Standing) -> Bar:
    """How much of the limit is used; over it, the words say by how much."""
    language = get_language() or "en"
    limit = format_money(standing.limit.amount, language=language, whole=True)
    if standing.over:
        over = format_money(standing.over, language=language, whole=True)
        return Bar(1, 1, _("%(over)s over %(limit)s") % {"over": over, "limit": limit})
    return Bar(standing.exposure.total, standing.limit.amount, limit)


def _pays_after(history: PaymentHistory | None) -> str:
    days = history.average_days if history else None
    return days_in_words(days) if days is not None else "–"


@desk_page()
def client(request: HttpRequest, *, client: uuid.UUID) -> HttpResponse:
    """One client: what it owes to which units, how it pays, its limit, and what the desk decided."""
    row, today = found(client), localdate()
    standing = limits.standing_of(client=row, as_of=today)
    shown = window(
        invoices.find_invoices(wanted=invoices.InvoiceFilter(client_id=row.pk), as_of=today),
        page=request.GET.get("page"),
    )
    units = queries.exposure(client_id=row.pk, as_of=today)
    grants = limits.grants_of(client_id=row.pk)
    waiting = next((grant for grant in grants if grant.state == GrantState.WAITING), None)
    may_decide = role_may_enter(request.user.staff_role, DECIDERS)
    context = {
        "client": row,
        "badge": client_badge(row.state),
        "figures": _figures(row, standing, today),
        "used": _limit_chart(standing),
        "grants": grants,
        "waiting": waiting,
        "may_grant": may_decide and waiting is not None and waiting.asked_by != request.user.pk,
        "counting": limits.grant_in_force(client_id=row.pk, as_of=today),
        "chart": _at_stake_chart(units),
        "exposure": _exposure(units),
        "history": _history(limits.history_of(client_id=row.pk)),
        "states": [(change, _why(change)) for change in row.state_changes.all()[:20]],
        "vat": vat_badge(vat_number(number=row.vat_number)),
        "answers": answers_about(number=row.vat_number) if row.vat_number else [],
        "reach": reach_badge(reachability(row)),
        "window": shown,
        "table": without_client(desk_invoice_table(shown.rows, today=today, sort="")),
        "events": timeline([row, *grants]),
        "crumbs": [NavItem(_("Clients"), reverse("desk_clients"))],
        "actions": _actions(request, row),
        "may_decide": may_decide,
    }
    return render(request, "desk/clients/client.html", context)


def _figures(client: Client, standing: Standing, today: dt.date) -> list[Figure]:
    owed = invoices.receivables(as_of=today, client_id=client.pk)
    kept = queries.credit_of_client(client_id=client.pk)
    return [
        Figure(_("Owes"), amount=owed.total, note=_("%(count)s invoices") % {"count": owed.count}),
        Figure(_("Overdue"), amount=owed.overdue, tone="bad" if owed.overdue else ""),
        Figure(_("Signed, to be invoiced"), amount=standing.exposure.ordered),
        Figure(_("Free under the limit"), amount=standing.free, note=_limit_words(standing)),
        *([Figure(_("Kept for the client"), amount=kept)] if kept else []),
    ]


def _why(change: StateChange) -> str:
    """The reason as somebody wrote it; those of the product itself in the reader's language."""
    return _(change.reason) if change.reason in {FIRST_ORDER, FIRST_PAYMENT} else change.reason


def _limit_words(standing: Standing) -> str:
    amount = format_money(standing.limit.amount, language=get_language() or "en")
    return _("Limit %(amount)s: %(ground)s") % {"amount": amount, "ground": GROUNDS[standing.limit.ground]}


def _limit_chart(standing: Standing) -> Chart:
    """What is at stake against the limit."""
    language = get_language() or "en"
    amount = format_money(standing.over or standing.free, language=language)
    finding = _("%(amount)s over the limit") if standing.over else _("%(amount)s free under the limit")
    return bullet(
        finding=finding % {"amount": amount},
        label=_("At stake"),
        value=standing.exposure.total,
        target=standing.limit.amount,
        write=lambda cents: format_money(int(cents), language=language),
        heads=(_("What"), _("Amount")),
        target_label=_("Limit"),
        basis=str(GROUNDS[standing.limit.ground]).capitalize(),
    )


def _history(history: PaymentHistory | None) -> list[tuple[str, str]]:
    """How the client paid, over all units, as of last night."""
    language = get_language() or "en"
    if history is None:
        return []
    rows = [(_("Highest invoice paid in time"), format_money(history.highest_in_time, language=language))]
    if history.as_of is None:
        return rows
    return [
        *rows,
        (_("Invoiced in twelve months"), format_money(history.invoiced, language=language)),
        (_("Pays on average after"), _pays_after(history)),
        (_("Paid late or overdue"), _("%(late)s of %(due)s invoices") % {"late": history.late, "due": history.due}),
        (_("Counted on"), format_day(history.as_of, language=language)),
    ]


def _at_stake_chart(rows: Sequence[queries.ClientUnit]) -> Chart | None:
    """What each unit has open with the client; nothing when one unit has it all."""
    owed = [row for row in rows if row.open]
    if len(owed) < 2:
        return None
    language = get_language() or "en"
    first = max(owed, key=lambda row: row.open)
    return bars(
        finding=_("%(unit)s has most at stake") % {"unit": first.unit_name},
        marks=[Mark(f"{row.unit_name} ({row.unit_id})", row.open, row is first) for row in owed[:12]],
        write=lambda cents: format_money(int(cents), language=language),
        heads=(_("Unit"), _("Open")),
        basis=_("Open invoices with VAT, today"),
    )


def _exposure(rows: list[queries.ClientUnit]) -> Table:
    return Table(
        caption=_("What each unit has at stake"),
        columns=[
            Column("unit_id", _("Unit"), kind="code", note=lambda row: row.unit_name),
            Column("invoiced", _("Invoiced"), kind="money"),
            Column("open", _("Open"), kind="money"),
            Column("overdue", _("Overdue"), kind="money"),
            Column("last_invoice_on", _("Last invoice"), kind="date"),
        ],
        rows=rows,
        totals={name: sum(getattr(row, name) for row in rows) for name in ("invoiced", "open", "overdue")},
    )


def _actions(request: HttpRequest, client: Client) -> list[Action]:
    """What this person may do with this client."""
    if client.state == ClientState.MERGED:
        return []
    role = request.user.staff_role
    actions = []
    if role_may_enter(role, CORRECTORS):
        actions.append(Action(_("Correct"), reverse("desk_client_edit", args=[client.pk]), icon="pencil"))
        actions.append(Action(_("Personal links"), reverse("desk_client_links", args=[client.pk]), icon="mail"))
    if role_may_enter(role, DECIDERS):
        actions += [
            Action(label, reverse("desk_client_state", args=[client.pk, act]), icon=icon)
            for act, label, icon in _acts(client)
        ]
        actions += [
            Action(_("Another limit"), reverse("desk_client_limit", args=[client.pk]), icon="scale"),
            Action(_("Merge"), reverse("desk_client_merge", args=[client.pk]), icon="users"),
        ]
    return actions


def _acts(client: Client) -> list[tuple[str, str, str]]:
    """What can be done to the state of a client now."""
    watch, block = ("watch", _("Watch"), "eye"), ("block", _("Block"), "lock")
    release = ("release", _("Release"), "undo-2")
    if client.state == ClientState.BLOCKED:
        return [release, watch]
    return [block, release] if client.state == ClientState.WATCH else [watch, block]


@desk_page(*CORRECTORS, methods=READ_AND_WRITE)
def client_edit(request: HttpRequest, *, client: uuid.UUID) -> HttpResponse:
    """Correct a client for every unit that works for it."""
    row = found(client)
    form = ClientForm(request.POST or None, initial=initial_of(row))
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _change(row, form)):
        messages.success(request, _("Corrected for every unit. Invoices already sent keep what they said."))
        return redirect("desk_client", client=row.pk)
    context = {"client": row, "form": form, "crumbs": crumbs(row)}
    return render(request, "desk/clients/client_edit.html", context, status=422 if form.errors else 200)


def _change(row: Client, form: ClientForm) -> bool:
    given = form.client()
    operations.change_client(client_id=row.pk, client=given)
    watch_numbers(numbers=[operations.vat_number_of(given)], now=timezone.now())
    return True
