"""Move budget between units and projects: no invoice, no VAT, no contribution (rule 10)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from marke.domain.foundation.transactions import enterprise_view
from marke.domain.ledger import operations as ledger
from marke.domain.units.models import Project, Transfer
from marke.domain.units.operations.states import wake
from marke.domain.units.policies import require_may_spend, require_may_take_in
from marke.kernel.ids import uuid7
from marke.kernel.money import LARGEST_AMOUNT, Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.posting.recipes import budgets

SOURCE = "units.transfer"


@dataclass(frozen=True, slots=True)
class Move:
    """A transfer as it is asked: how many cents, from where, to where, why.

    ``id`` is chosen when the form is first shown, so that sending the same form twice moves the money once.
    """

    from_unit: int
    to_unit: int
    amount: Cents
    message: str
    day: dt.date
    from_project: uuid.UUID | None = None
    to_project: uuid.UUID | None = None
    returns: uuid.UUID | None = None
    id: uuid.UUID = field(default_factory=uuid7)


class UnableToTransfer(Refusal):
    """The budget cannot be moved like this."""


def transfer(*, move: Move, actor: uuid.UUID) -> Transfer:
    """Move budget once. See `transfer_many`."""
    (made,) = transfer_many(moves=[move], actor=actor)
    return made


def transfer_many(*, moves: Sequence[Move], actor: uuid.UUID) -> list[Transfer]:
    """Move budget between units or projects, in the order given, all or none.

    Only received money that is not committed moves: the ledger guards it (`UnableToSpend`). The receiving unit is
    open and its holder has a share for the year (rule 2); moving within a unit needs no share, the money is there
    already. No invoice, no VAT, no contribution (rule 10). Raises `UnableToTransfer`, `UnitBlocked`, `NoRightOfUse`.
    """
    for move in moves:
        _require_possible(move)
    _require_ends(moves, actor)
    done = {made.pk for made in Transfer.objects.filter(pk__in=[move.id for move in moves])}
    Transfer.objects.bulk_create([_transfer(move, actor) for move in moves if move.id not in done], batch_size=5_000)
    ledger.post_many(postings=[_posting(move) for move in moves], actor=actor)
    made = Transfer.objects.in_bulk([move.id for move in moves])
    return [made[move.id] for move in moves]


def send_back(*, original: Transfer, day: dt.date, message: str, actor: uuid.UUID) -> Transfer:
    """Send a received transfer back in full, as a new transfer. Raises `UnableToTransfer` when it went back already.

    A posted transfer is never undone: both stay in the statement of both units.
    """
    if Transfer.objects.filter(returns=original).exists():
        raise UnableToTransfer("transfer.returned", gettext_noop("This transfer was sent back already."))
    back = Move(
        from_unit=original.to_unit_id,
        from_project=original.to_project_id,
        to_unit=original.from_unit_id,
        to_project=original.from_project_id,
        amount=original.amount,
        message=message,
        day=day,
        returns=original.pk,
    )
    return transfer(move=back, actor=actor)


def _require_possible(move: Move) -> None:
    """What can be judged without looking anything up."""
    if not 0 < move.amount <= LARGEST_AMOUNT:
        raise UnableToTransfer(
            "transfer.amount", gettext_noop("Transfer an amount of at least one cent."), field="amount"
        )
    if (move.from_unit, move.from_project) == (move.to_unit, move.to_project):
        raise UnableToTransfer(
            "transfer.elsewhere", gettext_noop("The money is there already: choose where it goes."), field="to_unit"
        )
    if not move.message.strip():
        raise UnableToTransfer(
            "transfer.message", gettext_noop("Say what it is for: both units read it."), field="message"
        )


def _require_ends(moves: Sequence[Move], actor: uuid.UUID) -> None:
    """The giving unit may spend, the receiving one may take in, and the projects are open ones of their unit."""
    for number in {move.from_unit for move in moves}:
        require_may_spend(unit_id=number)
    between = {(move.to_unit, move.day) for move in moves if move.to_unit != move.from_unit}
    with enterprise_view():
        for number, day in sorted(between):
            require_may_take_in(unit_id=number, as_of=day)
            wake(unit_id=number, day=day, actor=actor)
    ends = [(move.from_unit, move.from_project) for move in moves] + [(move.to_unit, move.to_project) for move in moves]
    for unit_id, project_id in set(ends):
        if project_id and not Project.objects.filter(pk=project_id, unit_id=unit_id, closed_on__isnull=True).exists():
            raise UnableToTransfer("transfer.project", gettext_noop("Choose an open project of the unit."))


def _transfer(move: Move, actor: uuid.UUID) -> Transfer:
    return Transfer(
        id=move.id,
        from_unit_id=move.from_unit,
        from_project_id=move.from_project,
        to_unit_id=move.to_unit,
        to_project_id=move.to_project,
        amount=move.amount,
        message=" ".join(move.message.split()),
        made_on=move.day,
        made_by=actor,
        returns_id=move.returns,
    )


def _posting(move: Move) -> ledger.Posting:
    entry = budgets.transfer(
        on=move.day,
        giver=move.from_unit,
        giver_project=move.from_project,
        taker=move.to_unit,
        taker_project=move.to_project,
        amount=move.amount,
    )
    return ledger.Posting(entry, (SOURCE, move.id), "move")
