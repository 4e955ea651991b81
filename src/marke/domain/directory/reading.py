"""Read a list of clients as people have it: any usual encoding and separator, columns in any order and language.

Nothing here knows the database. A file that cannot be a list is refused with a sentence that says what to do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale

from marke.domain.sales.enums import ClientKind, DocumentLanguage
from marke.kernel.refusal import Refusal, gettext_noop
from marke.kernel.text import fold

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 60
LONGEST_CELL = 300

SEPARATORS = (";", ",", "\t", "|")

ALIASES = {
    "name": "name client customer company organisation naam klant bedrijf firma organisatie nom societe firma kunde",
    "number": (
        "number enterprise_number vat vat_number company_number nummer ondernemingsnummer btw btw-nummer btw_nummer"
        " btwnummer kbo-nummer numero numero_d'entreprise numero_entreprise tva numero_de_tva n°_tva bce ust-id mwst"
        " unternehmensnummer"
    ),
    "kind": "kind type soort genre art",
    "street": (
        "street address street_and_number straat adres straat_en_nummer rue adresse rue_et_numero strasse anschrift"
    ),
    "postcode": "postcode postal_code zip zip_code code_postal cp postleitzahl plz",
    "municipality": "municipality city town gemeente stad plaats woonplaats commune ville localite gemeinde stadt ort",
    "country": "country country_code land pays",
    "email": "email e-mail mail invoice_email e-mailadres courriel adresse_e-mail e-mail-adresse",
    "language": "language taal langue sprache",
    "contact_name": "contact contact_name contact_person contactpersoon personne_de_contact kontakt ansprechpartner",
    "contact_email": "contact_email contact_e-mail e-mail_contact email_contact e-mail_contactpersoon",
    "contact_phone": "phone mobile telefoon gsm tel telephone telefon handy",
}
"""The words people write above a column, folded, for each thing a client has."""

FIELDS = tuple(ALIASES)

KINDS = {
    ClientKind.COMPANY: "company bedrijf firma entreprise societe unternehmen business b2b",
    ClientKind.ASSOCIATION: "association vzw vereniging asbl verein non-profit",
    ClientKind.PUBLIC: "public overheid public_body publiek organisme_public autorite behorde b2g",
    ClientKind.PRIVATE: "private particulier private_person persoon prive privatperson consumer b2c",
}

LANGUAGES = {
    DocumentLanguage.NL: "nl dutch nederlands neerlandais niederlandisch",
    DocumentLanguage.FR: "fr french frans francais franzosisch",
    DocumentLanguage.EN: "en english engels anglais englisch",
    DocumentLanguage.DE: "de german duits allemand deutsch",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read: its first row, the others, and how it was read."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    separator: str


def read_sheet(content: bytes) -> Sheet:
    """Read the rows of a file. Raises `Refusal` beside ``file`` for what is no list, or too long a one."""
    if len(content) > MOST_BYTES:
        raise _refused(
            "import.size",
            gettext_noop("This file is larger than 2 MB. Divide it, or leave out columns that are not needed."),
        )
    text, encoding = _decoded(content)
    separator = _separator(text)
    rows = _rows(text, separator)
    if len(rows) < 2:
        raise _refused("import.empty", gettext_noop("There is no row under the first one, which names the columns."))
    if len(rows) - 1 > MOST_ROWS:
        raise _refused(
            "import.rows",
            gettext_noop("A list has at most %(most)s rows. Divide it in parts."),
            most=MOST_ROWS,
        )
    width = len(rows[0])
    if not 1 <= width <= MOST_COLUMNS:
        raise _refused("import.columns", gettext_noop("A list has at most %(most)s columns."), most=MOST_COLUMNS)
    return Sheet(
        header=tuple(rows[0]),
        rows=tuple(tuple((*row, *[""] * width)[:width]) for row in rows[1:]),
        encoding=encoding,
        separator=separator,
    )


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding: Unicode when it is, else what western spreadsheets write."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _refused(
            "import.spreadsheet",
            gettext_noop("This is a spreadsheet. Save it as CSV first (File, Save as, CSV UTF-8)."),
        )
    for encoding in ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, encoding
    raise _refused("import.text", gettext_noop("This file is not text. Save your list as CSV first."))


def _separator(text: str) -> str:
    """The sign that divides the first row into most columns."""
    first = io.StringIO(text).readline()
    return max(SEPARATORS, key=lambda sign: (len(next(iter(_rows(first, sign)), [])), -SEPARATORS.index(sign)))


def _rows(text: str, separator: str) -> list[list[str]]:
    """The rows that hold anything, each cell without surrounding blanks and signs that steer a terminal."""
    try:
        found = [
            [_cell(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error:
        raise _refused(
            "import.quotes", gettext_noop("A quotation mark in this file is never closed, or a cell has no end.")
        ) from None
    return [row for row in found if any(row)]


def _cell(cell: str) -> str:
    visible = "".join(sign if sign.isprintable() else " " for sign in cell)
    return " ".join(visible.split())[:LONGEST_CELL]


def guess_columns(header: Sequence[str]) -> list[str]:
    """What each column means by its name; an empty word for a column that means nothing here. Each meaning once."""
    words = {word: name for name, aliases in ALIASES.items() for word in aliases.split()}
    meant: list[str] = []
    for title in header:
        found = words.get(fold(title).rstrip(" :*").replace(" ", "_"), "")
        meant.append("" if found in meant else found)
    return meant


def read_kind(text: str, *, has_number: bool) -> ClientKind | None:
    """The kind of client in words; without any, whoever has a number is a company. None for a word nobody knows."""
    if not text:
        return ClientKind.COMPANY if has_number else ClientKind.PRIVATE
    return next((kind for kind, words in KINDS.items() if _word(text) in words.split()), None)


def read_language(text: str, *, otherwise: str) -> str | None:
    """A language in words or by its code; None for one in which no document is made."""
    if not text:
        return otherwise
    return next((code.value for code, words in LANGUAGES.items() if _word(text) in words.split()), None)


def read_country(text: str, *, otherwise: str) -> str | None:
    """A country by its code, or by its name in Dutch, French, English or German. None for no country."""
    if not text:
        return otherwise
    return _countries().get(fold(text))


@cache
def _countries() -> dict[str, str]:
    """Folded names and codes of countries."""
    known = {}
    for language in DocumentLanguage.values:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():
                known[fold(name)] = known[code.lower()] = code
    return known


def _word(text: str) -> str:
    return fold(text).replace(" ", "_")


def _refused(rule: str, message: str, **params: object) -> Refusal:
    return Refusal(rule, message, field="file", params=params)
