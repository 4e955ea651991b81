"""Work is declared before it starts, once; what the office says decides whether it may begin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.support.declaring import office
from tests.support.selling import CLERK, TODAY, client_of, invoice_of
from tests.support.wages import MONDAY, NOW, a_worker, run_to, with_number, worked
from tests.support.work import days, engagement, planned

from marke.domain.declarations import operations, queries
from marke.domain.declarations.enums import DeclarationState
from marke.domain.declarations.models import Declaration, Receipt
from marke.domain.declarations.operations import Accepted
from marke.domain.declarations.proofs import PROOFS
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.outbox.models import Message
from marke.domain.people.identity import reveal_national_numbers
from marke.domain.people.models import NationalNumberReveal, Person
from marke.domain.wages.enums import RunState
from marke.domain.work.enums import ContractState, Party
from marke.domain.work.models import Contract
from marke.domain.work.operations import contracts
from marke.domain.work.operations.contracts import ContractInput, SignatureInput
from marke.kernel.ports import PORTS
from marke.kernel.refusal import Refusal
from marke.ops.declarations.simulator import Fault, Simulator
from marke.rules.declarations import Declared
from marke.usecases.carry_messages import carry_due
from marke.usecases.declare_work import DeclarationCarrier, declare, declare_all, follow_declarations
from marke.usecases.hire import hire, sign_as_worker, withdraw
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.usefixtures("selling")
WORKED = dt.datetime(2026, 9, 20, 10, tzinfo=dt.UTC)


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[Simulator]:
    with office(tmp_path) as running:
        yield running


@pytest.fixture
def carry(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Let everything leave that is due at a moment."""

    def go(now: dt.datetime = NOW) -> list[str]:
        monkeypatch.setitem(PORTS.carriers, operations.CHANNEL, DeclarationCarrier(clock=lambda: now))
        return [done.outcome.value for done in carry_due(clock=lambda: now, worker="test")]

    return go


@pytest.fixture(autouse=True)
def invoiced(selling: None) -> None:
    """Unit 1001 has invoiced EUR 1,000.00: 935.00 is expected and may be promised as pay."""
    for _ in range(2):
        issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)


@pytest.fixture
def nora(selling: None) -> Person:
    return with_number(a_worker())


def signed(person: Person) -> Contract:
    """Two days in September that both have signed and nobody declared."""
    agreed = engagement(days=planned(*days(2, since=MONDAY)), amount=150_00)
    (contract,) = hire(contracts=[ContractInput(1001, person.pk, agreed)], actor=SYSTEM, now=NOW)
    mine = SignatureInput(contract.pk, Party.WORKER, "Nora Janssens", "0" * 64)
    if not sign_as_worker(signatures=[mine], house_name="De Marke", actor=SYSTEM, now=NOW):
        ours = SignatureInput(contract.pk, Party.ENTERPRISE, "De Marke", "0" * 64)
        contracts.sign(signatures=[ours], actor=CLERK, now=NOW)
    contract.refresh_from_db()
    return contract


def declared(contract: Contract, *, now: dt.datetime = NOW) -> Declaration:
    (row,) = declare(contract_ids=[contract.pk], now=now, actor=SYSTEM)
    return row


def test_a_signed_contract_is_declared_and_may_begin(nora: Person, carry: Callable, simulator: Simulator) -> None:
    """The office gives a number and a period; the reading of the national number is on record."""
    contract = signed(nora)
    row = declared(contract)
    assert carry() == ["arrived"]
    row.refresh_from_db()
    contract.refresh_from_db()
    assert (row.state, row.number, row.period_id) == ("accepted", "1", "1")
    assert contract.state == ContractState.DECLARED
    assert queries.accepted([contract.pk]) == {contract.pk}
    assert [period["first"] for period in simulator.book.periods()] == [MONDAY.isoformat()]
    assert NationalNumberReveal.objects.get().reason == "Dimona in"


def test_what_is_declared_is_not_declared_again(nora: Person, carry: Callable, simulator: Simulator) -> None:
    """Neither while it is under way nor once it was accepted, however often anybody asks."""
    contract = signed(nora)
    declared(contract)
    assert declare(contract_ids=[contract.pk], now=NOW, actor=SYSTEM) == []
    carry()
    assert declare(contract_ids=[contract.pk], now=NOW, actor=SYSTEM) == []
    assert declare_all(now=NOW) == 0
    assert len(simulator.book.declarations()) == 1


