"""How fast the server answers its pages when the cooperative is large, each asked many times in many ways.

Time is taken around the whole request in one process (rights, statements, drawing), without the network. The machine
may be shared, so the processor time of this process and of the database's stands beside the clock's, with the number of
statements.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from marke.cli.benchmarks import Ground, Result, Unproved
from marke.cli.benchmarks.demo import DEMO_UNITS, YEAR

if TYPE_CHECKING:
    from django.test import Client

    from marke.domain.people.models import User

MOST_MILLISECONDS = 100
TIMES = 40
WARM_UP = 3
HOLDERS = 10
"""How many members visit their own pages."""
DEEP = [f"page={number}" for number in (2, 40, 200, 400)]
MEMBER_PAGES = ("home", "unit", "unit_statement", "unit_budget", "invoices", "clients", "costs")


@dataclass(frozen=True, slots=True)
class Page:
    """A page under its name, and the addresses to ask it by in turn."""

    name: str
    addresses: Sequence[str]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a page took: milliseconds by the clock, milliseconds of processors, and statements, one per request."""

    page: str
    clock: Sequence[float]
    processor: Sequence[float]
    statements: Sequence[int]

    @property
    def median(self) -> float:
        return statistics.median(self.clock)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.clock, n=20)[18]

    @property
    def sentence(self) -> str:
        return f"{self.page}: {self.median:.0f} ms, p95 {self.p95:.0f} ms, {max(self.statements)} statements"

    @property
    def cells(self) -> tuple[str, ...]:
        """Page, clock at the median and at p95, processor at the median and at p95, most statements."""
        processor = statistics.quantiles(self.processor, n=20)
        figures = (self.median, self.p95, statistics.median(self.processor), processor[18])
        return (self.page, *(f"{figure:.0f}" for figure in figures), str(max(self.statements)))


def page_times(ground: Ground) -> Iterator[Result]:
    """Live a year of De Marke, then visit it as its members and its administrator."""
    from marke.demo import world
    from marke.domain.parameters.models import Cooperative

    with ground.database("bench_demo"):
        if not Cooperative.objects.exists():  # the benchmark «demo» of the same run lives the same year
            units = ground.scaled(DEMO_UNITS, least=20)
            world.build(units=units, seed=1, start=YEAR[0], end=YEAR[1], tell=ground.tell)
        for answers in visit_all():
            yield Result(
                "pages",
                answers.sentence,
                1000 / statistics.mean(answers.clock),
                "pages/s",
                answers.p95 / MOST_MILLISECONDS,
                1,
                at_least=False,
                against=f"p95 of {MOST_MILLISECONDS} ms",
            )


def visit_all(*, times: int = TIMES) -> Iterator[Answers]:
    """Ask every measured page of the demo in the database that Django points to."""
    random = Random(11)
    holders, administrator = _visitors(random)
    for name in MEMBER_PAGES:
        visits = [(client, address) for client, unit in holders for address in _of_unit(name, unit)]
        yield _visit(f"member: {name}", random.choices(visits, k=times + WARM_UP))
    for page in _desk_pages(random):
        visits = [(administrator, address) for address in page.addresses]
        yield _visit(f"desk: {page.name}", random.choices(visits, k=times + WARM_UP))


def _visit(name: str, visits: Sequence[tuple[Client, str]]) -> Answers:
    """Ask each address in turn. Raises `Unproved` for an answer that is no page."""
    clock, processor, statements = [], [], []
    for client, address in visits:
        with counted() as count:
            started, worked = time.perf_counter(), _processor_seconds()
            answer = client.get(address)
            clock.append((time.perf_counter() - started) * 1000)
            processor.append((_processor_seconds() - worked) * 1000)
        statements.append(len(count))
        if answer.status_code != HTTPStatus.OK:
            raise Unproved(f"{address} answered {answer.status_code}")
    return Answers(name, clock[WARM_UP:], processor[WARM_UP:], statements[WARM_UP:])


def _processor_seconds() -> float:
    """What this process used, and the process of the embedded server that answers it (as far as Linux tells)."""
    from django.db import connection

    connection.ensure_connection()
    account = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    answering = int(account.read_text().split()[0]) / 1e9 if account.exists() else 0.0
    return time.process_time() + answering


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent to the database inside the block."""
    from django.db import connection

    sent: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield sent


def _visitors(random: Random) -> tuple[list[tuple[Client, int]], Client]:
    """Some holders with their unit, the busiest persona among them, and the administrator; all logged in."""
    from marke.domain.accounts.personas import personas
    from marke.domain.foundation.transactions import acting_as_system
    from marke.domain.people.models import StaffRole, User
    from marke.domain.units.models import Unit
    from marke.domain.units.queries import units_of_user

    with acting_as_system():
        introduced = [persona.user for persona in personas()]
        administrator = next(user for user in introduced if user.staff_role == StaffRole.ADMINISTRATOR)
        numbers = list(Unit.objects.filter(figures__turnover__gt=0).values_list("pk", flat=True))
        chosen = random.sample(numbers, min(HOLDERS, len(numbers)))
        others = User.objects.filter(person__unit_roles__unit__in=chosen)
        members = [user for user in introduced if not user.staff_role][:1] + list(others)
        holders = [(user, unit) for user in members for unit in units_of_user(user_id=user.pk)[:1]]
    return [(_logged_in(user), unit) for user, unit in holders], _logged_in(administrator)


def _logged_in(user: User) -> Client:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def _of_unit(name: str, unit: int) -> Iterator[str]:
    """The addresses of a member's page; of the list of invoices each of its filters."""
    from marke.domain.sales.enums import InvoiceStatus

    address = _address(name) if name == "home" else _address(name, unit=unit)
    yield address
    if name == "invoices":
        yield from (f"{address}?status={status.value}" for status in InvoiceStatus)


