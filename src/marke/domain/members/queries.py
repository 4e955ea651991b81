"""Read membership: shares, the right of use, the contract of use."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from marke.domain.members.models import (
    Acceptance,
    ContractOfUse,
    ContractOfUseText,
    Exit,
    Member,
    ShareMovement,
    Subscription,
    YearOfUse,
)
from marke.kernel.money import Cents


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


def owners_with_right_of_use(*, owner_ids: Collection[uuid.UUID], as_of: dt.date) -> set[uuid.UUID]:
    """Those of the people and organisations named who may use the enterprise on a day."""
    named = Q(person_id__in=owner_ids) | Q(organisation_id__in=owner_ids)
    found = members_with_right_of_use(as_of=as_of).filter(named).values_list("person_id", "organisation_id")
    return {person or organisation for person, organisation in found}


def people_with_right_of_use(*, person_ids: Collection[uuid.UUID], as_of: dt.date) -> set[uuid.UUID]:
    """Those of the people named who may use the enterprise on a day."""
    found = members_with_right_of_use(as_of=as_of).filter(person_id__in=person_ids)
    return set(found.values_list("person_id", flat=True))


def member_of(*, person_id: uuid.UUID) -> Member | None:
    """The membership file of a person, if there is one."""
    return Member.objects.filter(person_id=person_id).first()


def member_file(*, organisation_id: uuid.UUID) -> Member | None:
    """The membership file of an organisation, if there is one."""
    return Member.objects.filter(organisation_id=organisation_id).first()


def shares_by_price(*, member_id: uuid.UUID, as_of: dt.date) -> dict[Cents, int]:
    """How many shares of which nominal value a member holds at the end of a day, oldest price first."""
    held = (
        ShareMovement.objects.filter(member=member_id, effective_on__lte=as_of)
        .order_by("price")
        .values_list("price")
        .annotate(held=Sum("count"))
    )
    return {price: count for price, count in held if count}


def shares_of(*, member_id: uuid.UUID, as_of: dt.date) -> int:
    """How many shares a member holds at the end of a day."""
    return sum(shares_by_price(member_id=member_id, as_of=as_of).values())


@dataclass(frozen=True, slots=True)
class CapitalStatement:
    """The paid capital on a day: members, shares, and their nominal value in cents."""

    members: int
    shares: int
    amount: Cents


def register_as_of(*, as_of: dt.date) -> QuerySet[Member]:
    """The share register as it stood at the end of a day: members with ``shares`` and ``capital``, by their number."""
    movements = ShareMovement.objects.filter(effective_on__lte=as_of).order_by()
    own = movements.filter(member=OuterRef("pk")).values("member")
    return (
        Member.objects.filter(number__isnull=False, pk__in=_holdings(as_of).values("member"))
        .annotate(
            shares=Subquery(own.annotate(sum=Sum("count")).values("sum")),
            capital=Subquery(own.annotate(sum=Sum(F("count") * F("price"))).values("sum")),
        )
        .select_related("person", "organisation")
        .order_by("number")
    )


def capital_as_of(*, as_of: dt.date) -> CapitalStatement:
    """The capital statement of a day: what the register adds to; the books' capital less what is not paid yet."""
    return CapitalStatement(
        **_holdings(as_of).aggregate(
            members=Count("member"), shares=Sum("held", default=0), amount=Sum("worth", default=0)
        )
    )


def _holdings(as_of: dt.date) -> QuerySet[ShareMovement, dict[str, Any]]:
    """Who holds shares at the end of a day: member, how many (``held``), and their nominal value (``worth``)."""
    return (
        ShareMovement.objects.filter(effective_on__lte=as_of)
        .order_by()
        .values("member")
        .annotate(held=Sum("count"), worth=Sum(F("count") * F("price")))
        .filter(held__gt=0)
    )


def subscriptions_waiting() -> QuerySet[Subscription]:
    """Shares that wait for their money, the one that expires first on top."""
    return (
        Subscription.objects.filter(state=Subscription.State.SUBSCRIBED)
        .select_related("member__person", "member__organisation")
        .order_by("pay_before", "id")
    )


def subscription_by_reference(*, reference: str) -> Subscription | None:
    """The shares that wait for money under a structured communication."""
    return subscriptions_waiting().filter(reference=reference).first()


def exits_in_progress() -> QuerySet[Exit]:
    """Exits that ask for a decision or a payment, oldest first."""
    return (
        Exit.objects.filter(state__in=["requested", "proposed", "accepted", "payable"])
        .select_related("member__person", "member__organisation")
        .order_by("asked_on", "id")
    )


def contract_in_force(*, as_of: dt.date) -> ContractOfUse | None:
    """The contract of use that binds everybody on a day."""
    announced = ContractOfUse.objects.filter(announced_on__isnull=False, in_force_from__lte=as_of)
    return announced.order_by("-in_force_from").first()


def contract_to_sign(*, as_of: dt.date) -> ContractOfUse | None:
    """The contract of use that a newcomer signs on a day: the one in force, or else the first that is open."""
    in_force = contract_in_force(as_of=as_of)
    opened = ContractOfUse.objects.filter(announced_on__isnull=False, open_from__lte=as_of)
    return in_force or opened.order_by("in_force_from").first()


def contract_text(*, contract_id: uuid.UUID, language: str) -> ContractOfUseText | None:
    """The text of a version in a language, or in the cooperative's first one when it was not written in it."""
    texts = ContractOfUseText.objects.filter(contract=contract_id)
    return texts.filter(language=language).first() or texts.order_by("-language").first()


def contracts_with_progress() -> QuerySet[ContractOfUse]:
    """Every version, newest first, with how many people accepted and refused it."""
    return ContractOfUse.objects.annotate(
        accepted=Count("acceptances", filter=Q(acceptances__accepted=True)),
        refused=Count("acceptances", filter=Q(acceptances__accepted=False)),
    ).order_by("-version")


def years_of_use(*, member_id: uuid.UUID) -> set[int]:
    """The years for which a member has a share."""
    return set(YearOfUse.objects.filter(member=member_id).values_list("year", flat=True))


def acceptance_of(*, person_id: uuid.UUID, contract_id: uuid.UUID) -> Acceptance | None:
    """The evidence that a person accepted a version."""
    return Acceptance.objects.filter(person=person_id, contract=contract_id, accepted=True).first()


def contracts_seen_by(*, person_id: uuid.UUID, as_of: dt.date) -> list[ContractOfUse]:
    """The announced versions, newest first, each with ``answered_at``: when this person accepted it, if they did."""
    accepted = Acceptance.objects.filter(contract=OuterRef("pk"), person=person_id, accepted=True)
    announced = ContractOfUse.objects.filter(announced_on__lte=as_of)
    return list(announced.annotate(answered_at=Subquery(accepted.values("answered_at")[:1])).order_by("-version"))
