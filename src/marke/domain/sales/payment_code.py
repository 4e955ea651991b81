"""The code that a banking app scans to pay an invoice (EPC069-12): beneficiary, account, amount and communication."""

from __future__ import annotations

from decimal import Decimal

import segno
from segno.helpers import make_epc_qr

from marke.domain.sales.home import home
from marke.domain.sales.models import Invoice
from marke.kernel.money import Cents

LEAST, MOST = 1, 99_999_999_999
"""In cents: the code carries EUR 0.01 to 999,999,999.99."""

LONGEST_NAME = 70


def epc_qr_svg(invoice: Invoice) -> str:
    """The code for what the client still owes, as SVG; empty for a draft, a credit note and what is settled."""
    return "" if invoice.is_draft else _svg(invoice, invoice.outstanding)


def printed_qr_svg(invoice: Invoice) -> str:
    """The code as it stands on the document, for the whole amount; empty on a credit note and before it is issued."""
    return "" if invoice.is_credit_note or not invoice.communication else _svg(invoice, invoice.gross)


def _svg(invoice: Invoice, amount: Cents) -> str:
    """A structured communication goes in the text field: the structured one is for ISO 11649 references only."""
    seller = invoice.parties["seller"]
    if not (LEAST <= amount <= MOST and seller["iban"]):
        return ""
    code: segno.QRCode = make_epc_qr(
        name=seller["name"][:LONGEST_NAME],
        iban=seller["iban"],
        amount=Decimal(amount).scaleb(-2),
        text=home().identifiers.format_structured_communication(invoice.communication),
    )
    return str(code.svg_inline(border=0, omitsize=True))
