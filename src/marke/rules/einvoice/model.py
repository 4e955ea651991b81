"""A structured invoice or credit note: the business terms of EN 16931 that Peppol BIS Billing 3.0 uses.

Amounts are whole cents of the invoice's currency; prices, quantities and percentages are exact decimals. BT and BG
numbers are those of the standard. The model carries whatever a supplier wrote, right or wrong: `strict` says what is
wrong with it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from marke.kernel.money import Cents
from marke.rules.vat import tax_day

EN_16931 = "urn:cen.eu:en16931:2017"
"""The specification of a document that follows the European standard alone (BT-24): it is not for the network."""

BILLING = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
"""The specification of an ordinary Peppol invoice (BT-24)."""

BILLING_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
"""The process in which it is sent (BT-23)."""

VAT = "VAT"

PROJECT = "50"
"""Type of the document reference that names the project in a credit note (BT-11)."""


class DocumentKind(Enum):
    """The two documents of Peppol billing; each is an XML document of its own."""

    INVOICE = "Invoice"
    CREDIT_NOTE = "CreditNote"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number and the list that gives it meaning: ``0208`` for Belgian enterprise numbers."""

    value: str
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address (BG-5, BG-8, BG-12, BG-15)."""

    country: str | None = None
    street: str | None = None
    additional_street: str | None = None
    line: str | None = None
    city: str | None = None
    postal_code: str | None = None
    subdivision: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call about the invoice (BG-6, BG-9)."""

    name: str | None = None
    telephone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class TaxRegistration:
    """A number under which a party pays tax: VAT (BT-31, BT-48), or another tax (BT-32)."""

    number: str
    scheme: str = VAT


@dataclass(frozen=True, slots=True)
class Party:
    """A seller, buyer, payee or tax representative (BG-4, BG-7, BG-10, BG-11)."""

    legal_name: str | None = None
    trading_name: str | None = None
    endpoint: Identifier | None = None
    """The address on the network to which documents go (BT-34, BT-49)."""
    identifiers: tuple[Identifier, ...] = ()
    legal_number: Identifier | None = None
    """The number in the register of enterprises (BT-30, BT-47)."""
    legal_form: str | None = None
    tax_registrations: tuple[TaxRegistration, ...] = ()
    address: Address | None = None
    contact: Contact | None = None

    @property
    def name(self) -> str:
        """The name in the register, or else the one it trades under."""
        return self.legal_name or self.trading_name or ""

    @property
    def vat_number(self) -> str | None:
        """The VAT number with its country prefix."""
        return next((each.number for each in self.tax_registrations if each.scheme.upper() == VAT), None)

    @property
    def country(self) -> str | None:
        return self.address.country if self.address else None


@dataclass(frozen=True, slots=True)
class Period:
    """The days an invoice or a line is about (BG-14, BG-26)."""

    start: dt.date | None = None
    end: dt.date | None = None
    tax_point_code: str | None = None
    """Which event makes VAT due, by code (BT-8)."""


@dataclass(frozen=True, slots=True)
class PrecedingInvoice:
    """The invoice that a credit note or a correction is about (BG-3)."""

    number: str
    issued_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the invoice (BT-125)."""

    content: bytes
    mime_type: str
    file_name: str


@dataclass(frozen=True, slots=True)
class SupportingDocument:
    """A document that belongs to the invoice, named, linked or attached (BG-24); with type 130 the object invoiced."""

    reference: Identifier
    type_code: str | None = None
    description: str | None = None
    attachment: Attachment | None = None
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was delivered where and when (BG-13)."""

    delivered_on: dt.date | None = None
    location: Identifier | None = None
    address: Address | None = None
    recipient: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """The account to pay to (BG-17)."""

    number: str
    name: str | None = None
    bank: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The last digits of the card that paid (BG-18)."""

    number: str
    network: str | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """The permission to collect (BG-19)."""

    reference: str | None = None
    debited_account: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    """How to pay (BG-16). ``due_on`` is where a UBL credit note keeps its due date (BT-9)."""

    code: str
    name: str | None = None
    due_on: dt.date | None = None
    communications: tuple[str, ...] = ()
    """What the payer quotes, the structured communication (BT-83)."""
    card: Card | None = None
    account: Account | None = None
    mandate: Mandate | None = None


@dataclass(frozen=True, slots=True)
class TaxCategory:
    """A VAT category and rate in percent, with the reason when no VAT is asked (BT-118 to BT-121)."""

    code: str
    percent: Decimal | None = None
    reason_code: str | None = None
    reason: str | None = None

    @property
    def key(self) -> tuple[str, Decimal]:
        """What is added up together: one VAT amount per category and rate."""
        return self.code, self.percent or Decimal(0)


@dataclass(frozen=True, slots=True)
class AllowanceCharge:
    """A discount, or a charge on top, of the whole invoice (BG-20, BG-21) or of a line (BG-27, BG-28)."""

    is_charge: bool
    amount: Cents
    reason: str | None = None
    reason_code: str | None = None
    percent: Decimal | None = None
    base: Cents | None = None
    category: TaxCategory | None = None
    """VAT of an allowance on the whole invoice; a line's allowance follows the line."""

    @property
    def signed(self) -> Cents:
        """What it adds to the invoice: negative for a discount."""
        return self.amount if self.is_charge else -self.amount


