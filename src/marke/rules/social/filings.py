"""What is filed about pay: the file, what it says, and how it agrees with the payslips behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class Filing:
    """A file with what it owes or tells, held against its payslips. Amounts in cents.

    ``declared`` is what the file itself adds up to, ``on_payslips`` what the payslips booked, and ``differences`` why
    the two differ, by name; nothing else may stand between them.
    """

    file_name: str
    content: bytes
    people: int
    payslips: int
    declared: Cents
    on_payslips: Cents
    differences: Mapping[str, Cents]
    gross: Cents

    @property
    def unexplained(self) -> Cents:
        """What no name explains; zero, or the file must not leave."""
        return self.declared - self.on_payslips - sum(self.differences.values())
