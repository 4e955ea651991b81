"""The public register of organisations, as far as an extract of it was loaded here (`./marke register load`)."""

from __future__ import annotations

import datetime as dt

from marke.domain.directory.models import RegisteredCompany, RegisterExtract
from marke.kernel.registers import Company


class LoadedRegister:
    """A `CompanyRegister` that reads the loaded extract and asks nobody outside."""

    def find(self, *, country: str, number: str) -> Company | None:
        """Who has this number, by the extract."""
        found = RegisteredCompany.objects.filter(country=country, number=number).first()
        if found is None:
            return None
        return Company(
            country=found.country,
            number=found.number,
            name=found.name,
            street=found.street,
            postcode=found.postcode,
            municipality=found.municipality,
            language=found.language,
        )

    def as_of(self, *, country: str) -> dt.date | None:
        """The day of the extract."""
        return RegisterExtract.objects.filter(country=country).values_list("as_of", flat=True).first()
