"""Read, accept or refuse the contract of use."""

from __future__ import annotations

from textwrap import wrap

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.members import contract_of_use as contracts
from marke.domain.members import queries
from marke.domain.members.models import ContractOfUse
from marke.web.access import READ_AND_WRITE, member_page
from marke.web.attempt import attempt, status_of
from marke.web.components.prose import prose
from marke.web.components.shell import NavItem
from marke.web.components.tables import Badge, Column, Table
from marke.web.member.contract_of_use.forms import AnswerForm


@member_page()
def contract_of_use(request: HttpRequest) -> HttpResponse:
    """Lead to the version that asks an answer; else show every version and what was answered."""
    today = timezone.localdate()
    asked = queries.contract_of_use_to_accept(person_id=request.person.pk, as_of=today)  # type: ignore[attr-defined]
    if asked is not None:
        return redirect("contract_of_use_version", version=ContractOfUse.objects.get(pk=asked).version)
    rows = queries.contracts_seen_by(person_id=request.person.pk, as_of=today)  # type: ignore[attr-defined]
    table = Table(
        caption=_("Versions"),
        columns=[
            Column(
                "version",
                _("Version"),
                value=lambda row: str(row),
                link=lambda row: reverse("contract_of_use_version", args=[row.version]),
                note=lambda row: row.summary,
            ),
            Column("in_force_from", _("In force from"), kind="date"),
            Column("answered_at", _("You accepted"), kind="moment"),
            Column(
                "state",
                _("State"),
                kind="badge",
                value=lambda row: (
                    Badge(_("Accepted"), "good") if row.answered_at else Badge(_("Not accepted yet"), "waiting")
                ),
            ),
        ],
        rows=rows,
    )
    return render(request, "member/contract_of_use/versions.html", {"table": table, "found": bool(rows)})


@member_page(methods=READ_AND_WRITE)
def contract_version(request: HttpRequest, *, version: int) -> HttpResponse:
    """One version: what changes, the whole text, and the answer."""
    today, language = timezone.localdate(), get_language() or "nl"
    contract = ContractOfUse.objects.filter(version=version, announced_on__isnull=False).first()
    text = queries.contract_text(contract_id=contract.pk, language=language) if contract else None
    if contract is None or text is None:
        raise Http404
    accepted = queries.acceptance_of(person_id=request.person.pk, contract_id=contract.pk)  # type: ignore[attr-defined]
    is_open = contract.open_from <= today and accepted is None
    shown = {"fingerprint": text.fingerprint, "language": text.language}
    form = AnswerForm(request.POST or None, initial=shown) if is_open else None
    if form is not None and request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        new = contracts.Answer(
            contract.pk,
            request.person.pk,  # type: ignore[attr-defined]
            facts["language"],
            facts["fingerprint"],
            accepted=facts["answer"] == "accept",
        )
        if attempt(form, lambda: contracts.answer(new=new, now=timezone.now(), actor=request.user.pk)):
            return _answered(request, accepted=new.accepted)
    context = {
        "contract": contract,
        "body": prose(text.body),
        "fingerprint": " ".join(wrap(text.fingerprint, 8)),
        "form": form,
        "accepted": accepted,
        "blocking": accepted is None and contract.in_force_from <= today,
        "crumbs": [NavItem(_("Contract of use"), reverse("contract_of_use"))] if accepted else [],
    }
    status = status_of(form) if form is not None else 200
    return render(request, "member/contract_of_use/version.html", context, status=status)


def _answered(request: HttpRequest, *, accepted: bool) -> HttpResponse:
    if accepted:
        messages.success(request, _("Accepted. Everything is open to you."))
        return redirect("home")
    messages.warning(
        request, _("You did not accept. Tools stay closed; what is in your units stays yours. Talk to your adviser.")
    )
    return redirect("home")
