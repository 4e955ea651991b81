"""Dated figures: found by day, refused when missing, overlaid by the cooperative, fingerprinted."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from marke.kernel.dates import DateRange
from marke.kernel.parameters import (
    CooperativeRow,
    MissingFigure,
    ParameterTree,
    RowNotAllowed,
    Status,
    figure_from_mapping,
)

KNOWN = DateRange(dt.date(2020, 1, 1), dt.date(2029, 12, 31))


def figure(key: str = "tax.rate", *, choice: bool = False, **values: Any):
    data = {
        "title": "Rate of the tax",
        "unit": "rate",
        "reference": "Law of the island, art. 1",
        "choice": choice,
        "values": values["values"],
    }
    return figure_from_mapping(key, data)


def value(number: Any, status: str = "reproduced", **more: Any) -> dict[str, Any]:
    return {"value": number, "status": status, "source": "the gazette", **more}


def tree(*figures) -> ParameterTree:
    return ParameterTree(KNOWN, {each.key: each for each in figures})


TWO_YEARS = {
    dt.date(2020, 1, 1): value(Decimal("0.10")),
    dt.date(2021, 1, 1): value(Decimal("0.12"), until=dt.date(2021, 12, 31)),
}


def test_a_value_holds_until_the_day_before_the_next() -> None:
    """A figure keeps its value until the day before the next one starts."""
    law = tree(figure(values=TWO_YEARS))
    assert law.on(dt.date(2020, 12, 31))["tax.rate"] == Decimal("0.10")
    assert law.on(dt.date(2021, 1, 1))["tax.rate"] == Decimal("0.12")


def test_a_day_after_the_last_value_is_refused_by_name() -> None:
    """A period without a value is refused with the name of the missing figure, never guessed."""
    law = tree(figure(values=TWO_YEARS))
    with pytest.raises(MissingFigure) as refusal:
        law.on(dt.date(2022, 1, 1))["tax.rate"]
    assert refusal.value.rule == "parameters.missing-figure"
    assert refusal.value.params["figure"] == "Rate of the tax"


def test_a_value_known_to_be_missing_is_refused_too() -> None:
    """A figure that exists in law but was not found stops the computation."""
    law = tree(figure(values={dt.date(2020, 1, 1): value(None, "missing")}))
    assert "tax.rate" not in law.on(dt.date(2020, 6, 1))
    with pytest.raises(MissingFigure):
        law.on(dt.date(2020, 6, 1))["tax.rate"]


def test_a_figure_nobody_wrote_is_refused_by_its_key() -> None:
    """Asking for a figure that does not exist names its key."""
    with pytest.raises(MissingFigure) as refusal:
        tree(figure(values=TWO_YEARS)).on(dt.date(2020, 1, 1))["no.such.figure"]
    assert refusal.value.params["key"] == "no.such.figure"


@pytest.mark.parametrize("day", [dt.date(2019, 12, 31), dt.date(2030, 1, 1)])
def test_a_day_outside_the_known_years_is_refused(day: dt.date) -> None:
    """Nothing is computed for years whose law was not researched."""
    with pytest.raises(MissingFigure) as refusal:
        tree(figure(values=TWO_YEARS)).on(day)
    assert refusal.value.rule == "parameters.unknown-period"


def test_the_cooperative_fills_an_open_figure() -> None:
    """A default may be replaced by a dated decision, and the version says who decided."""
    law = tree(figure(values={dt.date(2020, 1, 1): value(Decimal("0.10"), "default")}))
    row = CooperativeRow("tax.rate", DateRange(dt.date(2021, 1, 1)), Decimal("0.11"), decided_by="board")
    decided = law.with_rows([row])
    assert decided.on(dt.date(2020, 12, 31))["tax.rate"] == Decimal("0.10")
    assert decided.on(dt.date(2021, 1, 1))["tax.rate"] == Decimal("0.11")
    assert decided.on(dt.date(2021, 1, 1)).version("tax.rate").status is Status.DECIDED


def test_the_cooperative_does_not_replace_a_settled_figure() -> None:
    """What the law has settled cannot be chosen."""
    row = CooperativeRow("tax.rate", DateRange(dt.date(2020, 1, 1)), Decimal("0.01"), decided_by="board")
    with pytest.raises(RowNotAllowed) as refusal:
        tree(figure(values=TWO_YEARS)).with_rows([row])
    assert refusal.value.rule == "parameters.settled-by-law"


def test_a_figure_that_is_a_choice_may_always_be_chosen() -> None:
    """The cooperative's own figures, such as a coefficient, are its to decide."""
    law = tree(figure(choice=True, values={dt.date(2020, 1, 1): value(Decimal("1.40"))}))
    row = CooperativeRow("tax.rate", DateRange(dt.date(2020, 1, 1)), Decimal("1.35"), decided_by="board")
    assert law.with_rows([row]).on(dt.date(2020, 1, 1))["tax.rate"] == Decimal("1.35")


def test_a_row_for_an_unknown_figure_is_refused() -> None:
    """A decision must name a figure that exists."""
    row = CooperativeRow("no.such.figure", DateRange(dt.date(2020, 1, 1)), 1, decided_by="board")
    with pytest.raises(RowNotAllowed) as refusal:
        tree(figure(values=TWO_YEARS)).with_rows([row])
    assert refusal.value.rule == "parameters.unknown-figure"


def test_the_same_law_has_the_same_fingerprint_on_another_day() -> None:
    """The fingerprint depends on the figures in force, not on the day asked."""
    law = tree(figure(values=TWO_YEARS))
    assert law.on(dt.date(2020, 1, 1)).fingerprint == law.on(dt.date(2020, 12, 31)).fingerprint


def test_another_value_has_another_fingerprint() -> None:
    """A changed figure changes the fingerprint that payslips keep."""
    law = tree(figure(values=TWO_YEARS))
    assert law.on(dt.date(2020, 12, 31)).fingerprint != law.on(dt.date(2021, 1, 1)).fingerprint


def test_a_later_figure_does_not_change_an_earlier_fingerprint() -> None:
    """Loading next year's figures leaves the fingerprint of this year's payslips as it was."""
    first_only = {dt.date(2020, 1, 1): TWO_YEARS[dt.date(2020, 1, 1)]}
    day = dt.date(2020, 6, 1)
    assert tree(figure(values=first_only)).on(day).fingerprint == tree(figure(values=TWO_YEARS)).on(day).fingerprint


def test_a_binary_fraction_is_not_a_figure() -> None:
    """Figures are exact decimals; a float in a file is a mistake."""
    with pytest.raises(ValueError, match="not an exact number"):
        figure(values={dt.date(2020, 1, 1): value([0.1])})


def test_two_values_on_one_day_are_a_mistake() -> None:
    """A figure has one value on each day."""
    overlapping = {
        dt.date(2020, 1, 1): value(1, until=dt.date(2021, 6, 30)),
        dt.date(2021, 1, 1): value(2),
    }
    with pytest.raises(ValueError, match="two values hold"):
        figure(values=overlapping)


def test_a_misspelt_field_is_a_mistake() -> None:
    """A parameter file holds only the fields that have a meaning."""
    with pytest.raises(ValueError, match="unknown fields"):
        figure(values={dt.date(2020, 1, 1): value(1, valid_to=dt.date(2020, 2, 1))})


def test_a_value_without_number_must_be_called_missing() -> None:
    """A forgotten number is not the same as a figure known to be missing."""
    with pytest.raises(ValueError, match="exactly the missing values"):
        figure(values={dt.date(2020, 1, 1): value(None)})
