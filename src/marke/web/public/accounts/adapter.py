"""How allauth behaves here: where people land after signing in, and by which name they are called."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from marke.domain.accounts import queries as accounts
from marke.domain.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Staff land at the desk, everybody else at home."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("desk" if request.user.is_staff else "home")


def name_of_user(user: User) -> str:
    """The name people know somebody by."""
    return accounts.name_of(user_id=user.pk) or user.email
