"""The first screen: an e-mail address that answers. A code confirms it on this device, a link on any other."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django.contrib.auth import login
from django.core import signing
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.people.models import User
from marke.kernel.refusal import Refusal, gettext_noop
from marke.web.access import READ_AND_WRITE, public_page
from marke.web.attempt import attempt, status_of
from marke.web.components.shell import Flow
from marke.web.public.join.forms import CodeForm, EmailForm
from marke.web.public.join.steps import STEPS, next_step

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PENDING = "join_pending"
SALT = "marke.join"
LINK_HOURS = 24
MOST_TRIES = 5


class WrongCode(Refusal):
    """The code is not the one that was sent."""


@public_page(methods=READ_AND_WRITE)
def join(request: HttpRequest) -> HttpResponse:
    """Who is new gives an e-mail address and the code that arrives there; who began before goes on."""
    if request.user.is_authenticated:
        return redirect(next_step(user_id=request.user.pk))
    pending = request.session.get(PENDING)
    if request.method == "POST" and "code" in request.POST and pending:
        return _read_code(request, pending)
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if not ratelimit.consume(request, action="signup"):
            form.add_error("email", _("Too many tries from here. Wait a minute, then try again."))
        else:
            _send_code(request, email)
            return redirect("join")
    return _page(request, form=form, code_form=CodeForm() if pending and not form.is_bound else None)


@public_page(methods=READ_AND_WRITE)
def confirm(request: HttpRequest, *, token: str) -> HttpResponse:
    """The link in the mail, opened on any device. A button opens the account, so that a mail scanner does not."""
    try:
        email = signing.loads(token, salt=SALT, max_age=LINK_HOURS * 3600)
    except signing.BadSignature:
        return render(request, "public/join/link_over.html", {"flow": _flow()}, status=410)
    if User.objects.filter(email=email).exists():
        return redirect("account_login")
    if request.method == "POST":
        return _begin(request, email)
    return render(request, "public/join/link.html", {"email": email, "flow": _flow()})


def _page(request: HttpRequest, *, form: EmailForm, code_form: CodeForm | None) -> HttpResponse:
    sent_to = request.session.get(PENDING, {}).get("email", "")
    context: dict[str, Any] = {"form": form, "code_form": code_form, "sent_to": sent_to, "flow": _flow()}
    return render(request, "public/join/email.html", context, status=status_of(code_form or form))


def _flow() -> Flow:
    return Flow(name=_("Become a member"), step=1, total=len(STEPS), back_url=reverse("landing"))


def _send_code(request: HttpRequest, email: str) -> None:
    """Mail the code; an address that has an account gets the way to log in instead, and the page says the same."""
    code = f"{secrets.randbelow(10**6):06d}"
    request.session[PENDING] = {"email": email, "code": _sealed(code), "tries": 0}
    if User.objects.filter(email=email).exists():
        login_url = request.build_absolute_uri(reverse("account_login"))
        body = _("You have an account with us already. Log in here:\n\n%(link)s\n") % {"link": login_url}
        request.session[PENDING]["code"] = ""
    else:
        link = request.build_absolute_uri(reverse("join_confirm", args=[signing.dumps(email, salt=SALT)]))
        body = _(
            "Your code is %(code)s\n\nOr go on here, on any device, within a day:\n\n%(link)s\n\n"
            "Did you not ask for this? Then do nothing: nothing happens.\n"
        ) % {"code": code, "link": link}
    send_mail(_("Your code to become a member"), body, None, [email])


def _sealed(code: str) -> str:
    return salted_hmac(SALT, code, algorithm="sha256").hexdigest()


def _read_code(request: HttpRequest, pending: dict[str, Any]) -> HttpResponse:
    form = CodeForm(request.POST)
    request.session[PENDING] = {**pending, "tries": pending["tries"] + 1}
    if form.is_valid() and attempt(form, lambda: _check(form.cleaned_data["code"], pending)):
        return _begin(request, pending["email"])
    return _page(request, form=EmailForm(), code_form=form)


def _check(code: str, pending: dict[str, Any]) -> bool:
    if pending["tries"] >= MOST_TRIES:
        raise WrongCode("join.tries", gettext_noop("That was tried too often. Ask for a new code."), field="code")
    if not constant_time_compare(_sealed(code), pending["code"]):
        raise WrongCode(
            "join.code", gettext_noop("This is not the code we sent. Look at the latest mail from us."), field="code"
        )
    return True


def _begin(request: HttpRequest, email: str) -> HttpResponse:
    """The address answers: open the account and go on with who somebody is."""
    open_account(request, email)
    request.session.pop(PENDING, None)
    return redirect("join_you")


def open_account(request: HttpRequest, email: str) -> None:
    """Open the account of an address that has answered, by a code or a link that went there, and log in."""
    user = User.objects.create_user(email, language=get_language() or "nl")
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    login(request, user, backend=BACKEND)
