"""Prove once more that it is you: pages that move money ask for a fresh proof.

Whoever has a second factor proves it with that.

The proof counts for a few minutes (allauth's reauthentication). The page is asked for again after it, so that people
see what they confirm; nothing that was sent before the proof is carried out.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate, get_reauthentication_flows
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from marke.web.access import View


def needs_fresh_proof(view: View) -> View:
    """Let in only who proved a few minutes ago that it is them. Stands beneath the mark of the page."""

    @wraps(view)
    def proved(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if has_fresh_proof(request):
            return view(request, **kwargs)
        return redirect(f"{_door(request)}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")

    return proved


def has_fresh_proof(request: HttpRequest) -> bool:
    """Whether the visitor proved lately who they are; whoever has a second factor, with that."""
    if not get_reauthentication_flows(request.user):
        return True
    if not did_recently_reauthenticate(request):
        return False
    proofs = [each for each in get_authentication_records(request, request.user) if each.get("reauthenticated")]
    return not is_mfa_enabled(request.user) or proofs[-1]["method"] == "mfa"


def _door(request: HttpRequest) -> str:
    """The page on which the proof is given: passkey before code before password."""
    if is_mfa_enabled(request.user, types=[Authenticator.Type.WEBAUTHN]):
        return reverse("mfa_reauthenticate_webauthn")
    if is_mfa_enabled(request.user):
        return reverse("mfa_reauthenticate")
    return reverse("account_reauthenticate")
