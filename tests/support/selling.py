"""A small enterprise that sells: the cooperative, the open books of a year, units with a shareholder, and clients."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from marke.countries.be.identifiers import make_enterprise_number
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.operations import open_year
from marke.domain.members.models import Member, ShareMovement, Subscription, YearOfUse
from marke.domain.parameters.models import Cooperative
from marke.domain.parameters.operations import open_cooperative
from marke.domain.people.models import Person, User
from marke.domain.sales.enums import ClientKind
from marke.domain.sales.operations.clients import ClientInput, add_client
from marke.domain.sales.operations.invoices import InvoiceInput
from marke.domain.sales.pricing import LineInput
from marke.domain.units.models import Unit, UnitRole

TODAY = dt.date(2026, 9, 11)
NOW = dt.datetime(2026, 9, 11, 10, 0, tzinfo=dt.UTC)
CLERK = uuid.UUID("00000000-0000-7000-8000-0000000000c1")
"""Somebody at the desk who entered nothing."""

OTHER_NUMBER = make_enterprise_number(2)
"""The enterprise number of a second client."""

STANDARD = Decimal("0.21")
REDUCED = Decimal("0.06")


def open_house(*, year: int = 2026) -> Cooperative:
    """The cooperative with its default choices, and the twelve months of its books."""
    house = open_cooperative(
        actor=SYSTEM,
        valid_from=dt.date(2018, 1, 1),
        choices={},
        name="De Marke",
        legal_name="De Marke cv",
        enterprise_number=make_enterprise_number(0),
        seller_name="De Marke Producties",
        seller_enterprise_number=make_enterprise_number(1),
        street="Kaai 1",
        postcode="9000",
        municipality="Gent",
        iban="BE71096123456769",
    )
    open_year(year=year, actor=SYSTEM)
    return house


def give_share(person: Person, *, year: int = 2026) -> None:
    """The person paid a share for the year, on its first day."""
    serial = Member.objects.count() + 1
    first = dt.date(year, 1, 1)
    member = Member.objects.create(number=serial, person=person, state=Member.State.MEMBER, since=first)
    subscription = Subscription.objects.create(
        member=member,
        count=1,
        price=3000,
        first_year=year,
        reference=f"{serial:012d}",
        state=Subscription.State.PAID,
        subscribed_on=first,
        pay_before=first,
        paid_on=first,
        payer_iban="BE71096123456769",
    )
    YearOfUse.objects.create(member=member, year=year, starts_on=first, subscription=subscription)
    ShareMovement.objects.create(
        member=member,
        kind=ShareMovement.Kind.ISSUED,
        count=1,
        price=3000,
        number=serial,
        effective_on=first,
        subscription=subscription,
    )


def open_unit(number: int, *, share: bool = True, user: User | None = None) -> Unit:
    """An open unit with its holder, who has a share for the year unless said otherwise."""
    unit = Unit.objects.create(
        id=number, name=f"Atelier {number}", activity="music", state="open", opened_on=dt.date(2026, 1, 1)
    )
    holder = Person.objects.create(family_name=f"Holder {number}", user=user)
    UnitRole.objects.create(unit=unit, person=holder, kind="holder", valid_from=dt.date(2026, 1, 1))
    if share:
        give_share(holder)
    return unit


def client_of(unit_id: int, *, name: str = "Festival Lumen", number: str = "0403019261", **more: str) -> uuid.UUID:
    """A client of a unit: a Belgian company unless said otherwise."""
    address = {"street": "Dok 5", "postcode": "9000", "municipality": "Gent"}
    given = {"kind": ClientKind.COMPANY, "language": "nl", **address, **more}
    client_id, _ = add_client(unit_id=unit_id, client=ClientInput(name=name, number=number, **given))
    return client_id


def line(euros: str, *, vat: Decimal = STANDARD, ground: str = "", quantity: str = "1") -> LineInput:
    """One line with a round description."""
    return LineInput("Concert", Decimal(quantity), Decimal(euros), vat, ground)


def invoice_of(unit_id: int, client_id: uuid.UUID, *lines: LineInput, **more: object) -> InvoiceInput:
    """What a member typed: EUR 1,000.00 at the standard rate unless other lines are given."""
    return InvoiceInput(unit_id, client_id, lines or (line("1000"),), **more)
