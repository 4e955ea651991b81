"""Read which extracts of registers are here, and how many VAT numbers have which answer."""

from __future__ import annotations

from django.db.models import Count

from marke.domain.directory.models import RegisterExtract, VatNumber


def extracts() -> list[RegisterExtract]:
    """The extract of each country that is here."""
    return list(RegisterExtract.objects.order_by("country"))


def vat_counts() -> dict[str, int]:
    """How many VAT numbers of other countries are valid, not valid, or not answered yet."""
    counted = VatNumber.objects.values_list("validity").annotate(Count("pk")).order_by("validity")
    return dict(counted)
