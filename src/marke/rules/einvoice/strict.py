"""Marke's own checks, stricter than the official rules, which are lax on money and blind on national law.

The official rules forgive VAT that is off by less than an euro, know no country's rates and let reverse charge pass
without the buyer's number (formats.md, 3.3 and 3.4). Each rule below is one function; its sentence is what people read.
They hold for invoices of sellers in the country whose VAT law is given. Numbering, open amounts and answers of VIES
are facts of the books: the domain checks those before it issues.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from stdnum import iban, iso11649
from stdnum.be import ogm_vcs
from stdnum.be import vat as enterprise_number
from stdnum.eu import vat as eu_vat

from marke.kernel.refusal import Amount, gettext_noop
from marke.rules.einvoice.amounts import net_of_line, subtotals, totals, vat_of
from marke.rules.einvoice.findings import Finding, Severity
from marke.rules.einvoice.model import Address, DocumentKind, Identifier, Invoice, Party, VatSubtotal
from marke.rules.vat import Category, VatLaw

LAYER = "marke"

UNTAXED = frozenset({Category.ZERO_RATED, Category.EXEMPT, Category.REVERSE_CHARGE})
UNTAXED |= {Category.INTRA_COMMUNITY_GOODS, Category.EXPORT, Category.OUTSIDE_SCOPE}

NEEDS_BUYERS_VAT_NUMBER = frozenset({Category.REVERSE_CHARGE, Category.INTRA_COMMUNITY_GOODS})

DUMMY_REFERENCE = re.compile(r"(n/?a|none|nihil|x+|-+|\.+|0+|test|dummy|unknown|onbekend|inconnue?)", re.IGNORECASE)

ATTACHMENT_TYPES = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)
"""The files that may travel in an invoice (BT-125-1 of EN 16931)."""

LARGEST_ATTACHMENTS = 10 * 1024 * 1024
"""Bytes, all together: what receivers of the network commonly accept."""

ENTERPRISE_SCHEMES = frozenset({"0208"})
"""Identifier schemes of ten digits checked modulo 97; the first digit is 0 or 1 (PEPPOL-COMMON-R043)."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the checks stand on: the invoice, the law of the seller's country, the currencies agreed upon."""

    invoice: Invoice
    law: VatLaw
    currencies: Collection[str] = field(default=frozenset({"EUR"}))


def applies(invoice: Invoice, law: VatLaw) -> bool:
    """Whether the seller is established where this law holds."""
    return (invoice.seller.country or "").upper() == law.country


def check(invoice: Invoice, *, law: VatLaw, currencies: Collection[str] = frozenset({"EUR"})) -> tuple[Finding, ...]:
    """Everything the own rules find in an invoice of a seller in the country of the law."""
    ground = Ground(invoice, law, currencies)
    return tuple(finding for rule in RULES for finding in rule(ground))


def is_dummy(reference: str) -> bool:
    """Whether a reference says nothing: «n/a», «-», «000»."""
    return DUMMY_REFERENCE.fullmatch(reference.strip()) is not None


def lines_are_exact(ground: Ground) -> Iterator[Finding]:
    for line in ground.invoice.lines:
        if line.quantity is None or line.price is None:
            continue
        expected = net_of_line(quantity=line.quantity, price=line.price, allowances_charges=line.allowances_charges)
        if line.net != expected:
            yield _fatal(
                "line-exact",
                f"line {line.number}",
                gettext_noop("The line amounts to %(expected)s, not %(given)s: quantity × price, rounded to the cent."),
                expected=Amount(expected),
                given=Amount(line.net),
            )


def vat_is_exact(ground: Ground) -> Iterator[Finding]:
    for subtotal in ground.invoice.breakdown:
        expected = vat_of(subtotal.base, subtotal.category)
        if subtotal.vat != expected:
            yield _fatal(
                "vat-exact",
                _rate(subtotal),
                gettext_noop("VAT on %(base)s is %(expected)s, not %(given)s: taken once on the sum, to the cent."),
                base=Amount(subtotal.base),
                expected=Amount(expected),
                given=Amount(subtotal.vat),
            )


def bases_follow_from_lines(ground: Ground) -> Iterator[Finding]:
    invoice = ground.invoice
    expected = {each.category.key: each.base for each in subtotals(invoice.lines, invoice.allowances_charges)}
    given = {each.category.key: each.base for each in invoice.breakdown}
    if expected != given or len(given) != len(invoice.breakdown):
        yield _fatal(
            "vat-bases",
            "VAT",
            gettext_noop(
                "The amounts on which VAT is taken must be the sums of the lines, once per category and rate."
            ),
        )


