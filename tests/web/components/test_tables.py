"""A list keeps its filters when sorted, tells its direction, and adds up in its foot."""

from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from marke.web.components.filters import chips_of
from marke.web.components.tables import Badge, Column, Table

ROWS = [
    SimpleNamespace(number="2026-1", client="Lumen", total=100_00, status=Badge("Paid", "good")),
    SimpleNamespace(number="2026-2", client="<b>Noord</b>", total=-50_00, status=None),
]
COLUMNS = [
    Column("number", "Invoice", sortable=True, link=lambda row: f"/invoices/{row.number}/"),
    Column("client", "Client", note=lambda row: "Gent"),
    Column("status", "Status", kind="badge"),
    Column("total", "Total", kind="money", sortable=True),
]


def drawn(table: Table, address: str = "/?q=lumen&page=3&sort=number") -> str:
    request = RequestFactory().get(address)
    template = Template('{% include "components/table.html" with table=table only %}')
    return " ".join(template.render(RequestContext(request, {"table": table})).split())


def test_it_works() -> None:
    html = drawn(Table("Invoices", COLUMNS, ROWS))
    assert 'href="/invoices/2026-1/"' in html
    assert "€100.00" in html
    assert "<small>Gent</small>" in html


def test_sorting_keeps_the_filter_and_returns_to_the_first_page() -> None:
    html = drawn(Table("Invoices", COLUMNS, ROWS, sort="total"))
    assert "?q=lumen&amp;sort=-total" in html
    assert "page=" not in html


def test_the_direction_is_told_to_those_who_listen() -> None:
    assert 'aria-sort="descending"' in drawn(Table("Invoices", COLUMNS, ROWS, sort="-number"))


def test_words_in_a_cell_are_never_markup() -> None:
    assert "&lt;b&gt;Noord&lt;/b&gt;" in drawn(Table("Invoices", COLUMNS, ROWS))


def test_rows_can_be_picked_by_name() -> None:
    html = drawn(Table("Invoices", COLUMNS, ROWS, pick=lambda row: row.number))
    assert 'name="picked" value="2026-1" aria-label="Select 2026-1"' in html


def test_totals_stand_in_the_foot() -> None:
    html = drawn(Table("Invoices", COLUMNS, ROWS, totals={"total": 50_00}))
    assert "€50.00" in html[html.index("<tfoot") :]


def test_a_column_shows_a_known_kind_of_value() -> None:
    with pytest.raises(ValueError, match="A column shows one of"):
        Column("total", "Total", kind="currency")


def test_each_filter_in_force_can_be_taken_away_alone() -> None:
    """A chip says the words of the choice, and its link drops only that filter and the page."""

    class Filters(forms.Form):
        q = forms.CharField(label="Search", required=False)
        status = forms.ChoiceField(label="Status", required=False, choices=[("", "All"), ("paid", "Paid")])

    query = QueryDict("q=lumen&status=paid&page=2&sort=total")
    chips = chips_of(form=Filters(query), query=query)
    assert [chip.label for chip in chips] == ["Search: lumen", "Status: Paid"]
    assert [chip.remove_url for chip in chips] == ["?status=paid&sort=total", "?q=lumen&sort=total"]


def test_undrawn_values_leave_an_empty_cell() -> None:
    template = Template("{{ none|money }}{{ none|day }}{{ none|percent }}{{ none|moment }}")
    assert template.render(Context({"none": None})) == ""
