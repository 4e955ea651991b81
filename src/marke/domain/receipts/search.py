"""What of receipts the palette finds: by number, structured communication or amount."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from marke.domain.foundation.search import BEST, GOOD, Question, SearchHit
from marke.domain.receipts.models import Receipt

COMMUNICATION_DIGITS = 12


def in_own_units(question: Question) -> list[SearchHit]:
    """The receipts of the units that the transaction may see; addresses of the member's pages."""
    return [_hit(row, question, "taking", {"unit": row.unit_id, "taking": row.pk}) for row in _like(question)]


def at_desk(question: Question) -> list[SearchHit]:
    """Every receipt; addresses of the desk's pages."""
    return [_hit(row, question, "desk_taking", {"taking": row.pk}) for row in _like(question)]


def _like(question: Question) -> list[Receipt]:
    wanted = Q(number=question.text.upper())
    if question.number is not None and len(str(question.number)) == COMMUNICATION_DIGITS:
        wanted |= Q(communication=str(question.number))
    if question.amount:
        wanted |= Q(gross=question.amount)
    return list(Receipt.objects.filter(wanted).order_by("-taken_on", "-pk")[: question.limit])


def _hit(receipt: Receipt, question: Question, url_name: str, url_kwargs: dict[str, object]) -> SearchHit:
    by_amount = question.amount == receipt.gross
    return SearchHit(
        kind="receipt",
        title=receipt.number,
        url_name=url_name,
        url_kwargs=url_kwargs,
        detail=receipt.description,
        why=_("amount of a receipt") if by_amount else _("number of a receipt"),
        rank=GOOD if by_amount else BEST,
    )
