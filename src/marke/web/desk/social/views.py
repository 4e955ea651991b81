"""Declarations of pay at the desk: see whether file, payslips and books agree, and make the file."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.people.models import StaffRole
from marke.domain.wages.models import Payslip
from marke.domain.wages.printing import file_name
from marke.domain.wages.printing import payslip_pdf as print_payslip
from marke.domain.wages.records import BOOKED
from marke.kernel.dates import Quarter
from marke.reporting.declared_pay import (
    QuarterOfPay,
    months_with_tax,
    quarter_of_pay,
    quarters_with_pay,
    years_with_tax,
)
from marke.usecases.file_social import file_quarter
from marke.usecases.settle_quarter import settle_quarter
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.components.downloads import private_file
from marke.web.components.records import Figure
from marke.web.components.shell import NavItem
from marke.web.desk.social.tables import difference_table, month_table, quarter_table, year_table
from marke.web.refusals import sentence

FILERS = (StaffRole.PAYROLL, StaffRole.ACCOUNTANT)
READERS = (*FILERS, StaffRole.AUDITOR)


@desk_page(*READERS)
def declarations(request: HttpRequest) -> HttpResponse:
    """Quarters with work, months and years with wages, newest first."""
    quarters, months, years = quarters_with_pay(), months_with_tax(), years_with_tax()
    context = {
        "quarters": quarter_table(quarters) if quarters else None,
        "months": month_table(months) if months else None,
        "years": year_table(years) if years else None,
    }
    return render(request, "desk/social/declarations.html", context)


@desk_page(*FILERS, methods=READ_AND_WRITE)
def quarter(request: HttpRequest, *, year: int, number: int) -> HttpResponse:
    """A quarter as it would be declared now. One button makes the file, and reads the national numbers it needs; the
    other books what the declaration asks beyond the payslips, once the quarter is over."""
    asked = _quarter(year, number)
    if request.POST.get("action") == "settle":
        settle_quarter(quarter=asked, on=timezone.localdate(), actor=request.user.pk)
        messages.success(request, _("The quarter is settled: the books owe what the declaration says."))
        return redirect("desk_social_quarter", year=year, number=number)
    if request.method == "POST":
        filing = file_quarter(quarter=asked, now=timezone.now(), actor=request.user.pk)
        return private_file(filing.content, name=filing.file_name, kind="application/xml")
    found = quarter_of_pay(quarter=asked)
    if not found.payslips:
        raise Http404
    context = {
        "heading": _("Declaration of quarter %(quarter)s") % {"quarter": asked},
        "crumbs": [NavItem(_("Declarations of pay"), reverse("desk_social"))],
        "figures": _figures(found),
        "found": found,
        "refused": sentence(found.refusal) if found.refusal else "",
        "differences": difference_table(found.filing.differences) if found.filing else None,
        "here": request.path,
        "can_settle": found.agrees and found.to_settle and timezone.localdate() > asked.last,
    }
    return render(request, "desk/social/quarter.html", context)


@desk_page(StaffRole.PAYROLL)
def payslip_pdf(request: HttpRequest, *, payslip: uuid.UUID) -> HttpResponse:
    """A booked payslip on paper, for whoever keeps the payroll."""
    rows = Payslip.objects.filter(pk=payslip, state__in=BOOKED).select_related("contract", "month")
    found = rows.first()
    if found is None:
        raise Http404
    content = print_payslip(payslip=found)
    return private_file(content, name=file_name(found), kind="application/pdf", shown=True)


def _quarter(year: int, number: int) -> Quarter:
    if not (1900 < year < 3000 and 1 <= number <= 4):
        raise Http404
    return Quarter(year, number)


def _figures(found: QuarterOfPay) -> list[Figure]:
    """The three amounts that must agree, and how many payslips make them."""
    figures = [
        Figure(_("Payslips"), value=str(found.payslips)),
        Figure(_("On the payslips"), amount=found.on_payslips),
        Figure(_("Owed in the books"), amount=found.in_books + found.settled),
    ]
    return [*figures, Figure(_("In the declaration"), amount=found.filing.declared)] if found.filing else figures
