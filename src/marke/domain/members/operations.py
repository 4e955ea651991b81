"""Subscribe shares, receive their payment, let unpaid ones expire.

Each operation takes many at once; one is a list of one. Money is posted by the use cases that call these.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max

from marke.countries.protocol import Identifiers
from marke.domain.members import register
from marke.domain.members.models import Admission, Category, Member, ShareMovement, Subscription, YearOfUse
from marke.domain.parameters.queries import chosen, cooperative
from marke.domain.people.models import Person
from marke.domain.people.operations import identifiers
from marke.domain.people.policies import Ability, require_grade
from marke.kernel.money import Cents
from marke.kernel.refusal import Amount, Refusal, gettext_noop

MOST_SHARES_AT_ONCE = 20
"""More in one subscription is a typing error: every share stands for a year of use."""

FIRST_REFERENCE = 9_000_000_000
"""Structured communications of shares start with a nine, so that they never meet those of invoices."""


class UnableToSubscribe(Refusal):
    """The shares cannot be subscribed."""


class UnableToReceive(Refusal):
    """The payment does not pay these shares."""


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """Somebody wants shares. ``first_year`` is the first year that needs one, unless it is given."""

    count: int
    person_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    first_year: int | None = None
    on: dt.date | None = None
    """The day of subscription, when it is not the day of the call (a move from other software)."""


@dataclass(frozen=True, slots=True)
class SharePayment:
    """Money that arrived at the bank for a share: which communication, how much, from which account, on which day."""

    reference: str
    amount: Cents
    payer_iban: str
    paid_on: dt.date


def apply(
    *, person_id: uuid.UUID | None = None, organisation_id: uuid.UUID | None = None, category: str = Category.A
) -> Member:
    """The membership file of a person or organisation, opened at the first question."""
    owner = {"person_id": person_id} if person_id else {"organisation_id": organisation_id}
    return Member.objects.get_or_create(**owner, defaults={"category": category})[0]


def admit(*, member_id: uuid.UUID, category: str, reason: str, on: dt.date, actor: uuid.UUID) -> Admission:
    """Record the board's decision that admits somebody as permanent staff (B) or partner (C)."""
    if len(reason.strip()) < 5:
        raise Refusal("admission.reason", gettext_noop("Write the decision in a few words."), field="reason")
    member = Member.objects.select_for_update().get(pk=member_id)
    if member.movements.exists() and member.category != category:
        raise Refusal(
            "admission.category",
            gettext_noop("This member already holds shares of category %(category)s; shares stay in their category."),
            field="category",
            params={"category": member.category},
        )
    member.category = category
    member.save(update_fields=["category"])
    return Admission.objects.create(
        member=member, category=category, reason=reason.strip(), decided_by=actor, decided_on=on
    )


def subscribe_shares(
    *, subscriptions: Sequence[NewSubscription], today: dt.date, actor: uuid.UUID
) -> list[Subscription]:
    """Subscribe shares: n shares give the right of use in n years (rule 1). They are paid within ten days (rule 4).

    Raises `UnableToSubscribe` for a number that is no number of shares, while another subscription waits for payment,
    while the member is leaving, or without the admission that categories B and C need; `NotKnownWellEnough` below
    identity grade 1.
    """
    members = _members_of(subscriptions)
    _require_subscribable(members, subscriptions)
    last_years = dict(
        YearOfUse.objects.filter(member__in=members).order_by().values_list("member").annotate(last=Max("year"))
    )
    references = register.next_numbers(series=register.REFERENCES, count=len(subscriptions))
    communication = identifiers().make_structured_communication
    price, days_to_pay = chosen("share.price"), chosen("share.transfer_days")
    rows = []
    for new, member, number in zip(subscriptions, members, references, strict=True):
        day = new.on or today
        rows.append(
            Subscription(
                member=member,
                count=new.count,
                price=int(price.on(day)),
                first_year=new.first_year or max(day.year, last_years.get(member.pk, 0) + 1),
                reference=communication(FIRST_REFERENCE + number),
                subscribed_on=day,
                pay_before=day + dt.timedelta(days=int(days_to_pay.on(day))),
            )
        )
    return Subscription.objects.bulk_create(rows)


