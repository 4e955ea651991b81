"""Read along in a member's portal: see what they see, change nothing, leave a line they can read."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.accounts import operations
from marke.domain.accounts.queries import name_of
from marke.kernel.refusal import Refusal
from marke.web.access import READ_AND_WRITE, WRITE, desk_page
from marke.web.desk.open_as.forms import OpenAsMemberForm
from marke.web.middleware import VIEWING_AS
from marke.web.refusals import show_on

ADVISERS = tuple(sorted(operations.MAY_OPEN_AS_MEMBER))


@desk_page(*ADVISERS, methods=READ_AND_WRITE)
def open_as_member(request: HttpRequest, *, user: uuid.UUID) -> HttpResponse:
    """Say why, then see the portal as this member sees it."""
    name = name_of(user_id=user)
    if not name:
        raise Http404
    form = OpenAsMemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                operations.open_as_member(
                    member_id=user, reason=form.cleaned_data["reason"], now=timezone.now(), actor=request.user.pk
                )
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            request.session[VIEWING_AS] = str(user)
            return redirect("home")
    status = 422 if form.errors else 200
    return render(request, "desk/open_as/open_as.html", {"form": form, "name": name}, status=status)


@desk_page(methods=WRITE)
def stop(request: HttpRequest) -> HttpResponse:
    """Back to one's own desk."""
    if request.session.pop(VIEWING_AS, None):
        messages.success(request, _("You are yourself again."))
    return redirect("desk")
