"""People join De Marke: they register, take shares, accept the contract of use and open their unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from marke.countries.registry import country
from marke.demo.founding import HOUSE, Founded
from marke.demo.plan import PersonPlan, Plan, UnitPlan
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.members.contract_of_use import Answer, answer_many
from marke.domain.members.models import ContractOfUseText
from marke.domain.members.operations import NewSubscription, SharePayment
from marke.domain.people.models import Person, User
from marke.domain.people.operations import NewPerson
from marke.domain.units.activities import all_activities
from marke.domain.units.operations.opening import Opening, open_units
from marke.kernel.ids import uuid7
from marke.usecases.receive_share_payment import receive_share_payments
from marke.usecases.register_person import Registration, register_checked_people
from marke.usecases.subscribe_share import subscribe_shares

BATCH = 1_000
BRUSSELS = ZoneInfo("Europe/Brussels")
EARLIEST_BOOKS = 4
"""De Marke keeps its books in Marke for this many years before the demo year."""
Item = TypeVar("Item")


def batches(items: Sequence[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The items in order, at most ``size`` at a time."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def at_noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), BRUSSELS)


def opening_day(unit: UnitPlan, person: PersonPlan, plan: Plan) -> dt.date:
    """The first of the month in which the unit opened, not before De Marke's books; new members open with a share."""
    if person.joined_on >= plan.start:
        return person.share_on
    return max(unit.opened_on.replace(day=1), dt.date(plan.start.year - EARLIEST_BOOKS, 1, 1))


def register(plan: Plan, serials: Sequence[int]) -> list[Person]:
    """Register the people with these positions in the plan, each with a log-in and an account to be paid on."""
    invented = country(HOUSE).invented
    planned = [plan.people[serial] for serial in serials]
    users = [User(id=uuid7(), email=each.email, language=_interface(each.language)) for each in planned]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users)
    return register_checked_people(
        registrations=[
            Registration(
                person=NewPerson(
                    given_name=each.given_name,
                    family_name=each.family_name,
                    language=_interface(each.language),
                    national_number=invented.national_number(each.born_on, each.serial),
                    birth_date=each.born_on,
                    street=each.street,
                    postcode=each.postcode,
                    municipality=each.municipality,
                    phone=f"+32 4{70 + serial % 30} {100_000 + serial % 900_000:06d}",
                    user_id=user.pk,
                ),
                iban=invented.iban(1_000 + serial),
            )
            for serial, each, user in zip(serials, planned, users, strict=True)
        ],
        now=at_noon(planned[0].joined_on),
        actor=SYSTEM,
    )


@dataclass(frozen=True, slots=True)
class Purchase:
    """Shares bought on a day: ``count`` of them, for as many years from ``first_year`` on."""

    day: dt.date
    first_year: int
    count: int


def share_purchases(opened: dt.date, share_on: dt.date, plan: Plan) -> list[Purchase]:
    """What somebody buys: shares for the years since their unit opened, later those up to the end of the plan."""
    if opened >= plan.start:
        return [Purchase(opened, opened.year, plan.end.year - opened.year + 1)]
    first = Purchase(opened, opened.year, max(1, plan.start.year - opened.year))
    next_year = max(first.first_year + first.count, share_on.year)
    if next_year > plan.end.year:
        return [first]
    return [first, Purchase(share_on, next_year, plan.end.year - next_year + 1)]


def take_shares(bought: Sequence[tuple[Person, int, Purchase]]) -> None:
    """Subscribe and pay shares on their days, by card, so that the money is there at once."""
    if not bought:
        return
    invented = country(HOUSE).invented
    latest = max(purchase.day for _, _, purchase in bought)
    subscriptions = subscribe_shares(
        subscriptions=[
            NewSubscription(purchase.count, person_id=person.pk, first_year=purchase.first_year, on=purchase.day)
            for person, _, purchase in bought
        ],
        today=latest,
        actor=SYSTEM,
    )
    receive_share_payments(
        payments=[
            SharePayment(made.reference, made.amount, invented.iban(1_000 + serial), purchase.day)
            for made, (_, serial, purchase) in zip(subscriptions, bought, strict=True)
        ],
        today=latest,
        actor=SYSTEM,
    )


def sign_contract(founded: Founded, people: Sequence[Person], *, on: dt.date) -> None:
    """Accept the contract of use, in one's own language."""
    texts = dict(ContractOfUseText.objects.filter(contract=founded.contract).values_list("language", "fingerprint"))
    answers = [Answer(founded.contract.pk, person.pk, person.language, texts[person.language]) for person in people]
    answer_many(answers=answers, now=at_noon(on), actor=SYSTEM)


def join(plan: Plan, founded: Founded, *, seed: int, tell: object) -> list[int]:
    """Everybody joins; returns the public number of each unit of the plan, in order."""
    random = Random(f"joining/{seed}")
    activities: dict[str, list[str]] = {"arts": [], "other": []}
    for code, known in all_activities().items():
        if known.trade is None:
            activities["arts" if known.is_arts else "other"].append(code)
    order = sorted(range(len(plan.people)), key=lambda serial: plan.people[serial].joined_on.year)
    numbers: dict[int, int] = {}
    done = 0
    for _, same_year in groupby(order, key=lambda serial: plan.people[serial].joined_on.year):
        for serials in batches(list(same_year)):
            with acting_as_system(reason="demo"):
                _join_batch(plan, founded, serials, activities, numbers, random)
            done += len(serials)
            tell("Members and units", done, len(plan.people))  # type: ignore[operator]
    return [numbers[index] for index in range(len(plan.units))]


def _join_batch(
    plan: Plan,
    founded: Founded,
    serials: Sequence[int],
    activities: dict[str, list[str]],
    numbers: dict[int, int],
    random: Random,
) -> None:
    people = register(plan, serials)
    opened = [opening_day(plan.units[serial], plan.people[serial], plan) for serial in serials]
    purchases = [
        share_purchases(day, plan.people[serial].share_on, plan) for serial, day in zip(serials, opened, strict=True)
    ]
    for turn in (0, 1):
        bought = [
            (person, serial, wanted[turn])
            for person, serial, wanted in zip(people, serials, purchases, strict=True)
            if len(wanted) > turn
        ]
        take_shares(bought)
    sign_contract(founded, people, on=max(wanted[-1].day for wanted in purchases))
    units = open_units(
        openings=[
            Opening(
                name=plan.units[serial].name,
                activity=random.choice(activities[plan.units[serial].sector]),
                holders=(person.pk,),
                day=day,
                adviser_id=founded.advisers[serial % len(founded.advisers)],
            )
            for person, serial, day in zip(people, serials, opened, strict=True)
        ],
        actor=SYSTEM,
    )
    numbers.update({serial: unit.pk for serial, unit in zip(serials, units, strict=True)})


def _interface(language: str) -> str:
    """The interface language of somebody who speaks ``language``: German speakers read French or English letters."""
    return language if language in ("nl", "fr", "en") else "fr"
