"""Payment orders to the bank: transfers, their batch, and the hash that people approve.

What is approved is what leaves: the hash covers the number, the total and every line in order, and the file can be
written again from the same batch byte for byte.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from marke.kernel.money import LARGEST_AMOUNT, Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.banking.references import structured_reference

END_TO_END = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]{1,35}")
LONGEST_TEXT = 140


class UnableToOrderTransfer(Refusal):
    """A transfer that the bank would refuse, or that nobody may send."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment in euro. ``end_to_end`` comes back on the statement and names the payment for ever.

    Raises `UnableToOrderTransfer` for an account that cannot exist, an amount that is not above zero, a text of more
    than 140 characters, or an identification that would not survive the way through the banks.
    """

    end_to_end: str
    name: str
    iban: str
    amount: Cents
    text: str = ""
    """A structured reference travels in its own field, anything else as free text."""

    def __post_init__(self) -> None:
        if not END_TO_END.fullmatch(self.end_to_end) or "//" in self.end_to_end or self.end_to_end.startswith("/"):
            raise UnableToOrderTransfer(
                "transfer.end-to-end", gettext_noop("A payment needs an identification of at most 35 plain characters.")
            )
        if not self.name.strip():
            raise UnableToOrderTransfer("transfer.name", gettext_noop("A payment needs the name of who is paid."))
        if not 0 < self.amount <= LARGEST_AMOUNT:
            raise UnableToOrderTransfer("transfer.amount", gettext_noop("A payment is more than zero."))
        if len(self.text) > LONGEST_TEXT:
            raise UnableToOrderTransfer(
                "transfer.text", gettext_noop("The bank takes at most 140 characters of text with a payment.")
            )
        if not _is_iban(self.iban):
            raise UnableToOrderTransfer(
                "transfer.iban",
                gettext_noop("%(iban)s is no account number: a digit is missing or mistyped."),
                field="iban",
                params={"iban": self.iban},
            )

    @property
    def reference(self) -> str:
        """The structured reference that the text is, or nothing."""
        return structured_reference(self.text) if self.text else ""


def _is_iban(text: str) -> bool:
    try:
        return str(IBAN(text)) == text
    except SchwiftyException:
        return False


@dataclass(frozen=True, slots=True)
class Account:
    """The account that pays."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Transfers that leave together from one account on one day. Raises `UnableToOrderTransfer` when there are none."""

    id: str
    """At most 35 characters, unique for ever: the bank refuses a batch it has seen."""
    made_at: dt.datetime
    execute_on: dt.date
    debtor: Account
    transfers: tuple[Transfer, ...]
    is_salary: bool = False
    """Wages are marked as such, so that the bank and the payee's bank show no names to third parties."""
    instant: bool = False

    def __post_init__(self) -> None:
        if not self.transfers:
            raise UnableToOrderTransfer("transfer.none", gettext_noop("There is nothing to pay in this batch."))
        if not END_TO_END.fullmatch(self.id):
            raise UnableToOrderTransfer(
                "transfer.batch", gettext_noop("A batch needs an identification of at most 35 plain characters.")
            )
        if len({each.end_to_end for each in self.transfers}) != len(self.transfers):
            raise UnableToOrderTransfer(
                "transfer.twice", gettext_noop("The batch holds the same payment twice. Nothing leaves.")
            )

    @property
    def count(self) -> int:
        return len(self.transfers)

    @property
    def total(self) -> Cents:
        return sum(each.amount for each in self.transfers)

    @property
    def hash(self) -> str:
        return batch_hash(self.transfers)


def batch_hash(transfers: Sequence[Transfer]) -> str:
    """What approvers see and sign: SHA-256 over count, total and every payment in order, in hexadecimal.

    Each text is preceded by its length, so that no two different batches write the same bytes.
    """
    digest = hashlib.sha256(f"{len(transfers)}|{sum(each.amount for each in transfers)}\n".encode())
    for each in transfers:
        for part in (each.end_to_end, each.iban, each.name, str(each.amount)):
            content = part.encode()
            digest.update(b"%d:" % len(content))
            digest.update(content)
        digest.update(b"\n")
    return digest.hexdigest()
