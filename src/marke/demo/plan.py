"""The year of De Marke on paper: who, what, when and how much, before anything is done.

A plan is made from a seed alone: the same seed, size and year always give the same cooperative. `marke.demo.world`
then lives it through the operations that the screens use.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

from marke.demo import calibration as cal
from marke.demo import names
from marke.kernel.money import Cents, split_by_weight


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """An invented person who joins and holds a unit; ``serial`` counts those born on the same day."""

    given_name: str
    family_name: str
    email: str
    language: str
    born_on: dt.date
    serial: int
    street: str
    postcode: str
    municipality: str
    joined_on: dt.date
    share_on: dt.date


@dataclass(frozen=True, slots=True)
class ClientPlan:
    """An invented client; ``serial`` makes its enterprise number, ``zone`` is be, eu or world."""

    serial: int
    name: str
    kind: str
    zone: str
    country: str
    language: str
    postcode: str
    municipality: str


@dataclass(frozen=True, slots=True)
class InvoicePlan:
    """An invoice of a unit: ``client`` indexes the plan's clients; payments are (days after issue, part of total)."""

    unit: int
    client: int
    day: dt.date
    item: str
    net: Cents
    payments: tuple[tuple[dt.date, float], ...]
    has_wrong_reference: bool
    is_credited: bool


