"""The whole ledger as a plain-text journal that a foreign program can recompute (hledger, ledger).

The legal lines are ordinary postings, which the foreign program balances by itself; the budget lines are *balanced
virtual* postings (in brackets), which it balances apart. So it proves both sets of books without knowing ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from marke.domain.ledger.models import Entry, Line
from marke.kernel.money import Cents
from marke.rules.posting.roles import BY_NUMBER, Book

CURRENCY = "EUR"

NameOf = Callable[[str], str]
"""The name of an account in the journal, from its role: the country's number and name, for example."""


def export_journal(*, name_of: NameOf) -> Iterator[str]:
    """The lines of the journal, oldest entry first, in blocks of one entry. Streams: ten million lines fit."""
    yield f"; Journal of the shared enterprise\ncommodity 1000.00 {CURRENCY}\n\n"
    rows = Line.objects.select_related("entry", "account").order_by("entry_id", "line_no")
    current: int | None = None
    for line in rows.iterator(chunk_size=5_000):
        if line.entry_id != current:
            current = line.entry_id
            yield _heading(line.entry)
        yield _posting(line, name_of)


def account_name(*, role: str, unit_id: int | None, project_id: object = None, name_of: NameOf) -> str:
    """An account in the journal: the role's name, then the unit, then the project."""
    parts = [name_of(role).replace(":", " -").replace(";", ","), unit_id, project_id]
    return ":".join(" ".join(str(part).split()) for part in parts if part is not None)


def _heading(entry: Entry) -> str:
    return f"\n{entry.effective_on:%Y-%m-%d} * ({entry.id}) {entry.kind}  ; {entry.source_kind} {entry.source_id}\n"


def _posting(line: Line, name_of: NameOf) -> str:
    role = BY_NUMBER[line.account.role_id]
    account = account_name(
        role=role.code, unit_id=line.account.unit_id, project_id=line.account.project_id, name_of=name_of
    )
    shown = f"[{account}]" if role.book is Book.BUDGET else account
    return f"    {shown}  {_euros(line.amount)} {CURRENCY}\n"


def _euros(cents: Cents) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
