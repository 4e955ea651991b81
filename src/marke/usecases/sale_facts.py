"""What a check asks of something that a unit sells, whatever the document."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from marke.domain.checks.policies import Facts
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.sales.models import Invoice, InvoiceLine
from marke.domain.sales.pricing import LineInput


def sale_facts(
    *, unit_id: int, client_id: uuid.UUID, lines: Sequence[LineInput], requires_files: bool = False
) -> Facts:
    """What a check asks of something that a unit sells.

    A client is new while nobody in the enterprise has invoiced it; a reason for VAT is unusual until the unit has sent
    an invoice with it.
    """
    with enterprise_view():
        is_new = not Invoice.objects.filter(client_id=client_id, issued_on__isnull=False).exists()
    grounds = {line.vat_ground for line in lines if line.vat_ground}
    used = InvoiceLine.objects.filter(unit_id=unit_id, vat_ground__in=grounds, invoice__issued_on__isnull=False)
    known = set(used.values_list("vat_ground", flat=True).distinct()) if grounds else set()
    return Facts(
        amount=sum(line.net for line in lines),
        is_new_client=is_new,
        has_unusual_vat=bool(grounds - known),
        requires_files=requires_files,
    )
