"""Write contracts: offered, signed by both, declared, and what is cancelled before it starts.

Whether a contract may be offered is decided by `marke.usecases.hire`; here it is written with its days and months.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from marke.domain.work.enums import ContractKind, ContractState, DayState, MonthState, Party, PayBasis
from marke.domain.work.models import Contract, ContractMonth, Signature, WorkDay
from marke.kernel.dates import Month
from marke.kernel.ids import uuid7
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.work.engagement import Engagement


@dataclass(frozen=True, slots=True)
class ContractInput:
    """What is agreed: who works through which unit, and the engagement."""

    unit_id: int
    person_id: uuid.UUID
    engagement: Engagement
    description: str = ""
    place: str = ""
    language: str = "nl"
    project_id: uuid.UUID | None = None
    order_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What follows from the law and the cooperative's choices: kind of worker, what it takes, when it is due."""

    worker: str
    scheme: str
    committee: str
    coefficient: Decimal
    budgets: Mapping[Month, Cents]
    """What each month takes from the unit."""
    due: Mapping[Month, dt.date]
    warnings: tuple[str, ...] = ()

    @property
    def employment_budget(self) -> Cents:
        return sum(self.budgets.values())


def offer(*, contracts: Sequence[tuple[ContractInput, Terms]], actor: uuid.UUID, now: dt.datetime) -> list[Contract]:
    """Write contracts with their days and months, to be signed."""
    rows = [_contract(given, terms, actor, now) for given, terms in contracts]
    Contract.objects.bulk_create(rows, batch_size=1_000)
    pairs = list(zip(rows, contracts, strict=True))
    WorkDay.objects.bulk_create([day for row, (given, _) in pairs for day in _days(row, given)], batch_size=2_000)
    ContractMonth.objects.bulk_create(
        [month for row, (given, terms) in pairs for month in _months(row, given, terms)], batch_size=2_000
    )
    return rows


def _contract(given: ContractInput, terms: Terms, actor: uuid.UUID, now: dt.datetime) -> Contract:
    engagement = given.engagement
    return Contract(
        id=uuid7(),
        unit_id=given.unit_id,
        person_id=given.person_id,
        project_id=given.project_id,
        order_id=given.order_id,
        kind=ContractKind(engagement.kind.value),
        function=engagement.function,
        description=given.description.strip(),
        place=given.place.strip(),
        starts_on=engagement.starts_on,
        ends_on=engagement.ends_on,
        basis=PayBasis(engagement.basis.value),
        amount=engagement.amount,
        worker=terms.worker,
        scheme=terms.scheme,
        committee=terms.committee,
        coefficient=terms.coefficient,
        employment_budget=terms.employment_budget,
        language=given.language,
        warnings=list(terms.warnings),
        offered_by=actor,
        offered_at=now,
    )


def _days(contract: Contract, given: ContractInput) -> list[WorkDay]:
    return [
        WorkDay(
            contract_id=contract.pk,
            unit_id=given.unit_id,
            day=each.day,
            starts_at=each.starts_at,
            hours=each.hours,
        )
        for each in given.engagement.days
    ]


def _months(contract: Contract, given: ContractInput, terms: Terms) -> list[ContractMonth]:
    return [
        ContractMonth(
            contract_id=contract.pk,
            unit_id=given.unit_id,
            month=month.first,
            last_day=max(each.day for each in given.engagement.days_in(month)),
            due_on=terms.due[month],
            employment_budget=terms.budgets[month],
        )
        for month in given.engagement.months()
    ]


@dataclass(frozen=True, slots=True)
class SignatureInput:
    """Somebody signs: ``evidence`` says how that is proven (address, device), ``document_hash`` what was signed."""

    contract_id: uuid.UUID
    party: Party
    name: str
    document_hash: str
    evidence: Mapping[str, str] = field(default_factory=dict)