def test_a_message_holds_no_national_number(nora: Person, carry: Callable) -> None:
    """Neither do receipts: the number is read when it leaves, and written nowhere."""
    declared(signed(nora))
    carry()
    everything = [str(message.payload) + message.answer for message in Message.objects.all()]
    everything += list(Receipt.objects.values_list("raw", flat=True))
    number = number_of(nora)
    assert everything
    assert not [text for text in everything if number in text]


def number_of(person: Person) -> str:
    return reveal_national_numbers(person_ids=[person.pk], reason="a test", now=NOW, actor=SYSTEM)[person.pk]


def test_work_that_began_undeclared_waits_for_a_person(nora: Person, carry: Callable, simulator: Simulator) -> None:
    """Nobody declares backwards: it stands in the queue as too late, and nothing leaves."""
    contract = signed(nora)
    row = declared(contract, now=WORKED)
    assert row.state == DeclarationState.LATE
    assert carry(WORKED) == []
    assert simulator.book.declarations() == []
    assert declare(contract_ids=[contract.pk], now=WORKED, actor=SYSTEM) == []


def test_a_contract_cancelled_before_its_first_day_is_cancelled_at_the_office(
    nora: Person, carry: Callable, simulator: Simulator
) -> None:
    contract = signed(nora)
    declared(contract)
    carry()
    withdraw(contract_id=contract.pk, reason="The concert is off", now=NOW)
    declare(contract_ids=[contract.pk], now=NOW, actor=SYSTEM)
    row = Declaration.objects.latest("id")
    assert (row.kind, row.period_id) == ("cancel", "1")
    carry()
    assert simulator.book.periods() == []
    assert queries.declared(contract_ids=[contract.pk]) == {}


def test_a_contract_cancelled_before_anything_was_said_needs_nothing(nora: Person) -> None:
    contract = signed(nora)
    withdraw(contract_id=contract.pk, reason="The concert is off", now=NOW)
    assert declare(contract_ids=[contract.pk], now=NOW, actor=SYSTEM) == []


def test_a_refusal_stays_until_somebody_puts_it_right(nora: Person, carry: Callable, simulator: Simulator) -> None:
    """The work may not begin; the same words are not said again by themselves, and once more when somebody asks."""
    contract = signed(nora)
    number = number_of(nora)
    simulator.book.set("refuse", number)
    row = declared(contract)
    carry()
    row.refresh_from_db()
    assert (row.state, row.reasons[0]["code"]) == ("refused", "00059-008")
    assert declare(contract_ids=[contract.pk], now=NOW, actor=SYSTEM) == []
    simulator.book.set("refuse", "")
    operations.declare_again(declaration_ids=[row.pk], now=NOW, actor=CLERK)
    carry()
    contract.refresh_from_db()
    row.refresh_from_db()
    assert (contract.state, row.state) == (ContractState.DECLARED, DeclarationState.GIVEN_UP)


def test_a_worker_without_a_national_number_is_not_declared(selling: None, carry: Callable) -> None:
    """The queue names what is missing."""
    row = declared(signed(a_worker("Karim")))
    assert carry() == ["refused"]
    row.refresh_from_db()
    assert (row.state, row.reasons[0]["code"]) == ("refused", "national-number.none")


def test_an_office_that_has_not_decided_is_asked_again(nora: Person, carry: Callable, simulator: Simulator) -> None:
    simulator.book.set("pending", "2")
    contract = signed(nora)
    row = declared(contract)
    carry()
    row.refresh_from_db()
    assert row.state == DeclarationState.SENT
    assert [follow_declarations(clock=lambda: NOW) for _ in range(3)] == [0, 1, 0]
    assert queries.accepted([contract.pk]) == {contract.pk}


def test_an_outage_is_tried_again_and_said_once(nora: Person, carry: Callable, simulator: Simulator) -> None:
    """Down, then an answer that is lost: found again under our reference instead of being said twice."""
    simulator.book.fail(Fault("POST", "503"), Fault("POST", "lost"))
    declared(signed(nora))
    later = [NOW + dt.timedelta(minutes=minutes) for minutes in (0, 20, 60)]
    assert [outcome for moment in later for outcome in carry(moment)] == ["later", "unanswered", "found"]
    assert len(simulator.book.declarations()) == 1
    assert Declaration.objects.get().state == DeclarationState.ACCEPTED


def test_where_the_office_cannot_be_asked_a_lost_answer_waits_for_a_person(
    nora: Person, carry: Callable, simulator: Simulator
) -> None:
    """Nothing is said twice: the message is doubtful, and the desk enters the number of the receipt."""
    simulator.book.fail(Fault("POST", "lost"), Fault("SEARCH", "404"))
    declared(signed(nora))
    later = [NOW + dt.timedelta(minutes=minutes) for minutes in (0, 20, 60)]
    assert [outcome for moment in later for outcome in carry(moment)] == ["unanswered", "doubtful"]
    assert len(simulator.book.declarations()) == 1


