"""The open data of the Belgian register of enterprises (KBO/BCE): a full extract of CSV files into one table.

The files are copied as they are into temporary tables and joined by the server, which takes minutes for two million
organisations and no memory here. The old extract stays until the new one is whole: one transaction. The extract holds
what is active on its day; natural persons come without an address.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from marke.kernel.refusal import Refusal, gettext_noop

COUNTRY = "BE"
CHUNK = 1 << 20

FILES = {
    "enterprise": ("EnterpriseNumber",),
    "denomination": ("EntityNumber", "Language", "TypeOfDenomination", "Denomination"),
    "address": (
        *("EntityNumber", "TypeOfAddress", "Zipcode", "MunicipalityNL", "MunicipalityFR"),
        *("StreetNL", "StreetFR", "HouseNumber", "Box"),
    ),
}
"""The files of an extract that matter here, each with the columns that must be in it."""


JOIN = """
insert into directory_registeredcompany (country, number, name, street, postcode, municipality, language)
select 'BE', regexp_replace(e."EnterpriseNumber", '[^0-9]', '', 'g'), left(d."Denomination", 320),
       left(coalesce(concat_ws(' ', a.street, nullif(a."HouseNumber", ''), nullif(a."Box", '')), ''), 250),
       left(coalesce(a."Zipcode", ''), 20), left(coalesce(a.municipality, ''), 200),
       coalesce(case d."Language" when '1' then 'fr' when '2' then 'nl' when '3' then 'de' when '4' then 'en' end, '')
  from kbo_enterprise e
  join (select distinct on ("EntityNumber") * from kbo_denomination
         where "TypeOfDenomination" in ('001', '003')
         order by "EntityNumber", "TypeOfDenomination", case "Language" when '2' then 0 when '1' then 1 else 2 end
       ) d on d."EntityNumber" = e."EnterpriseNumber"
  left join (select distinct on ("EntityNumber") *, coalesce(nullif("StreetNL", ''), "StreetFR") as street,
                    coalesce(nullif("MunicipalityNL", ''), "MunicipalityFR") as municipality
               from kbo_address where "TypeOfAddress" = 'REGO' order by "EntityNumber"
            ) a on a."EntityNumber" = e."EnterpriseNumber"
on conflict (country, number) do nothing
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded: the day of the extract, and how many organisations."""

    as_of: dt.date
    companies: int


def load(place: Path, *, connection: psycopg.Connection) -> Loaded:
    """Load a full extract, a folder or a zip file, in place of the one that is here.

    ``connection`` belongs to the owner of the tables. Raises `Refusal` when a file or a column is missing, or when the
    place holds an update instead of a full extract; then nothing has changed.
    """
    with _opened(place) as extract, connection.transaction():
        about = extract.about()
        for table, columns in FILES.items():
            _copy(extract, table, columns, connection)
        connection.execute("delete from directory_registeredcompany where country = %s", [COUNTRY])
        companies = connection.execute(JOIN).rowcount
        if not companies:
            raise _unreadable("enterprise.csv")
        connection.execute(
            "insert into directory_registerextract (country, as_of, companies, loaded_at) values (%s, %s, %s, now())"
            " on conflict (country) do update set as_of = excluded.as_of, companies = excluded.companies,"
            " loaded_at = excluded.loaded_at",
            [COUNTRY, about, companies],
        )
        for table in FILES:
            connection.execute(sql.SQL("drop table {}").format(sql.Identifier(f"kbo_{table}")))
    connection.execute("analyze directory_registeredcompany")
    return Loaded(about, companies)


@dataclass(frozen=True, slots=True)
class _Extract:
    """The files of an extract, wherever they lie."""

    place: Path
    archive: zipfile.ZipFile | None

    def open(self, name: str) -> IO[bytes]:
        """One file. Raises `Refusal` when it is not there."""
        try:
            return self.archive.open(name) if self.archive else (self.place / name).open("rb")
        except (KeyError, FileNotFoundError):
            raise Refusal(
                "register.file-missing",
                gettext_noop("The extract has no file %(name)s. Take the full extract, not an update."),
                params={"name": name},
            ) from None

    def about(self) -> dt.date:
        """The day of a full extract, from its own description."""
        with self.open("meta.csv") as file:
            text = file.read(CHUNK).decode("utf-8-sig", "replace")
        told = {row[0]: row[1] for row in csv.reader(io.StringIO(text)) if len(row) > 1}
        if told.get("ExtractType", "").lower() != "full":
            raise Refusal(
                "register.full-extract", gettext_noop("This is not a full extract of the register: take the full one.")
            )
        try:
            return dt.datetime.strptime(told.get("SnapshotDate", ""), "%d-%m-%Y").replace(tzinfo=dt.UTC).date()
        except ValueError:
            raise _unreadable("meta.csv") from None


@contextmanager
def _opened(place: Path) -> Iterator[_Extract]:
    if place.is_dir():
        yield _Extract(place, None)
        return
    try:
        with zipfile.ZipFile(place) as archive:
            yield _Extract(place, archive)
    except zipfile.BadZipFile:
        raise _unreadable(place.name) from None


def _copy(extract: _Extract, table: str, columns: tuple[str, ...], connection: psycopg.Connection) -> None:
    """Copy one file as it is into a temporary table of texts."""
    name = f"{table}.csv"
    with extract.open(name) as file:
        header = next(csv.reader([file.readline().decode("utf-8-sig", "replace")]), [])
        if not set(columns) <= set(header):
            raise _unreadable(name)
        target = sql.Identifier(f"kbo_{table}")
        there = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(column)) for column in header)
        connection.execute(sql.SQL("create temporary table {} ({})").format(target, there))
        try:
            with connection.cursor().copy(sql.SQL("copy {} from stdin (format csv)").format(target)) as copy:
                while chunk := file.read(CHUNK):
                    copy.write(chunk)
        except psycopg.DataError:
            raise _unreadable(name) from None
        connection.execute(sql.SQL("analyze {}").format(target))


def _unreadable(name: str) -> Refusal:
    return Refusal(
        "register.unreadable",
        gettext_noop("%(name)s is not a file of the register's open data, or it is damaged. Nothing was changed."),
        params={"name": name},
    )
