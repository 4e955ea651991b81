"""The exported journal, recomputed by a foreign program, gives our balances."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from decimal import Decimal

import pytest
from django.db.models import Sum
from tests.domain.ledger import scene

from marke.countries.be.chart import account_for
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.ledger.models import Line
from marke.reporting.journal_export import account_name, export_journal
from marke.rules.posting.roles import BY_NUMBER

HLEDGER = shutil.which("hledger")


def name_of(role: str) -> str:
    account = account_for(role)
    return f"{account.number} {account.name('nl')}"


def foreign_balances(journal: str) -> dict[str, int]:
    """What hledger makes of the journal, in cents. It refuses a journal that does not balance."""
    command = [HLEDGER, "-f", "-", "balance", "--flat", "--no-total", "--empty", "-O", "csv"]
    result = subprocess.run(command, input=journal, text=True, capture_output=True, check=True)
    rows = list(csv.reader(io.StringIO(result.stdout)))[1:]
    return {name: int(Decimal(amount.split()[0].replace(",", "")) * 100) for name, amount in rows}


@pytest.fixture
def journal(own_database):
    with own_database.connect() as connection:
        scene.settle(connection)
    with acting_as_system():
        yield "".join(export_journal(name_of=name_of))


@pytest.mark.skipif(HLEDGER is None, reason="hledger is not installed: the journal was not recomputed")
def test_a_foreign_program_finds_the_same_balances(journal):
    """Every balance that hledger computes from the text equals ours, and none is missing (R22)."""
    sums = Line.objects.values_list("account__role_id", "account__unit_id").annotate(Sum("amount"))
    ours = {
        account_name(role=BY_NUMBER[role].code, unit_id=unit, name_of=name_of): int(cents) for role, unit, cents in sums
    }
    assert foreign_balances(journal) == ours
    assert sum(ours.values()) == 0


@pytest.mark.skipif(HLEDGER is None, reason="hledger is not installed: the journal was not recomputed")
def test_a_foreign_program_refuses_a_changed_amount(journal):
    """One cent changed in the text, and the foreign program refuses it: the proof can fail."""
    changed = journal.replace("  1210.00 EUR", "  1210.01 EUR", 1)
    assert changed != journal
    with pytest.raises(subprocess.CalledProcessError):
        foreign_balances(changed)


@pytest.mark.skipif(HLEDGER is None, reason="hledger is not installed: the journal was not recomputed")
def test_the_budget_book_is_balanced_apart(journal):
    """A cent moved from the budget book to the legal book is refused too."""
    changed = journal.replace("  -935.00 EUR", "  -935.01 EUR", 1)
    assert changed != journal
    with pytest.raises(subprocess.CalledProcessError):
        foreign_balances(changed)
