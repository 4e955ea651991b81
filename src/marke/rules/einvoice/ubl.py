"""UBL 2.1: how Peppol BIS Billing 3.0 writes an invoice and a credit note (docs.peppol.eu, syntax binding).

The tables follow the order of the UBL schema. Invoice and credit note differ in a few places, named beside them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from marke.kernel.refusal import gettext_noop
from marke.rules.einvoice.binding import (
    BYTES,
    DAY,
    MONEY,
    NUMBER,
    PRICE,
    TEXT,
    YES_NO,
    Group,
    Names,
    Reader,
    UnableToReadInvoice,
    UnableToWriteInvoice,
    Writer,
    fixed,
    group,
    location,
    many,
    one,
)
from marke.rules.einvoice.model import (
    PROJECT,
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

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
NAMESPACES = {"cac": f"{_UBL}:CommonAggregateComponents-2", "cbc": f"{_UBL}:CommonBasicComponents-2"}
NAMES = Names(NAMESPACES)
ROOTS = {f"{{{_UBL}:{kind.value}-2}}{kind.value}": kind for kind in DocumentKind}

NO_ORDER = "NA"
"""UBL wants an order number beside a sales order number; the Peppol binding gives this one when there is none."""

IDENTIFIER = group(Identifier, one("value", ".", TEXT), one("scheme", "@schemeID", TEXT))

ADDRESS = group(
    Address,
    one("street", "cbc:StreetName", TEXT),
    one("additional_street", "cbc:AdditionalStreetName", TEXT),
    one("city", "cbc:CityName", TEXT),
    one("postal_code", "cbc:PostalZone", TEXT),
    one("subdivision", "cbc:CountrySubentity", TEXT),
    one("line", "cac:AddressLine/cbc:Line", TEXT),
    one("country", "cac:Country/cbc:IdentificationCode", TEXT),
)

TAX_REGISTRATION = group(
    TaxRegistration, one("number", "cbc:CompanyID", TEXT), one("scheme", "cac:TaxScheme/cbc:ID", TEXT)
)

CONTACT = group(
    Contact,
    one("name", "cbc:Name", TEXT),
    one("telephone", "cbc:Telephone", TEXT),
    one("email", "cbc:ElectronicMail", TEXT),
)

PARTY = group(
    Party,
    one("endpoint", "cbc:EndpointID", IDENTIFIER),
    many("identifiers", "cac:PartyIdentification/cbc:ID", IDENTIFIER),
    one("trading_name", "cac:PartyName/cbc:Name", TEXT),
    one("address", "cac:PostalAddress", ADDRESS),
    many("tax_registrations", "cac:PartyTaxScheme", TAX_REGISTRATION),
    one("legal_name", "cac:PartyLegalEntity/cbc:RegistrationName", TEXT),
    one("legal_number", "cac:PartyLegalEntity/cbc:CompanyID", IDENTIFIER),
    one("legal_form", "cac:PartyLegalEntity/cbc:CompanyLegalForm", TEXT),
    one("contact", "cac:Contact", CONTACT),
)

PERIOD = group(
    Period,
    one("start", "cbc:StartDate", DAY),
    one("end", "cbc:EndDate", DAY),
    one("tax_point_code", "cbc:DescriptionCode", TEXT),
)

PRECEDING = group(PrecedingInvoice, one("number", "cbc:ID", TEXT), one("issued_on", "cbc:IssueDate", DAY))

ATTACHMENT = group(
    Attachment,
    one("content", ".", BYTES),
    one("mime_type", "@mimeCode", TEXT),
    one("file_name", "@filename", TEXT),
)

DOCUMENT = group(
    SupportingDocument,
    one("reference", "cbc:ID", IDENTIFIER),
    one("type_code", "cbc:DocumentTypeCode", TEXT),
    one("description", "cbc:DocumentDescription", TEXT),
    one("attachment", "cac:Attachment/cbc:EmbeddedDocumentBinaryObject", ATTACHMENT),
    one("uri", "cac:Attachment/cac:ExternalReference/cbc:URI", TEXT),
)

DELIVERY = group(
    Delivery,
    one("delivered_on", "cbc:ActualDeliveryDate", DAY),
    one("location", "cac:DeliveryLocation/cbc:ID", IDENTIFIER),
    one("address", "cac:DeliveryLocation/cac:Address", ADDRESS),
    one("recipient", "cac:DeliveryParty/cac:PartyName/cbc:Name", TEXT),
)

CARD = group(
    Card,
    one("number", "cbc:PrimaryAccountNumberID", TEXT),
    one("network", "cbc:NetworkID", TEXT),
    one("holder", "cbc:HolderName", TEXT),
)

ACCOUNT = group(
    Account,
    one("number", "cbc:ID", TEXT),
    one("name", "cbc:Name", TEXT),
    one("bank", "cac:FinancialInstitutionBranch/cbc:ID", TEXT),
)

MANDATE = group(
    Mandate, one("reference", "cbc:ID", TEXT), one("debited_account", "cac:PayerFinancialAccount/cbc:ID", TEXT)
)

PAYMENT_MEANS = group(
    PaymentMeans,
    one("code", "cbc:PaymentMeansCode", TEXT),
    one("name", "cbc:PaymentMeansCode/@name", TEXT),
    one("due_on", "cbc:PaymentDueDate", DAY),
    many("communications", "cbc:PaymentID", TEXT),
    one("card", "cac:CardAccount", CARD),
    one("account", "cac:PayeeFinancialAccount", ACCOUNT),
    one("mandate", "cac:PaymentMandate", MANDATE),
)

TAX_CATEGORY = group(
    TaxCategory,
    one("code", "cbc:ID", TEXT),
    one("percent", "cbc:Percent", NUMBER),
    one("reason_code", "cbc:TaxExemptionReasonCode", TEXT),
    one("reason", "cbc:TaxExemptionReason", TEXT),
    fixed("cac:TaxScheme/cbc:ID", VAT),
)

ALLOWANCE_CHARGE = group(
    AllowanceCharge,
    one("is_charge", "cbc:ChargeIndicator", YES_NO),
    one("reason_code", "cbc:AllowanceChargeReasonCode", TEXT),
    one("reason", "cbc:AllowanceChargeReason", TEXT),
    one("percent", "cbc:MultiplierFactorNumeric", NUMBER),
    one("amount", "cbc:Amount", MONEY),
    one("base", "cbc:BaseAmount", MONEY),
    one("category", "cac:TaxCategory", TAX_CATEGORY),
)

VAT_SUBTOTAL = group(
    VatSubtotal,
    one("base", "cbc:TaxableAmount", MONEY),
    one("vat", "cbc:TaxAmount", MONEY),
    one("category", "cac:TaxCategory", TAX_CATEGORY),
)

TAX_TOTAL = group(
    TaxTotal,
    one("amount", "cbc:TaxAmount", MONEY),
    one("currency", "cbc:TaxAmount/@currencyID", TEXT),
    many("subtotals", "cac:TaxSubtotal", VAT_SUBTOTAL),
)

TOTALS = group(
    Totals,
    one("lines", "cbc:LineExtensionAmount", MONEY),
    one("without_vat", "cbc:TaxExclusiveAmount", MONEY),
    one("with_vat", "cbc:TaxInclusiveAmount", MONEY),
    one("allowances", "cbc:AllowanceTotalAmount", MONEY),
    one("charges", "cbc:ChargeTotalAmount", MONEY),
    one("prepaid", "cbc:PrepaidAmount", MONEY),
    one("rounding", "cbc:PayableRoundingAmount", MONEY),
    one("payable", "cbc:PayableAmount", MONEY),
)

CLASSIFICATION = group(
    Classification,
    one("code", ".", TEXT),
    one("list_code", "@listID", TEXT),
    one("list_version", "@listVersionID", TEXT),
)

ITEM = group(
    Item,
    one("description", "cbc:Description", TEXT),
    one("name", "cbc:Name", TEXT),
    one("buyers_number", "cac:BuyersItemIdentification/cbc:ID", TEXT),
    one("sellers_number", "cac:SellersItemIdentification/cbc:ID", TEXT),
    one("standard_number", "cac:StandardItemIdentification/cbc:ID", IDENTIFIER),
    one("origin", "cac:OriginCountry/cbc:IdentificationCode", TEXT),
    many("classifications", "cac:CommodityClassification/cbc:ItemClassificationCode", CLASSIFICATION),
    one("category", "cac:ClassifiedTaxCategory", TAX_CATEGORY),
    many(
        "properties",
        "cac:AdditionalItemProperty",
        group(ItemProperty, one("name", "cbc:Name", TEXT), one("value", "cbc:Value", TEXT)),
    ),
)

PRICE_DISCOUNT = "cac:AllowanceCharge"

PRICE_OF_ITEM = group(
    Price,
    one("net", "cbc:PriceAmount", PRICE),
    one("base_quantity", "cbc:BaseQuantity", NUMBER),
    one("base_unit", "cbc:BaseQuantity/@unitCode", TEXT),
    one("discount", f"{PRICE_DISCOUNT}/cbc:Amount", PRICE),
    one("gross", f"{PRICE_DISCOUNT}/cbc:BaseAmount", PRICE),
)


def _line(quantity: str) -> Group:
    return group(
        Line,
        one("number", "cbc:ID", TEXT),
        one("note", "cbc:Note", TEXT),
        one("quantity", quantity, NUMBER),
        one("unit", f"{quantity}/@unitCode", TEXT),
        one("net", "cbc:LineExtensionAmount", MONEY),
        one("accounting_cost", "cbc:AccountingCost", TEXT),
        one("period", "cac:InvoicePeriod", PERIOD),
        one("order_line", "cac:OrderLineReference/cbc:LineID", TEXT),
        one("object", "cac:DocumentReference", DOCUMENT),
        many("allowances_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE),
        one("item", "cac:Item", ITEM),
        one("price", "cac:Price", PRICE_OF_ITEM),
    )


_START = (
    one("specification", "cbc:CustomizationID", TEXT),
    one("process", "cbc:ProfileID", TEXT),
    one("number", "cbc:ID", TEXT),
    one("issued_on", "cbc:IssueDate", DAY),
)
_NOTES = many("notes", "cbc:Note", TEXT)
_TAX_POINT = one("tax_point", "cbc:TaxPointDate", DAY)
_REFERENCES = (
    one("currency", "cbc:DocumentCurrencyCode", TEXT),
    one("tax_currency", "cbc:TaxCurrencyCode", TEXT),
    one("accounting_cost", "cbc:AccountingCost", TEXT),
    one("buyer_reference", "cbc:BuyerReference", TEXT),
    one("period", "cac:InvoicePeriod", PERIOD),
    one("order", "cac:OrderReference/cbc:ID", TEXT),
    one("sales_order", "cac:OrderReference/cbc:SalesOrderID", TEXT),
    many("preceding", "cac:BillingReference/cac:InvoiceDocumentReference", PRECEDING),
    one("despatch_advice", "cac:DespatchDocumentReference/cbc:ID", TEXT),
    one("receiving_advice", "cac:ReceiptDocumentReference/cbc:ID", TEXT),
)
_TENDER = one("tender", "cac:OriginatorDocumentReference/cbc:ID", TEXT)
_CONTRACT = one("contract", "cac:ContractDocumentReference/cbc:ID", TEXT)
_DOCUMENTS = many("documents", "cac:AdditionalDocumentReference", DOCUMENT)
_PARTIES = (
    one("seller", "cac:AccountingSupplierParty/cac:Party", PARTY),
    one("buyer", "cac:AccountingCustomerParty/cac:Party", PARTY),
    one("payee", "cac:PayeeParty", PARTY),
    one("tax_representative", "cac:TaxRepresentativeParty", PARTY),
    one("delivery", "cac:Delivery", DELIVERY),
    many("payment_means", "cac:PaymentMeans", PAYMENT_MEANS),
    one("payment_terms", "cac:PaymentTerms/cbc:Note", TEXT),
    many("allowances_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE),
    many("tax_totals", "cac:TaxTotal", TAX_TOTAL),
    one("totals", "cac:LegalMonetaryTotal", TOTALS),
)


DOCUMENTS = {
    DocumentKind.INVOICE: group(
        Invoice,
        *_START,
        one("due_on", "cbc:DueDate", DAY),
        one("type_code", "cbc:InvoiceTypeCode", TEXT),
        _NOTES,
        _TAX_POINT,
        *_REFERENCES,
        _TENDER,
        _CONTRACT,
        _DOCUMENTS,
        one("project", "cac:ProjectReference/cbc:ID", TEXT),
        *_PARTIES,
        many("lines", "cac:InvoiceLine", _line("cbc:InvoicedQuantity")),
    ),
    DocumentKind.CREDIT_NOTE: group(
        Invoice,
        *_START,
        _TAX_POINT,
        one("type_code", "cbc:CreditNoteTypeCode", TEXT),
        _NOTES,
        *_REFERENCES,
        _CONTRACT,
        _DOCUMENTS,
        _TENDER,
        *_PARTIES,
        many("lines", "cac:CreditNoteLine", _line("cbc:CreditedQuantity")),
    ),
}


def read(root: Any) -> Invoice:
    """The invoice or credit note in a UBL document. Raises `UnableToReadInvoice`."""
    kind = ROOTS.get(root.tag)
    if kind is None:
        raise UnableToReadInvoice(
            "einvoice.kind",
            gettext_noop("This is no invoice or credit note but «%(root)s»."),
            params={"root": etree.QName(root).localname},
        )
    invoice: Invoice = Reader(NAMES).read(DOCUMENTS[kind], root, kind=kind)
    _check_currencies(root, {invoice.currency, invoice.tax_currency})
    return _from_credit_note(invoice) if kind is DocumentKind.CREDIT_NOTE else invoice


def write(invoice: Invoice) -> bytes:
    """The UBL document of an invoice or credit note. Raises `UnableToWriteInvoice`."""
    if invoice.sales_order and not invoice.order:
        invoice = replace(invoice, order=NO_ORDER)
    if invoice.kind is DocumentKind.CREDIT_NOTE:
        invoice = _into_credit_note(invoice)
    tag = next(tag for tag, kind in ROOTS.items() if kind is invoice.kind)
    root = etree.Element(tag, nsmap=_prefixes(tag))
    Writer(NAMES, invoice.currency).write(DOCUMENTS[invoice.kind], invoice, root)
    _complete_price_discounts(root)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _prefixes(tag: str) -> dict[str | None, str]:
    """The document's own elements stand without a prefix."""
    own: dict[str | None, str] = {None: str(etree.QName(tag).namespace)}
    own.update(NAMESPACES.items())
    return own


