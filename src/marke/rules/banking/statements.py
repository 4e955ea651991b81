"""Bank statements as every format tells them: accounts, balances, entries and the payments inside an entry.

Amounts are signed minor units of the account's currency (cents for the euro): positive came in, negative went out.
A statement proves itself when its opening balance and its entries make its closing balance.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from babel.numbers import get_currency_precision

from marke.kernel.money import LARGEST_AMOUNT, Cents
from marke.kernel.refusal import Amount, Refusal, gettext_noop


class UnableToReadStatement(Refusal):
    """The file is no bank statement that can be understood, or it does not add up."""


class Kind(Enum):
    """What a file of the bank tells."""

    STATEMENT = "statement"
    """The booked day (camt.053, CODA): this is what the books follow."""
    REPORT = "report"
    """The day so far (camt.052): may still change."""
    NOTICE = "notice"
    """Single movements (camt.054), without balances."""


class Proof(Enum):
    """Whether the balances of a statement follow from its entries."""

    PROVEN = "proven"
    NOT_STATED = "not_stated"
    """The file gives no opening and closing balance in the currency of the account."""


@dataclass(frozen=True, slots=True)
class Counterparty:
    """Who paid or was paid, as far as the bank says."""

    name: str = ""
    account: str = ""
    """An IBAN where there is one, else the number that the bank uses."""
    bank: str = ""
    """The BIC of the other bank."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One payment inside an entry."""

    amount: Cents
    counterparty: Counterparty = Counterparty()
    communication: str = ""
    """A structured reference, compact: twelve digits of a Belgian communication or a creditor reference (RF…)."""
    text: str = ""
    """What the payer wrote."""
    end_to_end: str = ""
    """The identification that the one who ordered the payment gave it."""
    mandate: str = ""
    return_reason: str = ""
    """Why a payment came back, as an ISO code (AC04 …); empty for an ordinary payment."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One booked line of an account, with the payments it consists of."""

    amount: Cents
    booked_on: dt.date
    value_on: dt.date
    bank_reference: str = ""
    code: str = ""
    """The kind of transaction, in the bank's words: ``PMNT.RCDT.ESCT`` or a proprietary code."""
    text: str = ""
    is_reversal: bool = False
    is_booked: bool = True
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """The movements of one account in one currency."""

    kind: Kind
    account: str
    currency: str
    number: str
    """The bank's own identification of the statement: a sequence number where there is one."""
    entries: tuple[Entry, ...]
    opening: Cents | None = None
    closing: Cents | None = None
    opened_on: dt.date | None = None
    closed_on: dt.date | None = None
    holder: str = ""

    @property
    def movement(self) -> Cents:
        """What all booked entries add to the account."""
        return sum(entry.amount for entry in self.entries if entry.is_booked)

    def prove(self) -> Proof:
        """Recompute the closing balance. Raises `UnableToReadStatement` when it does not follow from the entries."""
        if self.opening is None or self.closing is None:
            return Proof.NOT_STATED
        if self.opening + self.movement != self.closing:
            raise UnableToReadStatement(
                "bank.unbalanced",
                gettext_noop(
                    "Statement %(number)s of account %(account)s does not add up: %(opening)s and movements of "
                    "%(movement)s make %(computed)s, but the bank says %(closing)s. Nothing of the file is taken in."
                ),
                params={
                    "number": self.number,
                    "account": self.account,
                    "opening": Amount(self.opening),
                    "movement": Amount(self.movement),
                    "computed": Amount(self.opening + self.movement),
                    "closing": Amount(self.closing),
                },
            )
        return Proof.PROVEN


@dataclass(frozen=True, slots=True)
class StatementFile:
    """All that one file of the bank tells. ``format`` names it: ``camt.053.001.08``, ``coda.2``."""

    format: str
    message: str
    """The identification that the bank gave to the file."""
    statements: tuple[Statement, ...]

    def prove(self) -> tuple[Proof, ...]:
        """The proof of each statement. Raises `UnableToReadStatement` for the first that does not add up."""
        return tuple(statement.prove() for statement in self.statements)


def proven(file: StatementFile) -> StatementFile:
    """The file, when each of its statements adds up. Raises `UnableToReadStatement` otherwise."""
    file.prove()
    return file


def minor_units(amount: Decimal, currency: str) -> Cents:
    """An amount as whole minor units: 12.30 euro is 1230, 2700 yen is 2700.

    Raises `UnableToReadStatement` when the currency has no such part: money is never rounded on its way in.
    """
    units = amount.scaleb(get_currency_precision(currency))
    if units != units.to_integral_value() or abs(units) > LARGEST_AMOUNT:
        raise UnableToReadStatement(
            "bank.amount",
            gettext_noop("%(amount)s is no amount in %(currency)s."),
            params={"amount": str(amount), "currency": currency},
        )
    return int(units)
