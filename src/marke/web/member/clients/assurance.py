"""What whoever writes a quote or an invoice should know of its client: the guarantee, and the VAT number.

Nothing here stops anybody. Amounts of other units are never told, only the part of this document that is not covered.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.directory.enums import VatValidity
from marke.domain.directory.queries.limits import cover
from marke.domain.directory.queries.vat_numbers import vat_number
from marke.domain.sales.home import home
from marke.domain.sales.models import Client
from marke.domain.sales.pricing import Priced
from marke.usecases.issue_invoice import leans_on_vat_number
from marke.web.components.formatting import format_money


def assurance(*, client: Client | None, priced: Priced | None, as_of: dt.date) -> list[str]:
    """The sentences for a document as it is priced so far; none while there is nothing to say it of."""
    if client is None or priced is None:
        return []
    covered = cover(client=client, amount=priced.totals.gross, as_of=as_of)
    if covered.is_blocked:
        return [_("The desk has blocked this client: ask your adviser before you go on.")]
    sentences = []
    if covered.uncovered:
        amount = format_money(covered.uncovered, language=get_language() or "en")
        sentences.append(
            _(
                "The guarantee does not cover %(amount)s of this: the client has reached what the enterprise trusts it "
                "with. You can make the document; ask your adviser before you spend that part."
            )
            % {"amount": amount}
        )
    if leans_on_vat_number(priced, client, home=home()) and _is_unanswered(client):
        sentences.append(
            _("The European register has not confirmed VAT number %(number)s yet. It is asked again by itself.")
            % {"number": client.vat_number}
        )
    return sentences


def _is_unanswered(client: Client) -> bool:
    row = vat_number(number=client.vat_number)
    return row is not None and row.validity == VatValidity.UNKNOWN
