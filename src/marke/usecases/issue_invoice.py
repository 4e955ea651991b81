"""Issue invoices: from what a member typed to a numbered document and its postings, in one transaction.

1. The units may take in something new (rule 2) and work for their clients. 2. Each invoice is priced with the VAT law
and the contribution of its day. 3. All are posted (P1, or P23 for a subsidy). 4. Last, they take their numbers and are
written. One invoice is a list of one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from marke.countries.protocol import Country
from marke.countries.registry import country
from marke.domain.directory.queries.vat_numbers import require_not_refused
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.ledger.operations import Posting, post_many
from marke.domain.parameters.models import Cooperative
from marke.domain.parameters.queries import chosen_together, cooperative
from marke.domain.sales.enums import InvoiceKind
from marke.domain.sales.mentions import Outgoing, require_mentions
from marke.domain.sales.models import Client, Invoice
from marke.domain.sales.operations import invoices as sales
from marke.domain.sales.operations.invoices import InvoiceInput, Issuing, Terms
from marke.domain.sales.policies import Sale, require_clients_not_blocked, require_outside_clients
from marke.domain.sales.pricing import Priced, price
from marke.domain.units.policies import require_units_may_take_in
from marke.domain.units.queries import names_of_units
from marke.rules.posting.entry import Entry
from marke.rules.posting.recipes.sales import Turnover
from marke.rules.posting.recipes.sales import invoice as invoice_entry
from marke.rules.posting.recipes.sales import subsidy as subsidy_entry
from marke.rules.posting.roles import PRODUCTION
from marke.rules.vat import Category
from marke.usecases.send_invoice import send_invoices

SOURCE = "sales.invoice"

TERMS = ("contribution.rate", "client.term_days", "client.longest_term_days")
"""The choices of the cooperative that an invoice follows on its day."""


@dataclass(frozen=True, slots=True)
class IssueInput:
    """An invoice to send, dated ``on``. ``draft_id`` is the draft it replaces, if it was kept as one."""

    invoice: InvoiceInput
    on: dt.date
    draft_id: uuid.UUID | None = None


def issue_invoice(
    *,
    invoice: InvoiceInput,
    on: dt.date,
    actor: uuid.UUID,
    draft_id: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Invoice:
    """Send one invoice. Raises as `issue_invoices`."""
    return issue_invoices(invoices=[IssueInput(invoice, on, draft_id)], actor=actor, now=now)[0]


def issue_invoices(
    *, invoices: Sequence[IssueInput], actor: uuid.UUID, now: dt.datetime | None = None
) -> list[Invoice]:
    """Send invoices, all or none; answers the issued documents in order.

    From ``now`` on they are on their way to the clients (`send_invoices`); without it they are history that is loaded,
    and nothing leaves the house. Numbers follow the order given, per kind and year. Raises `Refusal` when a unit has no
    right of use (rule 2) or does not work for the client, for a client inside the enterprise (rule 10) or blocked by
    the desk, for VAT without its reason (rule 23) or left to a client whose number does not count, or when the month
    of the books is closed.
    """
    clients = sales.clients_of([given.invoice for given in invoices])
    require_clients_not_blocked(clients=clients.values())
    days, house = sorted({given.on for given in invoices}), cooperative()
    with enterprise_view():
        names = names_of_units(unit_ids={given.invoice.unit_id for given in invoices})
        for day in days:
            units = {given.invoice.unit_id for given in invoices if given.on == day}
            require_units_may_take_in(unit_ids=units, as_of=day)
        require_outside_clients(sales=[_sale(given.invoice, clients) for given in invoices], house=house)
    terms = terms_of(days, house=house)
    documents = [
        _prepared(
            given,
            client=clients[given.invoice.client_id],
            unit_name=names[given.invoice.unit_id],
            terms=terms[given.on],
            house=house,
            actor=actor,
        )
        for given in invoices
    ]
    _post([document.invoice for document in documents], actor)
    sales.issue(documents=documents, entity=PRODUCTION, identifiers=country(house.country).identifiers)
    issued = [document.invoice for document in documents]
    if now:
        send_invoices(invoice_ids=[invoice.pk for invoice in issued], now=now, actor=actor)
    return issued


def _sale(given: InvoiceInput, clients: dict[uuid.UUID, Client]) -> Sale:
    return Sale(given.unit_id, clients[given.client_id], sum(line.net for line in given.lines))


def terms_on(day: dt.date, *, house: Cooperative) -> Terms:
    """What holds for invoices of one day. See `terms_of`."""
    return terms_of([day], house=house)[day]


def terms_of(days: Sequence[dt.date], *, house: Cooperative) -> dict[dt.date, Terms]:
    """What holds for invoices of each day: contribution (rule 8), days to pay (rule 14), the seller as printed."""
    rate, term_days, longest = chosen_together(*TERMS).values()
    seller = {
        "brand": house.name,
        "name": house.seller_name,
        "country": house.country.upper(),
        "enterprise_number": house.seller_enterprise_number,
        "vat_number": country(house.country).identifiers.vat_number(house.seller_enterprise_number),
        "street": house.street,
        "postcode": house.postcode,
        "municipality": house.municipality,
        "iban": house.iban,
    }
    return {day: Terms(day, rate.on(day), int(term_days.on(day)), int(longest.on(day)), seller) for day in days}


def preview_invoice(*, invoice: InvoiceInput, client: Client, on: dt.date) -> Priced:
    """What an invoice would amount to if it left on a day. Raises what `issue_invoice` would say of its content."""
    house = cooperative()
    return _priced(invoice, client=client, terms=terms_on(on, house=house), home=country(house.country))


def _priced(given: InvoiceInput, *, client: Client, terms: Terms, home: Country) -> Priced:
    """The invoice in cents, once it mentions all it must."""
    priced = price(
        lines=given.lines,
        client=client,
        on=given.tax_day(issued_on=terms.on),
        law=home.vat_law(),
        contribution_rate=terms.contribution_rate,
    )
    grounds = tuple(ground for total in priced.totals.breakdown for ground in total.grounds)
    require_mentions(Outgoing(given, client, grounds, terms, home))
    if leans_on_vat_number(priced, client, home=home):
        require_not_refused(number=client.vat_number)
    return priced


def leans_on_vat_number(priced: Priced, client: Client, *, home: Country) -> bool:
    """Whether the VAT is left to a client in another member state, whose number must therefore count there."""
    shifted = {Category.REVERSE_CHARGE, Category.INTRA_COMMUNITY_GOODS}
    elsewhere = client.country != home.code.upper()
    return elsewhere and any(total.category in shifted for total in priced.totals.breakdown)


def _prepared(
    given: IssueInput, *, client: Client, unit_name: str, terms: Terms, house: Cooperative, actor: uuid.UUID
) -> Issuing:
    priced = _priced(given.invoice, client=client, terms=terms, home=country(house.country))
    draft = sales.draft_to_change(given.draft_id) if given.draft_id else None
    return sales.prepare(
        given=given.invoice,
        client=client,
        unit_name=unit_name,
        priced=priced,
        terms=terms,
        actor=actor,
        draft=draft,
    )


def _post(invoices: Sequence[Invoice], actor: uuid.UUID) -> None:
    """Post each document and keep the number of its entry on it."""
    postings = [Posting(entry_of(invoice), (SOURCE, invoice.pk), "issue") for invoice in invoices]
    for invoice, posted in zip(invoices, post_many(postings=postings, actor=actor), strict=True):
        invoice.entry_id = posted.entry_id


def entry_of(invoice: Invoice) -> Entry:
    """P1 for an invoice, P23 for a claim on a subsidy or a patron."""
    assert invoice.issued_on, "only a document with a date goes into the books"
    if invoice.kind == InvoiceKind.FUNDING:
        return subsidy_entry(
            on=invoice.issued_on,
            unit=invoice.unit_id,
            amount=invoice.net,
            contribution=invoice.contribution,
            project=invoice.project_id,
        )
    return invoice_entry(
        on=invoice.issued_on, unit=invoice.unit_id, turnover=turnover_of(invoice), project=invoice.project_id
    )


def turnover_of(invoice: Invoice) -> Turnover:
    """An issued document in the terms of the recipes."""
    return Turnover(invoice.net, invoice.vat, invoice.contribution)
