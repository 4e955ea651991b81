"""A member's keys for programs: which there are, a new one that is shown once, and the end of one."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.apikeys.models import ApiKey
from marke.domain.apikeys.operations import make_key, revoke_key
from marke.domain.apikeys.queries import keys_of
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.kernel.refusal import Refusal
from marke.web.access import READ_AND_WRITE, WRITE, member_page
from marke.web.attempt import attempt, status_of
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Badge
from marke.web.member.me.forms import KeyForm
from marke.web.refusals import sentence


@member_page()
def api_keys(request: HttpRequest) -> HttpResponse:
    """My keys, the newest first, with what each may do and when it was last used."""
    today = timezone.localdate()
    keys = keys_of(user_id=request.user.pk)
    make = Action(_("Make a key"), reverse("my_key_new"), "primary", "plus")
    context = {
        "keys": [(key, badge_of(key, today=today), rights_of(key), key.opens(as_of=today)) for key in keys],
        "crumbs": _crumbs(),
        "actions": [make] if keys else [],
        "empty_action": make,
    }
    return render(request, "member/me/keys.html", context)


@member_page(methods=READ_AND_WRITE)
def api_key_new(request: HttpRequest) -> HttpResponse:
    """Make a key. Its secret stands on the page that answers, and nowhere afterwards."""
    units = Unit.objects.filter(pk__in=request.visible_units).order_by("pk")  # type: ignore[attr-defined]
    form = KeyForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: make_key(key=form.key(), now=timezone.now(), actor=request.user.pk))
        if made:
            return _shown_once(request, *made)
    crumbs = [*_crumbs(), NavItem(_("Keys for programs"), reverse("my_keys"))]
    return render(request, "member/me/key_new.html", {"form": form, "crumbs": crumbs}, status=status_of(form))


@member_page(methods=WRITE)
def api_key_revoke(request: HttpRequest, *, key: uuid.UUID) -> HttpResponse:
    """The key opens nothing from now on."""
    try:
        with transaction.atomic():
            revoked = revoke_key(key_id=key, now=timezone.now(), actor=request.user.pk)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("«%(name)s» is revoked: it opens nothing any more.") % {"name": revoked.name})
    return redirect("my_keys")


def badge_of(key: ApiKey, *, today: dt.date) -> Badge:
    """Whether a key opens."""
    if key.revoked_at:
        return Badge(_("Revoked"))
    return Badge(_("Opens"), "good") if key.opens(as_of=today) else Badge(_("Over"))


def rights_of(key: ApiKey) -> list[str]:
    """What a key may do, in words."""
    return [str(Scope(scope).label) for scope in key.scopes] or [_("Look only")]


def _shown_once(request: HttpRequest, key: ApiKey, secret: str) -> HttpResponse:
    context = {"key": key, "secret": secret, "rights": rights_of(key), "crumbs": _crumbs()}
    response = render(request, "member/me/key_made.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _crumbs() -> list[NavItem]:
    return [NavItem(_("My details"), reverse("me"))]
