"""What an invoice must mention before it may leave: the law and the network ask it, so the form does (rule 15).

Royal Decree no. 1, article 5, for the mentions; EN 16931 and Peppol for what receivers refuse. One function per rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from marke.countries.protocol import Country
from marke.domain.sales.enums import InvoiceKind, Measure
from marke.domain.sales.models import Client
from marke.domain.sales.operations.invoices import InvoiceInput, Terms
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.einvoice.strict import is_dummy
from marke.rules.vat import Category, Ground

MEASURES = frozenset(Measure.values)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A document that should leave, with its client, the reasons for its VAT and what holds on its day."""

    given: InvoiceInput
    client: Client
    grounds: tuple[Ground, ...]
    terms: Terms
    house: Country


def require_mentions(outgoing: Outgoing) -> None:
    """Raise `Refusal` for the first thing that is missing, beside its field where the form has one."""
    for rule in RULES:
        rule(outgoing)


def client_has_an_address(outgoing: Outgoing) -> None:
    client, members = outgoing.client, outgoing.house.vat_law().eu_members
    if not client.municipality or not (client.postcode or client.country not in members):
        raise Refusal(
            "invoice.address",
            gettext_noop("The address of %(client)s must be on the invoice: complete postal code and town first."),
            field="client",
            params={"client": client.name},
        )


def references_are_real(outgoing: Outgoing) -> None:
    for field in ("client_reference", "order_reference"):
        text = getattr(outgoing.given, field)
        if text and is_dummy(text):
            raise Refusal(
                "invoice.reference",
                gettext_noop("«%(text)s» is no reference; leave it empty when the client gave none."),
                field=field,
                params={"text": text},
            )


def period_is_in_order(outgoing: Outgoing) -> None:
    period = outgoing.given.period
    if period and period[1] < period[0]:
        raise Refusal(
            "invoice.period", gettext_noop("The last day of the period is before its first day."), field="period_end"
        )


def goods_say_when_they_left(outgoing: Outgoing) -> None:
    """An intra-Community supply names the day of delivery (EN 16931, BR-IC-11)."""
    if not outgoing.given.delivered_on and any(
        ground.category is Category.INTRA_COMMUNITY_GOODS for ground in outgoing.grounds
    ):
        raise Refusal(
            "invoice.delivered-on",
            gettext_noop("Goods for another EU country go without VAT when the invoice says on which day they left."),
            field="delivered_on",
        )


def export_has_its_proof(outgoing: Outgoing) -> None:
    """Goods leave the Union without VAT when their leaving can be shown (VAT Code, article 39; Royal Decree no. 18)."""
    if not outgoing.given.export_proof and any(
        ground.category is Category.EXPORT and ground.is_goods for ground in outgoing.grounds
    ):
        raise Refusal(
            "invoice.export-proof",
            gettext_noop(
                "Goods leave the European Union without VAT with their proof: the number of the export "
                "declaration or of the transport document."
            ),
            field="export_proof",
        )


def funding_is_claimed(outgoing: Outgoing) -> None:
    is_claim = outgoing.given.kind == InvoiceKind.FUNDING
    if is_claim != any(ground.is_funding for ground in outgoing.grounds):
        raise Refusal(
            "invoice.funding-kind",
            gettext_noop(
                "A subsidy or patronage is claimed, and what is sold is invoiced: the one is never the other."
            ),
            field="vat",
        )


def term_is_lawful(outgoing: Outgoing) -> None:
    """Between undertakings at most 60 days (law of 2 August 2002, article 4)."""
    days, longest = outgoing.given.term_days, outgoing.terms.longest_term_days
    if days is not None and not 0 <= days <= longest:
        raise Refusal(
            "invoice.term",
            gettext_noop("A client has at most %(days)s days to pay."),
            field="term_days",
            params={"days": longest},
        )


def quantities_are_counted(outgoing: Outgoing) -> None:
    unknown = next((line.measure for line in outgoing.given.lines if line.measure not in MEASURES), None)
    if unknown is not None:
        raise Refusal(
            "invoice.measure",
            gettext_noop("«%(measure)s» is nothing that a quantity can be counted in."),
            field="measure",
            params={"measure": unknown},
        )


RULES: tuple[Callable[[Outgoing], None], ...] = (
    client_has_an_address,
    references_are_real,
    period_is_in_order,
    goods_say_when_they_left,
    export_has_its_proof,
    funding_is_claimed,
    term_is_lawful,
    quantities_are_counted,
)
