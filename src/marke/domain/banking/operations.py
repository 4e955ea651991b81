"""Write what the bank says: files, statements and lines; and who is known to pay for whom.

A statement comes into the books when its opening balance is the closing balance of the one before it. Until then it
waits, whole, with its lines; reports and notices (camt.052, camt.054) are kept for information and never booked, since
the statement of the day tells the same movements again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from marke.domain.banking.enums import BookingKind, Channel, FileState, StatementState
from marke.domain.banking.models import BankFile, BankLine, Booking, OwnAccount, PayerRule, Statement
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.banking import statements as told

EURO = "EUR"


class UnableToTakeIn(Refusal):
    """The file can be read, but is not one of ours to take in."""


def open_account(*, iban: str, name: str) -> OwnAccount:
    """An account of the enterprise; one that is known stays as it is."""
    found, _ = OwnAccount.objects.get_or_create(iban=iban, defaults={"name": name})
    return found


def fingerprint(content: bytes) -> str:
    """What makes a file the same file."""
    return hashlib.sha256(content).hexdigest()


def known_file(*, content: bytes) -> BankFile | None:
    """The file, when it was taken in before. One in quarantine may be tried again."""
    return BankFile.objects.filter(fingerprint=fingerprint(content), state=FileState.TAKEN).first()


def quarantine(
    *, name: str, content: bytes, channel: Channel, refusal: Refusal, actor: uuid.UUID, now: dt.datetime
) -> BankFile:
    """Keep a file that cannot be taken in, with the reason; nothing of it counts."""
    kept, _ = BankFile.objects.update_or_create(
        fingerprint=fingerprint(content),
        defaults={
            "name": name[:200],
            "channel": channel,
            "state": FileState.QUARANTINED,
            "rule": refusal.rule,
            "reason": refusal.message[:500],
            "params": {key: str(value) for key, value in refusal.params.items()},
            "content": content,
            "taken_by": actor,
            "taken_at": now,
        },
    )
    return kept


def keep(
    *, name: str, content: bytes, channel: Channel, file: told.StatementFile, actor: uuid.UUID, now: dt.datetime
) -> list[Statement]:
    """Keep a file with the statements that are new; each waits (or is information) until its turn to be booked.

    Raises `UnableToTakeIn` for an account that is not ours and for another currency than the euro.
    """
    accounts = _own_accounts(file.statements)
    kept, _ = BankFile.objects.update_or_create(
        fingerprint=fingerprint(content),
        defaults={
            "name": name[:200],
            "channel": channel,
            "state": FileState.TAKEN,
            "format": file.format,
            "rule": "",
            "reason": "",
            "params": {},
            "content": content,
            "taken_by": actor,
            "taken_at": now,
        },
    )
    prints = [statement_fingerprint(each) for each in file.statements]
    known = set(Statement.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True))
    made = []
    for each, mark in zip(file.statements, prints, strict=True):
        if mark not in known:
            known.add(mark)
            made.append(_kept(each, mark, accounts[each.account], kept, now))
    return made


def statement_fingerprint(statement: told.Statement) -> str:
    """What makes a statement the same one, in whatever file and format it comes: account, days, balances, movements."""
    facts = (
        statement.kind.value,
        statement.account,
        str(statement.closed_on),
        statement.opening,
        statement.closing,
        "" if statement.closing is not None else statement.number,
        [(entry.amount, str(entry.booked_on)) for entry in statement.entries if entry.is_booked],
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def lines_of(statement: told.Statement) -> Iterator[tuple[told.Entry, told.Detail]]:
    """Each payment once: the parts of an entry where they make its amount, else the entry as a whole."""
    for entry in statement.entries:
        if not entry.is_booked or not entry.amount:
            continue
        if sum(detail.amount for detail in entry.details) == entry.amount:
            yield from ((entry, detail) for detail in entry.details if detail.amount)
        else:
            only = entry.details[0] if len(entry.details) == 1 else told.Detail(entry.amount)
            yield entry, replace(only, amount=entry.amount)


def _own_accounts(statements: Iterable[told.Statement]) -> dict[str, OwnAccount]:
    """The accounts of a file, all of them ours and in euro; locked, so that files come in one after the other."""
    found = {row.iban: row for row in OwnAccount.objects.select_for_update().order_by("pk")}
    for statement in statements:
        if statement.account not in found:
            raise UnableToTakeIn(
                "bank.not-our-account",
                gettext_noop("Account %(account)s is not one of ours. Nothing of the file is taken in."),
                params={"account": statement.account or "?"},
            )
        if statement.currency != EURO:
            raise UnableToTakeIn(
                "bank.currency",
                gettext_noop("Account %(account)s is in %(currency)s; only euro can be taken in."),
                params={"account": statement.account, "currency": statement.currency or "?"},
            )
    return found


def _kept(statement: told.Statement, mark: str, account: OwnAccount, file: BankFile, now: dt.datetime) -> Statement:
    is_statement = statement.kind is told.Kind.STATEMENT
    days = [entry.booked_on for entry in statement.entries]
    row = Statement.objects.create(
        account=account,
        file=file,
        fingerprint=mark,
        number=statement.number[:40],
        state=StatementState.WAITING if is_statement else StatementState.INFORMATION,
        opening=statement.opening,
        closing=statement.closing,
        closed_on=statement.closed_on or max(days, default=now.date()),
    )
    if is_statement:
        flat = enumerate(lines_of(statement), 1)
        BankLine.objects.bulk_create((_line(row, n, entry, detail) for n, (entry, detail) in flat), batch_size=2_000)
    return row


def _line(row: Statement, position: int, entry: told.Entry, detail: told.Detail) -> BankLine:
    return BankLine(
        statement=row,
        position=position,
        amount=detail.amount,
        booked_on=entry.booked_on,
        value_on=entry.value_on,
        name=detail.counterparty.name[:200],
        iban=detail.counterparty.account[:40],
        communication=detail.communication[:40],
        text=(detail.text or entry.text)[:500],
        end_to_end=detail.end_to_end[:60],
        return_reason=detail.return_reason[:40],
        code=entry.code[:40],
        bank_reference=entry.bank_reference[:80],
    )


def next_to_book() -> Statement | None:
    """The next statement that follows the balance of its account; the oldest one where an account is new."""
    waiting = Statement.objects.filter(
        state=StatementState.WAITING, opening__isnull=False, closing__isnull=False
    ).select_related("account")
    for row in waiting.order_by("account_id", "closed_on", "pk"):
        last = last_booked(account_id=row.account_id)
        if last is None or (last.closing == row.opening and last.closed_on <= row.closed_on):
            return row
    return None


def last_booked(*, account_id: uuid.UUID) -> Statement | None:
    """The statement at which an account stands in the books."""
    found = Statement.objects.filter(account_id=account_id, state=StatementState.BOOKED)
    return found.order_by("-position").first()


def mark_booked(*, row: Statement, bookings: Sequence[Booking]) -> None:
    """The lines of a statement are in the books, with what each of them did."""
    last = last_booked(account_id=row.account_id)
    row.position = (last.position or 0) + 1 if last else 1
    row.state = StatementState.BOOKED
    row.save(update_fields=["position", "state"])
    Booking.objects.bulk_create(bookings, batch_size=2_000)


def learn_payers(*, known: Iterable[tuple[BankLine, uuid.UUID]], on: dt.date) -> int:
    """Remember which account pays for which client; a payer that somebody removed is not learned again."""
    wanted = {(line.iban, client): line for line, client in known if line.iban}
    rows = [
        PayerRule(iban=iban, name=line.name, client_id=client, learned_from=line, learned_on=on)
        for (iban, client), line in sorted(wanted.items(), key=lambda item: (item[0][0], str(item[0][1])))
    ]
    PayerRule.objects.bulk_create(rows, batch_size=2_000, ignore_conflicts=True)
    return len(rows)


def remove_payer(*, rule_id: uuid.UUID, on: dt.date, actor: uuid.UUID) -> PayerRule:
    """Forget that an account pays for a client. Raises `Refusal` when it was removed before."""
    rule = PayerRule.objects.select_for_update(of=("self",)).get(pk=rule_id)
    if rule.removed_on is not None:
        raise Refusal("bank.payer-removed", gettext_noop("This payer was removed before."))
    rule.removed_on, rule.removed_by = on, actor
    rule.save(update_fields=["removed_on", "removed_by"])
    return rule


def unlearn(*, payment_id: uuid.UUID, client_id: uuid.UUID, on: dt.date, actor: uuid.UUID) -> None:
    """A match was wrong: what it taught about the payer is removed, and not learned again by itself."""
    lines = Booking.objects.filter(document_id=payment_id).values("line_id")
    learned = PayerRule.objects.filter(client_id=client_id, learned_from__in=lines, removed_on__isnull=True)
    for rule in learned:
        remove_payer(rule_id=rule.pk, on=on, actor=actor)


def mark_explained(*, booking: Booking, kind: BookingKind, entry_id: int, actor: uuid.UUID) -> None:
    """Somebody said what a line on the clearing account was."""
    booking.explained_by, booking.explained_entry_id = actor, entry_id
    booking.reasons = [*booking.reasons, kind.value]
    booking.save(update_fields=["explained_by", "explained_entry_id", "reasons"])


def unexplained_booking(*, booking_id: uuid.UUID) -> Booking:
    """A line that nobody has explained yet, locked. Raises `Refusal` when somebody did."""
    found = Booking.objects.select_for_update(of=("self",)).select_related("line").get(pk=booking_id)
    if found.kind != BookingKind.UNEXPLAINED or found.explained_entry_id is not None:
        raise Refusal("bank.explained-before", gettext_noop("This line of the bank is explained."))
    return found
