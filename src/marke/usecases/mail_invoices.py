"""Write the mails that bring documents to clients, or tell them that one went over the network.

Each reader gets a personal link to see and pay the document, in the language in which people write to them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marke.domain.outbox.mail import AttachmentRef, MailInput, put_mail
from marke.domain.portal.operations import LinkInput, make_links
from marke.domain.sales.models import Invoice
from marke.domain.sales.queries.contacts import Recipient, invoice_recipients_of

SUBJECT = "sales.invoice"
"""How the outbox names a document."""

LINKED = "invoice"
"""How a personal link names the page of a document."""

Addressees = Mapping[uuid.UUID, Sequence[Recipient]]


@dataclass(frozen=True, slots=True)
class Letter:
    """Which letter goes to everybody who gets mail about a document; the first two have the paper with them."""

    invoice: Invoice
    template: str
    has_paper: bool

    @classmethod
    def with_paper(cls, invoice: Invoice) -> Letter:
        """The document itself, for whom the network does not serve."""
        return cls(invoice, "credit_note_sent" if invoice.is_credit_note else "invoice_sent", has_paper=True)

    @classmethod
    def of_courtesy(cls, invoice: Invoice) -> Letter:
        """Word that the document is in the client's books already."""
        return cls(invoice, "invoice_by_peppol", has_paper=False)


def addressees_of(invoices: Sequence[Invoice]) -> dict[uuid.UUID, list[Recipient]]:
    """Who gets mail about each document: the client's address for invoices, and the unit's contacts that want them."""
    found = invoice_recipients_of({(invoice.unit_id, invoice.client) for invoice in invoices})
    return {invoice.pk: found[invoice.unit_id, invoice.client_id] for invoice in invoices}


def mail_letters(*, letters: Sequence[Letter], to: Addressees, now: dt.datetime, actor: uuid.UUID) -> None:
    """Put the letters into the outbox, one mail for each reader of each document."""
    each = [(letter, place, reader) for letter in letters for place, reader in enumerate(to[letter.invoice.pk])]
    links = [
        LinkInput(
            client_id=letter.invoice.client_id,
            unit_id=letter.invoice.unit_id,
            email=reader.email,
            purpose=(LINKED, letter.invoice.pk),
            language=reader.language,
        )
        for letter, _, reader in each
    ]
    paths = make_links(links=links, now=now, actor=actor)
    mails = [
        MailInput(
            key=f"invoice:{letter.invoice.pk}:{letter.template}:{place}",
            to=reader.email,
            language=reader.language,
            template=letter.template,
            context=_context(letter.invoice, path),
            subject=(SUBJECT, letter.invoice.pk),
            unit_id=letter.invoice.unit_id,
            attachments=(_paper(letter.invoice),) if letter.has_paper else (),
        )
        for (letter, place, reader), path in zip(each, paths, strict=True)
    ]
    put_mail(mails=mails, actor=actor)


def _paper(invoice: Invoice) -> AttachmentRef:
    return AttachmentRef("invoice.pdf", invoice.pk, f"{str(invoice.number).replace('/', '-')}.pdf")


def _context(invoice: Invoice, link: str) -> dict[str, Any]:
    """What the letters say of a document."""
    context = {"number": invoice.number, "unit": invoice.unit.name, "gross": invoice.gross, "link": link}
    if invoice.credits:
        return {**context, "credits": invoice.credits.number}
    assert invoice.due_on, "only an issued document is mailed"
    return {
        **context,
        "due_on": invoice.due_on.isoformat(),
        "iban": invoice.parties["seller"]["iban"],
        "communication": invoice.communication,
    }