def _check_currencies(root: Any, expected: set[str | None]) -> None:
    """All amounts are in the currency of the invoice; only the VAT may be repeated in that of the books."""
    for element in root.iter("{*}*"):
        currency = element.get("currencyID")
        if currency is not None and currency not in expected:
            raise UnableToReadInvoice(
                "einvoice.currency",
                gettext_noop("%(place)s of the document is in %(currency)s, not in the currency of the invoice."),
                params={"place": location(element), "currency": currency},
            )


def _into_credit_note(invoice: Invoice) -> Invoice:
    """A UBL credit note keeps its due date with the means of payment, and its project among the documents."""
    if invoice.due_on and not invoice.payment_means:
        raise UnableToWriteInvoice(
            "einvoice.due-date",
            gettext_noop("A credit note carries its due date with the means of payment: name one."),
            field="due_on",
        )
    means = invoice.payment_means
    if invoice.due_on:
        means = (replace(means[0], due_on=invoice.due_on), *means[1:])
    documents = invoice.documents
    if invoice.project:
        documents = (*documents, SupportingDocument(Identifier(invoice.project), type_code=PROJECT))
    return replace(invoice, payment_means=means, documents=documents, due_on=None, project=None)


def _from_credit_note(invoice: Invoice) -> Invoice:
    """Due date and project of a credit note, back at their ordinary places."""
    project = next((each for each in invoice.documents if each.type_code == PROJECT), None)
    return replace(
        invoice,
        due_on=next((means.due_on for means in invoice.payment_means if means.due_on), None),
        payment_means=tuple(replace(means, due_on=None) for means in invoice.payment_means),
        project=project.reference.value if project else None,
        documents=tuple(each for each in invoice.documents if each is not project),
    )


def _complete_price_discounts(root: Any) -> None:
    """A discount in a price says first that it is no charge."""
    for discount in root.iterfind(f".//cac:Price/{PRICE_DISCOUNT}", NAMESPACES):
        indicator = etree.Element(NAMES["cbc:ChargeIndicator"])
        indicator.text = "false"
        discount.insert(0, indicator)
