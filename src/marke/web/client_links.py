"""The personal links of a client, for the people of the house: who got one, who looked, and what to do about it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marke.domain.portal.enums import Ending
from marke.domain.portal.models import PortalLink
from marke.domain.portal.operations import end_links
from marke.usecases.renew_link import Renewal, renew_links
from marke.web.components.records import BulkAction
from marke.web.components.tables import Badge, Column, Table
from marke.web.keys import read_keys
from marke.web.portal import tickets
from marke.web.portal.tickets import Ticket
from marke.web.refusals import attempt

MOST_LINKS = 50
"""The newest; older ones have done their work."""

PURPOSES = {"quote": gettext_lazy("Quote"), "invoice": gettext_lazy("Invoice")}


class LinksForm(forms.Form):
    """What to do with the picked links, and where new ones go."""

    email = forms.EmailField(
        label=gettext_lazy("Send a new link to"),
        help_text=gettext_lazy("Empty: to the address of the old one."),
        required=False,
    )


def links_table(links: Sequence[PortalLink], *, today: dt.date, with_unit: bool) -> Table:
    """Links with how often people had a page of the portal on their screen."""
    unit = [Column("unit", _("Unit"), value=lambda link: str(link.unit))] if with_unit else []
    return Table(
        caption=_("Personal links"),
        caption_hidden=True,
        columns=[
            Column("email", _("Sent to"), value=lambda link: link.email or "–"),
            *unit,
            Column("purpose", _("For"), value=lambda link: str(PURPOSES.get(link.subject_kind, _("All documents")))),
            Column("made_at", _("Sent"), kind="date"),
            Column("seen", _("Looked at"), value=lambda link: times(link.seen)),
            Column("last_seen", _("Last"), kind="moment"),
            Column("state", _("State"), kind="badge", value=lambda link: _state(link, today)),
        ],
        rows=links,
        pick=lambda link: str(link.pk),
    )


def times(count: int) -> str:
    """«twice» in the plainest words."""
    return ngettext("%(count)s time", "%(count)s times", count) % {"count": count} if count else _("not yet")


def _state(link: PortalLink, today: dt.date) -> Badge:
    if link.ending:
        return Badge(str(link.get_ending_display()), "bad" if link.ending == Ending.NOT_FOR_ME else "")
    return Badge(_("Opens"), "good") if link.opens(as_of=today) else Badge(_("Expired"))


def link_actions() -> list[BulkAction]:
    """What can be done to links."""
    return [BulkAction(_("Send a new link"), "renew", "primary"), BulkAction(_("End the link"), "end")]


def act_on(request: HttpRequest, found: QuerySet[PortalLink], form: LinksForm) -> bool:
    """Do what was asked to the picked links among those found; a refusal stands on the form."""
    picked = list(found.filter(pk__in=read_keys(request.POST.getlist("picked"))))
    if not picked:
        form.add_error(None, _("Pick at least one link."))
        return False
    act = _renew if request.POST.get("action") == "renew" else _end
    return bool(attempt(form, lambda: act(request, picked, form.cleaned_data["email"])))


def _renew(request: HttpRequest, picked: Sequence[PortalLink], email: str) -> bool:
    renewals = [Renewal(link, email or link.email) for link in picked]
    renew_links(renewals=renewals, now=now(), actor=request.user.pk)
    messages.success(request, _("A new link is on its way; the old one opens nothing any more."))
    return True


def _end(request: HttpRequest, picked: Sequence[PortalLink], email: str) -> bool:
    ended = [link.pk for link in picked]
    count = end_links(link_ids=ended, ending=Ending.REVOKED, now=now(), actor=request.user.pk)
    words = ngettext("%(count)s link opens nothing any more.", "%(count)s links open nothing any more.", count)
    messages.success(request, words % {"count": count})
    return True


def preview(request: HttpRequest, *, unit_id: int, client_id: uuid.UUID, language: str) -> HttpResponse:
    """Open the portal as the client sees it, in their language, without a link and without any act."""
    response = redirect("portal")
    ticket = Ticket(unit=unit_id, client=client_id, language=language, viewer=request.user.pk)
    tickets.give(response, ticket)
    return response
