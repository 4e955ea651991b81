"""Lists of clients as people have them, and what is no list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.domain.directory.reading import (
    MOST_BYTES,
    MOST_ROWS,
    guess_columns,
    read_country,
    read_kind,
    read_language,
    read_sheet,
)
from marke.domain.sales.enums import ClientKind
from marke.kernel.refusal import Refusal

LIST = "Naam;BTW nummer;Gemeente\nCafé Zoë;BE 0403.019.261;Gent\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_list_is_read_in_any_usual_encoding(encoding: str) -> None:
    assert read_sheet(LIST.encode(encoding)).rows == (("Café Zoë", "BE 0403.019.261", "Gent"),)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_list_is_read_with_any_usual_separator(separator: str) -> None:
    sheet = read_sheet(LIST.replace(";", separator).encode())
    assert (sheet.separator, sheet.header) == (separator, ("Naam", "BTW nummer", "Gemeente"))


def test_quoted_cells_hold_separators_and_line_ends() -> None:
    sheet = read_sheet(b'name;street\n"Lumen; the ""big"" one";"Dok 5\nbox 2"\n\n;\n')
    assert sheet.rows == (('Lumen; the "big" one', "Dok 5 box 2"),)


def test_rows_shorter_or_longer_than_the_first_one_are_read() -> None:
    assert read_sheet(b"name;street\nLumen\nOther;Dok;too much\n").rows == (("Lumen", ""), ("Other", "Dok"))


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "import.empty"),
        (b"name;street\n", "import.empty"),
        (b"PK\x03\x04 a spreadsheet", "import.spreadsheet"),
        (b"\xd0\xcf\x11\xe0 an old one", "import.spreadsheet"),
        (b"\x7fELF\x00\x01\x02" * 50, "import.text"),
        (b"\xff\xd8\xff\xe0\x81\x8d\x8f" * 50, "import.text"),
        (b"a" * (MOST_BYTES + 1), "import.size"),
        (b"name\n" + b"x\n" * (MOST_ROWS + 1), "import.rows"),
        (b";".join([b"a"] * 61) + b"\nb\n", "import.columns"),
        (b'name\n"' + b"x" * 200_000, "import.quotes"),
    ],
    ids=["nothing", "header", "xlsx", "xls", "program", "photo", "large", "long", "wide", "quote"],
)
def test_what_is_no_list_is_refused(content: bytes, rule: str) -> None:
    """Hostile twin: a program, a photo, a quotation mark that never ends."""
    with pytest.raises(Refusal) as refusal:
        read_sheet(content)
    assert refusal.value.rule == rule


def test_signs_that_cannot_be_seen_are_left_out() -> None:
    """Hostile twin: text that would run backwards or steer a terminal."""
    assert read_sheet("name;x\nLu\u202emen\x1b[31m;y\n".encode()).rows[0][0] == "Lu men [31m"


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        (["Naam", "BTW-nummer", "Straat", "Postcode", "Gemeente"], "name number street postcode municipality"),
        (["Nom", "Numéro de TVA", "Rue", "Code postal", "Localité"], "name number street postcode municipality"),
        (["Kunde", "USt-ID", "Straße", "PLZ", "Ort"], "name number street postcode municipality"),
        (["Client *", "VAT number:", "Address", "ZIP", "City"], "name number street postcode municipality"),
    ],
)
def test_columns_are_known_by_their_names_in_four_languages(header: list[str], meant: str) -> None:
    assert guess_columns(header) == meant.split()


def test_a_meaning_goes_to_one_column() -> None:
    assert guess_columns(["name", "Naam", "colour"]) == ["name", "", ""]


def test_words_for_kind_language_and_country_are_read() -> None:
    assert read_kind("VZW", has_number=True) is ClientKind.ASSOCIATION
    assert read_kind("", has_number=True) is ClientKind.COMPANY
    assert read_kind("", has_number=False) is ClientKind.PRIVATE
    assert read_kind("robot", has_number=False) is None
    assert read_language("Français", otherwise="nl") == "fr"
    assert read_language("", otherwise="nl") == "nl"
    assert read_language("klingon", otherwise="nl") is None
    assert [read_country(word, otherwise="BE") for word in ("België", "france", "DE", "", "Atlantis")] == [
        "BE",
        "FR",
        "DE",
        "BE",
        None,
    ]


@given(st.binary(max_size=400))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    """Whatever arrives is read or refused."""
    try:
        sheet = read_sheet(content)
    except Refusal:
        return
    assert all(len(row) == len(sheet.header) for row in sheet.rows)
