"""The living style guide: every component in every state, on each layout. Shown in debug and demo mode only."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marke.web.access import public_page
from marke.web.components import charts
from marke.web.components.filters import FilterBar, SavedView, chips_of
from marke.web.components.formatting import format_money, format_number
from marke.web.components.forms import CardSelect, DayField, MoneyField, NumberInput, SearchSelect
from marke.web.components.records import BulkAction, Change, Event, ExplainedLine, Figure, Step
from marke.web.components.shell import Action, Flow, NavItem
from marke.web.components.tables import Badge, Column, Table

LAYOUTS = ("member", "staff", "public", "flow", "print")
SAMPLE_DAY = dt.date(2026, 3, 9)


class SampleForm(forms.Form):
    """Every kind of field once."""

    client = forms.CharField(label=_("Client"), help_text=_("The name or the enterprise number."))
    price = MoneyField(label=_("Price before VAT"), minimum=1)
    hours = forms.CharField(label=_("Hours"), widget=NumberInput(suffix="h"), required=False)
    starts_on = DayField(label=_("First day"), help_text=_("For example 12/3/2026."))
    pay = forms.ChoiceField(
        label=_("Who works?"), choices=[("me", _("I do")), ("other", _("Someone else"))], widget=CardSelect
    )
    sector = forms.ChoiceField(
        label=_("Activity"),
        choices=[("gd", "Graphic design"), ("th", "Theatre"), ("tr", "Translation"), ("wd", "Web development")],
        widget=SearchSelect,
    )
    receipt = forms.FileField(label=_("Receipt"), required=False, help_text=_("A photo or a PDF."))
    note = forms.CharField(label=_("Note for the client"), widget=forms.Textarea, required=False)
    agrees = forms.BooleanField(label=_("I have read the charter"))


class SampleFilters(forms.Form):
    q = forms.CharField(label=_("Search"), required=False)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("All")), ("sent", _("Sent")), ("paid", _("Paid"))]
    )


@public_page()
def page(request: HttpRequest, layout: str = "member") -> HttpResponse:
    """Show the guide on one of the layouts."""
    if not (settings.DEBUG or settings.DEMO) or layout not in LAYOUTS:
        raise Http404
    context = {**_shell_samples(layout), **_list_samples(request), **_record_samples(), "layout": layout}
    bad = {"client": "", "price": "12,345", "hours": "7,5", "starts_on": "31/2/2026", "pay": "me"}
    return render(
        request,
        "components/styleguide.html",
        {
            **context,
            "extends": f"layouts/{layout}.html",
            "form": SampleForm(initial={"price": 125_000, "starts_on": SAMPLE_DAY}, auto_id="ok_%s"),
            "bad_form": SampleForm(bad, auto_id="bad_%s"),
        },
    )


def _shell_samples(layout: str) -> dict[str, Any]:
    """Navigation as each audience has it."""
    here = reverse("styleguide")
    places = [
        NavItem(str(_("Home")), here, "house", current=True),
        NavItem(str(_("Sales")), here, "receipt-text", count=3),
        NavItem(str(_("Work and pay")), here, "calendar-days"),
        NavItem(str(_("Budget")), here, "wallet"),
        NavItem(str(_("Assembly")), here, "vote", section=str(_("Together"))),
        NavItem(str(_("Services")), here, "hand-heart"),
    ]
    return {
        "navigation": places[:3] if layout == "public" else places,
        "layouts": [NavItem(name, reverse("styleguide_layout", args=[name]), "", name == layout) for name in LAYOUTS],
        "primary_action": Action(str(_("New quote")), here, kind="primary", icon="plus"),
        "flow": Flow(name=str(_("Open a unit")), step=3, total=7, back_url=here),
        "crumbs": [NavItem(str(_("Sales")), here), NavItem(str(_("Invoices")), here)],
        "header_actions": [
            Action(str(_("Download")), here, icon="download"),
            Action(str(_("New invoice")), here, kind="primary", icon="plus"),
        ],
        "menu_actions": [
            Action(str(_("Edit")), here, icon="pencil"),
            Action(str(_("Credit")), here, icon="undo-2"),
        ],
        "undo_url": here,
        "empty_action": Action(str(_("Scan a receipt")), here, icon="camera"),
    }


def _list_samples(request: HttpRequest) -> dict[str, Any]:
    """A list with its filters, sorted and picked, one row per status."""
    rows = [
        SimpleNamespace(
            number=f"2026-{number:04d}",
            client=client,
            city=city,
            issued_on=SAMPLE_DAY - dt.timedelta(days=number * 4),
            total=total,
            status=status,
        )
        for number, (client, city, total, status) in enumerate(
            [
                ("Festival Lumen", "Gent", 484_000, Badge(str(_("Sent")), "waiting")),
                ("Atelier Noord", "Antwerpen", 123_450, Badge(str(_("Paid")), "good")),
                ("Maison des Arts", "Namur", 1_965_000, Badge(str(_("Overdue")), "bad")),
                ("De Letterzetter", "Mechelen", -24_200, Badge(str(_("Draft")))),
            ],
            start=1,
        )
    ]
    table = Table(
        caption=str(_("Invoices of this quarter")),
        columns=[
            Column("number", str(_("Invoice")), link=lambda row: "#tables", sortable=True, kind="code"),
            Column("client", str(_("Client")), note=lambda row: row.city, sortable=True),
            Column("issued_on", str(_("Date")), kind="date", sortable=True),
            Column("status", str(_("Status")), kind="badge"),
            Column("total", str(_("Total")), kind="money", sortable=True),
        ],
        rows=rows,
        sort=request.GET.get("sort", "-issued_on"),
        pick=lambda row: row.number,
        totals={"total": sum(row.total for row in rows)},
    )
    here = reverse("styleguide")
    filters = SampleFilters(request.GET or {"status": "sent"})
    return {
        "table": table,
        "bar": FilterBar(
            form=filters,
            views=[
                SavedView(str(_("All")), here, True, 214),
                SavedView(str(_("To send")), here, count=2),
                SavedView(str(_("Overdue")), here, count=0),
            ],
            chips=chips_of(form=filters, query=request.GET),
        ),
        "page": Paginator(range(214), 25).page(2),
        "bulk_actions": [
            BulkAction(str(_("Send")), "send", "primary"),
            BulkAction(str(_("Remind")), "remind"),
        ],
    }


def _record_samples() -> dict[str, Any]:
    """The small records: figures, events, changes, steps, an explanation."""
    language = get_language() or "en"
    here = reverse("styleguide")
    return {
        "figures": [
            Figure(
                str(_("Available for pay")),
                amount=482_350,
                note=str(_("After VAT and contribution")),
                explain_url=here,
            ),
            Figure(str(_("Expected in 30 days")), amount=1_219_000, url=here),
            Figure(str(_("To do")), "3", note=str(_("Two signatures, one receipt")), url=here),
        ],
        "events": [
            Event(str(_("Paid")), SAMPLE_DAY + dt.timedelta(days=7), note=str(_("promised")), state="ahead"),
            Event(str(_("Declared")), SAMPLE_DAY, who=str(_("Marke")), state="now"),
            Event(str(_("Signed")), SAMPLE_DAY - dt.timedelta(days=1), who=str(_("The holder"))),
        ],
        "changes": [
            Change(str(_("Payment term")), "30", "14"),
            Change(str(_("Reference")), "", "PO 2026/118"),
        ],
        "steps": [
            Step(str(_("Simulate what you earn")), done=True),
            Step(str(_("Make a quote")), here),
            Step(str(_("Invite someone")), here, note=str(_("Optional"))),
        ],
        "pairs": [
            (_("Client"), "Festival Lumen"),
            (_("Enterprise number"), "0123.456.749"),
            (_("Reference"), "+++090/9337/55493+++"),
        ],
        "sums": [
            (_("Price"), format_money(400_000, language=language)),
            (_("VAT 21%"), format_money(84_000, language=language)),
            (_("Total"), format_money(484_000, language=language)),
        ],
        "explained": [
            ExplainedLine(str(_("Paid by the client, before VAT")), 400_000),
            ExplainedLine(
                str(_("Contribution to the common pot")),
                -26_000,
                base=400_000,
                rate=Decimal("0.065"),
                reference=str(_("Contract of use, article 5")),
            ),
        ],
        "explained_total": 374_000,
        "charts": _chart_samples(language),
        "sample_day": SAMPLE_DAY,
        "sheet": render_to_string("components/styleguide_sheet.html"),
    }


def _chart_samples(language: str) -> list[charts.Chart]:
    """One chart of each kind."""

    def euro(cents: charts.model.Number) -> str:
        return format_money(int(cents), language=language, whole=True)

    def count(value: charts.model.Number) -> str:
        return format_number(value, language=language)

    pairs = (str(_("What")), str(_("Amount")))
    shares = (*pairs, str(_("Share")))
    mark = charts.Mark
    use_of_turnover = [
        mark(str(_("Pay and social security")), 13_770_000_000),
        mark(str(_("Spent by units")), 2_720_000_000),
        mark(str(_("Common pot")), 2_735_000_000),
    ]
    months = [4200, 3100, 5200, 6100, 4800, 7400, 2600, 1900, 8300, 7900, 9100, 8800]
    return [
        charts.waterfall(
            finding=str(_("Of an invoice of 1,210 euro, 540 euro reaches your account")),
            stages=[
                charts.Stage(str(_("Invoice")), 121_000, total=True),
                charts.Stage(str(_("VAT")), -21_000),
                charts.Stage(str(_("Contribution")), -6_500),
                charts.Stage(str(_("Employer contributions")), -19_200),
                charts.Stage(str(_("Worker contributions and tax")), -20_300),
                charts.Stage(str(_("Net pay")), 54_000, total=True),
            ],
            write=euro,
            heads=pairs,
        ),
        charts.bars(
            finding=str(_("De Marke is the second employer of the four")),
            basis=str(_("Full-time equivalents, invented")),
            marks=[
                mark("Noorderlicht", 2430),
                mark("De Marke", 2294, highlight=True),
                mark("Zuidwind", 2150),
                mark("Westerpoort", 2049),
            ],
            write=count,
            heads=(str(_("Employer")), str(_("Full-time equivalents"))),
        ),
        charts.stacked_bar(
            finding=str(_("Most of each euro becomes pay")), parts=use_of_turnover, write=euro, heads=shares
        ),
        charts.waffle(finding=str(_("Of each 100 euro, 72 are pay")), parts=use_of_turnover, write=euro, heads=shares),
        charts.line(
            finding=str(_("Turnover is highest in November")),
            points=[mark(f"{month}/2025", value * 100) for month, value in enumerate(months, start=1)],
            write=euro,
            heads=pairs,
        ),
        charts.columns(
            finding=str(_("The budget fell below zero in August")),
            marks=[mark(letter, value) for letter, value in zip("JFMAMJJA", [4, 6, 5, 8, 3, 7, 2, -2], strict=True)],
            write=count,
            heads=pairs,
        ),
        charts.histogram(
            finding=str(_("Half of the units turn over less than 9,000 euro")),
            bins=[
                charts.Bin(0, 10_000, 110),
                charts.Bin(10_000, 30_000, 62),
                charts.Bin(30_000, 50_000, 33),
                charts.Bin(50_000, 80_000, 21),
            ],
            median=9_000,
            median_label=str(_("Median")),
            write=count,
            heads=(str(_("Turnover")), str(_("Units"))),
        ),
        charts.bullet(
            finding=str(_("Pay left within seven working days in 97 of 100 cases")),
            label=str(_("Reached")),
            value=97,
            target=99,
            target_label=str(_("Promised")),
            write=count,
            heads=pairs,
        ),
    ]
