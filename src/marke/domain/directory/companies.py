"""The public register of organisations, as far as an extract of it was loaded here (`./marke register load`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from marke.domain.directory.models import RegisteredCompany, RegisterExtract
from marke.kernel.registers import Company


class LoadedRegister:
    """A `CompanyRegister` that reads the loaded extract and asks nobody outside."""

    def find(self, *, country: str, number: str) -> Company | None:
        """Who has this number, by the extract."""
        return self.find_many(country=country, numbers=[number]).get(number)

    def find_many(self, *, country: str, numbers: Collection[str]) -> Mapping[str, Company]:
        """The same for many numbers, in one query."""
        rows = RegisteredCompany.objects.filter(country=country, number__in=numbers)
        return {row.number: _company(row) for row in rows}

    def as_of(self, *, country: str) -> dt.date | None:
        """The day of the extract."""
        return RegisterExtract.objects.filter(country=country).values_list("as_of", flat=True).first()


def _company(row: RegisteredCompany) -> Company:
    return Company(
        country=row.country,
        number=row.number,
        name=row.name,
        street=row.street,
        postcode=row.postcode,
        municipality=row.municipality,
        language=row.language,
    )
