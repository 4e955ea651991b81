"""The front page: what a shared enterprise is, how it works, what it did last year."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.parameters import queries as parameters
from marke.domain.parameters.defaults import DEFINITIONS
from marke.kernel.money import Cents, apply_rate
from marke.kernel.refusal import Refusal
from marke.reporting.public_figures import PublicFigures, public_figures
from marke.web.access import public_page
from marke.web.components.charts import Chart, Stage, waterfall
from marke.web.components.formatting import format_compact_money, format_money, format_number, format_percent
from marke.web.components.records import Figure

SAMPLE_INVOICE: Cents = 100_000
SAMPLE_VAT = Decimal("0.21")


@public_page()
def landing(request: HttpRequest) -> HttpResponse:
    """What a shared enterprise is, for somebody who has never heard of one."""
    today = timezone.localdate()
    figures = public_figures(as_of=today)
    context = {
        "chart": from_invoice_to_budget(rate=_choice("contribution.rate", today)),
        "share": int(_choice("share.price", today)),
        "figures": None if figures.is_empty else _shown(figures),
    }
    return render(request, "public/landing/landing.html", context)


def from_invoice_to_budget(*, rate: Decimal) -> Chart:
    """What becomes of an invoice of 1,000 euro: the State's VAT, the contribution, the unit's budget."""
    language = get_language() or "en"
    vat, contribution = apply_rate(SAMPLE_INVOICE, SAMPLE_VAT), apply_rate(SAMPLE_INVOICE, rate)
    percent = format_percent(rate, language=language)
    return waterfall(
        finding=_("Of every 1,000 euro you invoice, %(amount)s is yours to use.")
        % {"amount": format_money(SAMPLE_INVOICE - contribution, language=language, whole=True)},
        stages=[
            Stage(_("The client pays"), SAMPLE_INVOICE + vat, total=True),
            Stage(_("VAT, for the State"), -vat),
            Stage(_("Contribution to the common pot, %(rate)s") % {"rate": percent}, -contribution),
            Stage(_("Budget of your unit"), SAMPLE_INVOICE - contribution, total=True),
        ],
        write=lambda cents: format_money(int(cents), language=language),
        heads=(_("Step"), _("Amount")),
    )


def _choice(name: str, day: dt.date) -> Decimal:
    """The cooperative's own value; before one is opened here, the value a cooperative starts with."""
    try:
        return parameters.choice(name, as_of=day)
    except Refusal:
        return DEFINITIONS[name].default


def _shown(figures: PublicFigures) -> list[Figure]:
    language = get_language() or "en"
    return [
        Figure(_("Open units"), format_number(figures.units, language=language)),
        Figure(_("Members"), format_number(figures.members, language=language)),
        Figure(_("Invoiced in twelve months"), format_compact_money(figures.turnover, language=language)),
        Figure(_("Into the common pot"), format_compact_money(figures.contribution, language=language)),
    ]
