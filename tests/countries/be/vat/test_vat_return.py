"""The Belgian VAT return and its lists: which box a document fills, and the files that the tax office takes."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.support.einvoices import TESTDATA

from marke.countries.be.vat import intervat
from marke.countries.be.vat.returns import (
    box_titles,
    boxes,
    due_day,
    european_clients,
    vat_return,
    yearly_clients,
)
from marke.kernel.dates import Month, Quarter
from marke.rules.vat import Category
from marke.rules.vat.filing import Declarant, Listed, Party, Taxed, TaxedDocument

OCTOBER = Month(2026, 10)
LUMEN = Party("Festival Lumen", "BE", "BE0403019261")
ATELIER = Party("Atelier Lyon", "FR", "FR12345678901")
US = Declarant("BE0999999922", "De Marke cv", "Kaai 1", "9000", "Gent", "BE")


def document(what: Taxed, base: int, vat: int, *, grid: str = "", **more) -> TaxedDocument:
    return TaxedDocument(what, ("invoice", "1"), "2026/00001", dt.date(2026, 10, 5), base, vat, grid=grid, **more)


SALE = document(Taxed.SALE, 1_000_00, 210_00, grid="03", party=LUMEN)
CREDIT = document(Taxed.SALE_CREDITED, 200_00, 42_00, grid="03", party=LUMEN)
ABROAD = document(Taxed.SALE, 500_00, 0, grid="44", category=Category.REVERSE_CHARGE, party=ATELIER)
ABROAD_BACK = document(Taxed.SALE_CREDITED, 100_00, 0, grid="44", category=Category.REVERSE_CHARGE, party=ATELIER)
COST = document(Taxed.PURCHASE, 110_50, 10_50, cost="car")


@pytest.mark.parametrize(
    ("found", "filled"),
    [
        (SALE, {"03": 1_000_00, "54": 210_00}),
        (CREDIT, {"49": 200_00, "64": 42_00}),
        (ABROAD, {"44": 500_00, "54": 0}),
        (ABROAD_BACK, {"48": 100_00, "64": 0}),
        (COST, {"82": 110_50, "59": 10_50}),
        (document(Taxed.PURCHASE, 100_00, 21_00, cost="material"), {"81": 100_00, "59": 21_00}),
        (document(Taxed.TAKINGS, 100_00, 6_00, grid="01"), {"01": 100_00, "54": 6_00}),
        (document(Taxed.TAKINGS_UNDONE, 100_00, 6_00, grid="01"), {"49": 100_00, "64": 6_00}),
        (document(Taxed.LOST, 1_000_00, 210_00), {"62": 210_00}),
        (document(Taxed.RECOVERED, 330_58, 69_42), {"61": 69_42}),
    ],
    ids=[
        "sale",
        "credit note",
        "abroad",
        "credit abroad",
        "half-deductible car",
        "material",
        "takings",
        "undone",
        "lost",
        "recovered",
    ],
)
def test_each_document_fills_its_boxes(found: TaxedDocument, filled: dict[str, int]) -> None:
    """A credit note never lowers a box of sales: it has boxes of its own."""
    assert {each.grid: each.amount for each in boxes(found)} == filled


def test_the_return_owes_what_is_due_less_what_comes_back() -> None:
    """210.00 on sales, less 42.00 credited and 10.50 on a car: 157.50 to pay."""
    found = vat_return([SALE, CREDIT, ABROAD, COST], period=OCTOBER)
    assert found.grids == {
        "03": 1_000_00, "44": 500_00, "49": 200_00, "54": 210_00, "59": 10_50, "64": 42_00, "71": 157_50, "82": 110_50,
    }  # fmt: skip
    assert (found.due, found.deductible, found.balance) == (168_00, 10_50, 157_50)
    assert found.behind("54")[0].document is SALE


def test_the_state_owes_when_more_comes_back_than_is_due() -> None:
    assert vat_return([COST], period=OCTOBER).grids["72"] == 10_50


def test_a_period_without_documents_says_so_with_one_box() -> None:
    """A nil return must hold one amount."""
    assert vat_return([], period=OCTOBER).grids == {"71": 0}


taxed = st.builds(
    lambda what, base, vat: document(what, base, min(vat, base), grid="03"),
    st.sampled_from(list(Taxed)),
    st.integers(0, 10**9),
    st.integers(0, 10**9),
)


@given(st.lists(taxed))
def test_the_boxes_add_up_to_the_documents_whatever_they_are(documents: list[TaxedDocument]) -> None:
    """71 less 72 is the VAT of all documents, each with its sign; no box is negative."""
    found = vat_return(documents, period=OCTOBER)
    signed = sum((-1 if each.what is Taxed.PURCHASE else each.sign) * each.vat for each in documents)
    assert found.grids.get("71", 0) - found.grids.get("72", 0) == signed == found.balance
    assert min(found.grids.values()) >= 0
    assert not {"71", "72"} <= set(found.grids)


def test_the_european_list_adds_up_by_client_and_kind_less_credits() -> None:
    """Services stand under S, goods under L; whoever was credited in full is not listed."""
    goods = document(Taxed.SALE, 300_00, 0, grid="46", category=Category.INTRA_COMMUNITY_GOODS, party=ATELIER)
    gone = Party("Gone", "NL", "NL001234567B01")
    both = [
        document(what, 50_00, 0, grid="44", category=Category.REVERSE_CHARGE, party=gone)
        for what in (Taxed.SALE, Taxed.SALE_CREDITED)
    ]
    found = european_clients([SALE, ABROAD, ABROAD_BACK, goods, *both, COST])
    assert found == [Listed(ATELIER, 300_00, 0, "L"), Listed(ATELIER, 400_00, 0, "S")]


def test_the_yearly_list_names_belgian_clients_above_250_euro() -> None:
    """Exempt sales, private people, clients abroad and small clients are not in it; credits lower it."""
    small = Party("Small", "BE", "BE0440000017")
    exempt = document(Taxed.SALE, 9_000_00, 0, grid="00", category=Category.EXEMPT, party=small)
    edge = document(Taxed.SALE, 250_00, 52_50, grid="03", party=small)
    nobody = document(Taxed.SALE, 400_00, 84_00, grid="03", party=Party("Somebody", "BE", ""))
    found = yearly_clients([SALE, CREDIT, ABROAD, exempt, edge, nobody, document(Taxed.TAKINGS, 1, 0, grid="01")])
    assert found == [Listed(LUMEN, 800_00, 168_00)]


def test_every_box_that_is_filled_has_its_words_in_three_languages() -> None:
    filled = {each.grid for found in (SALE, CREDIT, ABROAD, ABROAD_BACK, COST) for each in boxes(found)}
    for language in ("nl", "fr", "en"):
        assert filled | {"71", "72"} <= set(box_titles(language))


def test_a_month_is_due_on_the_20th_and_a_quarter_on_the_25th() -> None:
    assert (due_day(OCTOBER), due_day(Quarter(2026, 4))) == (20, 25)


@cache
def schema(name: str) -> etree.XMLSchema:
    path = TESTDATA / "tax/intervat-stale" / f"{name}-in_v0_9.xsd"
    if not path.exists():
        pytest.skip("the schemas of Intervat lie in shared/testdata, which is not here")
    return etree.XMLSchema(etree.parse(path))


@pytest.mark.parametrize("period", [OCTOBER, Quarter(2026, 4)], ids=str)
def test_the_return_follows_the_schema_of_the_tax_office(period: Month | Quarter) -> None:
    """Version 0.9, which the tax office has revised since: the newer form is one more folder."""
    found = vat_return([SALE, CREDIT, ABROAD, COST], period=period)
    content = intervat.periodic_return(found, declarant=US, reference=str(period).replace("/", "Q"), repay=False)
    schema("NewTVA").assertValid(etree.fromstring(content))
    assert b'GridNumber="71">157.50<' in content


def test_a_nil_return_follows_the_schema() -> None:
    content = intervat.periodic_return(vat_return([], period=OCTOBER), declarant=US, reference="2026M10")
    schema("NewTVA").assertValid(etree.fromstring(content))


def test_the_lists_follow_their_schemas() -> None:
    abroad = intervat.european_listing(european_clients([ABROAD]), period=OCTOBER, declarant=US, reference="2026M10")
    schema("NewICO").assertValid(etree.fromstring(abroad))
    for clients in (yearly_clients([SALE]), []):
        content = intervat.client_listing(clients, year=2026, declarant=US, reference="2026")
        schema("NewLK").assertValid(etree.fromstring(content))


def test_a_client_credited_beyond_its_sales_lowers_the_european_list_below_zero() -> None:
    """A credit note of a later period is a negative amount, not a missing client."""
    content = intervat.european_listing(
        european_clients([ABROAD_BACK]), period=OCTOBER, declarant=US, reference="2026M10"
    )
    schema("NewICO").assertValid(etree.fromstring(content))
    assert b">-100.00<" in content


def test_a_list_of_european_clients_names_at_least_one() -> None:
    with pytest.raises(ValueError, match="at least one"):
        intervat.european_listing([], period=OCTOBER, declarant=US, reference="2026M10")
