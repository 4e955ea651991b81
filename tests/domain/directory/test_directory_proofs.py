"""What `selfcheck` proves of clients, and that it would notice."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.support.selling import TODAY, client_of, invoice_of

from marke.domain.directory.models import PaymentHistory
from marke.domain.directory.proofs import PROOFS
from marke.domain.foundation.proofs import Proof
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.sales.models import Client, Contact
from marke.domain.sales.operations.contacts import ContactInput, add_contact
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.usefixtures("selling")


def broken() -> set[str]:
    return {proof.name for proof in PROOFS if exceptions(proof)}


def exceptions(proof: Proof) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(proof.sql)
        return cursor.fetchall()


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    lumen = client_of(1001)
    add_contact(unit_id=1001, client_id=lumen, contact=ContactInput("Zoë"))
    issue_invoice(invoice=invoice_of(1001, lumen), on=TODAY, actor=SYSTEM)
    assert broken() == set()


def test_every_proof_notices_its_exception() -> None:
    lumen, other = client_of(1001), client_of(1001, name="Other", number="", country="LU")
    add_contact(unit_id=1001, client_id=lumen, contact=ContactInput("Zoë"))
    Contact.objects.update(is_default=False)
    PaymentHistory.objects.create(client_id=lumen, highest_in_time=1)
    Client.objects.filter(pk=other).update(state="merged", merged_into=lumen)
    assert broken() == {proof.name for proof in PROOFS}
