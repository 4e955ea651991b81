"""Help: short answers, and who answers the rest."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from marke.domain.parameters.queries import cooperative
from marke.domain.units import queries as units
from marke.kernel.refusal import Refusal
from marke.web.access import public_page


@dataclass(frozen=True, slots=True)
class Answer:
    """A question people ask, and the answer in a few sentences."""

    question: str
    answer: str


@public_page()
def help_page(request: HttpRequest) -> HttpResponse:
    """The questions people ask first, the keys of the keyboard, and the person who helps further."""
    return render(
        request,
        "public/help/help.html",
        {"answers": answers(), "advisers": _own_advisers(request), "address": _address()},
    )


def answers() -> list[Answer]:
    """What people ask first."""
    return [
        Answer(
            _("Why is less available than I invoiced?"),
            _(
                "VAT belongs to the State and the contribution to the common pot. What is left becomes expected budget "
                "when you send the invoice, and available when your client pays."
            ),
        ),
        Answer(
            _("My client does not pay. What happens?"),
            _("The invoice shows as overdue. The enterprise follows it up; you need not do that alone."),
        ),
        Answer(
            _("Can I correct an invoice that I sent?"),
            _("A sent invoice never changes. Credit it with one button, and send a new one."),
        ),
        Answer(
            _("Why must I accept the contract of use?"),
            _("It binds you and the enterprise. A new version is announced first; from its first day on it is needed."),
        ),
        Answer(
            _("Who sees my data?"),
            _(
                "You, the people you let into your unit, and the staff who need it. Under «My account» you read who of "
                "the staff opened your portal, when and why."
            ),
        ),
        Answer(
            _("Can I do everything without a mouse?"),
            _("Yes. Ctrl and K, or /, opens the search; arrows choose, Enter goes there, Escape closes."),
        ),
    ]


def _own_advisers(request: HttpRequest) -> list[str]:
    """The advisers of the visitor's own units, by name."""
    found = [units.adviser_of(unit_id=unit) for unit in request.visible_units[:3]]
    return sorted({str(one.adviser.person) for one in found if one is not None and hasattr(one.adviser, "person")})


def _address() -> str:
    """Where the cooperative is; nothing before one is opened here."""
    try:
        house = cooperative()
    except Refusal:
        return ""
    return f"{house.name}, {house.street}, {house.postcode} {house.municipality}".strip(", ")
