"""The open data of the Belgian register: a full extract becomes names and addresses by number."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.conftest import OwnDatabase

from marke.kernel.refusal import Refusal
from marke.ops.database import OWNER
from marke.ops.registers.kbo import Loaded, load

META = '"Variable","Value"\n"SnapshotDate","01-09-2026"\n"ExtractType","full"\n"ExtractNumber","0150"\n'
ENTERPRISE = (
    '"EnterpriseNumber","Status","JuridicalSituation","TypeOfEnterprise","JuridicalForm","JuridicalFormCAC","StartDate"\n'
    '"0403.019.261","AC","000","2","014","","01-01-1950"\n'
    '"0200.065.765","AC","000","2","416","","09-08-1960"\n'
    '"0879.000.000","AC","000","1","","","01-01-2010"\n'
)
DENOMINATION = (
    '"EntityNumber","Language","TypeOfDenomination","Denomination"\n'
    '"0403.019.261","1","001","Lumen ""la belle"" SA"\n'
    '"0403.019.261","2","001","Lumen, \'t Schone NV"\n'
    '"0200.065.765","2","003","Handelsnaam"\n'
    '"0200.065.765","1","001","Intercommunale"\n'
    '"0879.000.000","0","001","Maes Fien"\n'
    '"2.000.000.339","2","003","Vestiging"\n'
)
ADDRESS = (
    '"EntityNumber","TypeOfAddress","CountryNL","CountryFR","Zipcode","MunicipalityNL","MunicipalityFR","StreetNL",'
    '"StreetFR","HouseNumber","Box","ExtraAddressInfo","DateStrikingOff"\n'
    '"0403.019.261","REGO","","","9000","Gent","Gand","Dok","Dok","5","B","",""\n'
    '"0200.065.765","REGO","","","4000","","Liège","","Rue Haute","1","","",""\n'
    '"2.000.000.339","BAET","","","1000","Brussel","Bruxelles","Kaai","Quai","1","","",""\n'
)
FILES = {"meta": META, "enterprise": ENTERPRISE, "denomination": DENOMINATION, "address": ADDRESS}


@pytest.fixture
def owner(own_database: OwnDatabase) -> Iterator[psycopg.Connection]:
    with own_database.connect(OWNER) as connection:
        yield connection


def extract(folder: Path, **changed: str | None) -> Path:
    """A folder with the files of an extract; a file may be another one, or None for missing."""
    for name, content in {**FILES, **changed}.items():
        if content is not None:
            (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def companies(owner: psycopg.Connection) -> list[tuple[str, ...]]:
    return owner.execute(
        "select number, name, street, postcode, municipality, language from directory_registeredcompany order by number"
    ).fetchall()


def test_a_full_extract_is_loaded_from_a_folder(owner: psycopg.Connection, tmp_path: Path) -> None:
    """Dutch names before French ones, official names before trade names, the seat and never an establishment."""
    assert load(extract(tmp_path), connection=owner) == Loaded(dt.date(2026, 9, 1), 3)
    assert companies(owner) == [
        ("0200065765", "Intercommunale", "Rue Haute 1", "4000", "Liège", "fr"),
        ("0403019261", "Lumen, 't Schone NV", "Dok 5 B", "9000", "Gent", "nl"),
        ("0879000000", "Maes Fien", "", "", "", ""),
    ]


def test_a_full_extract_is_loaded_from_a_zip_file(owner: psycopg.Connection, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "kbo.zip", "w") as archive:
        for name, content in FILES.items():
            archive.writestr(f"{name}.csv", content)
    assert load(tmp_path / "kbo.zip", connection=owner).companies == 3


def test_the_next_extract_takes_the_place_of_the_last(owner: psycopg.Connection, tmp_path: Path) -> None:
    """Who ended is not found any more."""
    load(extract(tmp_path), connection=owner)
    fewer = "\n".join(line for line in ENTERPRISE.splitlines() if "0879" not in line) + "\n"
    meta = META.replace("01-09", "01-10")
    assert load(extract(tmp_path, enterprise=fewer, meta=meta), connection=owner) == Loaded(dt.date(2026, 10, 1), 2)
    assert [row[0] for row in companies(owner)] == ["0200065765", "0403019261"]


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"meta": META.replace("full", "update")}, "register.full-extract"),
        ({"meta": META.replace("01-09-2026", "soon")}, "register.unreadable"),
        ({"address": None}, "register.file-missing"),
        ({"denomination": "a,b\n1,2\n"}, "register.unreadable"),
        ({"enterprise": ENTERPRISE + '"0403.019.261","unfinished\n'}, "register.unreadable"),
        ({"enterprise": ENTERPRISE.splitlines()[0] + "\n"}, "register.unreadable"),
    ],
)
def test_a_damaged_extract_changes_nothing(
    owner: psycopg.Connection, tmp_path: Path, changed: dict[str, str | None], rule: str
) -> None:
    """Hostile twin: the extract that was here is still whole."""
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.mkdir()
    bad.mkdir()
    load(extract(good), connection=owner)
    before = companies(owner)
    with pytest.raises(Refusal) as refusal:
        load(extract(bad, **changed), connection=owner)
    assert refusal.value.rule == rule
    assert companies(owner) == before


def test_a_file_that_is_no_archive_is_refused(owner: psycopg.Connection, tmp_path: Path) -> None:
    (tmp_path / "kbo.zip").write_bytes(b"\x00" * 100)
    with pytest.raises(Refusal):
        load(tmp_path / "kbo.zip", connection=owner)