def totals_are_exact(ground: Ground) -> Iterator[Finding]:
    invoice = ground.invoice
    vat = sum(each.vat for each in invoice.breakdown)
    expected = totals(invoice, vat)
    given = invoice.totals
    pairs = [
        ("VAT", vat, invoice.vat),
        ("sum of lines", expected.lines, given.lines),
        ("allowances", expected.allowances or 0, given.allowances or 0),
        ("charges", expected.charges or 0, given.charges or 0),
        ("total without VAT", expected.without_vat, given.without_vat),
        ("total with VAT", expected.with_vat, given.with_vat),
        ("amount to pay", expected.payable, given.payable),
    ]
    for name, right, written in pairs:
        if right != written:
            yield _fatal(
                "totals-exact",
                name,
                gettext_noop("This total is %(expected)s, not %(given)s: the parts do not add up to it."),
                expected=Amount(right),
                given=Amount(written),
            )


def rates_are_legal(ground: Ground) -> Iterator[Finding]:
    day = ground.invoice.taxed_on
    legal = {rate * 100 for rate in ground.law.rates_on(day) if rate}
    for subtotal in ground.invoice.breakdown:
        category = _category(subtotal)
        percent = subtotal.category.percent or Decimal(0)
        if category is Category.TAXED and percent not in legal:
            yield _fatal(
                "vat-rate",
                _rate(subtotal),
                gettext_noop("VAT of %(percent)s %% does not exist on %(day)s. The rates are %(rates)s %%."),
                percent=f"{percent.normalize():f}",
                day=day,
                rates=", ".join(f"{rate.normalize():f}" for rate in sorted(legal)),
            )
        if category in UNTAXED and percent:
            yield _fatal(
                "vat-untaxed", _rate(subtotal), gettext_noop("No VAT is asked in this category: its rate is zero.")
            )
        if category is None:
            yield _fatal(
                "vat-category", _rate(subtotal), gettext_noop("This VAT category is not used in this country.")
            )


def shifted_vat_names_the_buyer(ground: Ground) -> Iterator[Finding]:
    for subtotal in ground.invoice.breakdown:
        if _category(subtotal) in NEEDS_BUYERS_VAT_NUMBER and not ground.invoice.buyer.vat_number:
            yield _fatal(
                "buyer-vat-number",
                _rate(subtotal),
                gettext_noop("VAT is only shifted to a buyer with a VAT number: add it to the client."),
            )


def exemption_says_why(ground: Ground) -> Iterator[Finding]:
    for subtotal in ground.invoice.breakdown:
        if _category(subtotal) is Category.EXEMPT and not subtotal.category.reason:
            yield _warning(
                "exemption-text",
                _rate(subtotal),
                gettext_noop("An exemption names its legal ground in the language of the client."),
            )


def export_names_its_proof(ground: Ground) -> Iterator[Finding]:
    for subtotal in ground.invoice.breakdown:
        if _category(subtotal) is Category.EXPORT and not ground.invoice.documents:
            yield _warning(
                "export-proof",
                _rate(subtotal),
                gettext_noop("An export without VAT needs its proof: name the customs document."),
            )


def outside_scope_has_no_vat_numbers(ground: Ground) -> Iterator[Finding]:
    invoice = ground.invoice
    numbers = [party.vat_number for party in (invoice.seller, invoice.buyer) if party.vat_number]
    for subtotal in invoice.breakdown:
        if _category(subtotal) is Category.OUTSIDE_SCOPE and numbers:
            yield _fatal(
                "outside-scope",
                _rate(subtotal),
                gettext_noop("What lies outside VAT carries no VAT numbers; a seller with one uses an exemption."),
            )


def numbers_are_valid(ground: Ground) -> Iterator[Finding]:
    for role, party in _parties(ground.invoice):
        for identifier in (party.endpoint, party.legal_number, *party.identifiers):
            if identifier and identifier.scheme in ENTERPRISE_SCHEMES and not _is_enterprise_number(identifier):
                yield _fatal(
                    "enterprise-number",
                    role,
                    gettext_noop(
                        "«%(number)s» is no enterprise number: ten digits, the first 0 or 1, no BE before it."
                    ),
                    number=identifier.value,
                )
        if party.vat_number and _is_european(party.vat_number) and not eu_vat.is_valid(party.vat_number):
            yield _fatal(
                "vat-number",
                role,
                gettext_noop("«%(number)s» is no VAT number: a digit is missing or mistyped."),
                number=party.vat_number,
            )


def parties_are_complete(ground: Ground) -> Iterator[Finding]:
    for role, party in _parties(ground.invoice):
        address = party.address
        if (
            not party.name
            or address is None
            or not (address.country and address.city and _has_postcode(ground, address))
        ):
            yield _fatal("party", role, gettext_noop("Name, postal code, town and country must be on the invoice."))


def _has_postcode(ground: Ground, address: Address) -> bool:
    """Every member state has postal codes; not every country in the world."""
    return bool(address.postal_code) or address.country not in ground.law.eu_members


def reference_is_real(ground: Ground) -> Iterator[Finding]:
    references = [each for each in (ground.invoice.buyer_reference, ground.invoice.order) if each]
    if all(is_dummy(each) for each in references):
        yield _fatal(
            "reference",
            "buyer reference",
            gettext_noop(
                "The client finds the invoice by a reference: theirs, or the number of the contract or quote."
            ),
        )


