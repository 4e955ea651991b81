"""What a contract leaves in the pot of employment, in words: shown at the desk and to no unit (rule 12)."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from marke.domain.wages.queries import margin_of
from marke.web.components.formatting import format_money


def margin_pairs(contract_id: uuid.UUID, *, language: str) -> list[tuple[str, str]]:
    """The employment budget of a contract beside its true cost; nothing before its first payslip is booked."""
    margin = margin_of(contract_id=contract_id)
    if margin is None:
        return []
    amounts = [
        (_("Employment budget taken from the unit"), margin.budget),
        (_("True cost by the payslips"), margin.cost),
        (_("Borne by the pot"), -margin.pooled) if margin.pooled < 0 else (_("Pooled margin"), margin.pooled),
    ]
    return [(words, format_money(amount, language=language)) for words, amount in amounts]
