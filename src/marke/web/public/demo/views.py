"""Look around the demo cooperative with an invented person's eyes. These addresses exist in demo mode only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from marke.domain.accounts import personas as demo
from marke.web.access import READ_AND_WRITE, public_page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def only_in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Outside demo mode this address does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, **kwargs)

    return guarded


@public_page()
@only_in_demo
def personas(request: HttpRequest) -> HttpResponse:
    """The invented people of the demo, with what each can show."""
    people = [
        {"persona": persona, "url": reverse("demo_persona", kwargs={"token": demo.token(user_id=persona.user_id)})}
        for persona in demo.personas()
    ]
    return render(request, "public/demo/personas.html", {"people": people})


@public_page(methods=READ_AND_WRITE)
@only_in_demo
def open_persona(request: HttpRequest, *, token: str) -> HttpResponse:
    """One button: open the portal or the desk as this persona."""
    persona = demo.persona_of(token=token)
    if persona is None:
        raise Http404
    if request.method == "POST":
        login(request, persona.user, backend=BACKEND)
        messages.success(request, _("You are %(name)s now.") % {"name": persona.name})
        return redirect("desk" if persona.user.is_staff else "home")
    return render(request, "public/demo/persona.html", {"persona": persona})