def _members_of(subscriptions: Sequence[NewSubscription]) -> list[Member]:
    """The membership files of the subscribers in their order, locked; opened where there is none yet."""
    people = [new.person_id for new in subscriptions if new.person_id]
    organisations = [new.organisation_id for new in subscriptions if new.organisation_id]
    Member.objects.bulk_create(
        [Member(person_id=pk) for pk in people] + [Member(organisation_id=pk) for pk in organisations],
        ignore_conflicts=True,
    )
    files = Member.objects.select_for_update(of=("self",)).select_related("person", "organisation__represented_by")
    by_person = {member.person_id: member for member in files.filter(person_id__in=people)}
    by_organisation = (
        {member.organisation_id: member for member in files.filter(organisation_id__in=organisations)}
        if organisations
        else {}
    )
    return [
        by_person[new.person_id] if new.person_id else by_organisation[new.organisation_id] for new in subscriptions
    ]


def _require_subscribable(members: Sequence[Member], subscriptions: Sequence[NewSubscription]) -> None:
    for new, member in zip(subscriptions, members, strict=True):
        if not 1 <= new.count <= MOST_SHARES_AT_ONCE:
            raise UnableToSubscribe(
                "share.count",
                gettext_noop("Take 1 to %(most)s shares: one for each year of use."),
                field="count",
                params={"most": MOST_SHARES_AT_ONCE},
            )
        if member.state in (Member.State.LEAVING, Member.State.EXCLUDED):
            raise UnableToSubscribe(
                "share.leaving",
                gettext_noop("An exit or exclusion is under way: no new shares until it is over."),
            )
        require_grade(_signer(member), Ability.SUBSCRIBE_SHARE)
    waiting = Subscription.objects.filter(member__in=members, state=Subscription.State.SUBSCRIBED)
    if max(Counter(member.pk for member in members).values(), default=0) > 1 or waiting.exists():
        raise UnableToSubscribe(
            "share.waiting",
            gettext_noop("A subscription is waiting for payment. Pay it first, or let it expire after its last day."),
        )
    _require_admission(members)


def _require_admission(members: Iterable[Member]) -> None:
    """Users are admitted by the statutes; permanent staff and partners by a decision of the board."""
    decided = [member for member in members if member.category != Category.A]
    if not decided:
        return
    admitted = set(Admission.objects.filter(member__in=decided).values_list("member_id", "category"))
    for member in decided:
        if (member.pk, member.category) not in admitted:
            raise UnableToSubscribe(
                "share.admission",
                gettext_noop("The board has not admitted this member to category %(category)s yet."),
                params={"category": member.category},
            )


def _signer(member: Member) -> Person:
    """Who signs for the member: the person, or the one who represents the organisation."""
    if member.person is not None:
        return member.person
    assert member.organisation is not None  # the table demands one of the two
    return member.organisation.represented_by


def receive_payments(*, payments: Sequence[SharePayment], today: dt.date, actor: uuid.UUID) -> list[Subscription]:
    """Money arrived for subscribed shares: they are issued, and their subscriber is a member from that day (rule 4).

    Only a bank account pays a share, never a unit or an expense note (rule 3): there is no other way in. Raises
    `UnableToReceive` when the communication is unknown, the amount differs, the money came too late or from the
    enterprise's own account, and `NotAnIdentifier` for a mistyped account or communication.
    """
    numbers, own = identifiers(), cooperative().iban
    read = [_read(payment, today, numbers, own) for payment in payments]
    waiting = {
        subscription.reference: subscription
        for subscription in Subscription.objects.select_for_update(of=("self",))
        .select_related("member")
        .filter(reference__in=[payment.reference for payment in read])
    }
    paid = [_pay(waiting.get(payment.reference), payment) for payment in read]
    if len({subscription.pk for subscription in paid}) < len(paid):
        raise UnableToReceive("share.paid-twice", gettext_noop("The same communication stands here twice."))
    register.rewrite(Subscription, paid, ["state", "paid_on", "payer_iban"])
    register.become_members(
        members=[subscription.member for subscription in paid], days=[payment.paid_on for payment in read]
    )
    register.write([_issued(subscription) for subscription in paid])
    YearOfUse.objects.bulk_create(year for subscription in paid for year in _years(subscription))
    return paid


