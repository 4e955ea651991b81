"""What a client sees first: what to answer, what to pay, what is done; and the account with the unit."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from marke.domain.portal.statement import Movement, documents_of, statement
from marke.domain.quotes.queries import quotes_of_client
from marke.usecases.write_to_unit import ask_question
from marke.web.access import READ_AND_WRITE, portal_page
from marke.web.portal.belongings import number_of_document
from marke.web.portal.files import csv_file
from marke.web.portal.forms import QuestionForm
from marke.web.portal.tables import statement_table, words_of
from marke.web.portal.visitors import address_of
from marke.web.portal.visits import Visit
from marke.web.portal.words import invoice_paper, quote_paper
from marke.web.refusals import attempt

MOST_SETTLED = 10
"""Documents that need nothing any more; the statement has them all."""

MOST_MOVEMENTS = 100


@portal_page()
def portal(request: HttpRequest) -> HttpResponse:
    """Everything that this unit has for this client, what needs an act first."""
    visit, today = request.visit, localdate()
    quotes = list(quotes_of_client(client_id=visit.client.pk, unit_id=visit.unit.pk)[: 5 * MOST_SETTLED])
    documents = documents_of(unit_id=visit.unit.pk, client_id=visit.client.pk)
    owed = list(documents.filter(outstanding__gt=0).order_by("due_on", "pk"))
    settled = documents.filter(outstanding=0)[:MOST_SETTLED]
    answered = [version for version in quotes if not version.is_open or version.has_expired(as_of=today)]
    waiting = [version for version in quotes if version not in answered]
    context = {
        "visit": visit,
        "to_answer": [quote_paper(each, today=today) for each in waiting],
        "to_pay": [invoice_paper(each, today=today) for each in owed],
        "total": sum(each.outstanding for each in owed),
        "overdue": sum(each.outstanding for each in owed if each.due_on < today),
        "done": [
            *(invoice_paper(each, today=today) for each in settled),
            *(quote_paper(each, today=today) for each in answered[:MOST_SETTLED]),
        ],
    }
    return render(request, "portal/overview.html", context)


@portal_page()
def portal_statement(request: HttpRequest) -> HttpResponse:
    """Every document and payment with what was open after each, the newest first."""
    movements = _movements(request.visit)
    context = {
        "visit": request.visit,
        "table": statement_table(movements[::-1][:MOST_MOVEMENTS]),
        "total": movements[-1].open if movements else 0,
        "shown": min(len(movements), MOST_MOVEMENTS),
        "count": len(movements),
    }
    return render(request, "portal/statement.html", context)


@portal_page()
def portal_statement_csv(request: HttpRequest) -> HttpResponse:
    """The whole statement for a spreadsheet, as Belgian offices read it: semicolons, a decimal comma, ISO days."""
    rows = io.StringIO()
    writer = csv.writer(rows, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Date"), _("What"), _("Amount"), _("Still open")])
    for each in _movements(request.visit):
        figures = (_plain(each.amount), _plain(each.open))
        writer.writerow([each.on.isoformat(), words_of(each), *figures])
    return csv_file(f"{localdate().isoformat()}-{request.visit.unit.pk}", rows.getvalue())


def _movements(visit: Visit) -> Sequence[Movement]:
    return statement(unit_id=visit.unit.pk, client_id=visit.client.pk)


def _plain(cents: int) -> str:
    """An amount that a spreadsheet reads as a number: 1234,50."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"


@portal_page(methods=READ_AND_WRITE)
def portal_question(request: HttpRequest) -> HttpResponse:
    """Ask the unit something, about a document or not."""
    visit = request.visit
    sent = request.POST if request.method == "POST" else None
    form = QuestionForm(sent, initial={"about": request.GET.get("about")})
    if form.is_valid():
        about = form.cleaned_data["about"]
        number = number_of_document(visit, about) if about else ""
        asked = attempt(form, lambda: _ask(request, form.cleaned_data["question"], number, about if number else None))
        if asked:
            return redirect("portal_asked")
    return render(request, "portal/question.html", {"visit": visit, "form": form}, status=422 if form.errors else 200)


def _ask(request: HttpRequest, question: str, number: str, document_id: uuid.UUID | None) -> bool:
    ask_question(
        link=request.visit.link,
        question=question,
        about=number,
        document_id=document_id,
        address=address_of(request),
        now=now(),
    )
    return True


@portal_page()
def portal_asked(request: HttpRequest) -> HttpResponse:
    """The question is on its way, and where the answer will come."""
    return render(request, "portal/asked.html", {"visit": request.visit})
