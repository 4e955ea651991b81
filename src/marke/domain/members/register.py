"""The share register: numbered lines that only ever grow, and transfers between members."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import F, Model

from marke.domain.members import queries
from marke.domain.members.models import Member, RegisterCounter, ShareMovement
from marke.kernel.refusal import Refusal, gettext_noop

MEMBERS = "members"
LINES = "lines"
REFERENCES = "references"


class UnableToTransfer(Refusal):
    """The shares cannot go to somebody else."""


def next_numbers(*, series: str, count: int) -> range:
    """The next numbers of a series without gaps, taken for this transaction alone."""
    RegisterCounter.objects.filter(name=series).update(last=F("last") + count)
    last = RegisterCounter.objects.values_list("last", flat=True).get(name=series)
    return range(last - count + 1, last + 1)


def rewrite(model: type[Model], rows: Sequence[Model], columns: list[str]) -> None:
    """Write changed columns of many rows that exist. One upsert is ten times faster than Django's bulk update."""
    model._default_manager.bulk_create(rows, update_conflicts=True, update_fields=columns, unique_fields=["id"])


def write(movements: Sequence[ShareMovement]) -> list[ShareMovement]:
    """Write lines into the register, numbered in the order given."""
    for movement, number in zip(movements, next_numbers(series=LINES, count=len(movements)), strict=True):
        movement.number = number
    return ShareMovement.objects.bulk_create(movements)


def become_members(*, members: Sequence[Member], days: Sequence[dt.date]) -> None:
    """Let applicants become members from a day on, with the next member numbers; who is a member stays one."""
    new = [(member, day) for member, day in zip(members, days, strict=True) if member.number is None]
    for (member, day), number in zip(new, next_numbers(series=MEMBERS, count=len(new)), strict=True):
        member.number, member.since = number, day
    for member in members:
        if member.state in (Member.State.APPLICANT, Member.State.LEFT):
            member.state = Member.State.MEMBER
    rewrite(Member, members, ["number", "since", "state"])


def transfer_shares(
    *, giver_id: uuid.UUID, receiver_id: uuid.UUID, count: int, on: dt.date, actor: uuid.UUID
) -> list[ShareMovement]:
    """Transfer shares to another member at nominal value. The years of use stay with who bought them.

    The capital does not change, so nothing is posted. Raises `UnableToTransfer` for more shares than the giver has, to
    oneself, or between categories.
    """
    members = {
        member.pk: member for member in Member.objects.select_for_update().filter(pk__in=[giver_id, receiver_id])
    }
    giver, receiver = members[giver_id], members[receiver_id]
    holdings = queries.shares_by_price(member_id=giver_id, as_of=on)
    if giver == receiver:
        raise UnableToTransfer("share.transfer-self", gettext_noop("Shares go to somebody else."), field="receiver")
    if giver.category != receiver.category:
        raise UnableToTransfer(
            "share.transfer-category", gettext_noop("Shares stay in their category."), field="receiver"
        )
    if not 0 < count <= sum(holdings.values()):
        raise UnableToTransfer(
            "share.transfer-count",
            gettext_noop("There are %(shares)s shares to give on that day."),
            field="count",
            params={"shares": sum(holdings.values())},
        )
    lines: list[ShareMovement] = []
    for price, held in holdings.items():
        moved = min(count, held)
        count -= moved
        if moved:
            common = {"price": price, "effective_on": on}
            lines += [
                ShareMovement(member=giver, kind="given", count=-moved, other_member=receiver, **common),
                ShareMovement(member=receiver, kind="received", count=moved, other_member=giver, **common),
            ]
    written = write(lines)
    become_members(members=[receiver], days=[on])
    if sum(holdings.values()) == sum(line.count for line in lines if line.kind == "received"):
        giver.state = Member.State.LEFT
        giver.save(update_fields=["state"])
    return written


def transfer_shares_by_number(
    *, giver: int, receiver: int, count: int, on: dt.date, actor: uuid.UUID
) -> list[ShareMovement]:
    """As `transfer_shares`, with the members named by their numbers. Raises `UnableToTransfer` for an unknown one."""
    keys = dict(Member.objects.filter(number__in=[giver, receiver]).values_list("number", "pk"))
    for field, number in (("giver", giver), ("receiver", receiver)):
        if number not in keys:
            raise UnableToTransfer(
                "share.transfer-number", gettext_noop("There is no member with this number."), field=field
            )
    return transfer_shares(giver_id=keys[giver], receiver_id=keys[receiver], count=count, on=on, actor=actor)
