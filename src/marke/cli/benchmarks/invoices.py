"""How fast invoices leave: in bulk, one by one, on a full database; and how fast their papers are made."""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from marke.cli.benchmarks import Ground, Result, selling
from marke.cli.benchmarks.pages import counted

if TYPE_CHECKING:
    from marke.domain.sales.models import Invoice

INVOICES, INVOICES_PER_UNIT, PIECE = 60_000, 10, 1_000
STORED, ALONE, PAPERS = 2_000_000, 2_000, 200
RUN_A_SECOND, BULK_A_SECOND, ALONE_A_SECOND = 420, 1_000, 100
MOST_TIMES_THE_LIMIT = 4
MOST_MILLISECONDS, MOST_STATEMENTS = 25, 25
SAME_SPEED = 0.8
"""A full database may cost a fifth of the speed of an empty one."""

COPIED = (
    *("sales_invoice", "sales_invoiceline", "sales_invoicevat", "einvoicing_delivery", "einvoicing_deliveryevent"),
    *("outbox_message", "ledger.entry", "ledger.line"),
)
"""Where an invoice run leaves rows; the limit inserts the same rows into the same indexes, unchecked."""


def invoice_run(ground: Ground) -> Iterator[Result]:
    """P4. Number, price, post and queue thousands of invoices and write their UBL, against what no machine can save."""
    count = ground.scaled(INVOICES, least=200)
    with ground.database("bench_p4") as name:
        _open_shop(ground, name, units=max(count // INVOICES_PER_UNIT, 10))
        shops = selling.clients_of_units()
        issued, issuing = _issue_all(count, shops, ground)
        contents, writing = _write_all(issued, ground)
        limit = _seconds(lambda: _copy_rows(ground, name)) + _seconds(lambda: _copy_documents(contents))
    seconds = issuing + writing
    yield _at_least(f"invoice run of {count:,}: number, post, queue, UBL", count / seconds, RUN_A_SECOND, name="P4")
    yield Result(
        "P4",
        "the same against a bare insert of the same rows and the same XML through lxml",
        count / seconds,
        "invoices/s",
        seconds / limit,
        MOST_TIMES_THE_LIMIT,
        at_least=False,
        against="the limit in this run",
    )
    yield _at_least(f"issued in bulk, {PIECE:,} a transaction", count / issuing, BULK_A_SECOND)


def invoices_alone(ground: Ground) -> Iterator[Result]:
    """One invoice a transaction: numbered, priced, posted, then also sent; with few invoices stored and with many."""
    stored, times = ground.scaled(STORED, least=2_000), ground.scaled(ALONE, least=100)
    units = ground.scaled(INVOICES, least=200) // INVOICES_PER_UNIT
    with ground.database("bench_invoices") as name:
        _open_shop(ground, name, units=units)
        shops = selling.clients_of_units()
        _issue_alone(times, shops)  # warm, and as many are stored as at the start of a cooperative
        with ground.connect(name) as connection:
            connection.execute("analyze")
        booked, statements = _issue_alone(times, shops, send=False)
        few, with_sending = _issue_alone(times, shops)
        selling.store(ground, name, invoices=stored, units=units)
        _issue_alone(20, shops)
        many, _ = _issue_alone(times, shops)
    yield from _bars_of_one("issued", booked, statements)
    yield from _bars_of_one("issued and sent", few, with_sending)
    yield Result(
        "invoices",
        f"one by one with {stored:,} stored",
        1 / statistics.mean(many),
        "invoices/s",
        statistics.median(few) / statistics.median(many),
        SAME_SPEED,
        against=f"the same with {3 * times:,} stored (at the median)",
    )


def _bars_of_one(what: str, took: Sequence[float], statements: int) -> Iterator[Result]:
    """The bars of one invoice: how many a second, its time at p95, the statements it sends."""
    rate, p95 = 1 / statistics.mean(took), statistics.quantiles(took, n=20)[18] * 1000
    yield _at_least(f"{what} one by one, each its own commit", rate, ALONE_A_SECOND)
    yield _at_most(f"{what}: {p95:.1f} ms at p95", rate, p95 / MOST_MILLISECONDS, f"{MOST_MILLISECONDS} ms")
    used = f"{what}: {statements} statements"
    yield _at_most(used, rate, statements / MOST_STATEMENTS, f"{MOST_STATEMENTS} statements")


def papers(ground: Ground) -> Iterator[Result]:
    """PDFs of different invoices, with the structured form inside and without it."""
    from marke.domain.foundation.transactions import acting_as_system
    from marke.domain.sales.printing import invoice_pdf, paper_copy

    count = ground.scaled(PAPERS, least=20)
    with ground.database("bench_papers") as name:
        _open_shop(ground, name, units=10)
        issued, _ = _issue_all(count, selling.clients_of_units(), ground)
        with acting_as_system(reason="bench"):
            documents = _documents([invoice.pk for invoice in issued])
            for what, make in (("with its XML inside (PDF/A-3)", invoice_pdf), ("without XML", paper_copy)):
                make(invoice=documents[0])
                started = time.process_time()
                for document in documents:
                    make(invoice=document)
                rate = count / (time.process_time() - started)
                yield Result("papers", f"PDFs of an invoice {what}, a second of one core", rate, "PDFs/s")


def _open_shop(ground: Ground, name: str, *, units: int) -> None:
    selling.open_shop(units=units)
    with ground.connect(name) as connection:
        connection.execute("analyze")


def _issue_all(count: int, shops: Sequence[tuple[int, uuid.UUID]], ground: Ground) -> tuple[list[Invoice], float]:
    """Issue and queue invoices in pieces; answers them and the seconds it took."""
    from marke.domain.foundation.transactions import SYSTEM, acting_as_system
    from marke.usecases.issue_invoice import issue_invoices

    issued, started = [], time.perf_counter()
    for first in range(0, count, PIECE):
        numbers = range(first, min(first + PIECE, count))
        given = [selling.invoice_to_send(number, shops[number % len(shops)]) for number in numbers]
        with acting_as_system(reason="bench"):
            issued += issue_invoices(invoices=given, actor=SYSTEM, now=selling.NOW)
        ground.tell("Issuing invoices", numbers.stop, count)
    return issued, time.perf_counter() - started


def _write_all(issued: Sequence[Invoice], ground: Ground) -> tuple[list[bytes], float]:
    """The UBL of every document, from its rows; answers them and the seconds it took."""
    from marke.domain.foundation.transactions import acting_as_system
    from marke.domain.sales.structured import structured_xml

    contents: list[bytes] = []
    started = time.perf_counter()
    for first in range(0, len(issued), PIECE):
        with acting_as_system(reason="bench"):
            documents = _documents([invoice.pk for invoice in issued[first : first + PIECE]])
        contents += [structured_xml(document) for document in documents]
        ground.tell("Writing UBL", len(contents), len(issued))
    return contents, time.perf_counter() - started


def _documents(keys: Sequence[uuid.UUID]) -> list[Invoice]:
    from marke.domain.sales.models import Invoice

    found = Invoice.objects.filter(pk__in=keys).select_related("credits").prefetch_related("lines", "vat_totals")
    return list(found)


def _issue_alone(times: int, shops: Sequence[tuple[int, uuid.UUID]], *, send: bool = True) -> tuple[list[float], int]:
    """The seconds of each invoice with its commit, and the most statements of one."""
    from marke.domain.foundation.transactions import SYSTEM, acting_as_system
    from marke.usecases.issue_invoice import issue_invoices

    took, most = [], 0
    for number in range(times):
        given = [selling.invoice_to_send(number, shops[number % len(shops)])]
        with counted() as sent:
            started = time.perf_counter()
            with acting_as_system(reason="bench"):
                issue_invoices(invoices=given, actor=SYSTEM, now=selling.NOW if send else None)
            took.append(time.perf_counter() - started)
        most = max(most, len(sent))
    return took, most


def _copy_rows(ground: Ground, name: str) -> None:
    """Insert the rows of the run once more, into tables with the same indexes and without a check."""
    with ground.connect(name) as connection:
        connection.execute("create schema bench")
        with connection.transaction():
            for table in COPIED:
                copy = f"bench.{table.replace('.', '_')}"
                connection.execute(f"create table {copy} (like {table} including indexes excluding generated)")
                connection.execute(f"insert into {copy} select * from {table}")


def _copy_documents(contents: Sequence[bytes]) -> None:
    """Each document read and written by lxml: the least that making its XML costs."""
    from lxml import etree

    for content in contents:
        etree.tostring(etree.fromstring(content), xml_declaration=True, encoding="UTF-8")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _at_least(what: str, rate: float, target: int, *, name: str = "invoices") -> Result:
    return Result(name, what, rate, "invoices/s", rate / target, 1, against=f"{target:,} a second")


def _at_most(what: str, rate: float, ratio: float, limit: str) -> Result:
    return Result("invoices", what, rate, "invoices/s", ratio, 1, at_least=False, against=limit)