def sign(*, signatures: Sequence[SignatureInput], actor: uuid.UUID, now: dt.datetime) -> list[uuid.UUID]:
    """Add signatures; a contract that both have signed becomes signed. Answers the contracts that did.

    Raises `Refusal` for a contract that is not offered any more.
    """
    ids = {each.contract_id for each in signatures}
    open_contracts = {
        row.pk: row
        for row in Contract.objects.select_for_update(of=("self",)).filter(pk__in=ids, state=ContractState.OFFERED)
    }
    if missing := ids - open_contracts.keys():
        raise _not_offered(min(missing))
    Signature.objects.bulk_create(
        [
            Signature(
                contract_id=each.contract_id,
                unit_id=open_contracts[each.contract_id].unit_id,
                party=each.party,
                name=each.name,
                evidence=dict(each.evidence),
                document_hash=each.document_hash,
                signed_by=actor,
                signed_at=now,
            )
            for each in signatures
        ],
        batch_size=2_000,
    )
    signed = Signature.objects.filter(contract_id__in=ids, party=Party.WORKER).values("contract_id")
    both = Contract.objects.filter(
        pk__in=Signature.objects.filter(contract_id__in=signed, party=Party.ENTERPRISE).values("contract_id"),
        state=ContractState.OFFERED,
    )
    complete = list(both.values_list("pk", flat=True))
    Contract.objects.filter(pk__in=complete).update(state=ContractState.SIGNED, signed_at=now)
    return complete


def _not_offered(contract_id: uuid.UUID) -> Refusal:
    return Refusal(
        "contract.not-offered",
        gettext_noop("This contract cannot be signed any more: it was signed, cancelled or refused meanwhile."),
        params={"contract": str(contract_id)},
    )


def lock(*, contract_ids: Collection[uuid.UUID]) -> None:
    """Nobody else decides about these contracts until this transaction ends."""
    rows = Contract.objects.select_for_update(of=("self",)).filter(pk__in=contract_ids).order_by("pk")
    list(rows.values_list("pk", flat=True))


def mark_declared(*, contract_ids: Collection[uuid.UUID], now: dt.datetime) -> int:
    """The office has accepted the declarations: the work may start. Answers how many contracts this changes."""
    waiting = Contract.objects.filter(pk__in=contract_ids, state=ContractState.SIGNED)
    return int(waiting.update(state=ContractState.DECLARED, declared_at=now))


def withdraw(*, contract_id: uuid.UUID, reason: str, refused: bool, now: dt.datetime) -> Contract:
    """Cancel a contract before its first day, or refuse an offer; its days no longer stand.

    Raises `Refusal` without a reason, for one that is over already, and once its first day has come.
    """
    if not reason.strip():
        raise Refusal("contract.reason", gettext_noop("Say why."), field="reason")
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract_id)
    if not contract.is_live or (refused and contract.state != ContractState.OFFERED):
        raise _not_offered(contract_id)
    first = WorkDay.objects.filter(contract_id=contract_id).earliest("day")
    if dt.datetime.combine(first.day, first.starts_at, tzinfo=now.tzinfo) <= now:
        raise Refusal(
            "contract.started",
            gettext_noop("The work has begun: correct the days instead of cancelling the contract."),
        )
    contract.state = ContractState.REFUSED if refused else ContractState.CANCELLED
    contract.reason, contract.cancelled_at = reason.strip(), now
    contract.save(update_fields=["state", "reason", "cancelled_at"])
    WorkDay.objects.filter(contract_id=contract_id).update(state=DayState.CANCELLED)
    return contract


def lock_months(*, month_ids: Collection[uuid.UUID]) -> int:
    """Take months into a wage run: their days do not change any more. Answers how many this locks."""
    free = ContractMonth.objects.filter(pk__in=month_ids, state__in=[MonthState.PLANNED, MonthState.CONFIRMED])
    return int(free.update(state=MonthState.IN_RUN))


def unlock_months(*, month_ids: Collection[uuid.UUID]) -> int:
    """Give months back that a run could not pay. Answers how many."""
    return int(
        ContractMonth.objects.filter(pk__in=month_ids, state=MonthState.IN_RUN).update(state=MonthState.CONFIRMED)
    )


def mark_paid(*, month_ids: Collection[uuid.UUID], paid_on: dt.date) -> int:
    """The bank has confirmed the wages of months. Answers how many this changes."""
    running = ContractMonth.objects.filter(pk__in=month_ids, state=MonthState.IN_RUN)
    return int(running.update(state=MonthState.PAID, paid_on=paid_on))


def mark_returned(*, month_ids: Collection[uuid.UUID]) -> int:
    """The bank sent the wages of months back: they are being paid again. Answers how many this changes."""
    paid = ContractMonth.objects.filter(pk__in=month_ids, state=MonthState.PAID)
    return int(paid.update(state=MonthState.IN_RUN, paid_on=None))
