"""Write a list of clients: read it, look at every row, and only then add, a piece at a time.

The rows wait in the database between looking and adding, so that a browser that closes loses nothing and nobody's file
is sent twice. What was added stays when a later row fails; every row says what became of it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from marke.domain.directory.enums import WILL_BE_WRITTEN, ImportState, Verdict
from marke.domain.directory.judging import Judged, judge
from marke.domain.directory.models import ClientImport, ImportRow
from marke.domain.directory.operations.vat_numbers import watch_numbers
from marke.domain.directory.reading import FIELDS, Sheet, guess_columns, read_sheet
from marke.domain.sales.home import home
from marke.domain.sales.operations.clients import NewClient, add_clients, read_numbers
from marke.domain.sales.operations.contacts import NewContact, add_contacts
from marke.kernel.refusal import Refusal, gettext_noop

PIECE = 500
"""So many rows are added at once: about a second."""


def begin_import(*, content: bytes, file_name: str, unit_id: int | None, actor: uuid.UUID) -> uuid.UUID:
    """Read a list and look at its rows; writes no client. Raises `Refusal` as `read_sheet`."""
    sheet = read_sheet(content)
    batch = ClientImport.objects.create(
        unit_id=unit_id,
        begun_by=actor,
        file_name=file_name[:120],
        header=list(sheet.header),
        columns=guess_columns(sheet.header),
        encoding=sheet.encoding,
        separator=sheet.separator,
    )
    _write_rows(batch, sheet)
    return batch.pk


def map_columns(*, import_id: uuid.UUID, columns: Sequence[str]) -> None:
    """Say what each column means, and look at every row again.

    Raises `Refusal` when two columns mean the same, or when rows were added already.
    """
    batch = _waiting(import_id)
    meant = [name for name in columns if name]
    if len(columns) != len(batch.header) or not set(meant) <= set(FIELDS) or len(set(meant)) < len(meant):
        raise Refusal("import.columns-once", gettext_noop("Each meaning goes to one column at most."))
    batch.columns = list(columns)
    batch.save(update_fields=["columns"])
    rows = list(batch.rows.all())
    for row, judged in zip(rows, _judged(batch, [row.cells for row in rows]), strict=True):
        _settle(row, judged)
    ImportRow.objects.bulk_update(rows, ["verdict", "sentence", "params", "client_id"], batch_size=500)


def add_piece(*, import_id: uuid.UUID, now: dt.datetime, size: int = PIECE) -> bool:
    """Add the next rows of a list; answers whether there are more. Repeating it after the end changes nothing.

    Each row is looked at again, since clients may have come in the meantime. A row that is refused now says why, and
    stops no other.
    """
    batch = ClientImport.objects.select_for_update().get(pk=import_id)
    rows = list(batch.rows.filter(verdict__in=WILL_BE_WRITTEN).order_by("position")[:size])
    looked = list(zip(rows, _judged(batch, [row.cells for row in rows]), strict=True))
    for row, judged in looked:
        _settle(row, judged)
    _add([pair for pair in looked if pair[1].verdict in WILL_BE_WRITTEN], unit_id=batch.unit_id, now=now)
    ImportRow.objects.bulk_update(rows, ["verdict", "sentence", "params", "client_id"], batch_size=500)
    has_more = batch.rows.filter(verdict__in=WILL_BE_WRITTEN).exists()
    batch.state = ImportState.UNDER_WAY if has_more else ImportState.DONE
    batch.save(update_fields=["state"])
    return has_more


def forget_import(*, import_id: uuid.UUID) -> None:
    """Throw a list away with its rows; clients that were added stay."""
    ClientImport.objects.filter(pk=import_id).delete()


def forget_old_imports(*, before: dt.datetime) -> int:
    """Throw away the lists begun before a moment: they are other people's addresses. Answers how many."""
    old = ClientImport.objects.filter(begun_at__lt=before)
    count = old.count()
    old.delete()
    return count


def _write_rows(batch: ClientImport, sheet: Sheet) -> None:
    rows = []
    for position, (cells, judged) in enumerate(zip(sheet.rows, _judged(batch, sheet.rows), strict=True), 1):
        row = ImportRow(batch=batch, unit_id=batch.unit_id, position=position, cells=list(cells))
        _settle(row, judged)
        rows.append(row)
    ImportRow.objects.bulk_create(rows, batch_size=1_000)


def _judged(batch: ClientImport, rows: Sequence[Sequence[str]]) -> list[Judged]:
    return judge(rows=rows, columns=batch.columns, unit_id=batch.unit_id)


def _settle(row: ImportRow, judged: Judged) -> None:
    row.verdict, row.sentence, row.client_id = judged.verdict, judged.sentence, judged.client_id
    row.params = {name: str(value) for name, value in judged.params.items()}


def _waiting(import_id: uuid.UUID) -> ClientImport:
    batch = ClientImport.objects.select_for_update().get(pk=import_id)
    if batch.state != ImportState.READ:
        raise Refusal("import.begun", gettext_noop("Clients of this list were added already; read it in anew."))
    return batch


def _add(rows: Sequence[tuple[ImportRow, Judged]], *, unit_id: int | None, now: dt.datetime) -> None:
    """Add rows together; when one of them is refused, each for itself."""
    try:
        with transaction.atomic():
            _add_together(rows, unit_id=unit_id, now=now)
    except Refusal as refusal:
        if len(rows) > 1:
            for row in rows:
                _add([row], unit_id=unit_id, now=now)
            return
        _settle(rows[0][0], Judged(Verdict.FAILED, sentence=refusal.message, params=refusal.params))


def _add_together(rows: Sequence[tuple[ImportRow, Judged]], *, unit_id: int | None, now: dt.datetime) -> None:
    here = home()
    clients = [judged.client for _, judged in rows if judged.client]
    added = add_clients(clients=[NewClient(unit_id, client) for client in clients])
    if unit_id is not None:
        people = [
            NewContact(unit_id, client_id, judged.contact)
            for (_, judged), (client_id, _) in zip(rows, added, strict=True)
            if judged.contact
        ]
        add_contacts(contacts=people)
    watch_numbers(numbers={read_numbers(client, home=here).vat for client in clients}, now=now)
    for (row, _), (client_id, is_new) in zip(rows, added, strict=True):
        row.verdict, row.client_id = (Verdict.ADDED if is_new else Verdict.LINKED), client_id
