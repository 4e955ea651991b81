"""Intervat 0.9: the periodic return (NewTVA), the list of European clients (NewICO), the yearly list (NewLK).

Amounts are positive with a decimal point and two decimals; only the lists may lower a client below zero. The schema
does not see a box that stands twice, so boxes come from a mapping.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from lxml.builder import ElementMaker

from marke.kernel.dates import Month
from marke.kernel.money import Cents
from marke.rules.vat.filing import Declarant, Listed, Period, VatReturn

COMMON = "http://www.minfin.fgov.be/InputCommon"
_common = ElementMaker(namespace=COMMON, nsmap={None: COMMON})


def periodic_return(found: VatReturn, *, declarant: Declarant, reference: str, repay: bool = False) -> bytes:
    """NewTVA. ``repay`` asks the state to pay back what box 72 shows; ``reference`` is ours and comes back with it."""
    make = _maker("VATConsignment")
    document = make.VATConsignment(
        make.VATDeclaration(
            _declarant(make, declarant),
            _period(make, found.period),
            make.Data(*(make.Amount(_euros(cents), GridNumber=grid) for grid, cents in found.grids.items())),
            make.ClientListingNihil("NO"),
            make.Ask(Restitution="YES" if repay else "NO", Payment="NO"),
            SequenceNumber="1",
            DeclarantReference=reference,
        ),
        VATDeclarationsNbr="1",
    )
    return _written(document)


def european_listing(clients: Sequence[Listed], *, period: Period, declarant: Declarant, reference: str) -> bytes:
    """NewICO. A list without clients is not filed: raises `ValueError`."""
    if not clients:
        raise ValueError("a list of European clients names at least one")
    make = _maker("IntraConsignment")
    rows = [
        make.IntraClient(
            make.CompanyVATNumber(client.party.vat_number[2:], issuedBy=client.party.vat_number[:2]),
            make.Code(client.code),
            make.Amount(_euros(client.base)),
            SequenceNumber=str(place),
        )
        for place, client in enumerate(clients, 1)
    ]
    document = make.IntraConsignment(
        make.IntraListing(
            _declarant(make, declarant),
            _period(make, period),
            *rows,
            SequenceNumber="1",
            ClientsNbr=str(len(rows)),
            DeclarantReference=reference,
            AmountSum=_euros(sum(client.base for client in clients)),
        ),
        IntraListingsNbr="1",
    )
    return _written(document)


def client_listing(clients: Sequence[Listed], *, year: int, declarant: Declarant, reference: str) -> bytes:
    """NewLK. A year without clients is filed too."""
    make = _maker("ClientListingConsignment")
    rows = [
        make.Client(
            make.CompanyVATNumber(client.party.vat_number.removeprefix("BE"), issuedBy="BE"),
            make.TurnOver(_euros(client.base)),
            make.VATAmount(_euros(client.vat)),
            SequenceNumber=str(place),
        )
        for place, client in enumerate(clients, 1)
    ]
    document = make.ClientListingConsignment(
        make.ClientListing(
            _declarant(make, declarant),
            make.Period(str(year)),
            *rows,
            SequenceNumber="1",
            ClientsNbr=str(len(rows)),
            DeclarantReference=reference,
            TurnOverSum=_euros(sum(client.base for client in clients)),
            VATAmountSum=_euros(sum(client.vat for client in clients)),
        ),
        ClientListingsNbr="1",
    )
    return _written(document)


def _maker(name: str) -> ElementMaker:
    namespace = f"http://www.minfin.fgov.be/{name}"
    return ElementMaker(namespace=namespace, nsmap={None: COMMON, "ns2": namespace})


def _declarant(make: ElementMaker, who: Declarant) -> etree._Element:
    facts = {
        "VATNumber": who.vat_number.removeprefix("BE"),
        "Name": who.name,
        "Street": who.street,
        "PostCode": who.postcode,
        "City": who.municipality,
        "CountryCode": who.country,
    }
    return make.Declarant(*(_common(name, value) for name, value in facts.items() if value))


def _period(make: ElementMaker, period: Period) -> etree._Element:
    name = "Month" if isinstance(period, Month) else "Quarter"
    return make.Period(make(name, str(period.number)), make.Year(str(period.year)))


def _euros(cents: Cents) -> str:
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros}.{rest:02d}"


def _written(document: etree._Element) -> bytes:
    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True))
