"""Reading in a list of clients: looked at row by row, written when somebody says so."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.selling import NOW, OTHER_NUMBER, client_of

from marke.countries.be.identifiers import make_enterprise_number
from marke.domain.directory.models import ClientImport, ImportRow, RegisteredCompany, VatNumber
from marke.domain.directory.operations.imports import (
    add_piece,
    begin_import,
    forget_import,
    forget_old_imports,
    map_columns,
)
from marke.domain.directory.queries.imports import tally
from marke.domain.foundation.transactions import SYSTEM, acting
from marke.domain.sales.models import Client, ClientLink, Contact
from marke.kernel.refusal import Refusal

pytestmark = pytest.mark.usefixtures("selling")

HEADER = "name;number;street;postcode;municipality;email;contact\n"
LUMEN = "Lumen;0403.019.261;Dok 5;9000;Gent;info@lumen.example;Zoë\n"


def read_in(*rows: str, header: str = HEADER, unit: int | None = 1001) -> uuid.UUID:
    return begin_import(content=(header + "".join(rows)).encode(), file_name="l.csv", unit_id=unit, actor=SYSTEM)


def verdicts(import_id: uuid.UUID) -> list[str]:
    return list(ImportRow.objects.filter(batch_id=import_id).values_list("verdict", flat=True))


def test_nothing_is_written_before_somebody_says_so() -> None:
    assert verdicts(read_in(LUMEN)) == ["new"]
    assert not Client.objects.exists()


def test_a_new_client_comes_with_its_contact() -> None:
    batch = read_in(LUMEN)
    assert not add_piece(import_id=batch, now=NOW)
    assert verdicts(batch) == ["added"]
    assert (Client.objects.get().vat_number, Contact.objects.get().name) == ("BE0403019261", "Zoë")


def test_every_row_gets_its_verdict() -> None:
    """Own, known, new, twice by number, wrong number, wrong address, without a name."""
    client_of(1001)
    client_of(1002, name="Known", number=OTHER_NUMBER)
    fresh = make_enterprise_number(77)
    batch = read_in(
        LUMEN,
        f"Known;{OTHER_NUMBER};Dok 1;9000;Gent;;\n",
        f"Fresh;BE{fresh};Dok 1;9000;Gent;;\n",
        f"Fresh again;{fresh};Dok 1;9000;Gent;;\n",
        "Wrong;0403.019.262;Dok 1;9000;Gent;;\n",
        "Mail;;Dok 1;9000;Gent;no address;\n",
        ";;Dok 1;9000;Gent;;\n",
    )
    assert verdicts(batch) == ["own", "known", "new", "twice", "wrong", "wrong", "missing"]
    add_piece(import_id=batch, now=NOW)
    assert verdicts(batch) == ["own", "linked", "added", "twice", "wrong", "wrong", "missing"]
    assert ClientLink.objects.filter(unit_id=1001).count() == 3


def test_a_private_person_of_the_unit_is_known_by_name_and_postcode() -> None:
    row = "Jan Maes;;Kerkstraat 1;9000;Gent;;\n"
    add_piece(import_id=read_in(row), now=NOW)
    assert verdicts(read_in(row)) == ["own"]


def test_the_register_fills_in_what_a_row_leaves_out() -> None:
    """A number alone is enough when its extract is here."""
    RegisteredCompany.objects.create(
        country="BE", number="0403019261", name="Lumen nv", street="Dok 5", postcode="9000", municipality="Gent"
    )
    batch = read_in("0403.019.261\n", header="number\n")
    add_piece(import_id=batch, now=NOW)
    assert Client.objects.get().name == "Lumen nv"


def test_columns_that_were_not_understood_are_named_by_hand() -> None:
    batch = read_in("Lumen;0403019261;Dok 5;9000;Gent\n", header="wie;wat;waar;pc;plek\n")
    assert verdicts(batch) == ["missing"]
    map_columns(import_id=batch, columns=["name", "number", "street", "postcode", "municipality"])
    assert verdicts(batch) == ["new"]


@pytest.mark.parametrize("columns", [["name"] * 7, ["name"], ["password", "", "", "", "", "", ""]])
def test_a_mapping_that_cannot_be_is_refused(columns: list[str]) -> None:
    with pytest.raises(Refusal, match="one column"):
        map_columns(import_id=read_in(LUMEN), columns=columns)


def test_a_list_that_was_begun_is_not_mapped_anew() -> None:
    batch = read_in(LUMEN)
    add_piece(import_id=batch, now=NOW)
    with pytest.raises(Refusal, match="added already"):
        map_columns(import_id=batch, columns=ClientImport.objects.get().columns)


def test_a_list_is_added_in_pieces_and_repeating_adds_nothing() -> None:
    rows = [f"Client {n};{make_enterprise_number(100 + n)};Dok 5;9000;Gent;;\n" for n in range(5)]
    batch = read_in(*rows)
    assert add_piece(import_id=batch, now=NOW, size=3)
    assert tally(import_id=batch).written == 3
    assert not add_piece(import_id=batch, now=NOW, size=3)
    assert not add_piece(import_id=batch, now=NOW, size=3)
    assert Client.objects.count() == 5


def test_a_client_that_came_in_the_meantime_is_linked_not_doubled() -> None:
    batch = read_in(LUMEN)
    client_of(1002)
    add_piece(import_id=batch, now=NOW)
    assert (verdicts(batch), Client.objects.count()) == (["linked"], 1)


def test_the_desk_adds_clients_that_no_unit_has_yet() -> None:
    client_of(1001)
    batch = read_in(LUMEN, f"Fresh;{OTHER_NUMBER};Dok 1;9000;Gent;;\n", unit=None)
    assert verdicts(batch) == ["own", "new"]
    add_piece(import_id=batch, now=NOW)
    assert (Client.objects.count(), ClientLink.objects.count()) == (2, 1)


def test_a_formula_is_a_name_like_any_other() -> None:
    """Hostile twin: it is text here; the export writes it as text as well."""
    batch = read_in("=HYPERLINK(1);;Dok 5;9000;Gent;;\n")
    add_piece(import_id=batch, now=NOW)
    assert Client.objects.get().name == "=HYPERLINK(1)"


def test_numbers_of_other_countries_are_asked_about() -> None:
    batch = read_in(
        "Lumen;FR40303265045;Rue 5;59000;Lille;France\n", header="name;number;street;postcode;municipality;country\n"
    )
    add_piece(import_id=batch, now=NOW)
    assert VatNumber.objects.get().number == "FR40303265045"


def test_a_long_list_takes_no_more_statements_than_a_short_one() -> None:
    """Five rows or five hundred: the same number of questions to look at them, a few batches to write them."""

    def statements(first: int, count: int) -> int:
        rows = [f"Client {n};{make_enterprise_number(first + n)};Dok 5;9000;Gent;;\n" for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            add_piece(import_id=read_in(*rows), now=NOW)
        return len(asked)

    assert statements(1_000, 500) <= statements(5_000, 5) + 6


def test_another_unit_sees_nothing_of_a_list() -> None:
    """Hostile twin: the rows are fenced by the database."""
    read_in(LUMEN)
    with acting(actor=SYSTEM, units=[1002]):
        assert (ClientImport.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_a_list_is_forgotten_and_its_clients_stay() -> None:
    batch = read_in(LUMEN)
    add_piece(import_id=batch, now=NOW)
    forget_import(import_id=batch)
    assert (ImportRow.objects.count(), Client.objects.count()) == (0, 1)
    read_in(LUMEN)
    begun = ClientImport.objects.get().begun_at
    assert forget_old_imports(before=begun) == 0
    assert forget_old_imports(before=begun.replace(year=begun.year + 1)) == 1
