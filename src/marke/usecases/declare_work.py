"""Declare work: every night all of it, at once what was just signed or cancelled, and carry it to the office.

`DeclarationCarrier` takes one declaration out of the house: it reads the national number at the last moment, hands the
declaration over and asks once what the office says; what is still pending is asked again by `follow_declarations`.
Killed between any two steps, a declaration is made once: whoever goes on asks the office for it first.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Q

from marke.domain.declarations import operations, queries
from marke.domain.declarations.enums import DeclarationState
from marke.domain.declarations.models import Declaration
from marke.domain.declarations.operations import CHANNEL
from marke.domain.foundation.transactions import SYSTEM, acting_as_system, enterprise_view
from marke.domain.parameters.queries import cooperative
from marke.domain.people.identity import reveal_national_numbers
from marke.domain.work.enums import ContractState
from marke.domain.work.models import Contract
from marke.kernel.carrying import Carried, NobodyKnows, NotAtAll, NotNow, Parcel
from marke.kernel.declaring import CannotBeAsked, Kind, OfficeRefused, OfficeUnavailable, StartDeclaration, StartOffice
from marke.kernel.ports import PORTS
from marke.kernel.refusal import gettext_noop

NO_OFFICE = gettext_noop("The house has no access to the office yet: declare by hand and enter the number.")
ONLY_A_PERSON = gettext_noop("The answer was lost: look at the office's own page, and enter the number by hand.")
NO_NUMBER = "national-number.none"
PIECE = 1_000

__all__ = ["CHANNEL", "DeclarationCarrier", "declare", "declare_all", "follow_declarations"]


def declare(*, contract_ids: Collection[uuid.UUID], now: dt.datetime, actor: uuid.UUID) -> list[Declaration]:
    """Say to the office what is missing of these contracts, in the transaction that signed, changed or ended them."""
    with enterprise_view():
        return operations.reconcile(contract_ids=contract_ids, now=now, actor=actor)


def declare_all(*, now: dt.datetime) -> int:
    """Hold every contract that may still change against what was declared; answers how many declarations it takes.

    Contracts that stand, and those that ended or were cancelled in the last 60 days.
    """
    recently = now - dt.timedelta(days=60)
    made = 0
    with acting_as_system(reason="declarations"):
        wanted = Contract.objects.filter(
            Q(state__in=[ContractState.SIGNED, ContractState.DECLARED])
            & (Q(ends_on__isnull=True) | Q(ends_on__gte=recently.date()))
            | Q(state=ContractState.CANCELLED, cancelled_at__gte=recently)
        ).order_by("starts_on", "id")
        keys = list(wanted.values_list("pk", flat=True))
    for first in range(0, len(keys), PIECE):
        with acting_as_system(reason="declarations"):
            rows = operations.reconcile(contract_ids=keys[first : first + PIECE], now=now, actor=SYSTEM)
        made += len(rows)
    return made


def follow_declarations(*, clock: Callable[[], dt.datetime]) -> int:
    """Ask the office about what it has not ruled on; answers about how many it said something.

    The office is only spoken to between transactions.
    """
    office = PORTS.start_office
    if office is None:
        return 0
    with acting_as_system(reason="declarations"):
        waiting = [row for row in queries.pending() if row.entered_by is None]
    return sum(_ask(office, row.pk, row.number, clock) for row in waiting)


def _ask(office: StartOffice, declaration_id: uuid.UUID, number: str, clock: Callable[[], dt.datetime]) -> bool:
    try:
        ruling = office.ruling(number)
    except OfficeUnavailable:
        return False
    if ruling is None:
        return False
    with acting_as_system(reason="declarations"):
        row = operations.locked(declaration_id=declaration_id)
        operations.ruled(declaration=row, ruling=ruling, now=clock())
    return True


@dataclass(frozen=True, slots=True)
class DeclarationCarrier:
    """The carrier of the channel ``dimona``."""

    clock: Callable[[], dt.datetime]

    def carry(self, parcel: Parcel) -> Carried:
        """Hand the declaration over. Raises `NotNow`, `NotAtAll` or `NobodyKnows`."""
        if entered := self._entered(parcel):
            return entered
        office = self._office()
        declaration = self._declaration(parcel)
        try:
            number = office.declare(declaration)
        except OfficeRefused as refusal:
            self._not_taken(parcel, refusal.rule, str(refusal))
            raise NotAtAll(str(refusal)) from refusal
        except OfficeUnavailable as problem:
            if problem.nothing_done:
                raise NotNow(problem.problem, wait=problem.wait) from problem
            raise NobodyKnows(problem.problem) from problem
        return self._arrived(parcel, office, number)

    def find(self, parcel: Parcel) -> Carried | None:
        """Whether an attempt whose answer was lost reached the office. Raises `NotNow` while it cannot be asked.

        Raises `NobodyKnows` where it can never be asked: then somebody looks at the office's own page.
        """
        if entered := self._entered(parcel):
            return entered
        office = self._office()
        try:
            number = office.find(self._declaration(parcel))
        except CannotBeAsked as problem:
            raise NobodyKnows(ONLY_A_PERSON) from problem
        except OfficeUnavailable as problem:
            raise NotNow(problem.problem, wait=problem.wait) from problem
        return self._arrived(parcel, office, number) if number else None

    def _entered(self, parcel: Parcel) -> Carried | None:
        """What the office has already, by an earlier attempt or because somebody declared it by hand meanwhile."""
        with acting_as_system(reason="declarations"):
            row = Declaration.objects.get(pk=parcel.subject[1])
        return Carried(row.number) if row.number else None

    def _office(self) -> StartOffice:
        if PORTS.start_office is None:
            raise NotNow(NO_OFFICE)
        return PORTS.start_office

    def _declaration(self, parcel: Parcel) -> StartDeclaration:
        """The declaration with the national number, whose reading is recorded."""
        with acting_as_system(reason="declarations"):
            row = Declaration.objects.select_related("contract").get(pk=parcel.subject[1])
            if row.state == DeclarationState.GIVEN_UP:
                raise NotAtAll("given up")
            numbers = reveal_national_numbers(
                person_ids=[row.contract.person_id], reason=f"Dimona {row.kind}", now=self.clock(), actor=SYSTEM
            )
            employer = cooperative().seller_enterprise_number
        if row.contract.person_id not in numbers:
            self._not_taken(parcel, NO_NUMBER, "")
            raise NotAtAll(NO_NUMBER)
        return StartDeclaration(
            reference=row.pk.hex,
            kind=Kind(row.kind),
            employer=employer,
            national_number=numbers[row.contract.person_id],
            said=row.said,
            period_id=row.period_id,
        )

    def _not_taken(self, parcel: Parcel, code: str, text: str) -> None:
        with acting_as_system(reason="declarations"):
            row = operations.locked(declaration_id=parcel.subject[1])
            operations.not_taken(declaration=row, code=code, text=text, now=self.clock())

    def _arrived(self, parcel: Parcel, office: StartOffice, number: str) -> Carried:
        with acting_as_system(reason="declarations"):
            row = operations.locked(declaration_id=parcel.subject[1])
            operations.handed_over(declaration=row, number=number, now=self.clock())
        _ask(office, parcel.subject[1], number, self.clock)
        return Carried(number)
