"""Contracts of use at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.members import contract_of_use as contracts
from marke.domain.members import queries
from marke.domain.members.models import ContractOfUse
from marke.domain.people.models import Language, StaffRole
from marke.kernel.refusal import Refusal
from marke.web.access import READ_AND_WRITE, WRITE, desk_page, role_may_enter
from marke.web.attempt import attempt, status_of
from marke.web.components.prose import prose
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Badge, Column, Table
from marke.web.components.timeline import timeline
from marke.web.desk.contracts_of_use.forms import VersionForm
from marke.web.refusals import sentence

WRITERS = (StaffRole.BOARD,)


@desk_page()
def versions(request: HttpRequest) -> HttpResponse:
    """Every version, newest first, and how many people accepted it."""
    rows = list(queries.contracts_with_progress())
    table = Table(
        caption=_("Versions"),
        caption_hidden=True,
        columns=[
            Column("version", _("Version"), value=str, link=_link, note=lambda row: row.summary),
            Column("open_from", _("Can be accepted from"), kind="date"),
            Column("in_force_from", _("In force from"), kind="date"),
            Column("accepted", _("Accepted"), kind="number"),
            Column("refused", _("Not accepted"), kind="number"),
            Column("state", _("State"), kind="badge", value=_badge),
        ],
        rows=rows,
    )
    may_write = role_may_enter(request.user.staff_role, WRITERS)
    new = Action(_("New version"), reverse("desk_contract_of_use_new"), kind="primary", icon="plus")
    context = {"table": table, "actions": [new] if may_write else [], "new": new if may_write else None}
    return render(request, "desk/contracts_of_use/versions.html", context)


def _link(contract: ContractOfUse) -> str:
    return reverse("desk_contract_of_use", args=[contract.version])


def _badge(contract: ContractOfUse) -> Badge:
    today = timezone.localdate()
    if contract.announced_on is None:
        return Badge(_("Draft"))
    if contract.in_force_from <= today:
        return Badge(_("In force"), "good")
    return Badge(_("Open for acceptance") if contract.open_from <= today else _("Announced"), "waiting")


def _contract(version: int) -> ContractOfUse:
    found = queries.contracts_with_progress().filter(version=version).first()
    if found is None:
        raise Http404
    return found


@desk_page()
def version_page(request: HttpRequest, *, version: int) -> HttpResponse:
    """One version as members see it, with its progress."""
    contract = _contract(version)
    asked = queries.members_with_right_of_use(as_of=timezone.localdate()).filter(person__isnull=False).count()
    context = {
        "contract": contract,
        "badge": _badge(contract),
        "figures": [
            Figure(_("Accepted"), str(contract.accepted)),
            Figure(_("Not accepted"), str(contract.refused)),
            Figure(_("Members with a share this year"), str(asked)),
        ],
        "texts": [
            {"language": text.get_language_display(), "code": text.language, "body": prose(text.body)}
            for text in contract.texts.order_by("language")
        ],
        "draft": contract.announced_on is None,
        "may_write": role_may_enter(request.user.staff_role, WRITERS),
        "crumbs": [NavItem(_("Contracts of use"), reverse("desk_contracts_of_use"))],
        "events": timeline([contract], limit=10),
    }
    return render(request, "desk/contracts_of_use/version.html", context)


@desk_page(*WRITERS, methods=READ_AND_WRITE)
def write(request: HttpRequest, *, version: int | None = None) -> HttpResponse:
    """Write a new version, starting from the text of the last one, or go on with a draft."""
    draft = _contract(version) if version is not None else None
    form = VersionForm(request.POST or None, initial=_start(draft))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        written = attempt(
            form,
            lambda: contracts.write_version(
                summary=facts["summary"],
                texts=form.texts(),
                open_from=facts["open_from"],
                in_force_from=facts["in_force_from"],
                actor=request.user.pk,
                contract_id=draft.pk if draft else None,
            ),
        )
        if written:
            messages.success(request, _("Kept as a draft. Read it once more, then announce it."))
            return redirect("desk_contract_of_use", version=written.version)
    context: dict[str, Any] = {
        "form": form,
        "heading": _("Edit the draft") if draft else _("New version"),
        "lead": _("Nobody sees it before it is announced."),
        "send": _("Keep as draft"),
        "kind": "primary",
        "crumbs": [NavItem(_("Contracts of use"), reverse("desk_contracts_of_use"))],
        "pairs": (),
    }
    return render(request, "desk/form.html", context, status=status_of(form))


def _start(draft: ContractOfUse | None) -> dict[str, Any]:
    """What the form starts from: the draft itself, or the texts of the latest version."""
    source = draft or ContractOfUse.objects.order_by("-version").first()
    texts = dict(source.texts.values_list("language", "body")) if source else {}
    start: dict[str, Any] = {language: texts.get(language, "") for language in Language.values}
    if draft is not None:
        start |= {"summary": draft.summary, "open_from": draft.open_from, "in_force_from": draft.in_force_from}
    return start


@desk_page(*WRITERS, methods=WRITE)
def announce(request: HttpRequest, *, version: int) -> HttpResponse:
    """Announce a draft: from now on its words are final."""
    contract = _contract(version)
    try:
        contracts.announce(contract_id=contract.pk, today=timezone.localdate(), actor=request.user.pk)
        messages.success(request, _("Announced. Members can accept it from its day on."))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("desk_contract_of_use", version=version)
