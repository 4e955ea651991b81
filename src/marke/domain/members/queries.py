"""Read membership: shares, the right of use, the contract of use."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum

from marke.domain.members.models import Acceptance, ContractOfUse, Member, ShareMovement, YearOfUse


def contract_of_use_to_accept(*, person_id: uuid.UUID, as_of: dt.date) -> uuid.UUID | None:
    """The contract of use in force on a day, if this person has still to accept it (rule 25); one indexed query."""
    announced = ContractOfUse.objects.filter(announced_on__isnull=False, in_force_from__lte=as_of)
    in_force = announced.order_by("-in_force_from").values("pk")[:1]
    accepted = Acceptance.objects.filter(contract=OuterRef("pk"), person_id=person_id, accepted=True)
    return (
        ContractOfUse.objects.filter(pk=Subquery(in_force))
        .exclude(Exists(accepted))
        .values_list("pk", flat=True)
        .first()
    )


def members_with_right_of_use(*, as_of: dt.date) -> QuerySet[Member]:
    """The members who may use the enterprise on a day: a share for that year, and still a shareholder (rules 1, 2)."""
    year = YearOfUse.objects.filter(member=OuterRef("pk"), year=as_of.year, starts_on__lte=as_of)
    shares = (
        ShareMovement.objects.filter(member=OuterRef("pk"), effective_on__lte=as_of)
        .order_by()
        .values("member")
        .annotate(shares=Sum("count"))
        .values("shares")
    )
    return Member.objects.filter(Exists(year)).alias(shares=Subquery(shares)).filter(shares__gt=0)


def people_with_right_of_use(*, person_ids: Collection[uuid.UUID], as_of: dt.date) -> set[uuid.UUID]:
    """Those of the people named who may use the enterprise on a day."""
    found = members_with_right_of_use(as_of=as_of).filter(person_id__in=person_ids)
    return set(found.values_list("person_id", flat=True))