def payment_can_be_matched(ground: Ground) -> Iterator[Finding]:
    for means in ground.invoice.payment_means:
        for text in means.communications:
            if not _is_communication(text):
                yield _fatal(
                    "communication",
                    "payment",
                    gettext_noop("«%(text)s» is no structured communication: its check digits are wrong."),
                    text=text,
                )
        if means.account and _looks_like_iban(means.account.number) and not _is_iban(means.account.number):
            yield _fatal(
                "iban",
                "payment",
                gettext_noop("«%(number)s» is no bank account number: its check digits are wrong."),
                number=means.account.number,
            )


def credit_note_names_its_invoice(ground: Ground) -> Iterator[Finding]:
    if ground.invoice.kind is DocumentKind.CREDIT_NOTE and not ground.invoice.preceding:
        yield _fatal("credited-invoice", "credit note", gettext_noop("A credit note names the invoice it takes back."))


def nothing_is_negative(ground: Ground) -> Iterator[Finding]:
    if ground.invoice.totals.with_vat < 0:
        yield _fatal("negative", "total", gettext_noop("An invoice is never negative: make a credit note instead."))


def due_date_follows_issue(ground: Ground) -> Iterator[Finding]:
    invoice = ground.invoice
    if invoice.due_on and invoice.due_on < invoice.issued_on:
        yield _fatal("due-date", "due date", gettext_noop("An invoice cannot be due before the day it is issued."))


def currency_is_agreed(ground: Ground) -> Iterator[Finding]:
    if ground.invoice.currency not in ground.currencies:
        yield _fatal(
            "currency",
            "currency",
            gettext_noop("The invoice is in «%(currency)s», which is not a currency agreed with this client."),
            currency=ground.invoice.currency,
        )


def attachments_may_travel(ground: Ground) -> Iterator[Finding]:
    attachments = [each.attachment for each in ground.invoice.documents if each.attachment]
    for attachment in attachments:
        if attachment.mime_type not in ATTACHMENT_TYPES:
            yield _fatal(
                "attachment-type",
                attachment.file_name,
                gettext_noop("A file of type %(type)s cannot travel in an invoice; attach a PDF, image or table."),
                type=attachment.mime_type,
            )
    if sum(len(each.content) for each in attachments) > LARGEST_ATTACHMENTS:
        yield _fatal(
            "attachment-size",
            "attachments",
            gettext_noop("The attached files are larger than %(megabytes)s MB together."),
            megabytes=LARGEST_ATTACHMENTS // 1024 // 1024,
        )


RULES: tuple[Callable[[Ground], Iterator[Finding]], ...] = (
    lines_are_exact,
    bases_follow_from_lines,
    vat_is_exact,
    totals_are_exact,
    rates_are_legal,
    shifted_vat_names_the_buyer,
    exemption_says_why,
    export_names_its_proof,
    outside_scope_has_no_vat_numbers,
    numbers_are_valid,
    parties_are_complete,
    reference_is_real,
    payment_can_be_matched,
    credit_note_names_its_invoice,
    nothing_is_negative,
    due_date_follows_issue,
    currency_is_agreed,
    attachments_may_travel,
)


def _fatal(rule: str, location: str, message: str, **params: Any) -> Finding:
    return Finding(LAYER, f"einvoice.{rule}", Severity.FATAL, location, message, params)


def _warning(rule: str, location: str, message: str, **params: Any) -> Finding:
    return Finding(LAYER, f"einvoice.{rule}", Severity.WARNING, location, message, params)


def _category(subtotal: VatSubtotal) -> Category | None:
    return next((each for each in Category if each.value == subtotal.category.code), None)


def _rate(subtotal: VatSubtotal) -> str:
    code, percent = subtotal.category.key
    return f"VAT {code} {percent.normalize():f} %"


def _parties(invoice: Invoice) -> tuple[tuple[str, Party], ...]:
    return ("seller", invoice.seller), ("buyer", invoice.buyer)


def _is_enterprise_number(identifier: Identifier) -> bool:
    return len(identifier.value) == 10 and bool(enterprise_number.is_valid(identifier.value))


def _is_european(number: str) -> bool:
    return number[:2].upper() in {"EL", *(code.upper() for code in eu_vat.MEMBER_STATES)} and number[:2] != "GR"


def _is_communication(text: str) -> bool:
    """A Belgian structured communication or an international creditor reference; free text is checked by nobody."""
    if text.startswith(("+++", "***")):
        return bool(ogm_vcs.is_valid(text))
    if re.fullmatch(r"RF\d{2}.*", text):
        return bool(iso11649.is_valid(text))
    return True


def _is_iban(number: str) -> bool:
    """The international check only: lists of banks, which stdnum also consults, are older than some banks."""
    return bool(iban.is_valid(number, check_country=False))


def _looks_like_iban(number: str) -> bool:
    return re.match(r"[A-Za-z]{2}\d{2}", number) is not None
