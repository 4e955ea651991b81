"""What goes to the tax office: the statement of a month, and the slips of a year with their file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.kernel.dates import Month
from marke.reporting.declared_pay import MonthOfTax, YearOfTax, month_of_tax, year_of_tax
from marke.usecases.file_social import file_year
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.components.downloads import private_file
from marke.web.components.formatting import format_month
from marke.web.components.records import Figure
from marke.web.components.shell import NavItem
from marke.web.desk.social.tables import kind_table
from marke.web.desk.social.views import FILERS, READERS
from marke.web.refusals import sentence

KNOWN_YEARS = range(1900, 3000)


@desk_page(*READERS)
def month(request: HttpRequest, *, year: int, number: int) -> HttpResponse:
    """What was kept back on the wages that arrived in a month."""
    if year not in KNOWN_YEARS or not 1 <= number <= 12:
        raise Http404
    found = month_of_tax(month=Month(year, number))
    if found is None:
        raise Http404
    context = {
        "heading": _("Withholding tax of %(month)s")
        % {"month": format_month(found.statement.month.first, language=get_language() or "en")},
        "crumbs": _crumbs(),
        "figures": _month_figures(found),
        "found": found,
        "kinds": kind_table(found.statement),
    }
    return render(request, "desk/social/month.html", context)


@desk_page(*FILERS, methods=READ_AND_WRITE)
def year(request: HttpRequest, *, year: int) -> HttpResponse:
    """The slips of a year; the button makes the file, and reads the national numbers it needs."""
    if year not in KNOWN_YEARS:
        raise Http404
    if request.method == "POST":
        filing = file_year(year=year, now=timezone.now(), actor=request.user.pk)
        return private_file(filing.content, name=filing.file_name, kind="application/xml")
    found = year_of_tax(year=year, today=timezone.localdate())
    if not found.payslips:
        raise Http404
    context = {
        "heading": _("Slips 281.10 of %(year)s") % {"year": year},
        "crumbs": _crumbs(),
        "figures": _year_figures(found),
        "found": found,
        "refused": sentence(found.refusal) if found.refusal else "",
        "here": request.path,
    }
    return render(request, "desk/social/year.html", context)


def _crumbs() -> list[NavItem]:
    return [NavItem(_("Declarations of pay"), reverse("desk_social"))]


def _month_figures(found: MonthOfTax) -> list[Figure]:
    statement = found.statement
    return [
        Figure(_("Workers"), value=str(statement.people)),
        Figure(_("Taxable pay"), amount=statement.taxable),
        Figure(_("Kept back"), amount=statement.withheld),
        Figure(_("In the books"), amount=found.in_books),
    ]


def _year_figures(found: YearOfTax) -> list[Figure]:
    books = Figure(_("Kept back in the books"), amount=found.in_books)
    if found.filing is None:
        return [Figure(_("Payslips"), value=str(found.payslips)), books]
    slips = Figure(_("Slips"), value=str(found.filing.people))
    return [slips, Figure(_("Gross pay"), amount=found.filing.gross), books, _in_file(found.filing.declared)]


def _in_file(amount: int) -> Figure:
    return Figure(_("Kept back in the file"), amount=amount)