@dataclass(frozen=True, slots=True)
class CostPlan:
    """A purchase of a unit, VAT included."""

    unit: int
    day: dt.date
    category: str
    description: str
    supplier: str
    total: Cents


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit: its holder's index, its sector (arts or other), its name and the turnover it will reach."""

    holder: int
    name: str
    sector: str
    opened_on: dt.date
    turnover: Cents
    clients: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole invented year, from ``start`` up to and including ``end``."""

    start: dt.date
    end: dt.date
    people: list[PersonPlan]
    units: list[UnitPlan]
    clients: list[ClientPlan]
    invoices: list[InvoicePlan] = field(default_factory=list)
    costs: list[CostPlan] = field(default_factory=list)
    couriers: set[int] = field(default_factory=set)
    """The units that ride for the platform that fails (`marke.demo.platform`)."""

    @property
    def turnover(self) -> Cents:
        """What all invoices add to, VAT excluded."""
        return sum(invoice.net for invoice in self.invoices)


def make_plan(*, units: int, seed: int, start: dt.date, end: dt.date) -> Plan:
    """The plan of a cooperative with this many units between two days (both included)."""
    random = Random(f"{seed}/{units}")
    clients = [_client(serial, random) for serial in range(max(3, round(units * cal.CLIENTS_PER_UNIT)))]
    people = _with_serials(_person(index, start, end, random) for index in range(units))
    unit_plans = [
        _unit(index, people[index], size, len(clients), start, random)
        for index, size in enumerate(_sizes(units, random))
    ]
    plan = Plan(start, end, people, unit_plans, clients)
    for index, unit in enumerate(unit_plans):
        plan.invoices.extend(_invoices(index, unit, plan, random))
        plan.costs.extend(_costs(index, unit, plan, random))
    plan.invoices.sort(key=lambda invoice: (invoice.day, invoice.unit))
    plan.costs.sort(key=lambda cost: (cost.day, cost.unit))
    return plan


def _sizes(units: int, random: Random) -> list[cal.SizeClass]:
    counts = split_by_weight(units, [int(size.part * 10_000) for size in cal.SIZE_CLASSES])
    sizes = [size for size, count in zip(cal.SIZE_CLASSES, counts, strict=True) for _ in range(count)]
    random.shuffle(sizes)
    return sizes


def _person(index: int, start: dt.date, end: dt.date, random: Random) -> PersonPlan:
    language = cal.pick(cal.LANGUAGES, random)
    given = names.one_of(names.GIVEN[language], random)
    family = names.one_of(names.FAMILY[language], random)
    home = "nl" if language == "nl" else "fr"
    postcode, municipality = random.choice(names.PLACES[home])
    years = random.uniform(5.05, 18) if random.random() < cal.LONG_SERVICE_PART else random.uniform(0.2, 4.95)
    joined = start - dt.timedelta(days=int(365.25 * (years - 1))) if years > 1 else start
    share_month = 0 if random.random() < cal.SHARES_IN_JANUARY else random.randint(0, 2)
    return PersonPlan(
        given_name=given,
        family_name=family,
        email=f"{_plain(given)}.{_plain(family)}.{index + 1}@example.org",
        language=language,
        born_on=dt.date(joined.year - random.randint(20, 48), random.randint(1, 12), random.randint(1, 28)),
        serial=0,
        street=f"{names.one_of(names.STREETS[home], random)} {random.randint(1, 240)}",
        postcode=postcode,
        municipality=municipality,
        joined_on=joined,
        share_on=start + dt.timedelta(days=share_month * 30 + random.randint(0, 24)),
    )


def _with_serials(people: Iterable[PersonPlan]) -> list[PersonPlan]:
    """The people, each with a number of their own among those born on the same day."""
    born: Counter[dt.date] = Counter()
    numbered = []
    for person in people:
        numbered.append(replace(person, serial=born[person.born_on]))
        born[person.born_on] += 1
    return numbered


def _client(serial: int, random: Random) -> ClientPlan:
    kind = cal.pick(cal.CLIENT_KINDS, random)
    zone = "be" if kind == "public" else cal.pick(cal.CLIENT_COUNTRIES, random)
    language = random.choice(["nl", "fr"]) if zone == "be" else "en"
    country = "BE" if zone == "be" else names.one_of(names.FOREIGN[zone], random)
    at_home = random.choice(names.PLACES["nl" if language == "nl" else "fr"])
    postcode, municipality = names.FOREIGN_PLACES.get(country, at_home)
    if kind == "person":
        home = "nl" if language == "nl" else "fr"
        name = f"{names.one_of(names.GIVEN[home], random)} {names.one_of(names.FAMILY[home], random)}"
    elif kind == "public":
        name = (
            f"{names.one_of(names.CLIENT_FORMS['public'], random).title()} {names.one_of(names.CLIENT_SECOND, random)}"
        )
    else:
        first, second = names.one_of(names.CLIENT_FIRST, random), names.one_of(names.CLIENT_SECOND, random)
        name = f"{first} {second} {names.one_of(names.CLIENT_FORMS[kind], random)}"
    return ClientPlan(serial, name, kind, zone, country, language, postcode, municipality)


def _unit(
    index: int, holder: PersonPlan, size: cal.SizeClass, clients: int, start: dt.date, random: Random
) -> UnitPlan:
    wanted = max(1, min(clients, round(random.gauss(size.clients, size.clients / 3))))
    own = {(index * 3 // 2 + step) % clients for step in range(2)}  # every client of the directory is somebody's client
    while len(own) < wanted:
        own.add(int(clients * random.random() ** 2))
    name = f"{names.one_of(names.UNIT_FIRST, random)} {names.one_of(names.UNIT_SECOND, random)}"
    return UnitPlan(
        holder=index,
        name=name,
        sector="arts" if random.random() < cal.ARTS_PART else "other",
        opened_on=max(holder.joined_on, dt.date(start.year - 18, 1, 1)),
        turnover=cal.turnover_in(size, random),
        clients=tuple(sorted(own))[:wanted] if wanted > 1 else (min(own),),
    )


def _invoices(index: int, unit: UnitPlan, plan: Plan, random: Random) -> Iterator[InvoicePlan]:
    count = max(len(unit.clients), round(unit.turnover / cal.MEAN_INVOICE), 1)
    weights = [round(1000 * math.exp(random.gauss(0, cal.INVOICE_SIGMA / 2))) + 1 for _ in range(count)]
    language = plan.people[unit.holder].language
    items = names.words(names.ITEMS[unit.sector][language if language in ("nl", "fr") else "en"])
    for number, net in enumerate(split_by_weight(unit.turnover, weights)):
        client = plan.clients[unit.clients[number % len(unit.clients)]]
        day = _working_day(plan, random, not_before=plan.people[unit.holder].share_on)
        yield InvoicePlan(
            unit=index,
            client=client.serial,
            day=day,
            item=random.choice(items),
            net=max(net, 1_000),
            payments=tuple(_payments(day, client.kind, plan.end, random)),
            has_wrong_reference=random.random() < cal.WRONG_REFERENCE,
            is_credited=random.random() < 0.004,
        )


def _payments(day: dt.date, kind: str, end: dt.date, random: Random) -> Iterator[tuple[dt.date, float]]:
    delay = cal.payment_delay(kind, random)
    if delay is None:
        return
    paid_on = day + dt.timedelta(days=delay)
    chance = random.random()
    if chance < cal.PART_PAYMENTS:
        parts = [(paid_on, 0.5), (paid_on + dt.timedelta(days=random.randint(5, 40)), 0.5)]
    elif chance < cal.PART_PAYMENTS + cal.OVERPAID:
        parts = [(paid_on, 1.01)]
    else:
        parts = [(paid_on, 1.0)]
    yield from ((moment, part) for moment, part in parts if moment <= end)


def _costs(index: int, unit: UnitPlan, plan: Plan, random: Random) -> Iterator[CostPlan]:
    budget = int(unit.turnover * cal.COST_PART * random.uniform(0.4, 1.6))
    count = max(1, min(24, round(budget / 45_000)))
    for total in split_by_weight(budget, [random.randint(20, 100) for _ in range(count)]):
        category, description, supplier = random.choice(names.COSTS)
        yield CostPlan(index, _working_day(plan, random), category, description, supplier, max(total, 500))


def _working_day(plan: Plan, random: Random, not_before: dt.date | None = None) -> dt.date:
    """A weekday of the plan's year, as likely as its month is busy."""
    while True:
        day = plan.start + dt.timedelta(days=random.randint(0, (plan.end - plan.start).days))
        busy = random.random() * max(cal.MONTHS) < cal.MONTHS[day.month - 1]
        if busy and day.weekday() < 5 and (not_before is None or day >= not_before):
            return day


def _plain(name: str) -> str:
    folded = name.lower().translate(str.maketrans("éèêëàâäçïîôöûüù", "eeeeaaaciioouuu"))
    return "".join(letter for letter in folded if letter.isalpha())
