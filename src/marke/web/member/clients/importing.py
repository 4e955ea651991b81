"""Read in a list of clients: give it, look at what would happen to each row, say yes, and see what became of it.

The pages of a unit and of the desk are the same; a `Where` says whose list it is and how its addresses are called.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marke.domain.directory.enums import ImportState, Verdict
from marke.domain.directory.models import ClientImport, ImportRow
from marke.domain.directory.operations import imports as operations
from marke.domain.directory.queries import imports as queries
from marke.domain.directory.reading import FIELDS, MOST_BYTES
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.kernel.refusal import Refusal, gettext_noop
from marke.web.access import READ_AND_WRITE, unit_page
from marke.web.components.shell import NavItem
from marke.web.components.spreadsheets import as_csv, spreadsheet
from marke.web.components.tables import Badge, Column, Table
from marke.web.components.windows import window
from marke.web.refusals import attempt, sentence

TONES = {
    Verdict.NEW: "good",
    Verdict.KNOWN: "good",
    Verdict.ADDED: "good",
    Verdict.LINKED: "good",
    Verdict.WRONG: "bad",
    Verdict.MISSING: "bad",
    Verdict.FAILED: "bad",
    Verdict.TWICE: "waiting",
    Verdict.OWN: "",
}

TITLES = {
    "name": gettext_lazy("Name"),
    "number": gettext_lazy("Enterprise or VAT number"),
    "kind": gettext_lazy("Kind"),
    "street": gettext_lazy("Street and number"),
    "postcode": gettext_lazy("Postcode"),
    "municipality": gettext_lazy("Municipality"),
    "country": gettext_lazy("Country"),
    "email": gettext_lazy("E-mail address for invoices"),
    "language": gettext_lazy("Language"),
    "contact_name": gettext_lazy("Contact person"),
    "contact_email": gettext_lazy("E-mail of the contact"),
    "contact_phone": gettext_lazy("Phone of the contact"),
}


@dataclass(frozen=True, slots=True)
class Where:
    """Whose list it is: of a unit, or of the desk."""

    unit: Unit | None = None

    @property
    def unit_id(self) -> int | None:
        return self.unit.pk if self.unit else None

    @property
    def layout(self) -> str:
        return "layouts/member.html" if self.unit else "layouts/staff.html"

    def url(self, name: str, *rest: object) -> str:
        """The address of a page here: the desk's have their prefix, the unit's its number."""
        return reverse(name, args=[self.unit.pk, *rest]) if self.unit else reverse(f"desk_{name}", args=rest)


class ListForm(forms.Form):
    """A list as a file, or pasted."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("CSV, at most 5,000 rows. From a spreadsheet: File, Save as, CSV UTF-8."),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the rows here"),
        required=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("With the first row that names the columns."),
    )

    def content(self) -> tuple[bytes, str]:
        """The list and its name. Raises `Refusal` when there is none, or a file too large to be read."""
        given, pasted = self.cleaned_data["file"], self.cleaned_data["pasted"]
        if given is None and not pasted.strip():
            raise Refusal("import.nothing", gettext_noop("Choose a file or paste your rows."), field="file")
        if given is None:
            return pasted.encode(), ""
        return given.read(MOST_BYTES + 1), given.name


class ColumnsForm(forms.Form):
    """What each column of the file means."""

    def __init__(self, *args: object, batch: ClientImport, first: Sequence[str], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        choices = [("", _("Leave out")), *((name, str(TITLES[name])) for name in FIELDS)]
        for number, (title, meant) in enumerate(zip(batch.header, batch.columns, strict=True)):
            example = first[number] if number < len(first) else ""
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=title or _("Column %(number)s") % {"number": number + 1},
                choices=choices,
                initial=meant,
                required=False,
                help_text=_("For example: %(value)s") % {"value": example[:60]} if example else "",
            )

    def columns(self) -> list[str]:
        """The meaning of each column in order."""
        return [self.cleaned_data[name] for name in self.fields]


def begin(request: HttpRequest, where: Where) -> HttpResponse:
    """Give a list. Nothing is written of it yet."""
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        batch = attempt(form, lambda: _begin(request, where, form))
        if batch:
            return redirect(where.url("client_import_rows", batch))
    context = {
        "layout": where.layout,
        "unit": where.unit,
        "form": form,
        "here": where.url("client_import"),
        "template_url": where.url("client_import_template"),
        "titles": [str(TITLES[name]) for name in FIELDS],
        "crumbs": [NavItem(_("Clients"), where.url("clients"))],
    }
    return render(request, "member/clients/import.html", context, status=422 if form.errors else 200)


def _begin(request: HttpRequest, where: Where, form: ListForm) -> uuid.UUID:
    content, name = form.content()
    return operations.begin_import(content=content, file_name=name, unit_id=where.unit_id, actor=request.user.pk)


