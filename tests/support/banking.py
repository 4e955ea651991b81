"""Bank files for tests: invented statements, and the official samples, which lie beside the project."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import strategies as st
from tests.support.einvoices import TESTDATA

from marke.countries.be.banking.coda import writer
from marke.countries.registry import country
from marke.rules.banking.statements import Counterparty, Detail, Entry, Kind, Statement

INVENTED = country("be").invented
DAY = dt.date(2026, 5, 12)

PAID = Detail(12_100, Counterparty("Théâtre National", "BE71096123456769", "KREDBEBB"), communication="090933755493")
WAGES = tuple(Detail(-amount, Counterparty(f"Worker {amount}"), end_to_end=f"PAY-{amount}") for amount in (100, 250))
SOLD = Statement(
    kind=Kind.STATEMENT,
    account="BE68539007547034",
    currency="EUR",
    number="042",
    entries=(
        Entry(12_100, DAY, DAY, "REF1", details=(PAID,)),
        Entry(-350, DAY, DAY, "REF2", details=WAGES),
    ),
    opening=50_000,
    closing=61_750,
    opened_on=DAY,
    closed_on=DAY,
    holder="DE MARKE",
)


def file(*statements: Statement) -> bytes:
    """A CODA file with these statements, or with one of two movements."""
    return writer.write(statements or (SOLD,), made_on=DAY, reference="FILE1")


def samples(folder: str, pattern: str) -> list[Path]:
    """The official samples of a folder; empty without them."""
    found = TESTDATA / "banking" / folder
    return sorted(found.glob(pattern)) if found.is_dir() else []


def schema(name: str) -> Path:
    """The schema of a message. The test skips without it."""
    found = TESTDATA / "banking/xsd" / f"{name}.xsd"
    if not found.is_file():
        pytest.skip(f"the schema {name} lies in shared/testdata, which is not here")
    return found


def details(amount: st.SearchStrategy[int]) -> st.SearchStrategy[Detail]:
    """Payments as a Belgian bank tells them."""
    letters = st.text(
        alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèàç0123456789", min_size=1, max_size=12
    )
    words = st.lists(letters, min_size=1, max_size=8).map(lambda each: " ".join(each)[:140].strip())
    reference = st.integers(1, 9_999_999_999).map(country("be").identifiers.make_structured_communication)
    other = st.builds(
        Counterparty,
        name=words.map(lambda text: text[:35].strip()),
        account=st.integers(1, 10**6).map(INVENTED.iban),
        bank=st.sampled_from(["", "KREDBEBB"]),
    )
    plain = st.builds(Detail, amount=amount, counterparty=other, text=words)
    structured = st.builds(Detail, amount=amount, counterparty=other, communication=reference)
    return plain | structured


def entries() -> st.SearchStrategy[Entry]:
    """Movements of one payment or of several that go the same way."""

    def entry(sign: int) -> st.SearchStrategy[Entry]:
        amount = st.integers(1, 10**9).map(lambda cents: sign * cents)
        days = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
        return st.builds(
            lambda parts, booked, valued: Entry(
                amount=sum(each.amount for each in parts), booked_on=booked, value_on=valued, details=tuple(parts)
            ),
            st.lists(details(amount), min_size=1, max_size=4),
            days,
            days,
        )

    return entry(1) | entry(-1)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """A statement that adds up."""
    movements = tuple(draw(st.lists(entries(), max_size=8)))
    opening = draw(st.integers(-(10**10), 10**10))
    return Statement(
        kind=Kind.STATEMENT,
        account=INVENTED.iban(7),
        currency="EUR",
        number=f"{draw(st.integers(1, 999)):03d}",
        entries=movements,
        opening=opening,
        closing=opening + sum(entry.amount for entry in movements),
        opened_on=DAY,
        closed_on=DAY,
        holder="DE MARKE",
    )
