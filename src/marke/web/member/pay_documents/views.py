"""A worker's own documents of pay; nobody else's exist here, whoever holds the unit."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from marke.domain.foundation.transactions import enterprise_view
from marke.domain.wages.printing import own_contract_pdf, own_payslip_pdf, own_year_pdf, vault_of
from marke.web.access import member_page
from marke.web.components.downloads import private_file
from marke.web.components.windows import window
from marke.web.member.pay_documents.tables import payslip_table, year_table

KNOWN_YEARS = range(1900, 3000)


@member_page()
def documents(request: HttpRequest) -> HttpResponse:
    """Everything about pay that can be taken on paper: payslips, and the documents of each year."""
    with enterprise_view():
        vault = vault_of(person_id=request.person.pk)  # type: ignore[attr-defined]
        shown = window(vault.payslips, page=request.GET.get("page"))
        table = payslip_table(shown.rows)
    context = {"window": shown, "payslips": table, "years": year_table(vault) if vault.worked_in else None}
    return render(request, "member/pay_documents/documents.html", context)


@member_page()
def payslip_pdf(request: HttpRequest, *, payslip: uuid.UUID) -> HttpResponse:
    """A payslip on paper, for the person it pays."""
    return _pdf(own_payslip_pdf(payslip_id=payslip, person_id=request.person.pk))  # type: ignore[attr-defined]


@member_page()
def year_pdf(request: HttpRequest, *, year: int, kind: str) -> HttpResponse:
    """Individual account, holiday certificate or tax slip of a year."""
    if year not in KNOWN_YEARS:
        raise Http404
    return _pdf(own_year_pdf(kind=kind, year=year, person_id=request.person.pk))  # type: ignore[attr-defined]


@member_page()
def contract_pdf(request: HttpRequest, *, contract: uuid.UUID, kind: str) -> HttpResponse:
    """What a worker needs at the end of a contract."""
    found = own_contract_pdf(kind=kind, contract_id=contract, person_id=request.person.pk)  # type: ignore[attr-defined]
    return _pdf(found)


def _pdf(found: tuple[str, bytes] | None) -> HttpResponse:
    """A document that the browser shows and does not keep: it says what somebody earns."""
    if found is None:
        raise Http404
    name, content = found
    return private_file(content, name=name, kind="application/pdf", shown=True)
