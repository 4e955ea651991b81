"""Rule 10: between units of the enterprise there is no quote and no invoice; budget moves by a transfer."""

import pytest
from tests.support.selling import (
    OTHER_NUMBER,
    TODAY,
    client_of,
    invoice_of,
    open_unit,
)

from marke.countries.be.identifiers import make_enterprise_number
from marke.domain.foundation.transactions import SYSTEM, acting, enterprise_view
from marke.domain.parameters.queries import cooperative
from marke.domain.people.models import Organisation, Person
from marke.domain.sales.models import Client, Invoice
from marke.domain.sales.policies import Sale, SaleInsideTheEnterprise, require_outside_clients
from marke.domain.units.models import Unit
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.usefixtures("selling")


def held_by_association(number: int, *, state: str = "open") -> Unit:
    """A unit that an association with `OTHER_NUMBER` holds in its own name."""
    unit = open_unit(number)
    unit.organisation = Organisation.objects.create(
        name="Vzw Tij",
        kind="association",
        enterprise_number=OTHER_NUMBER,
        street="Kaai 2",
        postcode="9000",
        municipality="Gent",
        represented_by=Person.objects.latest("pk"),
        search_key="vzw tij",
    )
    unit.state = state
    unit.save()
    return unit


def test_x4_a_unit_does_not_invoice_an_organisation_that_holds_a_unit() -> None:
    """The refusal names the unit that transfers and the unit that receives; no document is left behind."""
    held_by_association(1002)
    inside = client_of(1001, name="Vzw Tij", number=OTHER_NUMBER)
    with pytest.raises(SaleInsideTheEnterprise, match="unit 1002 transfers budget to unit 1001") as refused:
        issue_invoice(invoice=invoice_of(1001, inside), on=TODAY, actor=SYSTEM)
    assert (refused.value.buying_unit, refused.value.unit_id, refused.value.amount) == (1002, 1001, 100_000)
    assert not Invoice.objects.exists()


def require_outside(client: Client) -> None:
    with enterprise_view():
        require_outside_clients(sales=[Sale(1001, client)], house=cooperative())


@pytest.mark.parametrize("serial", [0, 1], ids=["the cooperative", "its seller"])
def test_a_unit_does_not_invoice_the_enterprise_itself(serial: int) -> None:
    inside = Client.objects.get(pk=client_of(1001, number=make_enterprise_number(serial)))
    with pytest.raises(SaleInsideTheEnterprise, match="is the enterprise itself") as refused:
        require_outside(inside)
    assert refused.value.buying_unit is None


def test_an_organisation_whose_unit_is_closed_is_a_client_like_any_other() -> None:
    held_by_association(1002, state="requested")
    outside = Client.objects.get(pk=client_of(1001, number=OTHER_NUMBER))
    require_outside(outside)


def test_a_foreign_number_that_looks_the_same_is_somebody_else() -> None:
    """A register number of another country is never one of our enterprise numbers."""
    stranger = Client(name="Acme", country="US", enterprise_number=make_enterprise_number(1))
    require_outside(stranger)


def test_a_member_who_sees_one_unit_is_refused_all_the_same() -> None:
    """The organisation's unit is found although the seller may not see it."""
    held_by_association(1002)
    inside = Client.objects.get(pk=client_of(1001, number=OTHER_NUMBER))
    with acting(actor=SYSTEM, units=[1001]), pytest.raises(SaleInsideTheEnterprise):
        require_outside(inside)