def _read(payment: SharePayment, today: dt.date, numbers: Identifiers, own: str) -> SharePayment:
    """The payment with its numbers in compact form. Raises what is wrong with them; ``own`` is the house's account."""
    iban = numbers.read_iban(payment.payer_iban)
    if own and iban == own:
        raise UnableToReceive(
            "share.own-account",
            gettext_noop("A share is paid by the person from their own account, never by the enterprise."),
            field="iban",
        )
    if payment.paid_on > today:
        raise UnableToReceive("share.paid-later", gettext_noop("This day has not come yet."), field="paid_on")
    return SharePayment(numbers.read_structured_communication(payment.reference), payment.amount, iban, payment.paid_on)


def _pay(subscription: Subscription | None, payment: SharePayment) -> Subscription:
    if subscription is None:
        raise UnableToReceive(
            "share.unknown-reference", gettext_noop("No shares wait for this communication."), field="reference"
        )
    if subscription.state != Subscription.State.SUBSCRIBED:
        raise UnableToReceive(
            "share.not-waiting",
            gettext_noop("These shares do not wait for money: they are paid already, or they expired."),
            field="reference",
        )
    if payment.amount != subscription.amount:
        raise UnableToReceive(
            "share.amount",
            gettext_noop("These shares cost %(amount)s: exactly that has to arrive."),
            field="amount",
            params={"amount": Amount(subscription.amount)},
        )
    if not subscription.subscribed_on <= payment.paid_on <= subscription.pay_before:
        raise UnableToReceive(
            "share.too-late",
            gettext_noop(
                "These shares had to be paid from %(from)s to %(until)s. Pay the money back, or ask for a new "
                "subscription."
            ),
            field="paid_on",
            params={"from": subscription.subscribed_on, "until": subscription.pay_before},
        )
    subscription.state, subscription.paid_on = Subscription.State.PAID, payment.paid_on
    subscription.payer_iban = payment.payer_iban
    return subscription


def _issued(subscription: Subscription) -> ShareMovement:
    assert subscription.paid_on is not None  # just set by `_pay`
    return ShareMovement(
        member=subscription.member,
        kind=ShareMovement.Kind.ISSUED,
        count=subscription.count,
        price=subscription.price,
        effective_on=subscription.paid_on,
        subscription=subscription,
    )


def _years(subscription: Subscription) -> Iterable[YearOfUse]:
    """One year of use per share: the first from the day of payment, each later one from 1 January."""
    assert subscription.paid_on is not None  # just set by `_pay`
    for year in range(subscription.first_year, subscription.first_year + subscription.count):
        yield YearOfUse(
            member=subscription.member,
            year=year,
            starts_on=max(subscription.paid_on, dt.date(year, 1, 1)),
            subscription=subscription,
        )


def expire_subscriptions(*, today: dt.date, actor: uuid.UUID) -> list[Subscription]:
    """Let subscriptions expire whose last day to pay has passed (rule 4)."""
    late = list(
        Subscription.objects.select_for_update(skip_locked=True).filter(
            state=Subscription.State.SUBSCRIBED, pay_before__lt=today
        )
    )
    for subscription in late:
        subscription.state = Subscription.State.EXPIRED
    register.rewrite(Subscription, late, ["state"])
    return late
