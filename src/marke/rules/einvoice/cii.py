"""CII (UN/CEFACT Cross Industry Invoice): the other syntax of EN 16931, read from suppliers and inside Factur-X.

Only read: Marke answers in UBL, as Peppol asks. Binding of EN 16931-3-3.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from marke.kernel.refusal import gettext_noop
from marke.rules.einvoice.binding import (
    BYTES,
    MONEY,
    NUMBER,
    PRICE,
    TEXT,
    YES_NO,
    Codec,
    Names,
    Reader,
    UnableToReadInvoice,
    group,
    many,
    one,
)
from marke.rules.einvoice.model import (
    VAT,
    Account,
    Address,
    AllowanceCharge,
    Attachment,
    Card,
    Classification,
    Contact,
    Delivery,
    DocumentKind,
    Identifier,
    Invoice,
    Item,
    ItemProperty,
    Line,
    Mandate,
    Party,
    PaymentMeans,
    Period,
    PrecedingInvoice,
    Price,
    SupportingDocument,
    TaxCategory,
    TaxRegistration,
    TaxTotal,
    Totals,
    VatSubtotal,
)

_CII = "urn:un:unece:uncefact:data"
NAMESPACES = {
    "rsm": f"{_CII}:standard:CrossIndustryInvoice:100",
    "ram": f"{_CII}:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{_CII}:standard:UnqualifiedDataType:100",
    "qdt": f"{_CII}:standard:QualifiedDataType:100",
}
NAMES = Names(NAMESPACES)
ROOT = NAMES["rsm:CrossIndustryInvoice"]

CREDIT_NOTE_TYPES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})
"""Types of document that ask no money but give it back (UNTDID 1001, as BIS Billing 3.0 lists them)."""

SUPPORTING, TENDER = "916", "50"
"""Types of referenced document that CII tells apart and UBL does not (BG-24, BT-17)."""

DIRECT_DEBIT_SCHEME = "SEPA"

_TAX_SCHEMES = {"VA": VAT}
_TAX_POINT_CODES = {"5": "3", "29": "35", "72": "432"}
"""UNTDID 2475 of CII as UNTDID 2005 of UBL (BT-8): issue, delivery, payment."""


def _read_only(_: Any) -> str:
    raise NotImplementedError("CII is read, never written.")


def _compact_day(text: str) -> dt.date:
    if len(text) != 8 or not (text.isascii() and text.isdecimal()):
        raise ValueError(text)
    return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))


DAY = Codec(_compact_day, _read_only)
TAX_SCHEME = Codec(lambda code: _TAX_SCHEMES.get(code, code), _read_only)
TAX_POINT_CODE = Codec(lambda code: _TAX_POINT_CODES.get(code, code), _read_only)


def _identifier(scheme: str = "@schemeID") -> Any:
    return group(Identifier, one("value", ".", TEXT), one("scheme", scheme, TEXT))


IDENTIFIER = _identifier()

ADDRESS = group(
    Address,
    one("postal_code", "ram:PostcodeCode", TEXT),
    one("street", "ram:LineOne", TEXT),
    one("additional_street", "ram:LineTwo", TEXT),
    one("line", "ram:LineThree", TEXT),
    one("city", "ram:CityName", TEXT),
    one("country", "ram:CountryID", TEXT),
    one("subdivision", "ram:CountrySubDivisionName", TEXT),
)

CONTACT = group(
    Contact,
    one("name", "ram:PersonName", TEXT),
    one("name", "ram:DepartmentName", TEXT),
    one("telephone", "ram:TelephoneUniversalCommunication/ram:CompleteNumber", TEXT),
    one("email", "ram:EmailURIUniversalCommunication/ram:URIID", TEXT),
)

TAX_REGISTRATION = group(TaxRegistration, one("number", ".", TEXT), one("scheme", "@schemeID", TAX_SCHEME))

PARTY = group(
    Party,
    many("identifiers", "ram:ID", IDENTIFIER),
    many("identifiers", "ram:GlobalID", IDENTIFIER),
    one("legal_name", "ram:Name", TEXT),
    one("legal_form", "ram:Description", TEXT),
    one("legal_number", "ram:SpecifiedLegalOrganization/ram:ID", IDENTIFIER),
    one("trading_name", "ram:SpecifiedLegalOrganization/ram:TradingBusinessName", TEXT),
    one("contact", "ram:DefinedTradeContact", CONTACT),
    one("address", "ram:PostalTradeAddress", ADDRESS),
    one("endpoint", "ram:URIUniversalCommunication/ram:URIID", IDENTIFIER),
    many("tax_registrations", "ram:SpecifiedTaxRegistration/ram:ID", TAX_REGISTRATION),
)

PRECEDING = group(
    PrecedingInvoice,
    one("number", "ram:IssuerAssignedID", TEXT),
    one("issued_on", "ram:FormattedIssueDateTime/qdt:DateTimeString", DAY),
)

ATTACHMENT = group(
    Attachment,
    one("content", ".", BYTES),
    one("mime_type", "@mimeCode", TEXT),
    one("file_name", "@filename", TEXT),
)

DOCUMENT = group(
    SupportingDocument,
    one(
        "reference",
        ".",
        group(Identifier, one("value", "ram:IssuerAssignedID", TEXT), one("scheme", "ram:ReferenceTypeCode", TEXT)),
    ),
    one("uri", "ram:URIID", TEXT),
    one("type_code", "ram:TypeCode", TEXT),
    one("description", "ram:Name", TEXT),
    one("attachment", "ram:AttachmentBinaryObject", ATTACHMENT),
)

_SHIP_TO = "ram:ShipToTradeParty"
DELIVERY = group(
    Delivery,
    one("delivered_on", "ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString", DAY),
    one("location", f"{_SHIP_TO}/ram:GlobalID", IDENTIFIER),
    one("location", f"{_SHIP_TO}/ram:ID", IDENTIFIER),
    one("address", f"{_SHIP_TO}/ram:PostalTradeAddress", ADDRESS),
    one("recipient", f"{_SHIP_TO}/ram:Name", TEXT),
)

_CREDITOR_ACCOUNT = "ram:PayeePartyCreditorFinancialAccount"
ACCOUNT = group(
    Account,
    one("number", f"{_CREDITOR_ACCOUNT}/ram:IBANID", TEXT),
    one("number", f"{_CREDITOR_ACCOUNT}/ram:ProprietaryID", TEXT),
    one("name", f"{_CREDITOR_ACCOUNT}/ram:AccountName", TEXT),
    one("bank", "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", TEXT),
)

PAYMENT_MEANS = group(
    PaymentMeans,
    one("code", "ram:TypeCode", TEXT),
    one("name", "ram:Information", TEXT),
    one(
        "card",
        "ram:ApplicableTradeSettlementFinancialCard",
        group(Card, one("number", "ram:ID", TEXT), one("holder", "ram:CardholderName", TEXT)),
    ),
    one("account", ".", ACCOUNT),
    one(
        "mandate", ".", group(Mandate, one("debited_account", "ram:PayerPartyDebtorFinancialAccount/ram:IBANID", TEXT))
    ),
)

TAX_CATEGORY = group(
    TaxCategory,
    one("code", "ram:CategoryCode", TEXT),
    one("percent", "ram:RateApplicablePercent", NUMBER),
    one("reason_code", "ram:ExemptionReasonCode", TEXT),
    one("reason", "ram:ExemptionReason", TEXT),
)

ALLOWANCE_CHARGE = group(
    AllowanceCharge,
    one("is_charge", "ram:ChargeIndicator/udt:Indicator", YES_NO),
    one("percent", "ram:CalculationPercent", NUMBER),
    one("base", "ram:BasisAmount", MONEY),
    one("amount", "ram:ActualAmount", MONEY),
    one("reason_code", "ram:ReasonCode", TEXT),
    one("reason", "ram:Reason", TEXT),
    one("category", "ram:CategoryTradeTax", TAX_CATEGORY),
)

VAT_SUBTOTAL = group(
    VatSubtotal,
    one("base", "ram:BasisAmount", MONEY),
    one("vat", "ram:CalculatedAmount", MONEY),
    one("category", ".", TAX_CATEGORY),
)

TAX_TOTAL = group(TaxTotal, one("amount", ".", MONEY), one("currency", "@currencyID", TEXT))

TOTALS = group(
    Totals,
    one("lines", "ram:LineTotalAmount", MONEY),
    one("charges", "ram:ChargeTotalAmount", MONEY),
    one("allowances", "ram:AllowanceTotalAmount", MONEY),
    one("without_vat", "ram:TaxBasisTotalAmount", MONEY),
    one("rounding", "ram:RoundingAmount", MONEY),
    one("with_vat", "ram:GrandTotalAmount", MONEY),
    one("prepaid", "ram:TotalPrepaidAmount", MONEY),
    one("payable", "ram:DuePayableAmount", MONEY),
)


def _period(tax: str) -> Any:
    return group(
        Period,
        one("start", "ram:BillingSpecifiedPeriod/ram:StartDateTime/udt:DateTimeString", DAY),
        one("end", "ram:BillingSpecifiedPeriod/ram:EndDateTime/udt:DateTimeString", DAY),
        one("tax_point_code", f"{tax}/ram:DueDateTypeCode", TAX_POINT_CODE),
    )


_NET, _GROSS = "ram:NetPriceProductTradePrice", "ram:GrossPriceProductTradePrice"
PRICE_OF_ITEM = group(
    Price,
    one("net", f"{_NET}/ram:ChargeAmount", PRICE),
    one("base_quantity", f"{_NET}/ram:BasisQuantity", NUMBER),
    one("base_quantity", f"{_GROSS}/ram:BasisQuantity", NUMBER),
    one("base_unit", f"{_NET}/ram:BasisQuantity/@unitCode", TEXT),
    one("base_unit", f"{_GROSS}/ram:BasisQuantity/@unitCode", TEXT),
    one("gross", f"{_GROSS}/ram:ChargeAmount", PRICE),
    one("discount", f"{_GROSS}/ram:AppliedTradeAllowanceCharge/ram:ActualAmount", PRICE),
)

_PRODUCT = "ram:SpecifiedTradeProduct"
_LINE_AGREEMENT, _LINE_SETTLEMENT = "ram:SpecifiedLineTradeAgreement", "ram:SpecifiedLineTradeSettlement"
_LINE_QUANTITY = "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"
_LINE_DOCUMENT = "ram:AssociatedDocumentLineDocument"
_CLASS = f"{_PRODUCT}/ram:DesignatedProductClassification/ram:ClassCode"
_PROPERTY = f"{_PRODUCT}/ram:ApplicableProductCharacteristic"

ITEM = group(
    Item,
    one("standard_number", f"{_PRODUCT}/ram:GlobalID", IDENTIFIER),
    one("sellers_number", f"{_PRODUCT}/ram:SellerAssignedID", TEXT),
    one("buyers_number", f"{_PRODUCT}/ram:BuyerAssignedID", TEXT),
    one("name", f"{_PRODUCT}/ram:Name", TEXT),
    one("description", f"{_PRODUCT}/ram:Description", TEXT),
    many(
        "properties",
        _PROPERTY,
        group(ItemProperty, one("name", "ram:Description", TEXT), one("value", "ram:Value", TEXT)),
    ),
    many(
        "classifications",
        _CLASS,
        group(
            Classification,
            one("code", ".", TEXT),
            one("list_code", "@listID", TEXT),
            one("list_version", "@listVersionID", TEXT),
        ),
    ),
    one("origin", f"{_PRODUCT}/ram:OriginTradeCountry/ram:ID", TEXT),
    one("category", f"{_LINE_SETTLEMENT}/ram:ApplicableTradeTax", TAX_CATEGORY),
)

LINE = group(
    Line,
    one("number", f"{_LINE_DOCUMENT}/ram:LineID", TEXT),
    one("note", f"{_LINE_DOCUMENT}/ram:IncludedNote/ram:Content", TEXT),
    one("item", ".", ITEM),
    one("order_line", f"{_LINE_AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:LineID", TEXT),
    one("price", _LINE_AGREEMENT, PRICE_OF_ITEM),
    one("quantity", _LINE_QUANTITY, NUMBER),
    one("unit", f"{_LINE_QUANTITY}/@unitCode", TEXT),
    one("period", _LINE_SETTLEMENT, _period("ram:ApplicableTradeTax")),
    many("allowances_charges", f"{_LINE_SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge", ALLOWANCE_CHARGE),
    one("net", f"{_LINE_SETTLEMENT}/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount", MONEY),
    one("object", f"{_LINE_SETTLEMENT}/ram:AdditionalReferencedDocument", DOCUMENT),
    one("accounting_cost", f"{_LINE_SETTLEMENT}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID", TEXT),
)

_CONTEXT, _DOCUMENT = "rsm:ExchangedDocumentContext", "rsm:ExchangedDocument"
_TRADE = "rsm:SupplyChainTradeTransaction"
_AGREEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeAgreement"
_DELIVERY = f"{_TRADE}/ram:ApplicableHeaderTradeDelivery"
_SETTLEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeSettlement"
_TERMS = f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms"
_SUMMATION = f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"

INVOICE = group(
    Invoice,
    one("specification", f"{_CONTEXT}/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", TEXT),
    one("process", f"{_CONTEXT}/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID", TEXT),
    one("number", f"{_DOCUMENT}/ram:ID", TEXT),
    one("type_code", f"{_DOCUMENT}/ram:TypeCode", TEXT),
    one("issued_on", f"{_DOCUMENT}/ram:IssueDateTime/udt:DateTimeString", DAY),
    many("lines", f"{_TRADE}/ram:IncludedSupplyChainTradeLineItem", LINE),
    one("buyer_reference", f"{_AGREEMENT}/ram:BuyerReference", TEXT),
    one("seller", f"{_AGREEMENT}/ram:SellerTradeParty", PARTY),
    one("buyer", f"{_AGREEMENT}/ram:BuyerTradeParty", PARTY),
    one("tax_representative", f"{_AGREEMENT}/ram:SellerTaxRepresentativeTradeParty", PARTY),
    one("sales_order", f"{_AGREEMENT}/ram:SellerOrderReferencedDocument/ram:IssuerAssignedID", TEXT),
    one("order", f"{_AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID", TEXT),
    one("contract", f"{_AGREEMENT}/ram:ContractReferencedDocument/ram:IssuerAssignedID", TEXT),
    many("documents", f"{_AGREEMENT}/ram:AdditionalReferencedDocument", DOCUMENT),
    one("project", f"{_AGREEMENT}/ram:SpecifiedProcuringProject/ram:ID", TEXT),
    one("delivery", _DELIVERY, DELIVERY),
    one("despatch_advice", f"{_DELIVERY}/ram:DespatchAdviceReferencedDocument/ram:IssuerAssignedID", TEXT),
    one("receiving_advice", f"{_DELIVERY}/ram:ReceivingAdviceReferencedDocument/ram:IssuerAssignedID", TEXT),
    one("tax_currency", f"{_SETTLEMENT}/ram:TaxCurrencyCode", TEXT),
    one("currency", f"{_SETTLEMENT}/ram:InvoiceCurrencyCode", TEXT),
    one("payee", f"{_SETTLEMENT}/ram:PayeeTradeParty", PARTY),
    many("payment_means", f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans", PAYMENT_MEANS),
    one("tax_point", f"{_SETTLEMENT}/ram:ApplicableTradeTax/ram:TaxPointDate/udt:DateString", DAY),
    one("period", _SETTLEMENT, _period("ram:ApplicableTradeTax")),
    many("allowances_charges", f"{_SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge", ALLOWANCE_CHARGE),
    one("payment_terms", f"{_TERMS}/ram:Description", TEXT),
    one("due_on", f"{_TERMS}/ram:DueDateDateTime/udt:DateTimeString", DAY),
    many("tax_totals", f"{_SUMMATION}/ram:TaxTotalAmount", TAX_TOTAL),
    one("totals", _SUMMATION, TOTALS),
    many("preceding", f"{_SETTLEMENT}/ram:InvoiceReferencedDocument", PRECEDING),
    one("accounting_cost", f"{_SETTLEMENT}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID", TEXT),
)


@dataclass(frozen=True, slots=True)
class _Note:
    content: str
    subject: str | None = None

    @property
    def text(self) -> str:
        """As UBL writes it: the code of the subject between number signs before the text (BT-21)."""
        return f"#{self.subject}#{self.content}" if self.subject else self.content


@dataclass(frozen=True, slots=True)
class _Apart:
    """What CII keeps apart and the model keeps together: VAT by rate, and how and under which mandate is paid."""

    notes: tuple[_Note, ...] = ()
    subtotals: tuple[VatSubtotal, ...] = ()
    communication: str | None = None
    creditor: str | None = None
    mandate: str | None = None


APART = group(
    _Apart,
    many(
        "notes",
        f"{_DOCUMENT}/ram:IncludedNote",
        group(_Note, one("content", "ram:Content", TEXT), one("subject", "ram:SubjectCode", TEXT)),
    ),
    many("subtotals", f"{_SETTLEMENT}/ram:ApplicableTradeTax", VAT_SUBTOTAL),
    one("communication", f"{_SETTLEMENT}/ram:PaymentReference", TEXT),
    one("creditor", f"{_SETTLEMENT}/ram:CreditorReferenceID", TEXT),
    one("mandate", f"{_TERMS}/ram:DirectDebitMandateID", TEXT),
)


def read(root: Any) -> Invoice:
    """The invoice in a CII document. Raises `UnableToReadInvoice`."""
    if root.tag != ROOT:
        raise UnableToReadInvoice(
            "einvoice.kind",
            gettext_noop("This is no invoice or credit note but «%(root)s»."),
            params={"root": etree.QName(root).localname},
        )
    reader = Reader(NAMES)
    invoice: Invoice = reader.read(INVOICE, root, kind=_kind(root))
    return _gather(invoice, reader.read(APART, root) or _Apart())


def _kind(root: Any) -> DocumentKind:
    code = (root.findtext(f"{_DOCUMENT}/ram:TypeCode", "", NAMESPACES) or "").strip()
    return DocumentKind.CREDIT_NOTE if code in CREDIT_NOTE_TYPES else DocumentKind.INVOICE


def _gather(invoice: Invoice, apart: _Apart) -> Invoice:
    tender = next((each for each in invoice.documents if each.type_code == TENDER), None)
    return replace(
        invoice,
        notes=tuple(note.text for note in apart.notes),
        tax_totals=_with_subtotals(invoice, apart.subtotals),
        payment_means=tuple(_with_payment(means, apart) for means in invoice.payment_means),
        seller=_with_creditor(invoice.seller, apart.creditor),
        tender=tender.reference.value if tender else None,
        documents=tuple(
            replace(each, type_code=None if each.type_code == SUPPORTING else each.type_code)
            for each in invoice.documents
            if each is not tender
        ),
    )


def _with_subtotals(invoice: Invoice, subtotals: tuple[VatSubtotal, ...]) -> tuple[TaxTotal, ...]:
    """The VAT in the currency of the invoice, with its rates; CII may leave out a total that is zero."""
    totals = invoice.tax_totals or (TaxTotal(sum(each.vat for each in subtotals), invoice.currency),)
    return tuple(
        replace(total, subtotals=subtotals) if total.currency == invoice.currency else total for total in totals
    )


def _with_payment(means: PaymentMeans, apart: _Apart) -> PaymentMeans:
    mandate = means.mandate
    if apart.mandate:
        mandate = replace(mandate or Mandate(), reference=apart.mandate)
    communications = (apart.communication,) if apart.communication else ()
    return replace(means, mandate=mandate, communications=communications)


def _with_creditor(seller: Party, creditor: str | None) -> Party:
    """The creditor who may collect is an identifier of the seller (BT-90)."""
    if not creditor:
        return seller
    return replace(seller, identifiers=(*seller.identifiers, Identifier(creditor, DIRECT_DEBIT_SCHEME)))