def test_what_was_declared_by_hand_counts_when_a_second_person_has_seen_it(nora: Person) -> None:
    """The first cannot confirm his own entry, in the application or in the database."""
    contract = signed(nora)
    row = declared(contract, now=WORKED)
    given = {"declaration_id": row.pk, "number": "77", "period_id": "88", "source": "Call of 9:10", "now": WORKED}
    operations.enter_by_hand(**given, actor=CLERK)
    with pytest.raises(Refusal, match="another person confirms"):
        operations.confirm_entry(declaration_id=row.pk, now=WORKED, actor=CLERK)
    with pytest.raises(IntegrityError), transaction.atomic():
        Declaration.objects.filter(pk=row.pk).update(confirmed_by=CLERK)
    operations.confirm_entry(declaration_id=row.pk, now=WORKED, actor=SYSTEM)
    contract.refresh_from_db()
    assert contract.state == ContractState.DECLARED
    assert queries.declared(contract_ids=[contract.pk])[contract.pk].period_id == "88"


@pytest.mark.parametrize("missing", ["number", "period_id", "source"])
def test_an_entry_by_hand_needs_its_receipt(nora: Person, missing: str) -> None:
    row = declared(signed(nora), now=WORKED)
    given = {"number": "77", "period_id": "88", "source": "Call of 9:10"} | {missing: " "}
    with pytest.raises(Refusal, match="both numbers") as refused:
        operations.enter_by_hand(declaration_id=row.pk, **given, now=WORKED, actor=CLERK)
    assert refused.value.field == missing


def test_a_number_stands_on_one_declaration(nora: Person, carry: Callable) -> None:
    declared(signed(nora))
    carry()
    other = declared(signed(with_number(a_worker("Karim"), serial=2)), now=WORKED)
    with pytest.raises(Refusal, match="stands on another"):
        operations.enter_by_hand(
            declaration_id=other.pk, number="1", period_id="9", source="paper", now=WORKED, actor=CLERK
        )


def test_what_the_office_accepted_never_changes(nora: Person, carry: Callable) -> None:
    """Not its content and not its state, in the database itself; receipts neither."""
    row = declared(signed(nora))
    carry()
    for change in ({"starts_on": MONDAY - dt.timedelta(days=1)}, {"state": "refused"}, {"number": "9"}):
        with pytest.raises(DatabaseError, match="answered, never changed"), transaction.atomic():
            Declaration.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Receipt.objects.all().delete()


def test_a_contract_has_one_declaration_under_way(nora: Person) -> None:
    row = declared(signed(nora))
    same = {f.attname: getattr(row, f.attname) for f in Declaration._meta.concrete_fields if f.name != "id"}
    with pytest.raises(IntegrityError, match="one_declaration_of_a_contract"), transaction.atomic():
        Declaration.objects.create(**same)


def test_starts_declared_elsewhere_are_loaded_together(nora: Person) -> None:
    """History from before: nothing leaves, the work may begin."""
    contract = signed(nora)
    loaded = operations.record_accepted(rows=[Accepted(contract.pk, "501", "601", NOW)], actor=SYSTEM)
    contract.refresh_from_db()
    assert (loaded, contract.state, Message.objects.count()) == (1, ContractState.DECLARED, 0)
    known = queries.declared(contract_ids=[contract.pk])[contract.pk]
    assert known == Declared(Declaration.objects.get().said, "601")


def broken() -> set[str]:
    found = set()
    for proof in PROOFS:
        with connection.cursor() as cursor:
            cursor.execute(proof.sql)
            found |= {proof.name} if cursor.fetchall() else set()
    return found


def test_nothing_is_found_where_nothing_is_wrong(nora: Person, carry: Callable) -> None:
    declared(signed(nora))
    carry()
    assert broken() == set()


def test_every_proof_notices_its_exception(nora: Person, carry: Callable) -> None:
    """Work without a declaration, pay for it, a start handed over after the work began, and one declared twice."""
    contract = signed(nora)
    row = declared(contract)
    carry()
    worked(with_number(a_worker("Karim"), serial=2))
    run_to(RunState.POSTED)
    late = {f.attname: getattr(row, f.attname) for f in Declaration._meta.concrete_fields if f.name != "id"}
    Declaration.objects.create(
        **late | {"state": "accepted", "number": "2", "ruled_at": WORKED, "sent_at": WORKED + dt.timedelta(days=9)}
    )
    assert broken() == {proof.name for proof in PROOFS}