def _desk_pages(random: Random) -> Iterator[Page]:
    """The pages of the desk with their filters, orders and deep pages."""
    from marke.domain.foundation.transactions import acting_as_system
    from marke.domain.people.models import Person
    from marke.domain.sales.models import Client, Invoice, Payment
    from marke.domain.units.models import Unit

    def some(rows: Any) -> list[Any]:
        """A few rows of a table, from all over it."""
        keys = random.sample(keys := list(rows.order_by().values_list("pk", flat=True)), min(TIMES, len(keys)))
        return list(rows.filter(pk__in=keys))

    with acting_as_system():
        units, people = some(Unit.objects), some(Person.objects)
        things = {"client": some(Client.objects), "payment": some(Payment.objects)}
        things["invoice"] = some(Invoice.objects.filter(issued_on__isnull=False))
    exact = ("q=1234", "q=2025/01234", "q=1.210,00")
    words = [unit.name.split()[0] for unit in units] + [person.family_name for person in people]
    yield _asked("home", "desk", "")
    yield from _lists_of_units(words)
    yield from _lists_of_invoices([unit.pk for unit in units])
    yield _asked("people", "desk_people", "", *DEEP, "state=active", "grade=1", *(f"q={word}" for word in words))
    yield _asked("clients", "desk_clients", "", *DEEP, "text=the", "text=van", "text=zzz")
    yield _asked("payments", "desk_payments", "", *DEEP, "status=unmatched", "status=credit", "status=allocated")
    yield _asked("costs", "desk_costs", "", *(f"state={s}" for s in ("submitted", "paid", "paid&page=300", "rejected")))
    yield _asked("share register", "desk_share_register", "", "page=2", "page=100", "page=300")
    yield _asked("shares that wait", "desk_shares", "")
    yield _asked("audit", "desk_audit", "", "who=mira", "since=2025-06-01", "what=sales_invoice")
    yield _asked("palette", "desk_palette", *exact, *(f"q={word[:4]}" for word in words))
    for keyword, found in {"unit": units, "person": people, **things}.items():
        yield Page(f"one {keyword}", [_address(f"desk_{keyword}", **{keyword: thing.pk}) for thing in found])


def _lists_of_units(words: Sequence[str]) -> Iterator[Page]:
    from marke.domain.units.activities import sectors
    from marke.domain.units.enums import UnitState
    from marke.domain.units.listing import SORTS, SizeClass
    from marke.domain.units.queries import adviser_names

    orders = [f"sort={way}{key}" for key in SORTS for way in ("", "-")]
    yield _asked("units in every order", "desk_units", *orders)
    yield _asked("units, deep pages", "desk_units", *DEEP, *(f"{order}&page=300" for order in orders))
    yield _asked("units by name", "desk_units", *(f"q={word}" for word in words))
    yield _asked("units by state", "desk_units", *(f"state={state}" for state in UnitState.values))
    yield _asked("units by sector", "desk_units", *(f"sector={code}" for code in sectors()))
    yield _asked("units by adviser", "desk_units", "adviser=nobody", *(f"adviser={key}" for key in adviser_names()))
    yield _asked("units by turnover", "desk_units", *(f"size={size}" for size in SizeClass.values))
    yield _asked("units without movement", "desk_units", "quiet=12", "quiet=24", "quiet=36")


def _lists_of_invoices(units: Sequence[int]) -> Iterator[Page]:
    from marke.domain.sales.enums import InvoiceStatus
    from marke.domain.sales.queries.invoices import SORTS

    orders = [f"sort={order}" for order in SORTS]
    states = [f"status={state.value}" for state in InvoiceStatus if state is not InvoiceStatus.DRAFT]
    dates = ("since=2025-06-01&until=2025-06-30", "until=2025-01-15", "since=2025-12-01")
    yield _asked("invoices in every order", "desk_invoices", *orders)
    yield _asked("invoices, deep pages", "desk_invoices", *DEEP, *(f"{order}&page=400" for order in orders))
    yield _asked("invoices by state", "desk_invoices", *states)
    yield _asked(
        "invoices by state, in every order", "desk_invoices", *(f"{s}&sort={o}" for s in states for o in SORTS)
    )
    yield _asked("invoices by unit", "desk_invoices", *(f"unit={unit}" for unit in units))
    yield _asked("invoices by amount or number", "desk_invoices", "amount=1000", "number=2025/0", "number=2025/00123")
    yield _asked("invoices by day", "desk_invoices", *dates)


def _asked(page: str, name: str, *questions: str) -> Page:
    """A page of the desk, asked by these questions in its address."""
    return Page(page, [f"{_address(name)}?{question}" for question in questions])


def _address(name: str, **named: Any) -> str:
    from django.urls import reverse

    return reverse(name, kwargs=named)
