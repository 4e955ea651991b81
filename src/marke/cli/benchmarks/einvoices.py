"""How many structured invoices a second one core writes and validates: schema, official rules, own checks."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from marke.cli.benchmarks import Ground, Result, Unproved
from marke.countries.registry import country
from marke.ops import installation
from marke.ops.einvoice.validation import Validator
from marke.rules.einvoice import Invoice, write_invoice
from marke.rules.einvoice.amounts import NO_TOTALS, with_amounts
from marke.rules.einvoice.model import (
    BILLING,
    BILLING_PROCESS,
    Address,
    DocumentKind,
    Identifier,
    Item,
    Line,
    Party,
    Price,
    TaxCategory,
    TaxRegistration,
)

VALIDATED_A_SECOND = 140
"""One process on the machine of the design, both layers warm (formats.md, section 3.1)."""

RATES = (Decimal(21), Decimal(6))


def einvoices(ground: Ground) -> Iterator[Result]:
    """Write different invoices of one to five lines, then validate them as before sending."""
    numbers = range(ground.scaled(10_000, least=50))
    invoices = [_invoice(number) for number in numbers]
    start = time.process_time()
    written = [write_invoice(invoice) for invoice in invoices]
    yield Result(
        "einvoice", "invoices written as UBL, one core", len(written) / (time.process_time() - start), "a second"
    )
    validator = Validator(home=installation.einvoice_folder(), law=country("be").vat_law())
    layers = validator.validate(written[0]).layers
    start = time.process_time()
    refused = [report for content in written if not (report := validator.validate(content)).is_valid]
    rate = len(written) / (time.process_time() - start)
    if refused:
        raise Unproved(f"{len(refused)} written invoices are not valid: {refused[0].fatal[0].sentence}")
    yield Result(
        "einvoice",
        f"invoices validated, one core ({', '.join(layers)})",
        rate,
        "a second",
        rate / VALIDATED_A_SECOND,
        1,
        against=f"{VALIDATED_A_SECOND} a second with both official layers",
    )


def _invoice(number: int) -> Invoice:
    """A different invoice for each number: client, lines, rates and prices."""
    day = dt.date(2026, 11, 23)
    draft = Invoice(
        kind=DocumentKind.INVOICE,
        number=f"2026-{number:06d}",
        issued_on=day,
        type_code="380",
        currency="EUR",
        seller=_party(1, "The cooperative"),
        buyer=_party(2 + number, f"Client {number}"),
        totals=NO_TOTALS,
        lines=tuple(_line(number, index) for index in range(1 + number % 5)),
        specification=BILLING,
        process=BILLING_PROCESS,
        due_on=day + dt.timedelta(days=30),
        buyer_reference=f"PO-{number}",
    )
    return with_amounts(draft)


def _party(serial: int, name: str) -> Party:
    number = country("be").invented.enterprise_number(serial)
    return Party(
        legal_name=name,
        endpoint=Identifier(number, "0208"),
        legal_number=Identifier(number, "0208"),
        tax_registrations=(TaxRegistration(f"BE{number}"),),
        address=Address(country="BE", city="Brussel", postal_code="1060", street="Kerkstraat 1"),
    )


def _line(number: int, index: int) -> Line:
    line = Line(str(index + 1), 0, Item(f"Performance {index + 1}", TaxCategory("S", RATES[(number + index) % 2])))
    price = Price(Decimal(10_000 + 7 * (number % 2_003)) / 100)
    return replace(line, quantity=Decimal(1 + index), unit="HUR", price=price)
