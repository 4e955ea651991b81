"""Structured invoices for tests: a good one to change, invented ones by the thousand, and the official examples.

The official examples are not part of the project: they lie in ``shared/testdata`` beside it, or where
``MARKE_TESTDATA`` says. Tests that need them skip without them.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from marke.countries.registry import country
from marke.ops.installation import PROJECT
from marke.rules.einvoice.amounts import NO_TOTALS, with_amounts
from marke.rules.einvoice.model import (
    BILLING,
    BILLING_PROCESS,
    Account,
    Address,
    AllowanceCharge,
    Delivery,
    DocumentKind,
    Identifier,
    Invoice,
    Item,
    Line,
    Party,
    PaymentMeans,
    PrecedingInvoice,
    Price,
    TaxCategory,
    TaxRegistration,
)

TESTDATA = Path(os.environ.get("MARKE_TESTDATA", PROJECT.parent / "shared/testdata"))
PEPPOL = TESTDATA / "peppol"

needs_peppol = pytest.mark.skipif(
    not PEPPOL.is_dir(), reason="the official Peppol examples are not beside the project (MARKE_TESTDATA)"
)

DAY = dt.date(2026, 11, 23)
STANDARD = TaxCategory("S", Decimal(21))
REDUCED = TaxCategory("S", Decimal(6))
EXEMPT = TaxCategory("E", Decimal(0), reason="VAT Code, article 44, § 2, 4°")
SHIFTED = TaxCategory("AE", Decimal(0), reason_code="VATEX-EU-AE", reason="Reverse charge")
EU_GOODS = TaxCategory("K", Decimal(0), reason_code="VATEX-EU-IC", reason="Intra-Community supply")
EXPORTED = TaxCategory("G", Decimal(0), reason_code="VATEX-EU-G", reason="Export")
GROUNDS = (EXEMPT, SHIFTED, EU_GOODS, EXPORTED)


def examples(*folders: str) -> list[Any]:
    """The official invoices and credit notes in these folders, each named by its path; empty without test data."""
    files = [file for folder in folders for file in sorted((PEPPOL / folder).glob("*.[xX][mM][lL]"))]
    return [pytest.param(file, id=str(file.relative_to(PEPPOL))) for file in files]


def party(serial: int, name: str, **changes: Any) -> Party:
    """A Belgian enterprise that does not exist."""
    number = country("be").invented.enterprise_number(serial)
    belgian = Party(
        legal_name=name,
        endpoint=Identifier(number, "0208"),
        legal_number=Identifier(number, "0208"),
        tax_registrations=(TaxRegistration(f"BE{number}"),),
        address=Address(country="BE", city="Brussel", postal_code="1060", street="Kerkstraat 1"),
    )
    return replace(belgian, **changes)


def line(number: int = 1, **changes: Any) -> Line:
    """One hour of work for EUR 100.00."""
    category = changes.pop("category", STANDARD)
    shown = replace(category, reason=None, reason_code=None)
    work = Line(
        number=str(number),
        net=0,
        item=Item("Performance", shown),
        quantity=Decimal(1),
        unit="HUR",
        price=Price(Decimal("100.00")),
    )
    return replace(work, **changes)


def invoice(*lines: Line, **changes: Any) -> Invoice:
    """A good invoice of EUR 121.00 from one Belgian enterprise to another, added up after the changes."""
    good = Invoice(
        kind=DocumentKind.INVOICE,
        number="2026-0001",
        issued_on=DAY,
        type_code="380",
        currency="EUR",
        seller=party(1, "The cooperative"),
        buyer=party(2, "The client"),
        totals=NO_TOTALS,
        lines=lines or (line(),),
        specification=BILLING,
        process=BILLING_PROCESS,
        due_on=DAY + dt.timedelta(days=30),
        buyer_reference="Festival 2026",
        payment_means=(
            PaymentMeans("30", communications=("+++090/9337/55493+++",), account=Account("BE68539007547034")),
        ),
    )
    return with_amounts(replace(good, **changes), grounds=GROUNDS)


def credit_note(*lines: Line, **changes: Any) -> Invoice:
    """A good credit note on invoice 2026-0001."""
    return invoice(
        *lines,
        **{
            "kind": DocumentKind.CREDIT_NOTE,
            "type_code": "381",
            "number": "2026-C001",
            "preceding": (PrecedingInvoice("2026-0001", DAY),),
            **changes,
        },
    )


def lines(category: TaxCategory) -> st.SearchStrategy[Line]:
    """Invented lines in one VAT category: any quantity and price, sometimes with a discount on the line."""
    return st.builds(
        lambda quantity, price, per, discount: line(
            category=category,
            quantity=quantity,
            price=Price(price, base_quantity=per),
            allowances_charges=(AllowanceCharge(False, discount, reason="Discount"),) if discount else (),
        ),
        st.decimals("0.01", 999, places=2),
        st.decimals("0.0001", 9_999, places=4),
        st.none() | st.sampled_from([Decimal(10), Decimal(100)]),
        st.just(0) | st.integers(1, 5),
    ).filter(lambda each: each.quantity * each.price.net / (each.price.base_quantity or 1) > Decimal("0.1"))


@st.composite
def invented(draw: st.DrawFn) -> Invoice:
    """An invented good document: both kinds, every VAT ground that fits, allowances and charges, prepayments."""
    grounds = draw(st.sampled_from([(STANDARD, REDUCED), (STANDARD, EXEMPT), (SHIFTED,), (EU_GOODS,), (EXPORTED,)]))
    written = [
        replace(each, number=str(number))
        for number, each in enumerate(
            draw(st.lists(st.one_of(*[lines(ground) for ground in grounds]), min_size=1, max_size=4)), 1
        )
    ]
    shown = replace(grounds[0], reason=None, reason_code=None)
    charges = (AllowanceCharge(True, draw(st.integers(1, 10_000)), reason="Transport", category=shown),)
    make = draw(st.sampled_from([invoice, credit_note]))
    made: Invoice = make(
        *written,
        allowances_charges=draw(st.sampled_from([(), charges])),
        delivery=Delivery(delivered_on=DAY, address=Address(country="FR")) if EU_GOODS in grounds else None,
        totals=replace(NO_TOTALS, prepaid=draw(st.none() | st.integers(1, 100))),
        order=draw(st.none() | st.from_regex(r"PO-[0-9]{1,6}", fullmatch=True)),
        notes=draw(st.sampled_from([(), ("Réf. «Été» & <Café>",)])),
    )
    return made
