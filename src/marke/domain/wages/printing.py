"""Documents of pay on paper, made from stored payslips each time they are asked for, and always the same."""

from __future__ import annotations

import uuid

from marke.countries.protocol import SocialLaw
from marke.countries.registry import country
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.parameters.queries import cooperative
from marke.domain.wages.models import Payslip
from marke.domain.wages.records import BOOKED, slip_of
from marke.kernel.ports import PORTS
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.social.papers import Paper


def social_law() -> SocialLaw:
    """What the cooperative's country declares about pay. Raises `Refusal` where it declares nothing."""
    law = country(cooperative().country).social
    if law is None:
        raise Refusal("social.no-law", gettext_noop("No declaration of pay is known for this country."))
    return law


def payslip_pdf(*, payslip: Payslip, language: str = "") -> bytes:
    """A booked payslip as PDF/A in the worker's language."""
    return typeset(social_law().payslip(slip_of(payslip), language=language))


def typeset(paper: Paper) -> bytes:
    return PORTS.typesetter.typeset(template=paper.template, data=paper.data)


def own_payslip_pdf(*, payslip_id: uuid.UUID, person_id: uuid.UUID) -> tuple[str, bytes] | None:
    """A worker's own payslip with the name of its file; None for another's, or one that is not booked.

    A worker need not belong to the unit that hired them: the payslip is looked up across units, by the worker alone.
    """
    with enterprise_view():
        rows = Payslip.objects.filter(pk=payslip_id, person_id=person_id, state__in=BOOKED)
        found = rows.select_related("contract", "month").first()
        return (file_name(found), payslip_pdf(payslip=found)) if found else None


def file_name(payslip: Payslip) -> str:
    """``payslip-2026-09-3F2A91BC.pdf``: the month, and the end of the payslip's key, so that files do not collide."""
    return f"payslip-{payslip.month.month:%Y-%m}-{payslip.pk.hex[-8:].upper()}.pdf"
