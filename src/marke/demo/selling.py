"""De Marke agrees before it works: quotes, signed or refused, and the orders that are invoiced from them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from marke.demo.joining import at_noon
from marke.demo.life import Issued, Life
from marke.demo.plan import InvoicePlan
from marke.domain.checks.enums import CheckState
from marke.domain.checks.models import Check
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.orders.standing import standings
from marke.domain.quotes.content import Invoicing, QuoteInput
from marke.domain.quotes.enums import Plan as Invoiced
from marke.domain.quotes.enums import SignedBy
from marke.domain.quotes.models import QuoteVersion
from marke.domain.quotes.signing import Signer
from marke.domain.sales.enums import Measure
from marke.domain.sales.models import Client, Invoice
from marke.domain.sales.pricing import LineInput
from marke.domain.units.policies import units_that_may_take_in
from marke.usecases.answer_quote import accept_quote, reject_quote
from marke.usecases.check_documents import Decision, decide_checks
from marke.usecases.invoice_order import Wanted, invoice_orders
from marke.usecases.send_quote import send_quotes
from marke.usecases.write_quote import keep_quote

STANDARD = Decimal("0.21")
DEALS_PER_UNIT = Decimal("0.4")
FEWEST, MOST = 24, 600
"""A handful of deals shows the way of each; a large cooperative need not have more to show it."""

HIGHEST_NET = 1_900
"""Euros: up to here a personal link is signature enough (shared-enterprise.md, 7.2)."""

WORK = ("Workshop in het voorjaar", "Concert met vier muzikanten", "Nieuwe website", "Campagnebeeld", "Tuinonderhoud",
        "Vertaling van het jaarverslag", "Regie en licht", "Opleiding in drie dagen")  # fmt: skip
REFUSALS = ("Het budget is dit jaar op.", "We kozen een ander voorstel.", "De voorstelling gaat niet door.")
ACCEPTED, REFUSED = 0.80, 0.12
"""Of a hundred quotes so many are signed and so many refused; the rest waits or runs out."""

LATE_WEEKS = dt.timedelta(days=21)
"""Quotes of the last weeks leave by mail, so that the mailbox of the demo has something to read."""


@dataclass(frozen=True, slots=True)
class Deal:
    """A quote that will be made: which unit offers whom how much, how it is invoiced, and what the client says."""

    unit: int
    client: uuid.UUID
    price: int
    plan: Invoicing
    answer: str
    weeks_of_work: int


class Selling:
    """The deals of the year under way, week by week."""

    def __init__(self, life: Life, *, seed: int) -> None:
        self._life = life
        self._random = Random(f"selling/{seed}")
        self._deals = self._planned()
        self._waiting: list[tuple[uuid.UUID, Deal]] = []
        self._to_invoice: defaultdict[dt.date, list[uuid.UUID]] = defaultdict(list)
        self.quotes = 0
        self.orders = 0

    def _planned(self) -> defaultdict[int, list[Deal]]:
        """The deals by the number of their week, spread evenly over the year."""
        plan, random = self._life.plan, self._random
        weeks = max((plan.end - plan.start).days // 7, 1)
        count = max(FEWEST, min(MOST, int(DEALS_PER_UNIT * len(plan.units))))
        found: defaultdict[int, list[Deal]] = defaultdict(list)
        selling = [number for number, unit in enumerate(plan.units) if unit.clients]
        for number in range(count):
            place = random.choice(selling)
            client = random.choice(plan.units[place].clients)
            found[number * weeks // count].append(
                Deal(
                    unit=self._life.units[place],
                    client=self._life.clients[client],
                    price=random.randrange(200, HIGHEST_NET),
                    plan=_invoicing(random),
                    answer=_answer(random),
                    weeks_of_work=random.randrange(1, 9),
                )
            )
        return found

    def live_week(self, number: int, last_day: dt.date) -> None:
        """What a week brings: last week's quotes are answered, orders are invoiced, new quotes leave."""
        with acting_as_system(reason="demo"):
            self._answer(last_day)
            self._invoice(last_day)
            self._offer(self._entitled(number, last_day), last_day)

    def _entitled(self, number: int, day: dt.date) -> list[Deal]:
        """The deals of a week whose unit has the right of use by now (rule 2); the others wait a week."""
        deals = self._deals.pop(number, [])
        entitled = units_that_may_take_in(unit_ids={deal.unit for deal in deals}, as_of=day)
        self._deals[number + 1] += [deal for deal in deals if deal.unit not in entitled]
        return [deal for deal in deals if deal.unit in entitled]

    def _offer(self, deals: Sequence[Deal], day: dt.date) -> None:
        if not deals:
            return
        kept = [keep_quote(quote=self._quote(deal, day), today=day, actor=SYSTEM) for deal in deals]
        send_quotes(version_ids=[version.pk for version in kept], now=at_noon(day), actor=SYSTEM)
        self._look(day)
        self._waiting += [(version.pk, deal) for version, deal in zip(kept, deals, strict=True)]
        self.quotes += len(kept)

    def _quote(self, deal: Deal, day: dt.date) -> QuoteInput:
        client = Client.objects.get(pk=deal.client)
        starts = day + dt.timedelta(days=10)
        late = self._life.plan.end - day < LATE_WEEKS
        days = Decimal(self._random.randrange(1, 5))
        return QuoteInput(
            unit_id=deal.unit,
            client_id=deal.client,
            lines=(
                LineInput(
                    self._random.choice(WORK),
                    days,
                    (Decimal(deal.price) / days).quantize(Decimal("0.01")),
                    *self._life.vat(client, day),
                    measure=Measure.DAY.value,
                ),
            ),
            period=(starts, starts + dt.timedelta(weeks=deal.weeks_of_work)),
            invoicing=deal.plan,
            to_name=client.name,
            to_email=client.email if late else "",
        )

    def _look(self, day: dt.date) -> None:
        """The adviser looks at what waits to be looked at, and lets it go."""
        waiting = list(Check.objects.filter(state=CheckState.WAITING).values_list("pk", flat=True))
        if waiting:
            decide_checks(decision=Decision(waiting), now=at_noon(day), actor=self._life.founded.staff["simon"])

    def _answer(self, day: dt.date) -> None:
        """Clients answer the quotes of the week before."""
        for version_id, deal in self._waiting:
            version = QuoteVersion.objects.select_related("quote__client").get(pk=version_id)
            client = version.quote.client
            signer = Signer(client.name, client.email, SignedBy.LINK, {"browser": "Firefox"})
            answer = {"quote_id": version.quote_id, "version": version.number, "now": at_noon(day), "actor": SYSTEM}
            if deal.answer == "accepted":
                accepted = accept_quote(signer=signer, **answer).version
                self.orders += 1
                assert accepted.order_id, "what is signed is an order"
                self._plan_invoices(accepted.order_id, deal, day)
            elif deal.answer == "refused":
                reject_quote(comment=self._random.choice(REFUSALS), signer=signer, **answer)
        self._waiting = []

    def _plan_invoices(self, order_id: uuid.UUID, deal: Deal, day: dt.date) -> None:
        """A deposit at once, monthly parts month by month, the rest when the work is over."""
        if deal.plan.plan == Invoiced.DEPOSIT:
            self._to_invoice[day].append(order_id)
        for month in range(deal.plan.instalments - 1 if deal.plan.plan == Invoiced.INSTALMENTS else 0):
            self._to_invoice[day + dt.timedelta(days=30 * month)].append(order_id)
        over = day + dt.timedelta(days=10 + 7 * deal.weeks_of_work + 30 * max(deal.plan.instalments - 1, 0))
        self._to_invoice[over].append(order_id)

    def _invoice(self, day: dt.date) -> None:
        """Invoice what has come due up to a day; an order that has nothing left to invoice is passed over."""
        due = [each for planned in sorted(self._to_invoice) if planned <= day for each in self._to_invoice.pop(planned)]
        found = standings(order_ids=list(dict.fromkeys(due)))
        entitled = units_that_may_take_in(unit_ids={each.order.unit_id for each in found.values()}, as_of=day)
        ready = [key for key, each in found.items() if each.next is not None and each.order.unit_id in entitled]
        self._to_invoice[day + dt.timedelta(days=7)] += [
            key for key, each in found.items() if each.order.unit_id not in entitled
        ]
        if not ready:
            return
        invoices = invoice_orders(wanted=[Wanted(each) for each in ready], now=at_noon(day), actor=SYSTEM)
        for invoice in invoices:
            self._expect_payment(invoice, day)

    def _expect_payment(self, invoice: Invoice, day: dt.date) -> None:
        """Clients who signed pay in three weeks."""
        paid = day + dt.timedelta(days=self._random.randrange(8, 40))
        place = self._life.clients.index(invoice.client_id)
        planned = InvoicePlan(0, place, day, invoice.subject, invoice.net, ((paid, 1.0),), False, False)
        if paid <= self._life.plan.end and invoice.communication:
            self._life.due[paid].append((Issued(invoice.pk, invoice.gross, invoice.communication, planned), 1.0))


def _invoicing(random: Random) -> Invoicing:
    kind = random.random()
    if kind < 0.35:
        return Invoicing(Invoiced.DEPOSIT, deposit_percent=random.choice([20, 30, 50]))
    return Invoicing(Invoiced.INSTALMENTS, instalments=random.choice([2, 3, 4])) if kind < 0.5 else Invoicing()


def _answer(random: Random) -> str:
    said = random.random()
    return "accepted" if said < ACCEPTED else "refused" if said < ACCEPTED + REFUSED else "nothing"