@dataclass(frozen=True, slots=True)
class VatSubtotal:
    """The VAT of one category and rate (BG-23)."""

    base: Cents
    vat: Cents
    category: TaxCategory


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """The VAT of the invoice (BT-110); a second one without subtotals is in the currency of the books (BT-111)."""

    amount: Cents
    currency: str
    subtotals: tuple[VatSubtotal, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """What the invoice amounts to (BG-22)."""

    lines: Cents
    without_vat: Cents
    with_vat: Cents
    payable: Cents
    allowances: Cents | None = None
    charges: Cents | None = None
    prepaid: Cents | None = None
    rounding: Cents | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a quantity, without VAT, in the currency of the invoice (BG-29)."""

    net: Decimal
    base_quantity: Decimal | None = None
    base_unit: str | None = None
    discount: Decimal | None = None
    gross: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Classification:
    """What kind of thing an item is, by a list (BT-158)."""

    code: str
    list_code: str | None = None
    list_version: str | None = None


@dataclass(frozen=True, slots=True)
class ItemProperty:
    """A property of an item: colour, size (BG-32)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Item:
    """What is sold (BG-31)."""

    name: str | None
    category: TaxCategory | None
    description: str | None = None
    buyers_number: str | None = None
    sellers_number: str | None = None
    standard_number: Identifier | None = None
    origin: str | None = None
    classifications: tuple[Classification, ...] = ()
    properties: tuple[ItemProperty, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an invoice (BG-25). ``net`` is quantity × price, less allowances, plus charges."""

    number: str
    net: Cents
    item: Item
    quantity: Decimal | None = None
    unit: str | None = None
    price: Price | None = None
    note: str | None = None
    accounting_cost: str | None = None
    period: Period | None = None
    order_line: str | None = None
    object: SupportingDocument | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice or a credit note, as it travels."""

    kind: DocumentKind
    number: str
    issued_on: dt.date
    type_code: str
    currency: str
    seller: Party
    buyer: Party
    totals: Totals
    lines: tuple[Line, ...]
    tax_totals: tuple[TaxTotal, ...] = ()
    specification: str | None = None
    process: str | None = None
    due_on: dt.date | None = None
    tax_point: dt.date | None = None
    tax_currency: str | None = None
    notes: tuple[str, ...] = ()
    accounting_cost: str | None = None
    buyer_reference: str | None = None
    period: Period | None = None
    order: str | None = None
    sales_order: str | None = None
    preceding: tuple[PrecedingInvoice, ...] = ()
    despatch_advice: str | None = None
    receiving_advice: str | None = None
    tender: str | None = None
    contract: str | None = None
    project: str | None = None
    documents: tuple[SupportingDocument, ...] = ()
    payee: Party | None = None
    tax_representative: Party | None = None
    delivery: Delivery | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    payment_terms: str | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()

    @property
    def vat(self) -> Cents:
        """The VAT in the currency of the invoice (BT-110)."""
        return next((total.amount for total in self.tax_totals if total.currency == self.currency), 0)

    @property
    def breakdown(self) -> tuple[VatSubtotal, ...]:
        """The VAT by category and rate (BG-23)."""
        return tuple(subtotal for total in self.tax_totals for subtotal in total.subtotals)

    @property
    def taxed_on(self) -> dt.date:
        """The day whose VAT rates apply: the stated tax point, else as VAT law says (`marke.rules.vat.tax_day`)."""
        delivered = self.delivery.delivered_on if self.delivery else None
        end = self.period.end if self.period else None
        return self.tax_point or tax_day(issued_on=self.issued_on, delivered_on=delivered, period_end=end)
