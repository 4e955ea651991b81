"""What of funding the palette finds: agreements by their title or their funder's name."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from marke.domain.foundation.search import FAIR, Question, SearchHit, key_matches
from marke.domain.funding.models import Agreement


def in_own_units(question: Question) -> list[SearchHit]:
    """The agreements of the units that the transaction may see; addresses of the member's pages."""
    return [_hit(row, "agreement", {"unit": row.unit_id, "agreement": row.pk}) for row in _like(question)]


def at_desk(question: Question) -> list[SearchHit]:
    """Every agreement; addresses of the desk's pages."""
    return [_hit(row, "desk_agreement", {"agreement": row.pk}) for row in _like(question)]


def _like(question: Question) -> list[Agreement]:
    wanted = Q(title__icontains=question.text) | key_matches("funder__folded_name", question)
    found = Agreement.objects.filter(wanted).select_related("funder")
    return list(found.order_by("-starts_on", "-pk")[: question.limit])


def _hit(agreement: Agreement, url_name: str, url_kwargs: dict[str, object]) -> SearchHit:
    return SearchHit(
        kind="agreement",
        title=agreement.title,
        url_name=url_name,
        url_kwargs=url_kwargs,
        detail=agreement.funder.name,
        why=_("funding agreement"),
        rank=FAIR,
    )