def look(request: HttpRequest, where: Where, batch_id: uuid.UUID) -> HttpResponse:
    """What would happen to each row, or what happened; the buttons that map, add, go on, or throw away."""
    batch = queries.import_of(import_id=batch_id, unit_id=where.unit_id)
    if batch is None:
        raise Http404
    first = queries.rows_of(import_id=batch.pk).first()
    form = ColumnsForm(request.POST or None, batch=batch, first=first.cells if first else ())
    if request.method == "POST" and (answer := _act(request, where, batch, form)):
        return answer
    return _rows_page(request, where, batch, form)


def _act(request: HttpRequest, where: Where, batch: ClientImport, form: ColumnsForm) -> HttpResponse | None:
    here, action = where.url("client_import_rows", batch.pk), request.POST.get("action")
    if action == "forget":
        operations.forget_import(import_id=batch.pk)
        messages.success(request, _("The list is thrown away. Clients that were added stay."))
        return redirect(where.url("clients"))
    if action == "add":
        operations.add_piece(import_id=batch.pk, now=timezone.now())
        return redirect(here)
    if form.is_valid() and attempt(form, lambda: _map(batch, form)):
        return redirect(here)
    return None


def _map(batch: ClientImport, form: ColumnsForm) -> bool:
    operations.map_columns(import_id=batch.pk, columns=form.columns())
    return True


def _rows_page(request: HttpRequest, where: Where, batch: ClientImport, form: ColumnsForm) -> HttpResponse:
    counted = queries.tally(import_id=batch.pk)
    wanted = request.GET.get("verdict", "")
    wanted = wanted if wanted in Verdict.values else ""
    shown = window(queries.rows_of(import_id=batch.pk, verdict=wanted), page=request.GET.get("page"))
    context = {
        "layout": where.layout,
        "unit": where.unit,
        "batch": batch,
        "form": form,
        "tally": counted,
        "done": counted.total - counted.to_write,
        "progress": _("%(done)s of %(all)s") % {"done": counted.total - counted.to_write, "all": counted.total},
        "is_under_way": batch.state == ImportState.UNDER_WAY,
        "is_done": batch.state == ImportState.DONE,
        "add_label": _add_label(counted.to_write),
        "verdicts": _verdicts(counted, wanted),
        "window": shown,
        "table": _table(where, batch, shown.rows),
        "here": where.url("client_import_rows", batch.pk),
        "clients_url": where.url("clients"),
        "crumbs": [NavItem(_("Clients"), where.url("clients")), NavItem(_("Read in"), where.url("client_import"))],
    }
    return render(request, "member/clients/import_rows.html", context, status=422 if form.errors else 200)


def _add_label(count: int) -> str:
    return ngettext("Add %(count)s client", "Add %(count)s clients", count) % {"count": count}


def _verdicts(counted: queries.Tally, wanted: str) -> list[NavItem]:
    """Each verdict with its count, to narrow the rows."""
    found = [(verdict, counted.counts[verdict]) for verdict in Verdict if counted.counts.get(verdict)]
    return [
        NavItem(_("All rows"), "?", current=not wanted, count=counted.total),
        *(
            NavItem(str(verdict.label), f"?verdict={verdict.value}", current=verdict == wanted, count=count)
            for verdict, count in found
        ),
    ]


def _table(where: Where, batch: ClientImport, rows: Sequence[ImportRow]) -> Table:
    def cell(name: str) -> Column:
        position = batch.columns.index(name)
        return Column(name, str(TITLES[name]), value=lambda row: row.cells[position])

    shown = [name for name in ("name", "number", "municipality", "contact_name") if name in batch.columns]
    return Table(
        caption=_("Rows of the list"),
        caption_hidden=True,
        columns=[
            Column("position", _("Row")),
            *(cell(name) for name in shown),
            Column("verdict", _("Verdict"), kind="badge", value=_badge, note=_why),
        ],
        rows=rows,
    )


def _badge(row: ImportRow) -> Badge:
    verdict = Verdict(row.verdict)
    return Badge(str(verdict.label), TONES[verdict])


def _why(row: ImportRow) -> str:
    return sentence(Refusal("import.row", row.sentence, params=row.params)) if row.sentence else ""


def template(request: HttpRequest) -> HttpResponse:
    """An empty list with every column and one example, for a spreadsheet."""
    titles = [str(TITLES[name]) for name in FIELDS]
    example = [
        *(
            "Festival Lumen",
            "0403.019.261",
            _("company"),
            "Dok 5",
            "9000",
            "Gent",
            "BE",
            "invoices@lumen.example",
            "nl",
        ),
        *("Zoë Peeters", "zoe@lumen.example", "09 123 45 67"),
    ]
    return spreadsheet(as_csv([titles, example]), name="clients", kind="csv")


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def client_import(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Give a list of clients of the unit."""
    return begin(request, Where(unit))


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def client_import_rows(request: HttpRequest, *, unit: Unit, batch: uuid.UUID) -> HttpResponse:
    """Look at the rows of a list, and add them."""
    return look(request, Where(unit), batch)


@unit_page(Scope.CREATE_INVOICE)
def client_import_template(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """The empty list."""
    return template(request)
