"""What happens between two steps of a declaration: somebody declares by hand, or two ask at the same time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.declaring import office
from tests.support.selling import CLERK, TODAY, client_of, invoice_of
from tests.support.wages import MONDAY, NOW, a_worker, with_number
from tests.support.work import days, engagement, planned

from marke.domain.declarations import operations
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.work.enums import Party
from marke.domain.work.models import Contract
from marke.domain.work.operations import contracts
from marke.domain.work.operations.contracts import ContractInput, SignatureInput
from marke.kernel.ports import PORTS
from marke.ops.declarations.simulator import Fault
from marke.usecases.carry_messages import carry_due
from marke.usecases.declare_work import DeclarationCarrier, declare
from marke.usecases.hire import hire, sign_as_worker
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.usefixtures("selling")


@pytest.fixture
def contract(selling: None) -> Contract:
    """Two days in September that both have signed, on the money of two invoices."""
    for _ in range(2):
        issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
    person = with_number(a_worker())
    agreed = engagement(days=planned(*days(2, since=MONDAY)), amount=150_00)
    (row,) = hire(contracts=[ContractInput(1001, person.pk, agreed)], actor=SYSTEM, now=NOW)
    mine = SignatureInput(row.pk, Party.WORKER, "Nora Janssens", "0" * 64)
    if not sign_as_worker(signatures=[mine], house_name="De Marke", actor=SYSTEM, now=NOW):
        ours = SignatureInput(row.pk, Party.ENTERPRISE, "De Marke", "0" * 64)
        contracts.sign(signatures=[ours], actor=CLERK, now=NOW)
    return row


def test_what_was_declared_by_hand_during_an_outage_does_not_leave_again(
    contract: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message still waits in the outbox when the office is back; it finds the number and says nothing."""
    declare(contract_ids=[contract.pk], now=NOW, actor=SYSTEM)
    row = contract.declarations.get()
    later = NOW + dt.timedelta(hours=1)
    with office(tmp_path) as simulator:
        simulator.book.fail(Fault("POST", "503"))
        for moment in (NOW, later):
            monkeypatch.setitem(PORTS.carriers, operations.CHANNEL, DeclarationCarrier(clock=lambda now=moment: now))
            assert list(carry_due(clock=lambda now=moment: now, worker="test"))
            if moment == NOW:
                given = {"number": "77", "period_id": "88", "source": "Call of 9:10"}
                operations.enter_by_hand(declaration_id=row.pk, **given, now=NOW, actor=CLERK)
        assert simulator.book.declarations() == []
    row.refresh_from_db()
    assert (row.number, row.entered_by) == ("77", CLERK)


def test_two_who_declare_the_same_contract_wait_for_each_other(contract: Contract) -> None:
    """The contract is locked before anything is compared, so that both cannot find that nothing was said yet."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        operations.reconcile(contract_ids=[contract.pk], now=NOW, actor=SYSTEM)
    locking = [number for number, query in enumerate(asked) if "FOR UPDATE" in query["sql"]]
    comparing = [number for number, query in enumerate(asked) if "declarations_declaration" in query["sql"]]
    assert locking
    assert locking[0] < comparing[0]
